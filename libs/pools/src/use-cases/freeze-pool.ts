import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class FreezePoolBody {
  static readonly example = { reason: 'A forged settlement is being looked into' };

  @IsText(1, 2000)
  reason!: string;
}

export class FreezePool extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: FreezePoolBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(FreezePool)
export class FreezePoolHandler implements ICommandHandler<FreezePool> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: FreezePool): Promise<CommandOutcome> {
    const command = { type: 'FreezePool', data: body } as const;
    return { id: poolId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, reason: body.reason })) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class UnfreezePoolBody {
  static readonly example = { reason: 'The settlement is genuine' };

  @IsText(1, 2000)
  reason!: string;
}

export class UnfreezePool extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: UnfreezePoolBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(UnfreezePool)
export class UnfreezePoolHandler implements ICommandHandler<UnfreezePool> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: UnfreezePool): Promise<CommandOutcome> {
    const command = { type: 'UnfreezePool', data: body } as const;
    return { id: poolId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, reason: body.reason })) };
  }
}

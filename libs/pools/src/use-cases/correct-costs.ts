import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class CorrectCostsBody {
  static readonly example = {
    costId: '1a2b3c4d-5e6f-8071-9283-a4b5c6d7e8f9',
    amount: { currency: 'KHR', amount: '200000' },
    reason: 'The invoice says 200,000',
  };

  @IsId()
  costId!: string;

  @Describe('The costs as they are now known, whole')
  @IsMoney()
  amount!: MoneyBody;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectCosts extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: CorrectCostsBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectCosts)
export class CorrectCostsHandler implements ICommandHandler<CorrectCosts> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ poolId, body, context }: CorrectCosts): Promise<CommandOutcome> {
    const command = { type: 'CorrectCosts', data: body } as const;
    return { id: body.costId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, { ...context, reason: body.reason })) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class TopUpBudgetBody {
  static readonly example = { amount: { currency: 'KHR', amount: '500000000' }, source: 'National budget', reference: 'BT-2026-004' };

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Whose budget it comes from')
  @IsText(1, 300)
  source!: string;

  @Describe('Of the transfer')
  @IsText(1, 100)
  reference!: string;
}

export class TopUpBudget extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: TopUpBudgetBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(TopUpBudget)
export class TopUpBudgetHandler implements ICommandHandler<TopUpBudget> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: TopUpBudget): Promise<CommandOutcome> {
    const { amount, source, reference } = body;
    const topUpId = deriveUuid('top-up', poolId, context.commandId);
    const command = { type: 'TopUpBudget', data: { topUpId, amount, source, reference } } as const;
    return { id: topUpId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}

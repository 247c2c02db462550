import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText } from '#libs/http';
import { pool, poolStream } from './pool.ts';

export class SettleLiabilityBody {
  static readonly example = {
    liabilityId: '9c8b7a69-5847-8362-9514-0f1e2d3c4b5a',
    amount: { currency: 'KHR', amount: '12000000' },
    reference: 'TR-2026-031',
  };

  @Describe("What the pool owes, or another destination's share of proceeds")
  @IsId()
  liabilityId!: string;

  @Describe('All of it or a part')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('Of the transfer')
  @IsText(1, 100)
  reference!: string;
}

export class SettleLiability extends Command<CommandOutcome> {
  constructor(
    readonly poolId: string,
    readonly body: SettleLiabilityBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(SettleLiability)
export class SettleLiabilityHandler implements ICommandHandler<SettleLiability> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The id follows from the command's, so that a retry books the same entry. */
  async execute({ poolId, body, context }: SettleLiability): Promise<CommandOutcome> {
    const { liabilityId, amount, reference } = body;
    const paymentId = deriveUuid('payment', poolId, context.commandId);
    const command = { type: 'SettleLiability', data: { paymentId, liabilityId, amount, reference } } as const;
    return { id: paymentId, ...(await this.aggregates.handle(pool, poolStream(poolId), command, context)) };
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { poolStream } from '../pool-events.ts';
import { pool } from '../pool.ts';

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

export class SettleLiability extends CommandAt('v1/pools/:id/settle-liability', {
  body: SettleLiabilityBody,
  roles: ['finance-officer'],
  summary: 'Pay what the pool owes',
  description: 'By somebody else than who recognised it. Shares of other destinations are paid here too.',
}) {}

@CommandHandler(SettleLiability)
export class SettleLiabilityHandler extends Handler<SettleLiability> {
  /** The id follows from the command's, so that a retry books the same entry. */
  execute({ path: { id }, body, context }: SettleLiability): Promise<CommandOutcome> {
    const { liabilityId, amount, reference } = body;
    const paymentId = deriveUuid('payment', id, context.commandId);
    const command = { type: 'SettleLiability', data: { paymentId, liabilityId, amount, reference } } as const;
    return this.handle(pool, poolStream(id), command, context, { id: paymentId });
  }
}

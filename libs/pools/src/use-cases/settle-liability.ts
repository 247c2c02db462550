import { CommandHandler } from '@nestjs/cqrs';
import { IsMoney, MoneyBody } from '#libs/bodies';
import { CommandAt, Describe, IsId, IsText, PassedOn } from '#libs/http';
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
export class SettleLiabilityHandler extends PassedOn(SettleLiability, pool, poolStream, 'SettleLiability', {
  makes: { paymentId: 'payment' },
}) {}

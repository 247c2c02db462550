import { IsMoney, MoneyBody } from '#libs/bodies';
import { Describe, IsCalendarDate, IsId, IsInstant, IsText, ListOf } from '#libs/http';
import type { Instalment } from '../reward/reward-commands.ts';

// What is said when something is done about a reward.

const payment = '8c2f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4';
const recovery = '5a0f1c52-3f0e-8b5e-8a36-51d7d3a0c2b4';

export class StatementBody {
  static readonly example = { statement: 'The unit was there from the first day, and the roster says who' };

  @IsText(1, 4000, { lines: true })
  statement!: string;
}

export class RewardReasonBody {
  static readonly example = { reason: 'My brother serves in the unit' };

  @IsText(1, 2000)
  reason!: string;
}

export class LiftHoldBody {
  static readonly example = { holdId: recovery, reason: 'The seal is accounted for' };

  @IsId()
  holdId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class InstructPaymentBody {
  static readonly example = { paymentId: payment };

  @Describe('One that a released stage names')
  @IsId()
  paymentId!: string;
}

export class ConfirmPaymentBody {
  static readonly example = { paymentId: payment, bankReference: 'NBC-2026-118', executedAt: '2026-04-02T15:00:00+07:00' };

  @IsId()
  paymentId!: string;

  @Describe('The number of the transfer: one transfer is one payment')
  @IsText(1, 100)
  bankReference!: string;

  @IsInstant()
  executedAt!: string;
}

export class ReportPaymentFailureBody {
  static readonly example = { paymentId: payment, reason: 'The account is closed' };

  @IsId()
  paymentId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class InstalmentBody implements Instalment {
  @IsCalendarDate()
  due!: string;

  @IsMoney()
  amount!: MoneyBody;
}

export class PlanRecoveryBody {
  static readonly example = { recoveryId: recovery, instalments: [{ due: '2026-12-01', amount: { currency: 'KHR', amount: '6000000' } }] };

  @IsId()
  recoveryId!: string;

  @Describe('Together what is owed')
  @ListOf(() => InstalmentBody, { min: 1, max: 120 })
  instalments!: InstalmentBody[];
}

export class RecordSetOffBody {
  static readonly example = {
    recoveryId: recovery,
    rewardId: '6fa05087-6410-8edf-aa35-fa3becfcc2ed',
    paymentId: payment,
    amount: { currency: 'KHR', amount: '6000000' },
    reference: 'Order 12/2026',
  };

  @IsId()
  recoveryId!: string;

  @Describe('Another reward of the same recipient')
  @IsId()
  rewardId!: string;

  @Describe('The payment of it that went into the authority’s own account instead')
  @IsId()
  paymentId!: string;

  @Describe('At most that payment')
  @IsMoney()
  amount!: MoneyBody;

  @Describe('Where it stands on paper')
  @IsText(1, 200)
  reference!: string;
}

export class RecordReceiptBody {
  static readonly example = { recoveryId: recovery, amount: { currency: 'KHR', amount: '6000000' }, reference: 'Receipt 7/2026' };

  @IsId()
  recoveryId!: string;

  @IsMoney()
  amount!: MoneyBody;

  @Describe('Where it stands on paper')
  @IsText(1, 200)
  reference!: string;
}

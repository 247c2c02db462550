import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId, IsInstant, IsText } from '#libs/http';
import { payment } from './example-ids.ts';
import { Independently } from './independence.ts';

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

export class ConfirmPayment extends CommandAt('v1/rewards/:id/confirm-payment', {
  body: ConfirmPaymentBody,
  roles: ['finance-officer'],
  summary: 'Confirm that a payment was executed',
  description: 'By somebody else than who instructed it. One of a reward that was clawed back meanwhile is claimed back at once.',
}) {}

@CommandHandler(ConfirmPayment)
export class ConfirmPaymentHandler extends Independently(ConfirmPayment, 'ConfirmPayment', ({ executedAt }) => executedAt) {}

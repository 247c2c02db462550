import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsId, IsText } from '#libs/http';
import { payment } from './example-ids.ts';
import { Independently } from './independence.ts';

export class ReportPaymentFailureBody {
  static readonly example = { paymentId: payment, reason: 'The account is closed' };

  @IsId()
  paymentId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ReportPaymentFailure extends CommandAt('v1/rewards/:id/report-payment-failure', {
  body: ReportPaymentFailureBody,
  roles: ['finance-officer'],
  confirmedBy: { roles: ['finance-officer', 'integrity-officer'] },
  summary: 'Report that a payment failed',
  description: 'By two others than who instructed it: a payment that did not fail would be paid twice.',
}) {}

@CommandHandler(ReportPaymentFailure)
export class ReportPaymentFailureHandler extends Independently(ReportPaymentFailure, 'ReportPaymentFailure') {}

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
  summary: 'Report that a payment failed',
  description: 'By somebody else than who instructed it.',
}) {}

@CommandHandler(ReportPaymentFailure)
export class ReportPaymentFailureHandler extends Independently(ReportPaymentFailure, 'ReportPaymentFailure') {}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId } from '#libs/http';
import { payment } from './example-ids.ts';
import { Independently } from './independence.ts';

export class InstructPaymentBody {
  static readonly example = { paymentId: payment };

  @Describe('One that a released stage names')
  @IsId()
  paymentId!: string;
}

export class InstructPayment extends CommandAt('v1/rewards/:id/instruct-payment', {
  body: InstructPaymentBody,
  roles: ['finance-officer'],
  summary: 'Instruct a payment of a released stage',
  description: 'Somebody else confirms it. After a failure it can be instructed again.',
}) {}

@CommandHandler(InstructPayment)
export class InstructPaymentHandler extends Independently(InstructPayment, 'InstructPayment') {}

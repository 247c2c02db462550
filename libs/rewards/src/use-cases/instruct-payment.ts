import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId, PassedOn } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment } from './example-ids.ts';

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
export class InstructPaymentHandler extends PassedOn(InstructPayment, reward, rewardStream, 'InstructPayment') {}

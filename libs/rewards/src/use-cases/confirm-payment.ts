import { CommandHandler } from '@nestjs/cqrs';
import { defined, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsInstant, IsText } from '#libs/http';
import { claiming } from '#libs/identifiers';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment } from './example-ids.ts';
import { independently } from './independence.ts';
import { isSuspendedAt } from './registered.ts';

export class ConfirmPaymentBody {
  static readonly example = { paymentId: payment, bankReference: 'NBC-2026-118', executedAt: '2026-04-02T15:00:00+07:00' };

  @IsId()
  paymentId!: string;

  @Describe('The number of the transfer: one transfer is one payment')
  @IsText(1, 100)
  bankReference!: string;

  @Describe('Between the instruction and now')
  @IsInstant()
  executedAt!: string;
}

export class ConfirmPayment extends CommandAt('v1/rewards/:id/confirm-payment', {
  body: ConfirmPaymentBody,
  roles: ['finance-officer'],
  summary: 'Confirm that a payment was executed',
  description:
    'By somebody else than who instructed it. What the bank did is a fact: one to an officer who is suspended by then is recorded, and integrity is told; one of a reward that was clawed back meanwhile is claimed back at once.',
}) {}

@CommandHandler(ConfirmPayment)
export class ConfirmPaymentHandler extends Handler<ConfirmPayment> {
  async execute({ path: { id }, body, context }: ConfirmPayment): Promise<CommandOutcome> {
    const { paymentId, bankReference, executedAt } = body;
    const { payments } = (await this.aggregates.load(reward, rewardStream(id))).state;
    const recipient = payments.find((payment) => payment.paymentId === paymentId);
    const suspended =
      (await isSuspendedAt(this.aggregates, recipient, executedAt)) ?? (await isSuspendedAt(this.aggregates, recipient, context.at));
    const command = { type: 'ConfirmPayment', data: { paymentId, bankReference, executedAt, ...defined({ suspended }) } } as const;
    const transfer = { kind: 'bank-reference', value: bankReference, holder: { stream: rewardStream(id), id: paymentId } } as const;
    const placed = await independently(this.aggregates, id, context);
    return claiming(this.aggregates, [transfer], context, () =>
      this.handle(reward, rewardStream(id), command, resting(placed, suspended ?? null), { occurredAt: executedAt }),
    );
  }
}

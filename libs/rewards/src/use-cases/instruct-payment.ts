import { CommandHandler } from '@nestjs/cqrs';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText, Optional } from '#libs/http';
import { pool, poolStream, requirePaying } from '#libs/pools';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment } from './example-ids.ts';
import { independently } from './independence.ts';
import { isSuspendedAt } from './registered.ts';

export class InstructPaymentBody {
  static readonly example = { paymentId: payment };

  @Describe('One that a released stage names')
  @IsId()
  paymentId!: string;

  @Describe('Why the share is paid in parts, where another part of it left within 30 days')
  @Optional()
  @IsText(1, 1000)
  reason?: string;
}

export class InstructPayment extends CommandAt('v1/rewards/:id/instruct-payment', {
  body: InstructPaymentBody,
  roles: ['finance-officer'],
  summary: 'Instruct a payment of a released stage',
  description:
    'Somebody else confirms it. Not to an officer who is suspended, nor in parts of one share within 30 days without a reason. After a failure it can be instructed again. Nothing is instructed from a pool that is frozen or owes more than it has.',
}) {}

@CommandHandler(InstructPayment)
export class InstructPaymentHandler extends Handler<InstructPayment> {
  /** Nothing leaves a pool that pays nothing now, also not what was drawn from it for a reward before. @throws RuleBroken 'pool.frozen', 'pool.in-shortfall' */
  async execute({ path: { id }, body: { paymentId, reason }, context }: InstructPayment): Promise<CommandOutcome> {
    const { grant, payments } = (await this.aggregates.load(reward, rewardStream(id))).state;
    if (grant !== undefined) requirePaying((await this.aggregates.load(pool, poolStream(grant.poolId))).state);
    const placed = await independently(this.aggregates, id, context);
    const recipient = payments.find((payment) => payment.paymentId === paymentId);
    const data = { paymentId, ...defined({ reason, suspended: await isSuspendedAt(this.aggregates, recipient, context.at) }) };
    return this.handle(reward, rewardStream(id), { type: 'InstructPayment', data }, placed);
  }
}

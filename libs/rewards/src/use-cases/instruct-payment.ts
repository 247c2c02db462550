import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId } from '#libs/http';
import { pool, poolStream, requirePaying } from '#libs/pools';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { payment } from './example-ids.ts';
import { independently } from './independence.ts';

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
  description:
    'Somebody else confirms it. After a failure it can be instructed again. Nothing is instructed from a pool that is frozen or owes more than it has.',
}) {}

@CommandHandler(InstructPayment)
export class InstructPaymentHandler extends Handler<InstructPayment> {
  /** Nothing leaves a pool that pays nothing now, also not what was drawn from it for a reward before. @throws RuleBroken 'pool.frozen', 'pool.in-shortfall' */
  async execute({ path: { id }, body: { paymentId }, context }: InstructPayment): Promise<CommandOutcome> {
    const { grant } = (await this.aggregates.load(reward, rewardStream(id))).state;
    if (grant !== undefined) requirePaying((await this.aggregates.load(pool, poolStream(grant.poolId))).state);
    const placed = await independently(this.aggregates, id, context);
    return this.handle(reward, rewardStream(id), { type: 'InstructPayment', data: { paymentId } }, placed);
  }
}

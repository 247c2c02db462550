import { CommandHandler } from '@nestjs/cqrs';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { part } from '../processes/command-parts.ts';
import type { Decided } from '../processes/reward-grant.ts';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { GivenByProcess, ProcessHandler } from './given-by-process.ts';

export class ApproveReward extends GivenByProcess<Decided> {}

@CommandHandler(ApproveReward)
export class ApproveRewardHandler extends ProcessHandler<ApproveReward> {
  /** Sets aside the money, then the officers' caps, then approves: whoever has nothing left refuses, and nothing is approved. */
  async execute({ said, context }: ApproveReward): Promise<void> {
    const { rewardId, round, poolId, reservationId, amount, caps, limits, expiresAt } = said;
    const reservation = { reservationId, amount, purpose: 'reward', reference: rewardId, expiresAt } as const;
    await this.aggregates.handle(pool, poolStream(poolId), { type: 'ReserveFunds', data: reservation }, part(context, 'funds'));
    for (const { officerId, ...cap } of caps) {
      const command = { type: 'ReserveCap', data: { ...cap, rewardId, limits } } as const;
      await this.aggregates.handle(officer, officerStream(officerId), command, part(context, 'cap', cap.capId));
    }
    const approval = { type: 'ApproveReward', data: { round, reservationId } } as const;
    await this.aggregates.handle(reward, rewardStream(rewardId), approval, part(context, 'approval'));
  }
}

import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { part } from './carrying.ts';
import type { Decided } from './reward-grant.ts';

/** Sets aside the money, then the officers' caps, then approves: whoever has nothing left refuses, and nothing is approved. */
export async function approveReward(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const { rewardId, round, poolId, reservationId, amount, caps, limits, expiresAt } = decided;
  const reservation = { reservationId, amount, purpose: 'reward', reference: rewardId, expiresAt } as const;
  await aggregates.handle(pool, poolStream(poolId), { type: 'ReserveFunds', data: reservation }, part(context, 'funds'));
  for (const { officerId, ...cap } of caps)
    await aggregates.handle(
      officer,
      officerStream(officerId),
      { type: 'ReserveCap', data: { ...cap, rewardId, limits } },
      part(context, 'cap', cap.capId),
    );
  const approval = { type: 'ApproveReward', data: { round, reservationId } } as const;
  await aggregates.handle(reward, rewardStream(rewardId), approval, part(context, 'approval'));
}

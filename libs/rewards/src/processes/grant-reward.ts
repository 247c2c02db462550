import { type AggregateStore, type CommandContext, RuleBroken } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { grantable, policyStream, rewardPolicy } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { part } from './carrying.ts';
import type { Decided } from './reward-grant.ts';

/** Spends what was set aside, then grants: `RewardGranted` is recorded when the money is drawn. */
export async function grantReward(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const { rewardId, round, policyId, poolId, reservationId, amount, caps } = decided;
  const grant = { type: 'GrantReward', data: { round } } as const;
  const { state } = await aggregates.load(reward, rewardStream(rewardId));
  // What was granted is granted, whatever has become of the policy since; and nothing is spent for what is refused as it stands.
  if (reward.decide({ ...grant, by: context.actor, at: context.at }, state).length === 0) return;
  await requireNotSuspended(aggregates, policyId, context.at);
  const spending = { type: 'ConsumeReservation', data: { reservationId, amount } } as const;
  await aggregates.handle(pool, poolStream(poolId), spending, part(context, 'funds'));
  for (const { officerId, capId } of caps)
    await aggregates.handle(officer, officerStream(officerId), { type: 'ConsumeCap', data: { capId } }, part(context, 'cap', capId));
  await aggregates.handle(reward, rewardStream(rewardId), grant, part(context, 'grant'));
}

/** The vote may be days old: what stops a policy stops what was decided under it and not yet granted. */
async function requireNotSuspended(aggregates: AggregateStore, policyId: string, now: string): Promise<void> {
  const { state } = await aggregates.load(rewardPolicy, policyStream(policyId));
  const standing = grantable(state, now);
  if (!standing.granted && standing.code === 'policy.suspended') throw new RuleBroken(standing.code, standing.why, { policyId });
}

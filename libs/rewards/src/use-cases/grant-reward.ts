import { CommandHandler } from '@nestjs/cqrs';
import { issuedIn, RuleBroken } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { grantable, policyStream, rewardPolicy } from '#libs/reward-law';
import { part } from '../processes/command-parts.ts';
import type { Decided } from '../processes/reward-grant.ts';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { GivenByProcess, ProcessHandler } from './given-by-process.ts';
import { stillLaw } from './still-law.ts';

export class GrantReward extends GivenByProcess<Decided> {}

@CommandHandler(GrantReward)
export class GrantRewardHandler extends ProcessHandler<GrantReward> {
  /** Spends what was set aside, then grants: `RewardGranted` is recorded when the money is drawn. */
  async execute({ said, context }: GrantReward): Promise<void> {
    const { rewardId, round, policyId, version, poolId, reservationId, amount, caps } = said;
    const grant = { type: 'GrantReward', data: { round } } as const;
    const { state } = await this.aggregates.load(reward, rewardStream(rewardId));
    // What was granted is granted, whatever has become of the policy since; and nothing is spent for what is refused as it stands.
    if (reward.decide(issuedIn(grant, context), state).length === 0) return;
    await this.requireStillLaw(policyId, version, context.at);
    const spending = { type: 'ConsumeReservation', data: { reservationId, amount } } as const;
    await this.aggregates.handle(pool, poolStream(poolId), spending, part(context, 'funds'));
    for (const { officerId, capId } of caps)
      await this.aggregates.handle(officer, officerStream(officerId), { type: 'ConsumeCap', data: { capId } }, part(context, 'cap', capId));
    await this.aggregates.handle(reward, rewardStream(rewardId), grant, part(context, 'grant'));
  }

  /** The vote may be days old: what stops a policy, or the law under it, stops what was decided under it and not yet granted. */
  private async requireStillLaw(policyId: string, version: number, now: string): Promise<void> {
    const { state } = await this.aggregates.load(rewardPolicy, policyStream(policyId));
    const standing = grantable(state, now);
    if (!standing.granted && standing.code === 'policy.suspended') throw new RuleBroken(standing.code, standing.why, { policyId });
    const { terms, enacted, poolId = '' } = state.versions[version - 1] ?? {};
    if (terms === undefined || enacted === undefined) return;
    const { instrument } = enacted;
    const law = await stillLaw(this.aggregates, { granted: true, version, terms, instrument, poolId }, now);
    if (!law.granted) throw new RuleBroken(law.code, law.why, { policyId, instrument });
  }
}

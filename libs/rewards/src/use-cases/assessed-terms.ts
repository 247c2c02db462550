import { type AggregateStore, UnknownSubject } from '#libs/event-sourcing';
import { policyStream, type PolicyTerms, rewardPolicy } from '#libs/reward-law';
import type { KnownReward } from '../reward/reward-standing.ts';

/** The version that a reward was assessed under last, with its terms, from the policy itself. @throws UnknownSubject a policy without that version */
export async function assessedTerms(
  aggregates: AggregateStore,
  { entitlement, assessment: { version } }: KnownReward,
): Promise<{ readonly version: number; readonly terms: PolicyTerms }> {
  const { state } = await aggregates.load(rewardPolicy, policyStream(entitlement.policyId));
  const terms = state.versions[version - 1]?.terms;
  if (terms === undefined) throw new UnknownSubject('policy.version-unknown', `The policy has no version ${version}`);
  return { version, terms };
}

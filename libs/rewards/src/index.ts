/** Rewards: policies from announcement to funding, what one gives for an operation and why, and how that is shared. */
import type { Capability } from '#libs/event-sourcing';
import { rewardPolicyEvents } from './policy.ts';
import { rewardPolicies } from './reward-policies.ts';

export { RewardsModule } from './rewards.module.ts';
export * from './policy-terms.ts';
export * from './packs.ts';
export * from './assessment.ts';
export * from './shares.ts';
export * from './policy.ts';
export { type PolicyStatus, rewardPolicies, type RewardPolicyRow } from './reward-policies.ts';

/** What the programs run of this room. */
export const rewards: Capability = { events: rewardPolicyEvents, projections: [rewardPolicies], processes: [] };

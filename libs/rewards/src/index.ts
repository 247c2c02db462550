/** Rewards: policies from announcement to funding, what one gives for an operation and why, and who decides, gets, and gives back what is granted. */
import type { Capability } from '#libs/event-sourcing';
import { bonusHistory } from './bonus-history.ts';
import { operationFacts } from './operation-facts.ts';
import { rewardPolicyEvents } from './policy.ts';
import { processes } from './processes/carried-out.ts';
import { rewardEvents } from './reward-events.ts';
import { rewardPipeline } from './reward-pipeline.ts';
import { rewardPolicies } from './reward-policies.ts';
import { rewardTimeline } from './reward-timeline.ts';

export { RewardsModule } from './rewards.module.ts';
export * from './policy-terms.ts';
export * from './packs.ts';
export * from './assessment.ts';
export * from './shares.ts';
export * from './policy.ts';
export * from './reward-events.ts';
export * from './reward-commands.ts';
export * from './reward-state.ts';
export { reward } from './reward.ts';
export { rewardPipeline, type RewardRow } from './reward-pipeline.ts';
export { rewardTimeline, type RewardTimelineEntry } from './reward-timeline.ts';
export { type Bonus, type BonusHistory, bonusHistory, bonusKey } from './bonus-history.ts';
export { operationFacts, type OperationFacts, type OperationRow } from './operation-facts.ts';
export { type PolicyStatus, rewardPolicies, type RewardPolicyRow } from './reward-policies.ts';

/** What the programs run of this room. */
export const rewards: Capability = {
  events: { ...rewardPolicyEvents, ...rewardEvents },
  projections: [rewardPolicies, operationFacts, bonusHistory, rewardPipeline, rewardTimeline],
  processes,
};

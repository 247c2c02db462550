/**
 * Rewards: who decides on what an operation comes to, who gets it, and who gives it back. What it comes to is the law's to say:
 * `#libs/reward-law`.
 */
import type { Capability } from '#libs/event-sourcing';
import { bonusHistory } from './bonuses/bonus-history.ts';
import { operationFacts } from './operations/operation-facts.ts';
import { processes } from './processes/runnable-processes.ts';
import { rewardEvents } from './reward/reward-events.ts';
import { rewardPipeline } from './reward/reward-pipeline.ts';
import { rewardTimeline } from './reward/reward-timeline.ts';

export { RewardsModule } from './rewards.module.ts';
export * from './reward/reward-events.ts';
export * from './reward/reward-commands.ts';
export * from './reward/reward-standing.ts';
export * from './reward/reward-money.ts';
export * from './reward/reward-status.ts';
export { inBrief } from './reward/assessed.ts';
export { reward } from './reward/reward.ts';
export { rewardPipeline, type RewardRow } from './reward/reward-pipeline.ts';
export { rewardTimeline, type RewardTimelineEntry } from './reward/reward-timeline.ts';
export { type Bonus, type BonusHistory, bonusHistory, bonusKey } from './bonuses/bonus-history.ts';
export { assessableFacts } from './operations/assessable-facts.ts';
export { operationFacts, type OperationRow } from './operations/operation-facts.ts';
export type { OperationFacts } from './operations/known-facts.ts';

/** What the programs run of this room. */
export const rewards: Capability = {
  events: rewardEvents,
  projections: [operationFacts, bonusHistory, rewardPipeline],
  timelines: [rewardTimeline],
  processes,
};

import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { othersNamed } from './reward-pipeline.ts';
import { type RewardEvent, rewardEventTypes } from './reward-events.ts';

/** One line of a reward's history. */
export type RewardTimelineEntry = TimelineEntry<RewardEvent, 'rewardId'> & { readonly rewardId: Id };

/** One row an event of a reward. */
export const rewardTimeline = timeline<RewardEvent, 'reward'>({
  kind: 'reward',
  version: 2,
  handles: rewardEventTypes,
  lateAfterMs: LATE_AFTER_MS,
  discloses: { names: ({ data, reason }) => othersNamed([data, reason]) },
});

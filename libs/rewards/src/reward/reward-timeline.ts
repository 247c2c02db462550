import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { othersNamed } from './reward-pipeline.ts';
import { type RewardEvent } from './reward-events.ts';

/** One line of a reward's history. */
export type RewardTimelineEntry = TimelineEntry<RewardEvent, 'rewardId'> & { readonly rewardId: Id };

/** One line an event of a reward. */
export const rewardTimeline = timeline<RewardEvent, 'reward'>({
  kind: 'reward',
  lateAfterMs: LATE_AFTER_MS,
  discloses: { names: ({ data, reason }) => othersNamed([data, reason]) },
});

import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { LATE_AFTER_MS } from '#libs/vocabulary';
import { type RewardEvent, rewardEventTypes, rewardIdOf, rewardStream } from './reward-events.ts';

/** One line of a reward's history. */
export type RewardTimelineEntry = TimelineEntry<RewardEvent, 'rewardId'>;

/** One row an event of a reward. */
export const rewardTimeline = timeline<RewardEvent, 'rewardId'>({
  name: 'reward-timeline',
  version: 1,
  handles: rewardEventTypes,
  idField: 'rewardId',
  idOf: rewardIdOf,
  streamOf: rewardStream,
  lateAfterMs: LATE_AFTER_MS,
});

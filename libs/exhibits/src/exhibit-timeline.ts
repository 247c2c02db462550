import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { LATE_AFTER_MS } from '#libs/vocabulary';
import { type ExhibitEvent, exhibitEventTypes, exhibitIdOf, exhibitStream } from './exhibit-events.ts';

/** One line of an exhibit's history. */
export type ExhibitTimelineEntry = TimelineEntry<ExhibitEvent, 'exhibitId'>;

/** One row an event of an exhibit. */
export const exhibitTimeline = timeline<ExhibitEvent, 'exhibitId'>({
  name: 'exhibit-timeline',
  version: 1,
  handles: exhibitEventTypes,
  idField: 'exhibitId',
  idOf: exhibitIdOf,
  streamOf: exhibitStream,
  lateAfterMs: LATE_AFTER_MS,
});

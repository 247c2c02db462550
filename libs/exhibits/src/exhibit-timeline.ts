import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { exhibitEventTypes, type ExhibitStreamEvent } from './exhibit-events.ts';

/** One line of an exhibit's history. */
export type ExhibitTimelineEntry = TimelineEntry<ExhibitStreamEvent, 'exhibitId'> & { readonly exhibitId: Id };

/** One row an event of an exhibit. */
export const exhibitTimeline = timeline<ExhibitStreamEvent, 'exhibit'>({
  kind: 'exhibit',
  version: 2,
  handles: exhibitEventTypes,
  lateAfterMs: LATE_AFTER_MS,
});

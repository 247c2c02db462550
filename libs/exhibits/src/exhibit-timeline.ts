import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import type { ExhibitStreamEvent } from './exhibit-events.ts';

/** One line of an exhibit's history. */
export type ExhibitTimelineEntry = TimelineEntry<ExhibitStreamEvent, 'exhibitId'> & { readonly exhibitId: Id };

/** One line an event of an exhibit. */
export const exhibitTimeline = timeline<ExhibitStreamEvent, 'exhibit'>({
  kind: 'exhibit',
  lateAfterMs: LATE_AFTER_MS,
});

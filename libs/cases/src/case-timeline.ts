import { timeline, type TimelineEntry as EntryOf, uuidsIn } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { type CaseEvent, caseEventTypes, caseStream } from './case-events.ts';

/** One line of a case's history. */
export type CaseTimelineEntry = EntryOf<CaseEvent, 'caseId'> & { readonly caseId: Id };

/** One row an event of a case. */
export const caseTimeline = timeline<CaseEvent, 'case'>({
  kind: 'case',
  version: 2,
  handles: caseEventTypes,
  lateAfterMs: LATE_AFTER_MS,
  discloses: {
    // That it belongs to another case, or what somebody states of that.
    names: ({ data }) => ('linkedCaseId' in data || 'says' in data ? uuidsIn(data).map(caseStream) : []),
    without: () => undefined,
  },
});

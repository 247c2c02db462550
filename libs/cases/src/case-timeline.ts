import { timeline, type TimelineEntry as EntryOf } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { type CaseFileEvent, caseFileEventTypes, caseStream } from './case-events.ts';

/** One line of a case's history. */
export type CaseTimelineEntry = EntryOf<CaseFileEvent, 'caseId'> & { readonly caseId: Id };

/** One row an event of a case. */
export const caseTimeline = timeline<CaseFileEvent, 'case'>({
  kind: 'case',
  version: 1,
  handles: caseFileEventTypes,
  lateAfterMs: LATE_AFTER_MS,
  discloses: {
    names: ({ data }) => ('linkedCaseId' in data ? [caseStream(data.linkedCaseId)] : []),
    without: () => undefined,
  },
});

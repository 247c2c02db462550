import { timeline, type TimelineEntry as EntryOf } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { type CaseFileEvent, caseFileEventTypes, caseIdOf, caseStream } from './case-events.ts';

/** One line of a case's history. */
export type TimelineEntry = EntryOf<CaseFileEvent, 'caseId'> & { readonly caseId: Id };

/** One row an event of a case. */
export const caseTimeline = timeline<CaseFileEvent, 'caseId'>({
  name: 'case-timeline',
  version: 1,
  handles: caseFileEventTypes,
  idField: 'caseId',
  idOf: caseIdOf,
  streamOf: caseStream,
  lateAfterMs: LATE_AFTER_MS,
});

/** Case files: who works on a case, what was seized, how it stands and everything that was recorded on it. */
import type { Capability } from '#libs/event-sourcing';
import { caseFileEvents } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { caseTimeline } from './case-timeline.ts';

export { CasesModule } from './cases.module.ts';
export * from './case-file.ts';
export { SeizureBody } from './seizure-body.ts';
export { caseStatus, type CaseStatus, type SeizureStatus } from './case-status.ts';
export { caseTimeline, type TimelineEntry } from './case-timeline.ts';

/** What the programs run of this room. */
export const cases: Capability = { events: caseFileEvents, projections: [caseStatus, caseTimeline], processes: [] };

/** Case files: who works on a case, what was seized, how it stands and everything that was recorded on it. */
import type { Capability } from '#libs/event-sourcing';
import type { Erasing } from '#libs/privacy';
import { caseFileEvents } from './case-events.ts';
import { caseStatus } from './case-status.ts';
import { caseTimeline } from './case-timeline.ts';
import { seizures } from './seizures.ts';
import { type DestroyKeyOf, erasure, subjectOf } from './erasure.ts';

export { CasesModule } from './cases.module.ts';
export * from './case-events.ts';
export { caseFile, type CaseFileCommand } from './case-file.ts';
export { casePartTable, FIELD, type Giver, LAW, type Part, partsIn } from './case-parts.ts';
export { standingInCase } from './in-case.ts';
export { type CaseFile, hasDocument, outcomeOf, sameOperationAs, seizureOf } from './case-standing.ts';
export { type Defect, defects } from './defects.ts';
export { followersAfter, type FollowingEvent } from './followers.ts';
export type { RosterEvent } from './roster.ts';
export type { Arrest, Authorisation, Place, Search, Seizure } from './seizure.ts';
export type { AddedAs, KnownSuspect, RoleAssessment, RoleStanding, SuspectIdentity } from './suspect.ts';
export { type Shown, shown } from './shown.ts';
export * from './court-events.ts';
export * from './court-standing.ts';
export type { CourtCommand } from './court-reports.ts';
export { SeizureBody } from './use-cases/seizure-body.ts';
export type { ArrestStatus, CaseStatus, SeizureStatus, SuspectStatus } from './case-page.ts';
export { caseStatus } from './case-status.ts';
export { seizures, type SeizureRow } from './seizures.ts';
export { caseTimeline, type CaseTimelineEntry } from './case-timeline.ts';

const erasing: Erasing<DestroyKeyOf> = { process: erasure, subjectOf };

/** What the programs run of this room. */
export const cases: Capability = {
  events: caseFileEvents,
  projections: [caseStatus, seizures],
  timelines: [caseTimeline],
  processes: [],
  erasures: [erasing],
};

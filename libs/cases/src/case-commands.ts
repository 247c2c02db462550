import type { Command } from '#libs/event-sourcing';
import type { Agency, Id, Instant, Line, Lines, RegisterEntry, Sealed, SuspectRole } from '#libs/vocabulary';
import type { AssignedOfficer, AssignmentDefect, CaseDetails, CaseLink, Document, Restriction } from './case-events.ts';
import type { CourtCommand } from './court-reports.ts';
import type { Participating, RosterChanges, RosterProposal } from './roster.ts';
import type { Arrest, Search, Seizure } from './seizure.ts';
import type { RoleAssessment, SuspectIdentity } from './suspect.ts';

/** What the register says of the witnesses of a search. */
interface ByTheRegister {
  /** Those of them who are officers. */
  readonly policeWitnesses?: readonly RegisterEntry[];
}

export type CaseFileCommand =
  | Command<'OpenCase', CaseDetails & { openedAt?: Instant }>
  | Command<'UpdateCaseDetails', Partial<Pick<CaseDetails, 'title' | 'province' | 'unit'>>>
  | Command<'CorrectCaseReference', { reference: Line; reason: Line }>
  // `found`: what the register has against it.
  | Command<'AssignOfficer', Omit<AssignedOfficer, 'defects'> & { readonly found?: readonly AssignmentDefect[] }>
  | Command<'UnassignOfficer', { officerId: RegisterEntry; reason: Line }>
  | Command<'RecordSeizure', { seizureId: Id; seizure: Seizure } & ByTheRegister>
  | Command<'CorrectSeizure', { seizureId: Id; changes: Partial<Seizure>; reason: Line } & ByTheRegister>
  | Command<'WithdrawSeizure', { seizureId: Id; duplicateOf: Id; reason: Line }>
  | Command<'AddSuspect', SuspectIdentity & { suspectId: Id; role?: SuspectRole }>
  | Command<'AssessSuspectRole', RoleAssessment & { suspectId: Id }>
  | Command<'AttestSuspectRole', RoleAssessment & { suspectId: Id; basis: Line }>
  | Command<'RecordArrest', { arrestId: Id; arrest: Arrest }>
  | Command<'RecordSearch', { searchId: Id; search: Search } & ByTheRegister>
  | Command<'EraseSuspect', { suspectId: Id; instrument: string; reason: Line }>
  | Command<'AddNote', { noteId: Id; suspectId?: Id; text: Sealed<Lines> }>
  | Command<'AttachDocument', Document & { documentId: Id; suspectId?: Id }>
  | Command<'EraseEntry', { entryId: Id; instrument: string; reason: Line }>
  | Command<'FreezeRoster', RosterProposal & { operationId: Id }>
  | Command<'AmendRoster', RosterChanges & { operationId: Id; reason: Line }>
  | Command<'SettleParticipation', Participating>
  | CourtCommand
  | Command<'LinkCases', CaseLink & { caseId: Id }>
  | Command<'TransferCase', { agency: Agency; unit: RegisterEntry; reason: Line }>
  | Command<'CloseCase', { reason: Line }>
  | Command<'ReopenCase', { reason: Line }>
  | Command<'RestrictCase', Restriction>
  | Command<'LiftRestriction', { reason: Line }>;

import { type Event, type EventCatalogue, eventCatalogue, typesOf } from '#libs/event-sourcing';
import { type StatementEvent, statementEvents } from '#libs/statements';
import type {
  Agency,
  Count,
  Id,
  Line,
  Lines,
  LocalizedText,
  Province,
  RegisterEntry,
  RosterDefect,
  Sealed,
  SuspectRole,
} from '#libs/vocabulary';
import type { Attestation, CourtEvent, Entered } from './court-events.ts';
import type { Defect } from './defects.ts';
import type { RosterEvent } from './roster.ts';
import type { Arrest, Search, Seizure } from './seizure.ts';
import type { AddedAs, RoleAssessment, SuspectIdentity } from './suspect.ts';

export const caseStream = (caseId: string) => `case-${caseId}` as const;

/** The case whose stream this is. */
export const caseIdOf = (stream: string): string => stream.slice('case-'.length);

/** What a case is called, and who leads it where. */
export interface CaseDetails {
  /** On paper. */
  readonly reference: Line;
  readonly title: LocalizedText;
  readonly agency: Agency;
  readonly province: Province;
  /** The unit that leads the case. */
  readonly unit: RegisterEntry;
}

export const fieldRoles = ['lead', 'member'] as const;
/** In what an officer works on the case itself: one may be on its roster. */
export type FieldRole = (typeof fieldRoles)[number];

export const legalRoles = ['legal-officer', 'prosecution-liaison'] as const;
/** In what somebody follows the case before prosecutor and court. No officer in the field, and none on the roster. */
export type LegalRole = (typeof legalRoles)[number];

export type OfficerRole = FieldRole | LegalRole;

export const isLegalRole = (role: OfficerRole): role is LegalRole => (legalRoles as readonly string[]).includes(role);

/** An officer who works on a case, or follows it. */
export interface AssignedOfficer {
  readonly officerId: RegisterEntry;
  /** The officer's unit at that moment. */
  readonly unit: RegisterEntry;
  readonly role: OfficerRole;
  /** What the register had against it: it is recorded all the same, and their share of a reward waits. Absent where it had nothing, or was not asked. */
  readonly defects?: readonly AssignmentDefect[];
}

/** What the register may have against an assignment. */
export type AssignmentDefect = Extract<Defect, RosterDefect>;

/** How a case belongs to another one. `same-operation`: it is a duplicate of that operation, and rewarded there if anywhere. */
export const relations = ['same-operation', 'related'] as const;
export type Relation = (typeof relations)[number];

/** That a case belongs to another one. */
export interface CaseLink {
  readonly linkedCaseId: Id;
  readonly relation: Relation;
  readonly reason: Line;
}

/** That a case is known to these persons alone, besides those who watch over all cases. */
export interface Restriction {
  readonly persons: readonly RegisterEntry[];
  readonly reason: Line;
}

/** A file kept elsewhere, by what identifies it. Its title may name people and is sealed. */
export interface Document {
  /** Of the content, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: Count;
  readonly mediaType: string;
  /** Text, sealed. */
  readonly title: Sealed<Line>;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.

/** What becomes of the file itself: who leads it and works on it, how it stands, what prosecutor and court report. */
export type FileEvent =
  | Event<'CaseOpened', CaseDetails>
  | Event<'CaseDetailsUpdated', Partial<Pick<CaseDetails, 'title' | 'province' | 'unit'>>>
  // It was mistyped. The case has used the number before, which stays its own until two say that it is not.
  | Event<'CaseReferenceCorrected', { reference: Line; before: Line; reason: Line }>
  | Event<'OfficerAssigned', AssignedOfficer>
  | Event<'OfficerUnassigned', { officerId: RegisterEntry; reason: Line }>
  | RosterEvent
  | CourtEvent
  | Event<'CasesLinked', CaseLink>
  | Event<'CaseTransferred', { agency: Agency; unit: RegisterEntry; reason: Line }>
  | Event<'CaseClosed', { reason: Line }>
  | Event<'CaseReopened', { reason: Line }>
  // Once more: to these instead.
  | Event<'CaseRestricted', Restriction>
  // `byIntegrity`: from then on it is integrity's to say to whom the case is known.
  | Event<'CaseUnrestricted', { reason: Line; byIntegrity?: true }>;

/**
 * What is recorded in the file. `agency` is the case's at that moment, of a correction when the seizure was first recorded; for those who count. Events from
 * before it was kept do not have it.
 */
export type FactEvent =
  | Event<'SeizureRecorded', { seizureId: Id; seizure: Seizure; defects: readonly Defect[]; agency?: Agency }>
  | Event<
      'SeizureCorrected',
      {
        seizureId: Id;
        /** The version this one replaces; the first is 1. */
        corrects: number;
        /** The seizure as it is now known, whole. */
        seizure: Seizure;
        changed: readonly (keyof Seizure)[];
        defects: readonly Defect[];
        reason: Line;
        agency?: Agency;
        /** The seizure as it was known before. */
        before?: Seizure;
        /** What was irregular about it before, where the correction changed that. */
        defectsBefore?: readonly Defect[];
      }
    >
  // It was recorded twice: `duplicateOf` stands for both. It stays recorded and counts no more; what it counted as until now is said, for those who count.
  | Event<
      'SeizureWithdrawn',
      { seizureId: Id; duplicateOf: Id; reason: Line; seizure: Seizure; defects: readonly Defect[]; agency?: Agency }
    >
  // `role` is what the investigators take the suspect's part to be; nobody has decided it.
  | Event<'SuspectAdded', SuspectIdentity & AddedAs & { suspectId: Id; role?: SuspectRole }>
  // `before` is what the suspect counted as until now; absent where the assessment does not change what counts.
  | Event<
      'SuspectRoleAssessed',
      RoleAssessment & Pick<Entered, 'enteredBy'> & { suspectId: Id; agency?: Agency; before?: AddedAs & { readonly role?: SuspectRole } }
    >
  // Another of the law says that it was decided so.
  | Event<'SuspectRoleAttested', RoleAssessment & Attestation & { suspectId: Id }>
  | Event<'ArrestRecorded', { arrestId: Id; arrest: Arrest; defects: readonly Defect[]; agency?: Agency }>
  | Event<'SearchRecorded', { searchId: Id; search: Search; defects: readonly Defect[]; agency?: Agency }>
  // The person's key is destroyed once this is recorded: from then on no event says who it was.
  | Event<'SuspectErased', { suspectId: Id; instrument: string; reason: Line }>
  // Free text may name anybody: it is sealed with the key of the suspect it is about, or else with a key of its own.
  | Event<'NoteAdded', { noteId: Id; suspectId?: Id; text: Sealed<Lines> }>
  | Event<'DocumentAttached', Document & { documentId: Id; suspectId?: Id }>
  // The key of a note's text or a document's title is destroyed once this is recorded.
  | Event<'EntryErased', { entryId: Id; instrument: string; reason: Line }>;

export type CaseFileEvent = FileEvent | FactEvent;

const fileEvents = eventCatalogue<FileEvent>()
  .unchanged(
    'CaseOpened',
    'CaseDetailsUpdated',
    'CaseReferenceCorrected',
    'OfficerAssigned',
    'OfficerUnassigned',
    'RosterFrozen',
    'RosterAmended',
  )
  .unchanged('ParticipationSettled')
  .unchanged('CaseSentToProsecutor', 'ChargesFiled', 'ChargesReclassified', 'TrialOpened', 'VerdictEntered')
  .unchanged(
    'ChargesDropped',
    'ChargesDismissed',
    'VerdictCorrected',
    'VerdictWithdrawn',
    'FinalityWithdrawn',
    'VerdictAttested',
    'ChargesWithdrawn',
    'TrialWithdrawn',
    'ChargesEndWithdrawn',
    'ChargesEndAttested',
  )
  .unchanged('AppealLodged', 'VerdictBecameFinal', 'CasesLinked', 'CaseTransferred', 'CaseClosed', 'CaseReopened')
  .unchanged('CaseRestricted', 'CaseUnrestricted')
  .whole();

const factEvents = eventCatalogue<FactEvent>()
  .unchanged('SeizureRecorded', 'SeizureCorrected', 'SeizureWithdrawn', 'SuspectAdded', 'SuspectRoleAssessed', 'ArrestRecorded')
  .unchanged('SuspectRoleAttested', 'SearchRecorded', 'SuspectErased', 'NoteAdded', 'DocumentAttached', 'EntryErased')
  .whole();

/** The current shape of each event; older ones and their upcasters stand here too. */
export const caseFileEvents: EventCatalogue<CaseFileEvent> = { ...fileEvents, ...factEvents };

/** Everything that the stream of a case holds: what stands in its file, and what others state of it. */
export type CaseEvent = CaseFileEvent | StatementEvent;

/** As `caseFileEvents`, of everything in the stream. Statements have their own room, which brings them to the program. */
export const caseEvents: EventCatalogue<CaseEvent> = { ...caseFileEvents, ...statementEvents };

/** All of them, for projections that take every event of a case. */
export const caseEventTypes = typesOf(caseEvents);

/** Whether it was recorded in the file, and is not about the file itself. */
export const isFact = (event: CaseFileEvent): event is FactEvent => Object.hasOwn(factEvents, event.type);

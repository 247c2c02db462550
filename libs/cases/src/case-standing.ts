import { defined } from '#libs/event-sourcing';
import type { WithStatements } from '#libs/statements';
import { type Agency, type Id, personIn, type RegisterEntry, type Roster, type RosterDefect, samePerson } from '#libs/vocabulary';
import {
  type AssignedOfficer,
  type AssignmentDefect,
  type CaseDetails,
  type CaseFileEvent,
  type CaseLink,
  type FactEvent,
  type FileEvent,
  isFact,
  isLegalRole,
  type Restriction,
} from './case-events.ts';
import { noProceedings, type Outcome, outcomeIn, proceed, type Proceedings } from './court-standing.ts';
import { knownAs, type KnownSeizure, type Seizure, type Standing } from './seizure.ts';
import type { Participating } from './roster.ts';
import { alleged, assessedAs, attestedAs, type KnownSuspect, sameAssessment } from './suspect.ts';

/** How the file itself stands, besides the facts in it: what the case's page shows and what decisions rest on. */
export interface FileStanding {
  readonly status: 'unopened' | 'open' | 'closed';
  /** None before the case is opened. */
  readonly details: Partial<CaseDetails>;
  readonly officers: readonly AssignedOfficer[];
  readonly roster?: Roster;
  readonly proceedings: Proceedings;
  readonly links: readonly CaseLink[];
  /** While it is known to some persons alone. */
  readonly restriction?: Restriction | undefined;
}

/** The file after an event about it: the one fold of what a page and a decision both go by. */
export function fileAfter<File extends FileStanding>(before: File, event: FileEvent): File {
  switch (event.type) {
    case 'CaseOpened': {
      const { reference, title, agency, province, unit } = event.data;
      return { ...before, status: 'open', details: { reference, title, agency, province, unit } };
    }
    case 'CaseDetailsUpdated':
      return { ...before, details: { ...before.details, ...event.data } };
    case 'CaseReferenceCorrected':
      return { ...before, details: { ...before.details, reference: event.data.reference } };
    case 'OfficerAssigned':
      return { ...before, officers: [...without(before.officers, event.data.officerId), event.data] };
    case 'OfficerUnassigned':
      return { ...before, officers: without(before.officers, event.data.officerId) };
    case 'RosterFrozen':
    case 'RosterAmended':
      return { ...before, roster: event.data.roster };
    // Who took part is not in the file's head: see `CaseFile`.
    case 'ParticipationSettled':
      return before;
    case 'CaseSentToProsecutor':
    case 'ChargesFiled':
    case 'ChargesReclassified':
    case 'TrialOpened':
    case 'VerdictEntered':
    case 'AppealLodged':
    case 'VerdictBecameFinal':
    case 'ChargesDropped':
    case 'ChargesDismissed':
    case 'VerdictCorrected':
    case 'VerdictWithdrawn':
    case 'FinalityWithdrawn':
    case 'VerdictAttested':
    case 'ChargesWithdrawn':
    case 'TrialWithdrawn':
    case 'ChargesEndWithdrawn':
    case 'ChargesEndAttested':
      return { ...before, proceedings: proceed(before.proceedings, event) };
    case 'CasesLinked': {
      const others = before.links.filter(({ linkedCaseId }) => linkedCaseId !== event.data.linkedCaseId);
      return { ...before, links: [...others, event.data] };
    }
    case 'CaseTransferred': {
      const { agency, unit } = event.data;
      return { ...before, details: { ...before.details, agency, unit } };
    }
    case 'CaseClosed':
      return { ...before, status: 'closed' };
    case 'CaseReopened':
      return { ...before, status: 'open' };
    case 'CaseRestricted':
      return { ...before, restriction: event.data };
    case 'CaseUnrestricted':
      return { ...before, restriction: undefined };
  }
}

const without = (officers: readonly AssignedOfficer[], officerId: string): readonly AssignedOfficer[] =>
  officers.filter((officer) => officer.officerId !== officerId);

/** A case as its events tell of it: the file, and of the facts in it what the rules need. Read by other rooms through the functions below. */
export interface CaseFile extends FileStanding, WithStatements {
  /** Officers who work or worked on it, each with the unit it was assigned from last. */
  readonly everAssigned: ReadonlyMap<RegisterEntry, RegisterEntry>;
  /** Those of them who were assigned only after something was seized. */
  readonly assignedLate: ReadonlySet<RegisterEntry>;
  /** What the register had against the last assignment of each, where it had anything. */
  readonly assignmentDefects: ReadonlyMap<RegisterEntry, readonly AssignmentDefect[]>;
  /** Whom a seizure, an arrest or a search names. */
  readonly namedInField: ReadonlySet<RegisterEntry>;
  /** Of whom two said last that they took part, or did not; nobody has said anything of them since. */
  readonly settled: ReadonlyMap<RegisterEntry, boolean>;
  /** Who follows or followed it before prosecutor and court. */
  readonly everFollowed: ReadonlySet<RegisterEntry>;
  /** Integrity has once lifted a restriction of it. */
  readonly liftedByIntegrity: boolean;
  /** Units that a fact from the field names. */
  readonly unitsInField: ReadonlySet<RegisterEntry>;
  readonly seizures: ReadonlyMap<Id, KnownSeizure>;
  readonly suspects: ReadonlyMap<Id, KnownSuspect>;
  /** Ids of arrests and searches. */
  readonly acts: ReadonlySet<Id>;
  /** Notes and documents, and which of them have a key of their own that still lives. */
  readonly entries: ReadonlyMap<Id, { readonly suspectId?: Id; readonly erased: boolean; readonly document?: true }>;
}

export const unopened: CaseFile = {
  status: 'unopened',
  details: {},
  officers: [],
  everAssigned: new Map(),
  assignedLate: new Set(),
  assignmentDefects: new Map(),
  namedInField: new Set(),
  settled: new Map(),
  everFollowed: new Set(),
  liftedByIntegrity: false,
  unitsInField: new Set(),
  seizures: new Map(),
  suspects: new Map(),
  acts: new Set(),
  entries: new Map(),
  statements: new Map(),
  proceedings: noProceedings,
  links: [],
};

/** The case after an event. */
export function evolveCase(state: CaseFile, event: CaseFileEvent): CaseFile {
  if (isFact(event)) return withFact(state, event);
  const after = fileAfter(state, event);
  if (event.type === 'CaseUnrestricted' && event.data.byIntegrity === true) return { ...after, liftedByIntegrity: true };
  if (event.type === 'ParticipationSettled') return withSettled(after, event.data);
  return event.type === 'OfficerAssigned' ? withAssigned(unsettled(after, [event.data.officerId]), event.data) : after;
}

function withAssigned(state: CaseFile, { officerId, unit, role, defects }: AssignedOfficer): CaseFile {
  if (isLegalRole(role)) return { ...state, everFollowed: new Set(state.everFollowed).add(officerId) };
  const { everAssigned, assignedLate, seizures } = state;
  const isLate = seizures.size > 0 && !everAssigned.has(officerId);
  const assignmentDefects = new Map(state.assignmentDefects);
  if (defects === undefined) assignmentDefects.delete(officerId);
  else assignmentDefects.set(officerId, defects);
  return {
    ...state,
    everAssigned: new Map(everAssigned).set(officerId, unit),
    assignedLate: isLate ? new Set(assignedLate).add(officerId) : assignedLate,
    assignmentDefects,
  };
}

function withSettled(state: CaseFile, { officers, tookPart }: Participating): CaseFile {
  const settled = new Map(state.settled);
  for (const officer of officers) settled.set(officer, tookPart);
  return { ...state, settled };
}

/** Somebody has said something of them anew. */
function unsettled(state: CaseFile, officers: readonly RegisterEntry[]): CaseFile {
  if (!officers.some((officer) => state.settled.has(officer))) return state;
  return { ...state, settled: new Map([...state.settled].filter(([officer]) => !officers.includes(officer))) };
}

function withFact(state: CaseFile, event: FactEvent): CaseFile {
  switch (event.type) {
    case 'SeizureRecorded':
    case 'SeizureCorrected': {
      const { seizureId, seizure, defects } = event.data;
      const before = state.seizures.get(seizureId);
      const known = { ...knownAs(seizure, defects, standingOf(state), before), ...agencyOf(before ?? event.data) };
      return inField({ ...state, seizures: new Map(state.seizures).set(seizureId, known) }, seizure);
    }
    case 'SeizureWithdrawn': {
      const { seizureId, duplicateOf } = event.data;
      const known = state.seizures.get(seizureId);
      if (known === undefined) return state;
      return { ...state, seizures: new Map(state.seizures).set(seizureId, { ...known, withdrawn: { duplicateOf } }) };
    }
    case 'SuspectAdded': {
      const { suspectId, role, agency = state.details.agency, addedAt, province = state.details.province } = event.data;
      const added = defined({ agency, addedAt, province });
      return withSuspect(state, suspectId, { ...alleged(role), added, assessed: [], erased: false });
    }
    case 'SuspectRoleAssessed': {
      const { suspectId, role, assessment, reference, decidedAt, enteredBy } = event.data;
      const decision = defined({ role, assessment, reference, decidedAt, enteredBy });
      const known = state.suspects.get(suspectId) ?? unheardOf;
      return withSuspect(state, suspectId, { ...assessedAs(known, decision), assessed: [...known.assessed, decision] });
    }
    case 'SuspectRoleAttested': {
      const { suspectId, attestedBy, basis } = event.data;
      const known = state.suspects.get(suspectId) ?? unheardOf;
      const assessed = known.assessed.map((one) =>
        sameAssessment(one, event.data) ? { ...one, attestations: [...(one.attestations ?? []), { attestedBy, basis }] } : one,
      );
      return withSuspect(state, suspectId, { ...attestedAs(known, event.data, attestedBy), assessed });
    }
    case 'ArrestRecorded':
      return inField({ ...state, acts: new Set(state.acts).add(event.data.arrestId) }, event.data.arrest);
    case 'SearchRecorded':
      return (event.data.search.witnesses ?? []).reduce<CaseFile>(
        (known, { witnessId, name }) => (name === undefined ? known : withEntry(known, witnessId, undefined)),
        inField({ ...state, acts: new Set(state.acts).add(event.data.searchId) }, event.data.search),
      );
    case 'SuspectErased': {
      const { suspectId } = event.data;
      return withSuspect(state, suspectId, { ...(state.suspects.get(suspectId) ?? unheardOf), erased: true });
    }
    case 'NoteAdded':
      return withEntry(state, event.data.noteId, event.data.suspectId);
    case 'DocumentAttached':
      return withEntry(state, event.data.documentId, event.data.suspectId, { document: true });
    case 'EntryErased':
      return withErased(state, event.data.entryId);
  }
}

/** Of whom nothing but an assessment or erasure is on record: no such history was ever written, and `evolve` takes every one. */
const unheardOf: KnownSuspect = { added: {}, assessed: [], erased: false };

function withSuspect(state: CaseFile, suspectId: string, suspect: KnownSuspect): CaseFile {
  return { ...state, suspects: new Map(state.suspects).set(suspectId, suspect) };
}

function withErased(state: CaseFile, entryId: string): CaseFile {
  const { document } = state.entries.get(entryId) ?? {};
  return { ...state, entries: new Map(state.entries).set(entryId, { erased: true, ...defined({ document }) }) };
}

function withEntry(state: CaseFile, entryId: string, suspectId: string | undefined, more: { readonly document?: true } = {}): CaseFile {
  return { ...state, entries: new Map(state.entries).set(entryId, { ...defined({ suspectId }), erased: false, ...more }) };
}

interface InField {
  readonly units: readonly RegisterEntry[];
  readonly officers: readonly RegisterEntry[];
}

function inField(state: CaseFile, { units, officers }: InField): CaseFile {
  const unitsInField = withAll(state.unitsInField, units);
  return { ...unsettled(state, officers), unitsInField, namedInField: withAll(state.namedInField, officers) };
}

/** The same set where nothing is new, so that a case with thousands of facts copies none of it. */
function withAll<T>(known: ReadonlySet<T>, more: readonly T[]): ReadonlySet<T> {
  return more.every((one) => known.has(one)) ? known : new Set([...known, ...more]);
}

/** What a report from the field is judged by. */
export function standingOf({ status, officers }: CaseFile): Standing {
  const isAssigned = (officer: string): boolean =>
    officers.some(({ officerId, role }) => samePerson(officerId, officer) && !isLegalRole(role));
  return { closed: status === 'closed', isAssigned };
}

/** What is irregular about somebody's being on the roster, as far as the case knows: what they did on its exhibits, it does not. */
export function rosterDefectsOf(
  { assignedLate, assignmentDefects, namedInField }: CaseFile,
  officerId: RegisterEntry,
): readonly RosterDefect[] {
  const unnamed = assignedLate.has(officerId) && !personIn(namedInField, officerId);
  return [...(unnamed ? (['roster.no-fact'] as const) : []), ...(assignmentDefects.get(officerId) ?? [])];
}

/** The agency of a case or of what was recorded on it, as a part of an event. */
export function agencyOf({ agency }: { readonly agency?: Agency }): { readonly agency?: Agency } {
  return defined({ agency });
}

/** A seizure as now known, whatever was corrected. */
export function seizureOf(state: CaseFile, seizureId: string): Seizure | undefined {
  return state.seizures.get(seizureId)?.seizure;
}

/** Whether the case has a document under this id, whatever it is called and whether its title was erased. */
export function hasDocument({ entries }: CaseFile, documentId: string): boolean {
  return entries.get(documentId)?.document === true;
}

/** What came of a suspect: pending until a verdict is final. */
export function outcomeOf(state: CaseFile, suspectId: string): Outcome {
  return outcomeIn(state.proceedings, suspectId);
}

/** The cases whose operation this one is a duplicate of. */
export function sameOperationAs(state: CaseFile): readonly string[] {
  return state.links.filter(({ relation }) => relation === 'same-operation').map(({ linkedCaseId }) => linkedCaseId);
}

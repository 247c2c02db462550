import { type Actor, type Command, type Decider, type Event, type EventCatalogue, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { Agency, LocalizedText, Sealed, SuspectRole } from '#libs/vocabulary';
import type { Defect } from './defects.ts';
import { requirePast } from './moments.ts';
import { frozenRoster, type Roster, type RosterEvent, type RosterProposal } from './roster.ts';
import {
  type Arrest,
  defectsOfArrest,
  defectsOfSearch,
  defectsOfSeizure,
  knownAs,
  type KnownSeizure,
  type Search,
  type Seizure,
  type Standing,
} from './seizure.ts';
import { type AddedAs, alleged, assessedAs, type KnownSuspect, type RoleAssessment, type SuspectIdentity } from './suspect.ts';
import { type CourtCommand, reported } from './court-reports.ts';
import { type Outcome, outcomeIn } from './court-standing.ts';
import { type CourtEvent, noProceedings, proceed, type Proceedings } from './trial.ts';

export const caseStream = (caseId: string) => `case-${caseId}` as const;

/** The case whose stream this is. */
export const caseIdOf = (stream: string): string => stream.slice('case-'.length);

export type OfficerRole = 'lead' | 'member';

/** How a case belongs to another one. `same-operation`: it is a duplicate of that operation, and rewarded there if anywhere. */
export const relations = ['same-operation', 'related'] as const;
export type Relation = (typeof relations)[number];

/** A file kept elsewhere, by what identifies it. Its title may name people and is sealed. */
export interface Document {
  /** Of the content, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly mediaType: string;
  /** Text, sealed. */
  readonly title: Sealed;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type CaseFileEvent =
  | Event<'CaseOpened', { reference: string; title: LocalizedText; agency: Agency; unit: string; province: string }>
  | Event<'CaseDetailsUpdated', { title?: LocalizedText; province?: string; unit?: string }>
  | Event<'OfficerAssigned', { officerId: string; unit: string; role: OfficerRole }>
  | Event<'OfficerUnassigned', { officerId: string; reason: string }>
  // `agency` here and below: the case's at that moment, of a correction when the seizure was first recorded; for those who count. Events from before it
  // was kept do not have it.
  | Event<'SeizureRecorded', { seizureId: string; seizure: Seizure; defects: readonly Defect[]; agency?: Agency }>
  | Event<
      'SeizureCorrected',
      {
        seizureId: string;
        /** The version this one replaces; the first is 1. */
        corrects: number;
        /** The seizure as it is now known, whole. */
        seizure: Seizure;
        changed: readonly (keyof Seizure)[];
        defects: readonly Defect[];
        reason: string;
        agency?: Agency;
        /** The seizure as it was known before. */
        before?: Seizure;
      }
    >
  // `role` is what the investigators take the suspect's part to be; nobody has decided it.
  | Event<'SuspectAdded', SuspectIdentity & AddedAs & { suspectId: string; role?: SuspectRole }>
  // `before` is what the suspect counted as until now; absent where the assessment does not change what counts.
  | Event<
      'SuspectRoleAssessed',
      RoleAssessment & { suspectId: string; agency?: Agency; before?: AddedAs & { readonly role?: SuspectRole } }
    >
  | Event<'ArrestRecorded', { arrestId: string; arrest: Arrest; defects: readonly Defect[]; agency?: Agency }>
  | Event<'SearchRecorded', { searchId: string; search: Search; defects: readonly Defect[]; agency?: Agency }>
  // The person's key is destroyed once this is recorded: from then on no event says who it was.
  | Event<'SuspectErased', { suspectId: string; instrument: string; reason: string }>
  // Free text may name anybody: it is sealed with the key of the suspect it is about, or else with a key of its own.
  | Event<'NoteAdded', { noteId: string; suspectId?: string; text: Sealed }>
  | Event<'DocumentAttached', Document & { documentId: string; suspectId?: string }>
  // The key of a note's text or a document's title is destroyed once this is recorded.
  | Event<'EntryErased', { entryId: string; instrument: string; reason: string }>
  | RosterEvent
  | CourtEvent
  | Event<'CasesLinked', { linkedCaseId: string; relation: Relation; reason: string }>
  | Event<'CaseTransferred', { agency: Agency; unit: string; reason: string }>
  | Event<'CaseClosed', { reason: string }>
  | Event<'CaseReopened', { reason: string }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const caseFileEvents: EventCatalogue<CaseFileEvent> = {
  CaseOpened: { version: 1 },
  CaseDetailsUpdated: { version: 1 },
  OfficerAssigned: { version: 1 },
  OfficerUnassigned: { version: 1 },
  SeizureRecorded: { version: 1 },
  SeizureCorrected: { version: 1 },
  SuspectAdded: { version: 1 },
  SuspectRoleAssessed: { version: 1 },
  ArrestRecorded: { version: 1 },
  SearchRecorded: { version: 1 },
  SuspectErased: { version: 1 },
  NoteAdded: { version: 1 },
  DocumentAttached: { version: 1 },
  EntryErased: { version: 1 },
  RosterFrozen: { version: 1 },
  CaseSentToProsecutor: { version: 1 },
  ChargesFiled: { version: 1 },
  ChargesReclassified: { version: 1 },
  TrialOpened: { version: 1 },
  VerdictEntered: { version: 1 },
  AppealLodged: { version: 1 },
  VerdictBecameFinal: { version: 1 },
  CasesLinked: { version: 1 },
  CaseTransferred: { version: 1 },
  CaseClosed: { version: 1 },
  CaseReopened: { version: 1 },
};

/** All of them, for projections that take every event of a case. */
export const caseFileEventTypes = Object.keys(caseFileEvents) as readonly CaseFileEvent['type'][];

export type CaseFileCommand =
  | Command<'OpenCase', { reference: string; title: LocalizedText; agency: Agency; unit: string; province: string; openedAt?: string }>
  | Command<'UpdateCaseDetails', { title?: LocalizedText; province?: string; unit?: string }>
  | Command<'AssignOfficer', { officerId: string; unit: string; role: OfficerRole }>
  | Command<'UnassignOfficer', { officerId: string; reason: string }>
  | Command<'RecordSeizure', { seizureId: string; seizure: Seizure }>
  | Command<'CorrectSeizure', { seizureId: string; changes: Partial<Seizure>; reason: string }>
  | Command<'AddSuspect', SuspectIdentity & { suspectId: string; role?: SuspectRole }>
  | Command<'AssessSuspectRole', RoleAssessment & { suspectId: string }>
  | Command<'RecordArrest', { arrestId: string; arrest: Arrest }>
  | Command<'RecordSearch', { searchId: string; search: Search }>
  | Command<'EraseSuspect', { suspectId: string; instrument: string; reason: string }>
  | Command<'AddNote', { noteId: string; suspectId?: string; text: Sealed }>
  | Command<'AttachDocument', Document & { documentId: string; suspectId?: string }>
  | Command<'EraseEntry', { entryId: string; instrument: string; reason: string }>
  | Command<'FreezeRoster', RosterProposal & { operationId: string }>
  | CourtCommand
  | Command<'LinkCases', { caseId: string; linkedCaseId: string; relation: Relation; reason: string }>
  | Command<'TransferCase', { agency: Agency; unit: string; reason: string }>
  | Command<'CloseCase', { reason: string }>
  | Command<'ReopenCase', { reason: string }>;

/** A case as its events tell of it. Read by other rooms through the functions below. */
export interface CaseFile {
  readonly status: 'unopened' | 'open' | 'closed';
  readonly details: {
    readonly reference?: string;
    readonly title?: LocalizedText;
    readonly agency?: Agency;
    readonly province?: string;
    readonly unit?: string;
  };
  readonly officers: ReadonlyMap<string, { readonly unit: string; readonly role: OfficerRole }>;
  /** Officers who are or were assigned, each with the unit it was assigned from last. */
  readonly everAssigned: ReadonlyMap<string, string>;
  /** Units that a fact from the field names. */
  readonly unitsInField: ReadonlySet<string>;
  readonly seizures: ReadonlyMap<string, KnownSeizure>;
  readonly suspects: ReadonlyMap<string, KnownSuspect>;
  /** Ids of arrests and searches. */
  readonly acts: ReadonlySet<string>;
  /** Notes and documents, and which of them have a key of their own that still lives. */
  readonly entries: ReadonlyMap<string, { readonly suspectId?: string; readonly erased: boolean }>;
  readonly roster?: Roster;
  readonly proceedings: Proceedings;
  readonly links: ReadonlyMap<string, Relation>;
}

/** A seizure as now known, whatever was corrected. */
export function seizureOf(state: CaseFile, seizureId: string): Seizure | undefined {
  return state.seizures.get(seizureId)?.seizure;
}

/** The part of a suspect and whose word that is; nothing where nobody said. */
export function roleOf(state: CaseFile, suspectId: string): Pick<KnownSuspect, 'role' | 'roleStanding'> {
  const { role, roleStanding } = state.suspects.get(suspectId) ?? {};
  return { ...(role !== undefined && { role }), ...(roleStanding !== undefined && { roleStanding }) };
}

/** What came of a suspect: pending until a verdict is final. */
export function outcomeOf(state: CaseFile, suspectId: string): Outcome {
  return outcomeIn(state.proceedings, suspectId);
}

/** The cases whose operation this one is a duplicate of. */
export function sameOperationAs(state: CaseFile): readonly string[] {
  return [...state.links].filter(([, relation]) => relation === 'same-operation').map(([caseId]) => caseId);
}

/** The rules of a case file: who works on it, what was seized, corrected facts beside the original ones. */
export const caseFile: Decider<CaseFileCommand, CaseFileEvent, CaseFile> = {
  initial: {
    status: 'unopened',
    details: {},
    officers: new Map(),
    everAssigned: new Map(),
    unitsInField: new Set(),
    seizures: new Map(),
    suspects: new Map(),
    acts: new Set(),
    entries: new Map(),
    proceedings: noProceedings,
    links: new Map(),
  },

  decide(command, state) {
    if (command.type === 'OpenCase') {
      if (state.status !== 'unopened')
        throw new RuleBroken('case.already-open', 'The case is open already; a second one needs an id of its own');
      const { openedAt = command.at, ...data } = command.data;
      requirePast('case', openedAt, command.at);
      return [{ type: 'CaseOpened', data }];
    }
    requireOpened(state);
    switch (command.type) {
      case 'UpdateCaseDetails': {
        requireNotClosed(state);
        const changes = changesOf(state.details, command.data);
        if (changes.unit !== undefined) requireOfLeadUnit(state, command.by);
        return Object.keys(changes).length === 0 ? [] : [{ type: 'CaseDetailsUpdated', data: changes }];
      }
      case 'AssignOfficer': {
        requireNotClosed(state);
        const { officerId, unit, role } = command.data;
        const assigned = state.officers.get(officerId);
        if (assigned?.unit === unit && assigned.role === role) return [];
        return [{ type: 'OfficerAssigned', data: command.data }];
      }
      case 'UnassignOfficer':
        if (!state.officers.has(command.data.officerId)) return [];
        return [{ type: 'OfficerUnassigned', data: command.data }];
      case 'RecordSeizure': {
        const { seizureId, seizure } = command.data;
        if (state.seizures.has(seizureId)) return [];
        requirePast('seizure', seizure.seizedAt, command.at);
        const found = defectsOfSeizure(seizure, standingOf(state), command.at);
        return [{ type: 'SeizureRecorded', data: { seizureId, seizure, defects: found, ...agencyOf(state) } }];
      }
      case 'CorrectSeizure': {
        const { seizureId, changes, reason } = command.data;
        const known = requireSeizure(state, seizureId);
        const before = known.seizure;
        const changed = changesOf(before, changes);
        if (Object.keys(changed).length === 0) return [];
        const seizure = { ...before, ...changed };
        requirePast('seizure', seizure.seizedAt, command.at);
        const found = defectsOfSeizure(seizure, standingOf(state), command.at, known);
        const corrected = { corrects: known.version, seizure, changed: Object.keys(changed) as (keyof Seizure)[], defects: found };
        return [{ type: 'SeizureCorrected', data: { seizureId, ...corrected, reason, ...agencyOf({ details: known }), before } }];
      }
      case 'AddSuspect': {
        if (state.suspects.has(command.data.suspectId)) return [];
        return [{ type: 'SuspectAdded', data: { ...command.data, ...addedAs(state, command.at) } }];
      }
      case 'AssessSuspectRole': {
        const { suspectId, ...assessment } = command.data;
        const known = requireSuspect(state, suspectId);
        if (known.assessed.some((other) => sameJson(other, assessment))) return [];
        requirePast('decision', assessment.decidedAt, command.at);
        const { role, added } = known;
        const before = assessedAs(known, assessment).role === role ? undefined : { ...added, ...(role !== undefined && { role }) };
        return [{ type: 'SuspectRoleAssessed', data: { ...command.data, ...agencyOf(state), ...(before && { before }) } }];
      }
      case 'RecordArrest': {
        const { arrestId, arrest } = command.data;
        if (state.acts.has(arrestId)) return [];
        requireSuspect(state, arrest.suspectId);
        requirePast('arrest', arrest.arrestedAt, command.at);
        const found = defectsOfArrest(arrest, standingOf(state), command.at);
        return [{ type: 'ArrestRecorded', data: { arrestId, arrest, defects: found, ...agencyOf(state) } }];
      }
      case 'RecordSearch': {
        const { searchId, search } = command.data;
        if (state.acts.has(searchId)) return [];
        requirePast('search', search.searchedAt, command.at);
        const found = defectsOfSearch(search, standingOf(state), command.at);
        return [{ type: 'SearchRecorded', data: { searchId, search, defects: found, ...agencyOf(state) } }];
      }
      case 'EraseSuspect':
        return requireSuspect(state, command.data.suspectId).erased ? [] : [{ type: 'SuspectErased', data: command.data }];
      case 'AddNote':
        requireAboutKnown(state, command.data);
        return state.entries.has(command.data.noteId) ? [] : [{ type: 'NoteAdded', data: command.data }];
      case 'AttachDocument':
        requireAboutKnown(state, command.data);
        return state.entries.has(command.data.documentId) ? [] : [{ type: 'DocumentAttached', data: command.data }];
      case 'EraseEntry':
        return requireEntryWithKey(state, command.data.entryId).erased ? [] : [{ type: 'EntryErased', data: command.data }];
      case 'FreezeRoster': {
        const { operationId, ...proposal } = command.data;
        const participation = { leadUnit: state.details.unit ?? '', assigned: state.everAssigned, units: state.unitsInField };
        const roster = frozenRoster(proposal, participation, command.by, command.at);
        if (state.roster === undefined) {
          requireNotClosed(state);
          return [{ type: 'RosterFrozen', data: { operationId, roster, frozenBy: command.by.id } }];
        }
        if (sameJson({ ...state.roster, frozenAt: '' }, { ...roster, frozenAt: '' })) return [];
        throw new RuleBroken('roster.frozen', `The roster was frozen on ${state.roster.frozenAt} and is never changed`, {
          frozenAt: state.roster.frozenAt,
        });
      }
      case 'SendToProsecutor':
      case 'FileCharges':
      case 'ReclassifyCharges':
      case 'OpenTrial':
      case 'EnterVerdict':
      case 'LodgeAppeal':
      case 'RecordFinality': {
        const standing = {
          closed: state.status === 'closed',
          requireSuspect: (suspectId: string) => requireSuspect(state, suspectId),
        };
        return reported(command, state.proceedings, standing, command.at);
      }
      case 'LinkCases': {
        const { caseId, ...link } = command.data;
        if (caseId === link.linkedCaseId) throw new RuleBroken('case.linked-to-itself', 'A case is linked to another one, not to itself');
        if (state.links.get(link.linkedCaseId) === link.relation) return [];
        // A duplicate is rewarded for nothing: no unit says that of another unit's case, nor takes it back.
        const counts = link.relation === 'same-operation' || state.links.get(link.linkedCaseId) === 'same-operation';
        if (counts && !command.by.roles.includes('legal-officer')) requireOfLeadUnit(state, command.by);
        return [{ type: 'CasesLinked', data: link }];
      }
      case 'TransferCase': {
        requireNotClosed(state);
        const { agency, unit } = command.data;
        const { details } = state;
        if (details.agency === agency && details.unit === unit) return [];
        requireOfLeadUnit(state, command.by);
        return [{ type: 'CaseTransferred', data: command.data }];
      }
      case 'CloseCase':
        return state.status === 'closed' ? [] : [{ type: 'CaseClosed', data: command.data }];
      case 'ReopenCase':
        return state.status === 'open' ? [] : [{ type: 'CaseReopened', data: command.data }];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CaseOpened': {
        const { reference, title, agency, province, unit } = event.data;
        return { ...state, status: 'open', details: { reference, title, agency, province, unit } };
      }
      case 'CaseDetailsUpdated':
        return { ...state, details: { ...state.details, ...event.data } };
      case 'OfficerAssigned': {
        const { officerId, unit, role } = event.data;
        return {
          ...state,
          officers: new Map(state.officers).set(officerId, { unit, role }),
          everAssigned: new Map(state.everAssigned).set(officerId, unit),
        };
      }
      case 'OfficerUnassigned': {
        const officers = new Map(state.officers);
        officers.delete(event.data.officerId);
        return { ...state, officers };
      }
      case 'SeizureRecorded':
      case 'SeizureCorrected': {
        const { seizureId, seizure, defects } = event.data;
        const before = state.seizures.get(seizureId);
        const known = { ...knownAs(seizure, defects, standingOf(state), before), ...agencyOf({ details: before ?? event.data }) };
        return inField({ ...state, seizures: new Map(state.seizures).set(seizureId, known) }, seizure.units);
      }
      case 'SuspectAdded': {
        const { suspectId, role, agency = state.details.agency, addedAt, province = state.details.province } = event.data;
        const added = {
          ...(agency !== undefined && { agency }),
          ...(addedAt !== undefined && { addedAt }),
          ...(province !== undefined && { province }),
        };
        return withSuspect(state, suspectId, { ...alleged(role), added, assessed: [], erased: false });
      }
      case 'SuspectRoleAssessed': {
        const { suspectId, role, assessment, reference, decidedAt } = event.data;
        const decision = { role, assessment, reference, decidedAt };
        const known = state.suspects.get(suspectId) ?? unheardOf;
        return withSuspect(state, suspectId, { ...assessedAs(known, decision), assessed: [...known.assessed, decision] });
      }
      case 'ArrestRecorded':
        return inField({ ...state, acts: new Set(state.acts).add(event.data.arrestId) }, event.data.arrest.units);
      case 'SearchRecorded':
        return inField({ ...state, acts: new Set(state.acts).add(event.data.searchId) }, event.data.search.units);
      case 'SuspectErased': {
        const { suspectId } = event.data;
        return withSuspect(state, suspectId, { ...(state.suspects.get(suspectId) ?? unheardOf), erased: true });
      }
      case 'NoteAdded':
        return withEntry(state, event.data.noteId, event.data.suspectId);
      case 'DocumentAttached':
        return withEntry(state, event.data.documentId, event.data.suspectId);
      case 'EntryErased':
        return { ...state, entries: new Map(state.entries).set(event.data.entryId, { erased: true }) };
      case 'RosterFrozen':
        return { ...state, roster: event.data.roster };
      case 'CaseSentToProsecutor':
      case 'ChargesFiled':
      case 'ChargesReclassified':
      case 'TrialOpened':
      case 'VerdictEntered':
      case 'AppealLodged':
      case 'VerdictBecameFinal':
        return { ...state, proceedings: proceed(state.proceedings, event) };
      case 'CasesLinked':
        return { ...state, links: new Map(state.links).set(event.data.linkedCaseId, event.data.relation) };
      case 'CaseTransferred': {
        const { agency, unit } = event.data;
        return { ...state, details: { ...state.details, agency, unit } };
      }
      case 'CaseClosed':
        return { ...state, status: 'closed' };
      case 'CaseReopened':
        return { ...state, status: 'open' };
    }
  },
};

/** Of whom nothing but an assessment or erasure is on record: no such history was ever written, and `evolve` takes every one. */
const unheardOf: KnownSuspect = { added: {}, assessed: [], erased: false };

function withSuspect(state: CaseFile, suspectId: string, suspect: KnownSuspect): CaseFile {
  return { ...state, suspects: new Map(state.suspects).set(suspectId, suspect) };
}

function withEntry(state: CaseFile, entryId: string, suspectId: string | undefined): CaseFile {
  return { ...state, entries: new Map(state.entries).set(entryId, { ...(suspectId !== undefined && { suspectId }), erased: false }) };
}

function inField(state: CaseFile, units: readonly string[]): CaseFile {
  return units.every((unit) => state.unitsInField.has(unit))
    ? state
    : { ...state, unitsInField: new Set([...state.unitsInField, ...units]) };
}

function standingOf({ status, officers }: CaseFile): Standing {
  return { closed: status === 'closed', isAssigned: (officer) => officers.has(officer) };
}

function agencyOf({ details: { agency } }: { readonly details: { readonly agency?: Agency } }): { readonly agency?: Agency } {
  return agency === undefined ? {} : { agency };
}

function addedAs(state: CaseFile, addedAt: string): AddedAs {
  const { province } = state.details;
  return { ...agencyOf(state), addedAt, ...(province !== undefined && { province }) };
}

function requireOpened(state: CaseFile): void {
  if (state.status === 'unopened') throw new UnknownSubject('case.unknown', 'There is no case with this id');
}

function requireNotClosed(state: CaseFile): void {
  if (state.status === 'closed') throw new RuleBroken('case.closed', 'The case is closed; reopen it to change its details or officers');
}

/** Who leads a case freezes its roster and has what no share pays out: it is given away, and never taken. */
function requireOfLeadUnit({ details: { unit } }: CaseFile, by: Actor): void {
  if (by.unit !== unit)
    throw new RuleBroken('case.other-unit', `The case is led by ${unit ?? 'nobody'}; who serves there decides this, and you do not`, {
      leadUnit: unit,
    });
}

function requireSeizure(state: CaseFile, seizureId: string): KnownSeizure {
  const known = state.seizures.get(seizureId);
  if (known === undefined) throw new UnknownSubject('seizure.unknown', 'The case has no seizure with this id', { seizureId });
  return known;
}

function requireSuspect(state: CaseFile, suspectId: string): KnownSuspect {
  const known = state.suspects.get(suspectId);
  if (known === undefined) throw new UnknownSubject('suspect.unknown', 'The case has no suspect with this id', { suspectId });
  return known;
}

function requireAboutKnown(state: CaseFile, { suspectId }: { readonly suspectId?: string }): void {
  if (suspectId !== undefined) requireSuspect(state, suspectId);
}

function requireEntryWithKey(state: CaseFile, entryId: string): { readonly erased: boolean } {
  const known = state.entries.get(entryId);
  if (known === undefined) throw new UnknownSubject('entry.unknown', 'The case has no note or document with this id', { entryId });
  const { suspectId } = known;
  if (suspectId !== undefined)
    throw new RuleBroken(
      'entry.of-suspect',
      'What it says is sealed with the key of the suspect it is about; erasing the suspect erases it',
      {
        suspectId,
      },
    );
  return known;
}

/** The fields of `wanted` that differ from what is known. Compared by content: bodies and stored events are JSON. */
function changesOf<T extends object>(known: T, wanted: Partial<T>): Partial<T> {
  return Object.fromEntries(
    Object.entries(wanted).filter(([field, value]) => value !== undefined && !sameJson(value, known[field as keyof T])),
  ) as Partial<T>;
}

function sameJson(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const fields = Object.keys(a);
  return (
    fields.length === Object.keys(b).length &&
    fields.every((field) => sameJson((a as Record<string, unknown>)[field], (b as Record<string, unknown>)[field]))
  );
}

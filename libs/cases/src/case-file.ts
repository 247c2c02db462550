import { type Command, type Decider, type Event, type EventCatalogue, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { Agency, LocalizedText, Sealed, Substance } from '#libs/vocabulary';

export const caseStream = (caseId: string) => `case-${caseId}` as const;

/** The case whose stream this is. */
export const caseIdOf = (stream: string): string => stream.slice('case-'.length);

/** Where it happened: the ISO 3166-2 code of the province (KH-12 is Phnom Penh) and the place in words. */
export interface Place {
  readonly province: string;
  readonly description?: string;
}

/** The prosecutor's authorisation of the search, or why there was none. Its absence is a fact and is recorded as a defect. */
export type Authorisation =
  | { readonly kind: 'prosecutor'; readonly reference: string; readonly issuedAt: string }
  | { readonly kind: 'none'; readonly explanation: string };

/** What was found, as reported from the field. `grossMg` is the weight with packaging, in milligrams: never what a reward is measured by. */
export interface Seizure {
  readonly substance: Substance;
  readonly substanceDescription?: string;
  readonly grossMg: number;
  readonly place: Place;
  /** ISO 8601 with offset. */
  readonly seizedAt: string;
  readonly units: readonly string[];
  readonly officers: readonly string[];
  readonly authorisation: Authorisation;
}

/**
 * What is irregular about a recorded fact. A fact is never refused for it; entitlements that rest on the fact are.
 * `search.no-authorisation` no prosecutor authorised the search; `authorisation.after-seizure` it came after the fact;
 * `entry.late` recorded more than 24 hours after it happened; `case.closed` recorded on a closed case;
 * `officer.not-assigned` an officer named was not assigned to the case when it was recorded;
 * `arrest.no-authorisation` no prosecutor authorised the arrest; `authorisation.after-arrest` it came after the fact.
 * What was irregular about an entry stays so however it is corrected later: reopening the case or assigning the officer afterwards mends nothing.
 */
export const defects = [
  'search.no-authorisation',
  'authorisation.after-seizure',
  'entry.late',
  'case.closed',
  'officer.not-assigned',
  'arrest.no-authorisation',
  'authorisation.after-arrest',
] as const;
export type Defect = (typeof defects)[number];

export type OfficerRole = 'lead' | 'member';

/** What part a suspect had, from a courier to an organiser. */
export const suspectRoles = ['lesser', 'significant', 'leading'] as const;
export type SuspectRole = (typeof suspectRoles)[number];

/** Who is meant, as far as it is known. Sealed with the person's own key: nothing here can be read without it. */
export interface SuspectIdentity {
  /** `LocalizedText`, sealed. */
  readonly name: Sealed;
  /** A list of kind and number, sealed. */
  readonly identifiers?: Sealed;
  /** `YYYY-MM-DD`, sealed. */
  readonly dateOfBirth?: Sealed;
  /** ISO 3166-1 alpha-2, sealed. */
  readonly nationality?: Sealed;
}

/** What a prosecutor (provisional) or a court (final) decided about a suspect's part, and when. */
export interface RoleAssessment {
  readonly role: SuspectRole;
  readonly assessment: 'provisional' | 'final';
  /** Of the decision, on paper. */
  readonly reference: string;
  /** ISO 8601 with offset. */
  readonly decidedAt: string;
}

/** An arrest as reported. */
export interface Arrest {
  readonly suspectId: string;
  readonly place: Place;
  /** ISO 8601 with offset. */
  readonly arrestedAt: string;
  readonly units: readonly string[];
  readonly officers: readonly string[];
  readonly authorisation: Authorisation;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type CaseFileEvent =
  | Event<'CaseOpened', { reference: string; title: LocalizedText; agency: Agency; unit: string; province: string }>
  | Event<'CaseDetailsUpdated', { title?: LocalizedText; province?: string; unit?: string }>
  | Event<'OfficerAssigned', { officerId: string; unit: string; role: OfficerRole }>
  | Event<'OfficerUnassigned', { officerId: string; reason: string }>
  | Event<'SeizureRecorded', { seizureId: string; seizure: Seizure; defects: readonly Defect[] }>
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
      }
    >
  // `role` is what the investigators take the suspect's part to be; nobody has decided it.
  | Event<'SuspectAdded', SuspectIdentity & { suspectId: string; role?: SuspectRole }>
  | Event<'SuspectRoleAssessed', RoleAssessment & { suspectId: string }>
  | Event<'ArrestRecorded', { arrestId: string; arrest: Arrest; defects: readonly Defect[] }>
  // The person's key is destroyed once this is recorded: from then on no event says who it was.
  | Event<'SuspectErased', { suspectId: string; instrument: string; reason: string }>
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
  SuspectErased: { version: 1 },
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
  | Command<'EraseSuspect', { suspectId: string; instrument: string; reason: string }>
  | Command<'CloseCase', { reason: string }>
  | Command<'ReopenCase', { reason: string }>;

interface KnownSeizure {
  readonly version: number;
  readonly seizure: Seizure;
  /** When it happened as the first entry said: some moment before that entry. */
  readonly firstSaid: string;
  readonly lateEntry: boolean;
  readonly onClosedCase: boolean;
  /** Officers who were not assigned to the case when they were named. */
  readonly unassigned: ReadonlySet<string>;
}

interface CaseFile {
  readonly status: 'unopened' | 'open' | 'closed';
  readonly details: { readonly reference?: string; readonly title?: LocalizedText; readonly province?: string; readonly unit?: string };
  readonly officers: ReadonlyMap<string, { readonly unit: string; readonly role: OfficerRole }>;
  readonly seizures: ReadonlyMap<string, KnownSeizure>;
  readonly suspects: ReadonlyMap<string, { readonly assessed: readonly RoleAssessment[]; readonly erased: boolean }>;
  readonly arrests: ReadonlySet<string>;
}

const LATE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Clocks of field devices run ahead by some minutes; hours are a mistake. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** The rules of a case file: who works on it, what was seized, corrected facts beside the original ones. */
export const caseFile: Decider<CaseFileCommand, CaseFileEvent, CaseFile> = {
  initial: { status: 'unopened', details: {}, officers: new Map(), seizures: new Map(), suspects: new Map(), arrests: new Set() },

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
        return [
          {
            type: 'SeizureRecorded',
            data: { seizureId, seizure, defects: defectsOf(seizure, state, isLate(seizure.seizedAt, command.at)) },
          },
        ];
      }
      case 'CorrectSeizure': {
        const { seizureId, changes, reason } = command.data;
        const known = requireSeizure(state, seizureId);
        const changed = changesOf(known.seizure, changes);
        if (Object.keys(changed).length === 0) return [];
        const seizure = { ...known.seizure, ...changed };
        requirePast('seizure', seizure.seizedAt, command.at);
        return [
          {
            type: 'SeizureCorrected',
            data: {
              seizureId,
              corrects: known.version,
              seizure,
              changed: Object.keys(changed) as (keyof Seizure)[],
              defects: defectsOf(seizure, state, isLateEntry(known, seizure), known),
              reason,
            },
          },
        ];
      }
      case 'AddSuspect':
        return state.suspects.has(command.data.suspectId) ? [] : [{ type: 'SuspectAdded', data: command.data }];
      case 'AssessSuspectRole': {
        const { suspectId, ...assessment } = command.data;
        const { assessed } = requireSuspect(state, suspectId);
        if (assessed.some((known) => sameJson(known, assessment))) return [];
        requirePast('decision', assessment.decidedAt, command.at);
        return [{ type: 'SuspectRoleAssessed', data: command.data }];
      }
      case 'RecordArrest': {
        const { arrestId, arrest } = command.data;
        if (state.arrests.has(arrestId)) return [];
        requireSuspect(state, arrest.suspectId);
        requirePast('arrest', arrest.arrestedAt, command.at);
        return [{ type: 'ArrestRecorded', data: { arrestId, arrest, defects: defectsOfArrest(arrest, state, command.at) } }];
      }
      case 'EraseSuspect':
        return requireSuspect(state, command.data.suspectId).erased ? [] : [{ type: 'SuspectErased', data: command.data }];
      case 'CloseCase':
        return state.status === 'closed' ? [] : [{ type: 'CaseClosed', data: command.data }];
      case 'ReopenCase':
        return state.status === 'open' ? [] : [{ type: 'CaseReopened', data: command.data }];
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case 'CaseOpened': {
        const { reference, title, province, unit } = event.data;
        return { ...state, status: 'open', details: { reference, title, province, unit } };
      }
      case 'CaseDetailsUpdated':
        return { ...state, details: { ...state.details, ...event.data } };
      case 'OfficerAssigned': {
        const { officerId, unit, role } = event.data;
        return { ...state, officers: new Map(state.officers).set(officerId, { unit, role }) };
      }
      case 'OfficerUnassigned': {
        const officers = new Map(state.officers);
        officers.delete(event.data.officerId);
        return { ...state, officers };
      }
      case 'SeizureRecorded':
      case 'SeizureCorrected':
        return { ...state, seizures: withSeizure(state, event.data) };
      case 'SuspectAdded':
        return { ...state, suspects: new Map(state.suspects).set(event.data.suspectId, { assessed: [], erased: false }) };
      case 'SuspectRoleAssessed': {
        const { suspectId, ...assessment } = event.data;
        const known = state.suspects.get(suspectId);
        const suspect = { assessed: [...(known?.assessed ?? []), assessment], erased: known?.erased ?? false };
        return { ...state, suspects: new Map(state.suspects).set(suspectId, suspect) };
      }
      case 'ArrestRecorded':
        return { ...state, arrests: new Set(state.arrests).add(event.data.arrestId) };
      case 'SuspectErased': {
        const { suspectId } = event.data;
        const assessed = state.suspects.get(suspectId)?.assessed ?? [];
        return { ...state, suspects: new Map(state.suspects).set(suspectId, { assessed, erased: true }) };
      }
      case 'CaseClosed':
        return { ...state, status: 'closed' };
      case 'CaseReopened':
        return { ...state, status: 'open' };
    }
  },
};

function withSeizure(
  state: CaseFile,
  { seizureId, seizure, defects: found }: { readonly seizureId: string; readonly seizure: Seizure; readonly defects: readonly Defect[] },
): CaseFile['seizures'] {
  const known = state.seizures.get(seizureId);
  return new Map(state.seizures).set(seizureId, {
    version: (known?.version ?? 0) + 1,
    seizure,
    firstSaid: known?.firstSaid ?? seizure.seizedAt,
    lateEntry: known?.lateEntry ?? found.includes('entry.late'),
    onClosedCase: found.includes('case.closed'),
    unassigned: new Set(seizure.officers.filter((officer) => isUnassigned(officer, state, known))),
  });
}

/** An officer who was named before is judged by that moment, one who is named for the first time by now. */
function isUnassigned(officer: string, state: CaseFile, known: KnownSeizure | undefined): boolean {
  return known?.seizure.officers.includes(officer) ? known.unassigned.has(officer) : !state.officers.has(officer);
}

function requireOpened(state: CaseFile): void {
  if (state.status === 'unopened') throw new UnknownSubject('case.unknown', 'There is no case with this id');
}

function requireNotClosed(state: CaseFile): void {
  if (state.status === 'closed') throw new RuleBroken('case.closed', 'The case is closed; reopen it to change its details or officers');
}

function requireSeizure(state: CaseFile, seizureId: string): KnownSeizure {
  const known = state.seizures.get(seizureId);
  if (known === undefined) throw new UnknownSubject('seizure.unknown', 'The case has no seizure with this id', { seizureId });
  return known;
}

function requireSuspect(state: CaseFile, suspectId: string): { readonly assessed: readonly RoleAssessment[]; readonly erased: boolean } {
  const known = state.suspects.get(suspectId);
  if (known === undefined) throw new UnknownSubject('suspect.unknown', 'The case has no suspect with this id', { suspectId });
  return known;
}

function requirePast(what: 'case' | 'seizure' | 'arrest' | 'decision', happenedAt: string, now: string): void {
  if (Date.parse(happenedAt) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    throw new RuleBroken(
      `${what}.in-future`,
      `${what === 'arrest' ? 'An' : 'A'} ${what} cannot be recorded before it happens: ${happenedAt} is in the future`,
      {
        happenedAt,
        now,
      },
    );
}

function isLate(happenedAt: string, now: string): boolean {
  return Date.parse(now) - Date.parse(happenedAt) > LATE_AFTER_MS;
}

/**
 * Whether the first entry was late, by what is known now. A late one stays late, and correcting a timely one later does not make it late; but
 * one that said a time much after the true one was: it was not entered before the time it said.
 */
function isLateEntry({ lateEntry, firstSaid }: KnownSeizure, seizure: Seizure): boolean {
  return lateEntry || Date.parse(firstSaid) - CLOCK_TOLERANCE_MS - Date.parse(seizure.seizedAt) > LATE_AFTER_MS;
}

function defectsOf(seizure: Seizure, state: CaseFile, late: boolean, known?: KnownSeizure): readonly Defect[] {
  const { authorisation } = seizure;
  const found: Partial<Record<Defect, boolean>> = {
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-seizure': authorisation.kind === 'prosecutor' && Date.parse(authorisation.issuedAt) > Date.parse(seizure.seizedAt),
    'entry.late': late,
    'case.closed': state.status === 'closed' || known?.onClosedCase === true,
    'officer.not-assigned': seizure.officers.some((officer) => isUnassigned(officer, state, known)),
  };
  return defects.filter((defect) => found[defect]);
}

function defectsOfArrest({ authorisation, arrestedAt, officers }: Arrest, state: CaseFile, now: string): readonly Defect[] {
  const found: Partial<Record<Defect, boolean>> = {
    'arrest.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-arrest': authorisation.kind === 'prosecutor' && Date.parse(authorisation.issuedAt) > Date.parse(arrestedAt),
    'entry.late': isLate(arrestedAt, now),
    'case.closed': state.status === 'closed',
    'officer.not-assigned': officers.some((officer) => !state.officers.has(officer)),
  };
  return defects.filter((defect) => found[defect]);
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

import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Agency, LocalizedText } from '#libs/vocabulary';
import {
  type CaseFileEvent,
  caseFileEventTypes,
  caseIdOf,
  caseStream,
  type Document,
  type OfficerRole,
  type Relation,
} from './case-file.ts';
import type { Defect } from './defects.ts';
import type { Roster } from './roster.ts';
import type { Arrest, Search, Seizure } from './seizure.ts';
import { alleged, assessedAs, type RoleStanding, type SuspectIdentity } from './suspect.ts';
import {
  type CaseStatusName,
  defectsIn,
  type Outcome,
  outcomeIn,
  stageOf,
  statusOf,
  type SuspectStage,
  verdictOn,
} from './court-standing.ts';
import { type Instance, noProceedings, proceed, type Proceedings, type VerdictOutcome } from './trial.ts';

/** In the place of what was erased. */
const ERASED = { erased: true } as const;

/** A suspect of a case: sealed until the edge, and not a convict. */
export interface SuspectStatus extends RoleStanding, Partial<Record<keyof SuspectIdentity, SuspectIdentity['name'] | typeof ERASED>> {
  readonly suspectId: string;
  readonly erased: boolean;
  /** Pending until a verdict is final. */
  readonly outcome: Outcome;
  readonly stage: SuspectStage;
  /** What the courts say as of now, final or not. */
  readonly verdict?: {
    readonly verdictId: string;
    readonly outcome: VerdictOutcome;
    /** Absent while only its finality was reported. */
    readonly instance?: Instance;
    readonly final: boolean;
  };
}

export interface ArrestStatus extends Arrest {
  readonly arrestId: string;
  readonly defects: readonly Defect[];
}

export interface SearchStatus extends Search {
  readonly searchId: string;
  readonly defects: readonly Defect[];
}

export interface DocumentStatus extends Omit<Document, 'title'> {
  readonly documentId: string;
  /** Whom it is about, if it is about one suspect. */
  readonly suspectId?: string;
  readonly title: Document['title'] | typeof ERASED;
}

/** A seizure as now known, with how often it was corrected. */
export interface SeizureStatus extends Seizure {
  readonly seizureId: string;
  /** 1 as first recorded, one more with each correction. */
  readonly version: number;
  readonly defects: readonly Defect[];
}

/** A case as it stands. Everything in it follows from its events. */
export interface CaseStatus {
  readonly caseId: string;
  readonly reference: string;
  readonly title: LocalizedText;
  readonly status: CaseStatusName;
  readonly closed: boolean;
  readonly agency: Agency;
  readonly unit: string;
  readonly province: string;
  readonly officers: readonly { readonly officerId: string; readonly unit: string; readonly role: OfficerRole }[];
  readonly seizures: readonly SeizureStatus[];
  readonly suspects: readonly SuspectStatus[];
  readonly arrests: readonly ArrestStatus[];
  readonly searches: readonly SearchStatus[];
  readonly documents: readonly DocumentStatus[];
  /** How many notes were added; they stand on the timeline. */
  readonly notes: number;
  /** Who took part, once it is frozen. */
  readonly roster?: Roster;
  readonly proceedings: Proceedings;
  readonly links: readonly { readonly linkedCaseId: string; readonly relation: Relation; readonly reason: string }[];
  /** Gross milligrams over all seizures as now known; 2^53 - 1 also stands for more. */
  readonly grossMg: number;
  /** UTC. */
  readonly openedAt: string;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the case's stream: what `If-Match` is compared with. */
  readonly revision: number;
  /** For lists to filter on. */
  readonly officerIds: readonly string[];
  readonly substances: readonly string[];
  readonly defects: readonly Defect[];
}

/** One row a case: the page and the list of cases. */
export const caseStatus = projection<CaseFileEvent, CaseStatus>({
  name: 'case-status',
  version: 3,
  handles: caseFileEventTypes,
  keysOf: (event) => [caseIdOf(event.stream)],
  streamsOf: (caseId) => [caseStream(caseId)],
  evolve(row, event) {
    const changed = changedBy(row, event);
    return changed && derived(row, changed, event);
  },
  index: {
    reference: 'text',
    status: 'text',
    agency: 'text',
    unit: 'text',
    province: 'text',
    grossMg: 'integer',
    openedAt: 'time',
    updatedAt: 'time',
    officerIds: 'texts',
    substances: 'texts',
    defects: 'texts',
  },
});

type Derived = 'status' | 'grossMg' | 'updatedAt' | 'revision' | 'officerIds' | 'substances' | 'defects';
type Recorded = Omit<CaseStatus, Derived>;

/** What follows from the rest, made anew only where that changed: most events touch one part of a long row. */
function derived(row: CaseStatus | undefined, changed: Recorded, event: RecordedEvent<CaseFileEvent>): CaseStatus {
  const { officers, seizures, arrests, searches, proceedings, closed } = changed;
  const { grossMg, substances } = row?.seizures === seizures ? row : seizedIn(seizures);
  const sameCourt = row?.proceedings === proceedings;
  const sameFacts = sameCourt && row.seizures === seizures && row.arrests === arrests && row.searches === searches;
  return {
    ...changed,
    suspects: sameCourt ? changed.suspects : changed.suspects.map((suspect) => ({ ...suspect, ...standingIn(proceedings, suspect) })),
    status: sameCourt && row.closed === closed ? row.status : statusOf(proceedings, closed),
    grossMg,
    substances,
    officerIds: row?.officers === officers ? row.officerIds : officers.map(({ officerId }) => officerId),
    defects: sameFacts ? row.defects : distinct([...fieldDefects(seizures, arrests, searches), ...defectsIn(proceedings)]),
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
  };
}

function fieldDefects(...facts: readonly (readonly { readonly defects: readonly Defect[] }[])[]): readonly Defect[] {
  return facts.flatMap((ones) => ones.flatMap(({ defects }) => defects));
}

function seizedIn(seizures: readonly SeizureStatus[]): Pick<CaseStatus, 'grossMg' | 'substances'> {
  // However absurd the masses are, they were said, and no row may fail for them: a projection stops for everybody.
  const grossMg = Math.min(
    seizures.reduce((sum, seizure) => sum + seizure.grossMg, 0),
    Number.MAX_SAFE_INTEGER,
  );
  return { grossMg, substances: distinct(seizures.map(({ substance }) => substance)) };
}

/** What the courts say of a suspect. */
function standingIn(proceedings: Proceedings, { suspectId }: Pick<SuspectStatus, 'suspectId'>) {
  const verdict = verdictOn(proceedings, suspectId);
  const { verdictId, outcome, instance, finality } = verdict ?? {};
  return {
    outcome: outcomeIn(proceedings, suspectId),
    stage: stageOf(proceedings, suspectId),
    ...(verdictId !== undefined &&
      outcome !== undefined && {
        verdict: { verdictId, outcome, ...(instance !== undefined && { instance }), final: finality?.counts === true },
      }),
  };
}

function changedBy(row: CaseStatus | undefined, event: RecordedEvent<CaseFileEvent>): Recorded | undefined {
  if (event.type === 'CaseOpened') {
    const openedAt = new Date(event.metadata.occurredAt).toISOString();
    return {
      caseId: caseIdOf(event.stream),
      closed: false,
      openedAt,
      ...event.data,
      officers: [],
      seizures: [],
      suspects: [],
      arrests: [],
      searches: [],
      documents: [],
      notes: 0,
      proceedings: noProceedings,
      links: [],
    };
  }
  if (row === undefined) return undefined;
  switch (event.type) {
    case 'CaseDetailsUpdated':
      return { ...row, ...event.data };
    case 'OfficerAssigned':
      return { ...row, officers: [...row.officers.filter(({ officerId }) => officerId !== event.data.officerId), event.data] };
    case 'OfficerUnassigned':
      return { ...row, officers: row.officers.filter(({ officerId }) => officerId !== event.data.officerId) };
    case 'SeizureRecorded': {
      const { seizureId, seizure, defects } = event.data;
      return { ...row, seizures: [...row.seizures, { seizureId, version: 1, ...seizure, defects }] };
    }
    case 'SeizureCorrected': {
      const { seizureId, corrects, seizure, defects } = event.data;
      const corrected = { seizureId, version: corrects + 1, ...seizure, defects };
      return { ...row, seizures: row.seizures.map((known) => (known.seizureId === seizureId ? corrected : known)) };
    }
    case 'SuspectAdded': {
      const { suspectId, role, name, identifiers, dateOfBirth, nationality } = event.data;
      const identity = {
        name,
        ...(identifiers && { identifiers }),
        ...(dateOfBirth && { dateOfBirth }),
        ...(nationality && { nationality }),
      };
      const added = { suspectId, ...identity, ...alleged(role), erased: false, ...standingIn(row.proceedings, { suspectId }) };
      return { ...row, suspects: [...row.suspects, added] };
    }
    case 'SuspectRoleAssessed':
      return withSuspect(row, event.data.suspectId, (suspect) => assessedAs(suspect, event.data));
    case 'ArrestRecorded': {
      const { arrestId, arrest, defects } = event.data;
      return { ...row, arrests: [...row.arrests, { arrestId, ...arrest, defects }] };
    }
    case 'SearchRecorded': {
      const { searchId, search, defects } = event.data;
      return { ...row, searches: [...row.searches, { searchId, ...search, defects }] };
    }
    case 'SuspectErased': {
      const { suspectId } = event.data;
      const documents = row.documents.map((document) => (document.suspectId === suspectId ? { ...document, title: ERASED } : document));
      return withSuspect({ ...row, documents }, suspectId, erased);
    }
    case 'NoteAdded':
      return { ...row, notes: row.notes + 1 };
    case 'DocumentAttached':
      return { ...row, documents: [...row.documents, event.data] };
    case 'EntryErased': {
      const { entryId } = event.data;
      return {
        ...row,
        documents: row.documents.map((document) => (document.documentId === entryId ? { ...document, title: ERASED } : document)),
      };
    }
    case 'RosterFrozen':
      return { ...row, roster: event.data.roster };
    case 'CaseSentToProsecutor':
    case 'ChargesFiled':
    case 'ChargesReclassified':
    case 'TrialOpened':
    case 'VerdictEntered':
    case 'AppealLodged':
    case 'VerdictBecameFinal':
      return { ...row, proceedings: proceed(row.proceedings, event) };
    case 'CasesLinked': {
      const others = row.links.filter(({ linkedCaseId }) => linkedCaseId !== event.data.linkedCaseId);
      return { ...row, links: [...others, event.data] };
    }
    case 'CaseTransferred':
      return { ...row, agency: event.data.agency, unit: event.data.unit };
    case 'CaseClosed':
      return { ...row, closed: true };
    case 'CaseReopened':
      return { ...row, closed: false };
  }
}

function withSuspect(row: Recorded, suspectId: string, change: (suspect: SuspectStatus) => SuspectStatus): Recorded {
  return { ...row, suspects: row.suspects.map((suspect) => (suspect.suspectId === suspectId ? change(suspect) : suspect)) };
}

function erased(suspect: SuspectStatus): SuspectStatus {
  const personal = (['name', 'identifiers', 'dateOfBirth', 'nationality'] as const).filter((field) => suspect[field] !== undefined);
  return { ...suspect, ...Object.fromEntries(personal.map((field) => [field, ERASED])), erased: true };
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}

import { defined, projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Count, Id, Instant, Milligrams, RegisterEntry, Revision, Substance } from '#libs/vocabulary';
import {
  type CaseDetails,
  type CaseFileEvent,
  caseFileEventTypes,
  caseIdOf,
  caseStream,
  type Document,
  type FactEvent,
  isFact,
} from './case-events.ts';
import { fileAfter, type FileStanding, unopened } from './case-standing.ts';
import type { Instance, VerdictOutcome } from './court-events.ts';
import {
  type CaseStatusName,
  defectsIn,
  type Outcome,
  outcomeIn,
  type Proceedings,
  stageOf,
  statusOf,
  type SuspectStage,
  verdictOn,
} from './court-standing.ts';
import type { Defect } from './defects.ts';
import type { Roster } from './roster.ts';
import type { Arrest, Search, Seizure } from './seizure.ts';
import { alleged, assessedAs, type RoleStanding, type SuspectIdentity } from './suspect.ts';

/** In the place of what was erased. */
const ERASED = { erased: true } as const;

/** What the courts say of a suspect as of now, final or not: the final verdict, or the latest of the highest instance. */
export interface SuspectVerdict {
  readonly verdictId: Id;
  readonly outcome: VerdictOutcome;
  /** Absent while only its finality was reported. */
  readonly instance?: Instance;
  readonly final: boolean;
}

/** A suspect of a case: sealed until the edge, and not a convict. */
export interface SuspectStatus extends RoleStanding, Partial<Record<keyof SuspectIdentity, SuspectIdentity['name'] | typeof ERASED>> {
  readonly suspectId: Id;
  /** Who it was, was erased for ever. */
  readonly erased: boolean;
  /** What came of the suspect: pending until a verdict is final. */
  readonly outcome: Outcome;
  /** How far it has come with this suspect. */
  readonly stage: SuspectStage;
  /** What the courts say as of now, final or not: the final verdict, or the latest of the highest instance. */
  readonly verdict?: SuspectVerdict;
}

export interface ArrestStatus extends Arrest {
  readonly arrestId: Id;
  /** What is irregular about it. */
  readonly defects: readonly Defect[];
}

export interface SearchStatus extends Search {
  readonly searchId: Id;
  /** What is irregular about it. */
  readonly defects: readonly Defect[];
}

export interface DocumentStatus extends Omit<Document, 'title'> {
  readonly documentId: Id;
  /** Whom it is about, if it is about one suspect. */
  readonly suspectId?: Id;
  readonly title: Document['title'] | typeof ERASED;
}

/** A seizure as now known, with how often it was corrected. */
export interface SeizureStatus extends Seizure {
  readonly seizureId: Id;
  /**
   * 1 as first recorded, one more with each correction.
   * @minimum 1
   */
  readonly version: number;
  /** What is irregular about it. Entitlements that rest on it are held up by some of these. */
  readonly defects: readonly Defect[];
}

/** A case as it stands. Everything in it follows from its events. */
export interface CaseStatus extends CaseDetails, Pick<FileStanding, 'officers' | 'links'> {
  readonly caseId: Id;
  /** Follows from what was recorded; nobody sets it. */
  readonly status: CaseStatusName;
  /** Closed to changes of its details and officers; facts are still recorded, with that as a defect. */
  readonly closed: boolean;
  readonly seizures: readonly SeizureStatus[];
  /** Names are opened for investigators, unit heads, legal officers and auditors. */
  readonly suspects: readonly SuspectStatus[];
  readonly arrests: readonly ArrestStatus[];
  readonly searches: readonly SearchStatus[];
  readonly documents: readonly DocumentStatus[];
  /** How many notes were added; they stand on the timeline. */
  readonly notes: Count;
  /** Who took part in the operation, once it is frozen. */
  readonly roster?: Roster;
  /** Everything reported from prosecutor and court. */
  readonly proceedings: Proceedings;
  /** Gross milligrams over all seizures as now known; 2^53 - 1 also stands for more. */
  readonly grossMg: Milligrams;
  /** UTC. */
  readonly openedAt: Instant;
  /** When the last fact was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the case: what `If-Match` is compared with. */
  readonly revision: Revision;
  /** For lists to filter on. */
  readonly officerIds: readonly RegisterEntry[];
  readonly substances: readonly Substance[];
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
        verdict: { verdictId, outcome, ...defined({ instance }), final: finality?.counts === true },
      }),
  };
}

function changedBy(row: CaseStatus | undefined, event: RecordedEvent<CaseFileEvent>): Recorded | undefined {
  if (event.type === 'CaseOpened') return opened(event);
  if (row === undefined) return undefined;
  return isFact(event) ? withFact(row, event) : withFile(row, fileAfter(fileOf(row), event));
}

function opened(event: Extract<RecordedEvent<CaseFileEvent>, { type: 'CaseOpened' }>): Recorded {
  const { proceedings, links, officers } = unopened;
  return {
    caseId: caseIdOf(event.stream),
    closed: false,
    openedAt: new Date(event.metadata.occurredAt).toISOString(),
    ...event.data,
    officers,
    seizures: [],
    suspects: [],
    arrests: [],
    searches: [],
    documents: [],
    notes: 0,
    proceedings,
    links,
  };
}

/** The file as its row tells it, for the fold that decisions go by too. */
function fileOf({ closed, reference, title, agency, province, unit, officers, roster, proceedings, links }: CaseStatus): FileStanding {
  const details = { reference, title, agency, province, unit };
  return { status: closed ? 'closed' : 'open', details, officers, ...(roster && { roster }), proceedings, links };
}

function withFile(row: CaseStatus, { status, details, officers, roster, proceedings, links }: FileStanding): Recorded {
  return { ...row, ...details, closed: status === 'closed', officers, ...(roster && { roster }), proceedings, links };
}

function withFact(row: Recorded, event: FactEvent): Recorded {
  switch (event.type) {
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
      const identity = defined({ name, identifiers, dateOfBirth, nationality });
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

import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Agency, LocalizedText } from '#libs/vocabulary';
import {
  type Arrest,
  type CaseFileEvent,
  caseFileEventTypes,
  caseIdOf,
  type Defect,
  type OfficerRole,
  type RoleAssessment,
  type Seizure,
  type SuspectIdentity,
  type SuspectRole,
} from './case-file.ts';

/** In the place of what was erased. */
const ERASED = { erased: true } as const;

/** A suspect of a case: sealed until the edge, and not a convict. */
export interface SuspectStatus extends Partial<Record<keyof SuspectIdentity, SuspectIdentity['name'] | typeof ERASED>> {
  readonly suspectId: string;
  readonly role?: SuspectRole;
  /** Whose word the role is: the investigators', a prosecutor's (provisional), a court's (final). */
  readonly roleStanding?: 'alleged' | RoleAssessment['assessment'];
  /** Of the assessment that the role follows from. */
  readonly assessedAt?: string;
  readonly erased: boolean;
}

export interface ArrestStatus extends Arrest {
  readonly arrestId: string;
  readonly defects: readonly Defect[];
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
  readonly status: 'open' | 'closed';
  readonly agency: Agency;
  readonly unit: string;
  readonly province: string;
  readonly officers: readonly { readonly officerId: string; readonly unit: string; readonly role: OfficerRole }[];
  readonly seizures: readonly SeizureStatus[];
  readonly suspects: readonly SuspectStatus[];
  readonly arrests: readonly ArrestStatus[];
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
  version: 2,
  handles: caseFileEventTypes,
  keysOf: (event) => [caseIdOf(event.stream)],
  evolve(row, event) {
    const changed = changedBy(row, event);
    return (
      changed && {
        ...changed,
        // However absurd the masses are, they were said, and no row may fail for them: a projection stops for everybody.
        grossMg: Math.min(
          changed.seizures.reduce((sum, { grossMg }) => sum + grossMg, 0),
          Number.MAX_SAFE_INTEGER,
        ),
        updatedAt: new Date(event.recordedAt).toISOString(),
        revision: event.revision,
        officerIds: changed.officers.map(({ officerId }) => officerId),
        substances: distinct(changed.seizures.map(({ substance }) => substance)),
        defects: distinct([...changed.seizures, ...changed.arrests].flatMap((fact) => fact.defects)),
      }
    );
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

type Derived = 'grossMg' | 'updatedAt' | 'revision' | 'officerIds' | 'substances' | 'defects';

function changedBy(row: CaseStatus | undefined, event: RecordedEvent<CaseFileEvent>): Omit<CaseStatus, Derived> | undefined {
  if (event.type === 'CaseOpened') {
    const openedAt = new Date(event.metadata.occurredAt).toISOString();
    return {
      caseId: caseIdOf(event.stream),
      status: 'open',
      openedAt,
      ...event.data,
      officers: [],
      seizures: [],
      suspects: [],
      arrests: [],
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
      const { role, ...suspect } = event.data;
      const added = { ...suspect, ...(role !== undefined && { role, roleStanding: 'alleged' as const }), erased: false };
      return { ...row, suspects: [...row.suspects, added] };
    }
    case 'SuspectRoleAssessed':
      return withSuspect(row, event.data.suspectId, (suspect) => assessed(suspect, event.data));
    case 'ArrestRecorded': {
      const { arrestId, arrest, defects } = event.data;
      return { ...row, arrests: [...row.arrests, { arrestId, ...arrest, defects }] };
    }
    case 'SuspectErased':
      return withSuspect(row, event.data.suspectId, erased);
    case 'CaseClosed':
      return { ...row, status: 'closed' };
    case 'CaseReopened':
      return { ...row, status: 'open' };
  }
}

function withSuspect(row: CaseStatus, suspectId: string, change: (suspect: SuspectStatus) => SuspectStatus): CaseStatus {
  return { ...row, suspects: row.suspects.map((suspect) => (suspect.suspectId === suspectId ? change(suspect) : suspect)) };
}

/** A court's word stands over a prosecutor's, whichever is entered last; of two of a kind the later decision. */
function assessed(suspect: SuspectStatus, { role, assessment, decidedAt }: RoleAssessment): SuspectStatus {
  const { roleStanding, assessedAt } = suspect;
  const earlier = assessedAt !== undefined && Date.parse(decidedAt) < Date.parse(assessedAt);
  const stays = roleStanding === assessment ? earlier : roleStanding === 'final';
  return stays ? suspect : { ...suspect, role, roleStanding: assessment, assessedAt: decidedAt };
}

function erased(suspect: SuspectStatus): SuspectStatus {
  const personal = (['name', 'identifiers', 'dateOfBirth', 'nationality'] as const).filter((field) => suspect[field] !== undefined);
  return { ...suspect, ...Object.fromEntries(personal.map((field) => [field, ERASED])), erased: true };
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}

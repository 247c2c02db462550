import { projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Agency, LocalizedText } from '#libs/vocabulary';
import { type CaseFileEvent, caseFileEventTypes, caseIdOf, type Defect, type OfficerRole, type Seizure } from './case-file.ts';

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
  version: 1,
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
        defects: distinct(changed.seizures.flatMap((seizure) => seizure.defects)),
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
    return { caseId: caseIdOf(event.stream), status: 'open', openedAt, ...event.data, officers: [], seizures: [] };
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
    case 'CaseClosed':
      return { ...row, status: 'closed' };
    case 'CaseReopened':
      return { ...row, status: 'open' };
  }
}

function distinct<T extends string>(values: readonly T[]): readonly T[] {
  return [...new Set(values)].sort();
}

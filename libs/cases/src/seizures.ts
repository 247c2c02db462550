import { indexedBy, projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Id, Instant } from '#libs/vocabulary';
import { caseIdOf, caseStream, type FactEvent } from './case-events.ts';
import type { SeizureStatus } from './case-page.ts';

/** A seizure as now known, and whose it is. */
export interface SeizureRow extends SeizureStatus {
  readonly caseId: Id;
  /** When it was first recorded, UTC. */
  readonly recordedAt: Instant;
}

type SeizureEvent = Extract<FactEvent, { type: 'SeizureRecorded' | 'SeizureCorrected' | 'SeizureWithdrawn' }>;

/** One row a seizure, so that one more costs one row however many a case has. */
export const seizures = projection<SeizureEvent, SeizureRow>({
  name: 'seizures',
  version: 1,
  handles: ['SeizureRecorded', 'SeizureCorrected', 'SeizureWithdrawn'],
  keysOf: ({ data }) => [data.seizureId],
  evolve(row, event) {
    if (event.type === 'SeizureRecorded') return { ...asKnown(event, 1), ...recordedIn(event) };
    // As it counted until now, with what stands for it.
    if (event.type === 'SeizureWithdrawn') return row && { ...row, duplicateOf: event.data.duplicateOf };
    const { caseId, recordedAt } = row ?? recordedIn(event);
    return { ...asKnown(event, event.data.corrects + 1), caseId, recordedAt };
  },
  index: indexedBy({ text: ['caseId', 'substance'], integer: ['grossMg'], time: ['recordedAt'], texts: ['defects'] }),
  discloses: { about: ({ caseId }) => [caseStream(caseId)] },
});

const asKnown = (
  { data: { seizureId, seizure, defects } }: Exclude<SeizureEvent, { type: 'SeizureWithdrawn' }>,
  version: number,
): SeizureStatus => ({
  seizureId,
  version,
  ...seizure,
  defects,
});

const recordedIn = ({ stream, recordedAt }: RecordedEvent<SeizureEvent>): Pick<SeizureRow, 'caseId' | 'recordedAt'> => ({
  caseId: caseIdOf(stream),
  recordedAt: new Date(recordedAt).toISOString(),
});

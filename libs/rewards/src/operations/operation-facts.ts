import { defined, projection, withholding } from '#libs/event-sourcing';
import type { Id, Instant } from '#libs/vocabulary';
import { type OperationEvent, caseStream, operationEventTypes, operationsOf } from './operation-events.ts';
import type { OperationFacts } from './known-facts.ts';
import { operationFactsAfter } from './operation-standing.ts';

/** The row of an operation: its facts. What an assessment takes of them is made of them where it is read, and not kept a second time. */
export interface OperationRow extends OperationFacts {
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
}

/** One row an operation: what its rewards rest on. */
export const operationFacts = projection<OperationEvent, OperationRow>({
  name: 'operation-facts',
  version: 10,
  handles: operationEventTypes,
  keysOf: operationsOf,
  evolve(row, event, caseId) {
    return defined({ ...operationFactsAfter(row, event, caseId), updatedAt: new Date(event.recordedAt).toISOString() });
  },
  index: { updatedAt: 'time' },
  discloses: {
    about: ({ caseId }) => [caseStream(caseId)],
    names: ({ sameAs, duplicates }) => [...sameAs, ...duplicates].map(caseStream),
    without(row, hidden) {
      const known = (caseId: Id): boolean => !hidden.has(caseStream(caseId));
      // That it is another one's double is known of it; of which one, is not.
      return { ...withholding(row, hidden), duplicates: row.duplicates.filter(known) };
    },
  },
});

import { defined, projection, withholding } from '#libs/event-sourcing';
import type { Id, Instant } from '#libs/vocabulary';
import { type AssessableFacts, assessableFacts } from './assessable-facts.ts';
import { type OperationEvent, caseStream, operationEventTypes, operationsOf } from './operation-events.ts';
import type { OperationFacts } from './known-facts.ts';
import { operationFactsAfter } from './operation-standing.ts';

/** The row of an operation: its facts, as an assessment takes them. */
export interface OperationRow extends OperationFacts {
  /** What an assessment rests on; absent while nothing is known to be seized. There is no number of arrests in it. */
  readonly assessable?: AssessableFacts;
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
    const facts = operationFactsAfter(row, event, caseId);
    return defined({ ...facts, assessable: assessableFacts(facts), updatedAt: new Date(event.recordedAt).toISOString() });
  },
  index: { updatedAt: 'time' },
  discloses: {
    about: ({ caseId }) => [caseStream(caseId)],
    names: ({ sameAs, duplicates }) => [...sameAs, ...duplicates].map(caseStream),
    without(row, hidden) {
      const known = (caseId: Id): boolean => !hidden.has(caseStream(caseId));
      return { ...withholding(row, hidden), sameAs: row.sameAs.filter(known), duplicates: row.duplicates.filter(known) };
    },
  },
});

import type { Moment, Position, Views } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import { type AssessableFacts, assessableFacts, withSeizures } from './assessable-facts.ts';
import type { OperationFacts } from './known-facts.ts';
import { oneOperation } from './one-operation.ts';
import { operationFacts, type OperationRow } from './operation-facts.ts';

/** Cases that are one operation. */
interface CasesOfOne {
  /** The one that is rewarded. */
  readonly first: OperationFacts;
  readonly duplicates: readonly OperationFacts[];
}

/** What is known of the operation that a case is, or is the duplicate of, in all of its cases. @throws as `Views.get` */
export async function readOperation(views: Pick<Views, 'get'>, caseId: Id, moment: Moment | Position): Promise<CasesOfOne | undefined> {
  const read = async (id: Id): Promise<OperationRow | undefined> => (await views.get(operationFacts, id, moment)).row?.doc;
  let first = await read(caseId);
  if (first === undefined) return undefined;
  // Links that were made in a circle at one moment end somewhere.
  const seen = new Set([first.caseId]);
  for (let [next] = first.sameAs; next !== undefined && !seen.has(next);) {
    seen.add(next);
    const row = await read(next);
    if (row === undefined) break;
    first = row;
    [next] = row.sameAs;
  }
  const found = new Map<Id, OperationFacts>([[first.caseId, first]]);
  // Said to be of several operations, a case counts in the first of them.
  for (const one of found.values())
    for (const duplicate of one.duplicates) {
      if (found.has(duplicate)) continue;
      const row = await read(duplicate);
      if (row?.sameAs[0] === one.caseId) found.set(duplicate, row);
    }
  const [, ...duplicates] = found.values();
  return { first, duplicates };
}

/**
 * What an assessment of a case rests on: all cases of its operation where it is the one that is rewarded, and of a duplicate what it says itself. Undefined
 * while nothing is known to be seized.
 */
export function assessableIn({ first, duplicates }: CasesOfOne, caseId: Id): AssessableFacts | undefined {
  if (first.caseId === caseId) return withSeizures(oneOperation(first, duplicates));
  const duplicate = duplicates.find((one) => one.caseId === caseId);
  return duplicate && assessableFacts(duplicate);
}

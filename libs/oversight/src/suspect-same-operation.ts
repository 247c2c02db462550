import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { caseFile, caseStream, sameOperationAs } from '#libs/cases';
import { raiseLead } from '#libs/integrity';
import type { SuspectSameOperation } from './possible-same-operation.ts';

/** Two cases that are linked as one by now are added up and rewarded once: there is nothing to look into. */
export async function suspectSameOperation(
  aggregates: AggregateStore,
  { data: { cases, lead } }: SuspectSameOperation,
  context: CommandContext,
): Promise<void> {
  const [one = [], other = []] = await Promise.all(cases.map((caseId) => operationsOf(aggregates, caseId)));
  if (one.some((caseId) => other.includes(caseId))) return;
  await raiseLead(aggregates, lead, context);
}

/** The case itself, and those that it is said to be a duplicate of. */
async function operationsOf(aggregates: AggregateStore, caseId: string): Promise<readonly string[]> {
  const { state } = await aggregates.load(caseFile, caseStream(caseId));
  return [caseId, ...sameOperationAs(state)];
}

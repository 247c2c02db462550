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
  const [one, other] = cases;
  if ((await isLinked(aggregates, one, other)) || (await isLinked(aggregates, other, one))) return;
  await raiseLead(aggregates, lead, context);
}

async function isLinked(aggregates: AggregateStore, one: string, other: string): Promise<boolean> {
  const { state } = await aggregates.load(caseFile, caseStream(one));
  return sameOperationAs(state).includes(other);
}

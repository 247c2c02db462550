import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { caseFile, caseStream, sameOperationAs } from '#libs/cases';
import { raiseLead } from '#libs/integrity';
import type { SuspectSameOperation } from './possible-same-operation.ts';

/** Cases that are linked as one by now are added up and rewarded once: where the first one is linked with all of them, there is nothing to look into. */
export async function suspectSameOperation(
  aggregates: AggregateStore,
  { data: { cases, lead } }: SuspectSameOperation,
  context: CommandContext,
): Promise<void> {
  const [own = [], ...others] = await Promise.all(cases.map((caseId) => operationsOf(aggregates, caseId)));
  const linked = others.filter((other) => own.some((caseId) => other.includes(caseId))).map(([caseId]) => caseId);
  if (linked.length === others.length) return;
  await raiseLead(aggregates, { ...lead, about: lead.about.filter(({ of, id }) => of !== 'case' || !linked.includes(id)) }, context);
}

/** The case itself, and those that it is said to be a duplicate of. */
async function operationsOf(aggregates: AggregateStore, caseId: string): Promise<readonly string[]> {
  const { state } = await aggregates.load(caseFile, caseStream(caseId));
  return [caseId, ...sameOperationAs(state)];
}

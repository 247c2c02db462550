import { type AggregateStore, type CommandContext, defined, type Position, type Views } from '#libs/event-sourcing';
import { rewardPolicies, type RewardPolicyRow } from '#libs/reward-law';
import { type FactsOfCase, withSeizures } from '../operations/assessable-facts.ts';
import { oneOperation } from '../operations/one-operation.ts';
import { assessableIn, readOperation } from '../operations/read-operation.ts';
import { hashOfFacts, sharing } from '../reward/assessed.ts';
import { underTheLaw } from '../reward/law-over-operation.ts';
import { reward } from '../reward/reward.ts';
import { rewardIdFor, rewardStream } from '../reward/reward-events.ts';
import { versionAssessed, versionFor } from '../reward/version-for.ts';
import { dated } from '../reward/rules/due.ts';
import { each, part } from './command-parts.ts';
import type { AssessOperation } from './reward-eligibility.ts';

/**
 * Assesses an operation under every policy with a version that is law, funded or not: what was first assessed without money is the same
 * with it. A duplicate is assessed as one, and with it the operation that it counts in.
 */
export async function assessOperation(
  aggregates: AggregateStore,
  { data }: AssessOperation,
  context: CommandContext,
  views: Views,
): Promise<void> {
  const policies = await enactedPolicies(views, data.position);
  await each(await factsToAssess(data, views), (facts) => assessUnder(policies, facts, aggregates, context));
}

/** Read as fresh as the command at least: of two cases that change, whichever command is carried out last has seen both. */
async function factsToAssess({ caseId, facts, linked, position }: AssessOperation['data'], views: Views): Promise<readonly FactsOfCase[]> {
  const asked = caseId ?? linked;
  const cases = asked === undefined ? undefined : await readOperation(views, asked, position);
  if (asked === undefined || cases === undefined) return facts === undefined ? [] : [facts];
  const { first, duplicates } = cases;
  const whole = oneOperation(first, duplicates);
  if (linked === undefined && first.caseId === asked) return withSeizures(whole) === undefined ? [] : [whole];
  const own = first.caseId === asked ? undefined : assessableIn(cases, asked);
  return own === undefined ? [whole] : [whole, own];
}

/** Where nothing is known to be seized any more, because what was is of another operation, an assessment that there was is made anew by its own date. */
async function assessUnder(
  policies: readonly RewardPolicyRow[],
  known: FactsOfCase,
  aggregates: AggregateStore,
  context: CommandContext,
): Promise<void> {
  await each(policies, async (row) => {
    const { policyId, versions } = row;
    const { operationId } = known;
    const stream = rewardStream(rewardIdFor(operationId, policyId));
    const { state } = await aggregates.load(reward, stream);
    const found = withSeizures(defined({ ...known, seizedAt: known.seizedAt ?? state.assessment?.seizedAt }));
    if (found === undefined) return;
    const policy = { versions: versions.toSorted((a, b) => a.version - b.version) };
    const applied = versionFor(policy, state, dated(found, state).seizedAt, context.at) ?? versionAssessed(policy, state);
    if (applied === undefined) return;
    const { version, terms } = applied;
    const facts = underTheLaw(sharing(found, state), { policy: row, version: applied }, policies, context.at);
    const data = { caseId: operationId, ...facts, policyId, version, terms, trigger: 'facts' as const };
    await aggregates.handle(reward, stream, { type: 'AssessEligibility', data }, part(context, policyId, hashOfFacts(data)));
  });
}

/** As of the fact, not of now: who assesses a thousand facts waits for the rows once, and not a thousand times. */
export async function enactedPolicies(views: Pick<Views, 'query'>, position: Position): Promise<readonly RewardPolicyRow[]> {
  const found: RewardPolicyRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query(rewardPolicies, defined({ limit: 500, cursor }), position);
    found.push(...page.rows.map(({ doc }) => doc).filter(({ versions }) => versions.some(({ enacted }) => enacted !== undefined)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

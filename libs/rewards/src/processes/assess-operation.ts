import { type AggregateStore, type CommandContext, contentHash, defined, type Position, type Views } from '#libs/event-sourcing';
import { rewardPolicies, type RewardPolicyRow } from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import { rewardIdFor, rewardStream } from '../reward/reward-events.ts';
import { versionAssessed, versionFor } from '../reward/version-for.ts';
import { dated } from '../reward/rules/due.ts';
import { each, part } from './command-parts.ts';
import type { AssessOperation } from './reward-eligibility.ts';

/**
 * Assesses an operation under every policy with a version that is law, funded or not: what was first assessed without money is the same
 * with it.
 */
export async function assessOperation(
  aggregates: AggregateStore,
  { data: { facts, position } }: AssessOperation,
  context: CommandContext,
  views: Views,
): Promise<void> {
  await each(await enactedPolicies(views, position), async ({ policyId, versions }) => {
    const { operationId } = facts;
    const stream = rewardStream(rewardIdFor(operationId, policyId));
    const { state } = await aggregates.load(reward, stream);
    const policy = { versions: versions.toSorted((a, b) => a.version - b.version) };
    const applied = versionFor(policy, state, dated(facts, state).seizedAt, context.at) ?? versionAssessed(policy, state);
    if (applied === undefined) return;
    const { version, terms } = applied;
    const data = { caseId: operationId, ...facts, policyId, version, terms, trigger: 'facts' as const };
    await aggregates.handle(reward, stream, { type: 'AssessEligibility', data }, part(context, policyId, contentHash(data)));
  });
}

/** As of the fact, not of now: who assesses a thousand facts waits for the rows once, and not a thousand times. */
async function enactedPolicies(views: Views, position: Position): Promise<readonly RewardPolicyRow[]> {
  const found: RewardPolicyRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query(rewardPolicies, defined({ limit: 500, cursor }), position);
    found.push(...page.rows.map(({ doc }) => doc).filter(({ versions }) => versions.some(({ enacted }) => enacted !== undefined)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

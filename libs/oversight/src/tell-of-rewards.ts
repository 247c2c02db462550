import type { AggregateStore, CommandContext, Position, Views } from '#libs/event-sourcing';
import { LEAD_HOLDS, raiseLead, type Subject } from '#libs/integrity';
import { isSuspended, officer, officerStream } from '#libs/registry';
import { rewardPipeline, type RewardRow, type RewardStatus } from '#libs/rewards';
import type { TellOfLawChange } from './law-changes.ts';
import type { TellOfSuspended } from './suspended-recipients.ts';

/** Nothing more comes to anybody of these. */
const OVER: readonly RewardStatus[] = ['ineligible', 'rejected', 'clawed-back', 'completed'];

/** Raises the lead about a suspended officer where there is something that is not paid; not where the suspension was over when a part was given. */
export async function tellOfSuspended(
  aggregates: AggregateStore,
  { data: { officerId, rewardId, ground } }: TellOfSuspended,
  context: CommandContext,
  views: Views,
): Promise<void> {
  if (rewardId !== undefined && !isSuspended((await aggregates.load(officer, officerStream(officerId))).state, context.at)) return;
  const parts = rewardId === undefined ? await rewardsWhere(views, { recipients: { contains: officerId } }, ground.position) : undefined;
  const ids = parts === undefined ? [rewardId ?? ''] : parts.filter(({ status }) => !OVER.includes(status)).map((row) => row.rewardId);
  if (ids.length === 0) return;
  const sentence = `Officer ${officerId} is suspended and has a part of ${ids.length === 1 ? `reward ${ids[0] ?? ''}` : `${ids.length} rewards`}, which is not paid meanwhile`;
  const about = [{ of: 'person', id: officerId } as const, ...ids.map(ofReward)];
  await raiseLead(aggregates, { kind: 'suspended-with-shares', subject: officerId, sentence, about, restsOn: [ground] }, context);
}

/** Proposed, and neither granted nor turned down. */
const UNDER_WAY: readonly RewardStatus[] = ['proposed', 'verified', 'cleared', 'concluded', 'approved'];

/** Raises the lead about a policy where rewards are being decided under it. */
export async function tellOfLawChange(
  aggregates: AggregateStore,
  { data: { policyId, what, ground } }: TellOfLawChange,
  context: CommandContext,
  views: Views,
): Promise<void> {
  const rows = await rewardsWhere(views, { policyId: { is: policyId }, status: { anyOf: UNDER_WAY } }, ground.position);
  if (rows.length === 0) return;
  const sentence = `Policy ${policyId} was ${what} while rewards were being decided under it: ${rows.length === LEAD_HOLDS ? `${LEAD_HOLDS} or more` : rows.length}`;
  const about = [{ of: 'policy', id: policyId } as const, ...rows.map(({ rewardId }) => ofReward(rewardId))];
  await raiseLead(aggregates, { kind: 'law-changed-under-way', subject: policyId, sentence, about, restsOn: [ground] }, context);
}

const ofReward = (id: string): Subject => ({ of: 'reward', id });

/** As many as a lead can be about, changed last. */
async function rewardsWhere(
  views: Views,
  where: NonNullable<Parameters<Views['query']>[1]['where']>,
  position: Position,
): Promise<readonly Pick<RewardRow, 'rewardId' | 'status'>[]> {
  const { rows } = await views.query(
    rewardPipeline,
    { where, sort: [{ field: 'updatedAt', descending: true }], limit: LEAD_HOLDS },
    position,
  );
  return rows.map(({ doc }) => doc);
}

import { type AggregateStore, type CommandContext, contentHash, deriveUuid } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { reward, type RewardStatus, rewardStream, statusOf } from '#libs/rewards';
import type { TellOfOrder } from './orders-under-way.ts';

/** From when somebody was proposed for it until it is granted or over. */
const BEING_DECIDED: ReadonlySet<RewardStatus> = new Set(['proposed', 'verified', 'cleared', 'concluded', 'approved', 'returned']);

/** Nothing is to be looked into where the rewards that somebody has a part in are decided by now, and they are not suspended. */
export async function tellOfOrder(
  aggregates: AggregateStore,
  { data: { suspended, rewards, lead } }: TellOfOrder,
  context: CommandContext,
): Promise<void> {
  const statuses = await Promise.all(
    rewards.map(async (rewardId) => ({ rewardId, status: statusOf((await aggregates.load(reward, rewardStream(rewardId))).state) })),
  );
  const open = statuses.filter(({ status }) => BEING_DECIDED.has(status)).map(({ rewardId }) => ({ of: 'reward' as const, id: rewardId }));
  if (!suspended && open.length === 0) return;
  const about = [...lead.about, ...open];
  // What is looked up may be less at the next try, and is part of what is recorded then.
  await raiseLead(aggregates, { ...lead, about }, { ...context, commandId: deriveUuid(context.commandId, contentHash(about)) });
}

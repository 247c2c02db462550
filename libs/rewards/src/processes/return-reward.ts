import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { reward } from '../reward/reward.ts';
import type { CommandOf } from '../reward/reward-commands.ts';
import { rewardStream } from '../reward/reward-events.ts';

/** Returns a proposal that could not be granted as it was decided, with the words of what refused it. */
export async function returnReward(
  aggregates: AggregateStore,
  { rewardId, ...data }: CommandOf<'ReturnReward'>['data'] & { readonly rewardId: string },
  context: CommandContext,
): Promise<void> {
  await aggregates.handle(reward, rewardStream(rewardId), { type: 'ReturnReward', data }, context);
}

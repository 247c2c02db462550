import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { reward } from '../reward/reward.ts';
import type { RewardCommand } from '../reward/reward-commands.ts';
import { rewardStream } from '../reward/reward-events.ts';
import type { OutcomeCommand } from './reward-outcomes.ts';

/** What follows for a reward alone goes to its stream as it is: `ReleaseStage`, `TriggerClawback`, `RejectReward`. */
export async function followOutcome(
  aggregates: AggregateStore,
  { type, data: { rewardId, ...data } }: OutcomeCommand,
  context: CommandContext,
): Promise<void> {
  await aggregates.handle(reward, rewardStream(rewardId), { type, data } as RewardCommand, context);
}

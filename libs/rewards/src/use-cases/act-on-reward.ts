import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { reward } from '../reward/reward.ts';
import type { RewardCommand } from '../reward/reward-commands.ts';
import { rewardStream } from '../reward/reward-events.ts';

/** What a person does about a reward that rests on the reward alone. The use cases differ in what they say, and that is their bodies; one command carries them. */
export class ActOnReward extends Command<CommandOutcome> {
  constructor(
    readonly rewardId: string,
    readonly command: RewardCommand,
    readonly context: CommandContext,
    /** The id of what it makes, if it makes something. */
    readonly made?: string,
  ) {
    super();
  }
}

@CommandHandler(ActOnReward)
export class ActOnRewardHandler implements ICommandHandler<ActOnReward> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ rewardId, command, context, made = rewardId }: ActOnReward): Promise<CommandOutcome> {
    const told = {
      ...context,
      ...('executedAt' in command.data && { occurredAt: command.data.executedAt }),
      ...('reason' in command.data && { reason: command.data.reason }),
    };
    return { id: made, ...(await this.aggregates.handle(reward, rewardStream(rewardId), command, told)) };
  }
}

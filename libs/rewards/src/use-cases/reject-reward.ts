import { CommandHandler } from '@nestjs/cqrs';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { type AboutReward, GivenByProcess, ProcessHandler } from './given-by-process.ts';

/** Rejects a reward whose operation turned out to be rewarded already. */
export class RejectReward extends GivenByProcess<AboutReward<'RejectReward'>> {}

@CommandHandler(RejectReward)
export class RejectRewardHandler extends ProcessHandler<RejectReward> {
  async execute({ said: { rewardId, ...data }, context }: RejectReward): Promise<void> {
    await this.aggregates.handle(reward, rewardStream(rewardId), { type: 'RejectReward', data }, context);
  }
}

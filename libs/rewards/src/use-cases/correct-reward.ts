import { CommandHandler } from '@nestjs/cqrs';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { type AboutReward, GivenByProcess, ProcessHandler } from './given-by-process.ts';

/** Takes off a granted reward what its committee decided to take off. */
export class CorrectReward extends GivenByProcess<AboutReward<'CorrectReward'>> {}

@CommandHandler(CorrectReward)
export class CorrectRewardHandler extends ProcessHandler<CorrectReward> {
  async execute({ said: { rewardId, ...data }, context }: CorrectReward): Promise<void> {
    await this.aggregates.handle(reward, rewardStream(rewardId), { type: 'CorrectReward', data }, context);
  }
}

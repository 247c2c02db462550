import { CommandHandler } from '@nestjs/cqrs';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { type AboutReward, GivenByProcess, ProcessHandler } from './given-by-process.ts';

/** Returns a proposal that could not be granted as it was decided, with the words of what refused it. */
export class ReturnReward extends GivenByProcess<AboutReward<'ReturnReward'>> {}

@CommandHandler(ReturnReward)
export class ReturnRewardHandler extends ProcessHandler<ReturnReward> {
  async execute({ said: { rewardId, ...data }, context }: ReturnReward): Promise<void> {
    await this.aggregates.handle(reward, rewardStream(rewardId), { type: 'ReturnReward', data }, context);
  }
}

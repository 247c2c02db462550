import { CommandHandler } from '@nestjs/cqrs';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { type AboutReward, GivenByProcess, ProcessHandler } from './given-by-process.ts';

/** Releases a stage of a granted reward once what it waits for has come. */
export class ReleaseStage extends GivenByProcess<AboutReward<'ReleaseStage'>> {}

@CommandHandler(ReleaseStage)
export class ReleaseStageHandler extends ProcessHandler<ReleaseStage> {
  async execute({ said: { rewardId, ...data }, context }: ReleaseStage): Promise<void> {
    await this.aggregates.handle(reward, rewardStream(rewardId), { type: 'ReleaseStage', data }, context);
  }
}

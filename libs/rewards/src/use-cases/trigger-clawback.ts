import { CommandHandler } from '@nestjs/cqrs';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { type AboutReward, GivenByProcess, ProcessHandler } from './given-by-process.ts';

/** Claims back what was paid of a reward that its operation no longer gives. */
export class TriggerClawback extends GivenByProcess<AboutReward<'TriggerClawback'>> {}

@CommandHandler(TriggerClawback)
export class TriggerClawbackHandler extends ProcessHandler<TriggerClawback> {
  async execute({ said: { rewardId, ...data }, context }: TriggerClawback): Promise<void> {
    await this.aggregates.handle(reward, rewardStream(rewardId), { type: 'TriggerClawback', data }, context);
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { RewardReasonBody } from './reward-reason-body.ts';

export class PlaceHold extends CommandAt('v1/rewards/:id/hold', {
  body: RewardReasonBody,
  roles: ['integrity-officer'],
  created: true,
  summary: 'Hold a reward',
  description: 'Nothing is concluded, granted, released or instructed meanwhile. Answers with the id of the hold.',
}) {}

@CommandHandler(PlaceHold)
export class PlaceHoldHandler extends Handler<PlaceHold> {
  /** The id follows from the command's, so that a retry places the same hold. */
  execute({ path: { id }, body: { reason }, context }: PlaceHold): Promise<CommandOutcome> {
    const holdId = deriveUuid('hold', context.commandId);
    return this.handle(reward, rewardStream(id), { type: 'PlaceIntegrityHold', data: { holdId, reason } }, context, { id: holdId });
  }
}

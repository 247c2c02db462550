import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { DraftPolicyBody, draftOf } from './draft-body.ts';

export class DraftRewardPolicy extends CommandAt('v1/reward-policies', {
  body: DraftPolicyBody,
  roles: ['legal-officer'],
  created: true,
  summary: 'Draft a reward policy',
  description: 'From a pack, or from whole terms. Terms that contradict themselves are refused, each contradiction in its place.',
}) {}

@CommandHandler(DraftRewardPolicy)
export class DraftRewardPolicyHandler extends Handler<DraftRewardPolicy> {
  /** The id follows from the command's, so that a retry lands on the same policy. */
  async execute({ body, context }: DraftRewardPolicy): Promise<CommandOutcome> {
    const id = deriveUuid('policy', context.commandId);
    return this.handle(rewardPolicy, policyStream(id), { type: 'DraftRewardPolicy', data: draftOf(body) }, context);
  }
}

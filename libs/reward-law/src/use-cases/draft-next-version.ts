import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { DraftPolicyBody, draftOf } from './draft-body.ts';

export class DraftNextVersion extends CommandAt('v1/reward-policies/:id/draft-version', {
  body: DraftPolicyBody,
  roles: ['legal-officer'],
  summary: 'Draft the next version of a reward policy',
}) {}

@CommandHandler(DraftNextVersion)
export class DraftNextVersionHandler extends Handler<DraftNextVersion> {
  async execute({ path: { id }, body, context }: DraftNextVersion): Promise<CommandOutcome> {
    return this.handle(rewardPolicy, policyStream(id), { type: 'DraftNextVersion', data: draftOf(body) }, context);
  }
}

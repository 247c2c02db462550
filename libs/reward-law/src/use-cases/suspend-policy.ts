import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, IsText, Optional, PassedOn } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';

export class SuspendPolicyBody {
  static readonly example = { reason: 'Shares went to officers who were not there' };

  @Describe('Now, if it is not said')
  @Optional()
  @IsInstant()
  from?: string;

  @Describe('Until further notice, if it is not said; a suspension that has begun is ended by saying until when')
  @Optional()
  @IsInstant()
  until?: string;

  @IsText(1, 2000)
  reason!: string;
}

export class SuspendRewardPolicy extends CommandAt('v1/reward-policies/:id/suspend', {
  body: SuspendPolicyBody,
  roles: ['integrity-officer'],
  summary: 'Suspend a reward policy',
  description: 'Nothing is granted under it meanwhile. A suspension that has begun is ended by suspending until a moment.',
}) {}

@CommandHandler(SuspendRewardPolicy)
export class SuspendRewardPolicyHandler extends PassedOn(SuspendRewardPolicy, rewardPolicy, policyStream, 'SuspendRewardPolicy') {}

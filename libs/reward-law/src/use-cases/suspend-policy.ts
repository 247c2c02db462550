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

  @Describe('Until two lift it, if it is not said')
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
  description:
    'Nothing is granted under it meanwhile. Suspended anew it is held up for longer, and never for less: that takes two, who lift it.',
}) {}

@CommandHandler(SuspendRewardPolicy)
export class SuspendRewardPolicyHandler extends PassedOn(SuspendRewardPolicy, rewardPolicy, policyStream, 'SuspendRewardPolicy') {}

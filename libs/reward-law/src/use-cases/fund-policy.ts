import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsId, PassedOn } from '#libs/http';
import { rewardPolicy } from '../policy/policy.ts';
import { policyStream } from '../policy/policy-events.ts';
import { IsVersion } from './fields.ts';

export class FundPolicyBody {
  static readonly example = { version: 1, poolId: '6f1c0f52-3f0e-8b5e-8a36-51d7d3a0c2b4' };

  @IsVersion()
  version!: number;

  @Describe('The pool of confiscated assets that pays')
  @IsId()
  poolId!: string;
}

export class FundRewardPolicy extends CommandAt('v1/reward-policies/:id/fund', {
  body: FundPolicyBody,
  roles: ['finance-officer'],
  summary: 'Name the pool that pays under a reward policy',
  description: 'By somebody who neither drafted nor enacted it.',
}) {}

@CommandHandler(FundRewardPolicy)
export class FundRewardPolicyHandler extends PassedOn(FundRewardPolicy, rewardPolicy, policyStream, 'FundRewardPolicy') {}

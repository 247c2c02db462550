import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AnnounceRewardPolicyHandler } from './use-cases/announce-policy.ts';
import { DraftRewardPolicyHandler } from './use-cases/draft-policy.ts';
import { EnactRewardPolicyHandler } from './use-cases/enact-policy.ts';
import { FundRewardPolicyHandler } from './use-cases/fund-policy.ts';
import { RewardPoliciesController } from './use-cases/policies.controller.ts';
import { SupersedeRewardPolicyHandler } from './use-cases/supersede-policy.ts';
import { SuspendRewardPolicyHandler } from './use-cases/suspend-policy.ts';

/** Reward policies at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [RewardPoliciesController],
  providers: [
    DraftRewardPolicyHandler,
    AnnounceRewardPolicyHandler,
    EnactRewardPolicyHandler,
    FundRewardPolicyHandler,
    SupersedeRewardPolicyHandler,
    SuspendRewardPolicyHandler,
  ],
})
export class RewardLawModule {}

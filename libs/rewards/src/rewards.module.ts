import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AnnounceRewardPolicyHandler } from './announce-policy.ts';
import { DraftRewardPolicyHandler } from './draft-policy.ts';
import { EnactRewardPolicyHandler } from './enact-policy.ts';
import { FundRewardPolicyHandler } from './fund-policy.ts';
import { RewardPoliciesController } from './policies.controller.ts';
import { SupersedeRewardPolicyHandler } from './supersede-policy.ts';
import { SuspendRewardPolicyHandler } from './suspend-policy.ts';

/** Rewards at the HTTP door. */
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
export class RewardsModule {}

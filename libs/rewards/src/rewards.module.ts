import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnRewardHandler } from './act-on-reward.ts';
import { AnnounceRewardPolicyHandler } from './announce-policy.ts';
import { BonusesController, OperationFactsController } from './bonuses.controller.ts';
import { CastVoteHandler } from './cast-vote.ts';
import { ClearIrregularityHandler } from './clear-irregularity.ts';
import { ConcludeVoteHandler } from './conclude-vote.ts';
import { DraftRewardPolicyHandler } from './draft-policy.ts';
import { EnactRewardPolicyHandler } from './enact-policy.ts';
import { FundRewardPolicyHandler } from './fund-policy.ts';
import { RewardPoliciesController } from './policies.controller.ts';
import { ProposeRewardHandler } from './propose-reward.ts';
import { RecordSetOffHandler } from './record-set-off.ts';
import { RequestAssessmentHandler } from './request-assessment.ts';
import { RewardsController } from './rewards.controller.ts';
import { SupersedeRewardPolicyHandler } from './supersede-policy.ts';
import { SuspendRewardPolicyHandler } from './suspend-policy.ts';
import { WriteOffRecoveryHandler } from './write-off-recovery.ts';

/** Rewards at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [RewardPoliciesController, RewardsController, BonusesController, OperationFactsController],
  providers: [
    DraftRewardPolicyHandler,
    AnnounceRewardPolicyHandler,
    EnactRewardPolicyHandler,
    FundRewardPolicyHandler,
    SupersedeRewardPolicyHandler,
    SuspendRewardPolicyHandler,
    RequestAssessmentHandler,
    ProposeRewardHandler,
    CastVoteHandler,
    ConcludeVoteHandler,
    ClearIrregularityHandler,
    RecordSetOffHandler,
    WriteOffRecoveryHandler,
    ActOnRewardHandler,
  ],
})
export class RewardsModule {}

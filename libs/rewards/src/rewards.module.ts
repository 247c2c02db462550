import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { ActOnRewardHandler } from './use-cases/act-on-reward.ts';
import { BonusesController, OperationFactsController } from './bonuses/bonuses.controller.ts';
import { CastVoteHandler } from './use-cases/cast-vote.ts';
import { ClearIrregularityHandler } from './use-cases/clear-irregularity.ts';
import { ConcludeVoteHandler } from './use-cases/conclude-vote.ts';
import { ProposeRewardHandler } from './use-cases/propose-reward.ts';
import { RecordSetOffHandler } from './use-cases/record-set-off.ts';
import { RequestAssessmentHandler } from './use-cases/request-assessment.ts';
import { RewardsController } from './use-cases/rewards.controller.ts';
import { WriteOffRecoveryHandler } from './use-cases/write-off-recovery.ts';

/** Rewards at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [RewardsController, BonusesController, OperationFactsController],
  providers: [
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

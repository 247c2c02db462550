import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { useCases } from '#libs/http';
import { BonusesController } from './bonuses/bonuses.controller.ts';
import { OperationFactsController } from './operations/operation-facts.controller.ts';
import { RewardsController } from './rewards.controller.ts';
import { ApproveRewardHandler } from './use-cases/approve-reward.ts';
import { CastVoteHandler } from './use-cases/cast-vote.ts';
import { ClearIrregularityHandler } from './use-cases/clear-irregularity.ts';
import { ClearLegallyHandler } from './use-cases/clear-legally.ts';
import { ConcludeVoteHandler } from './use-cases/conclude-vote.ts';
import { ConfirmPaymentHandler } from './use-cases/confirm-payment.ts';
import { CorrectRewardHandler } from './use-cases/correct-reward.ts';
import { DeclareConflictHandler } from './use-cases/declare-conflict.ts';
import { GrantRewardHandler } from './use-cases/grant-reward.ts';
import { InstructPaymentHandler } from './use-cases/instruct-payment.ts';
import { LiftHoldHandler } from './use-cases/lift-hold.ts';
import { PlaceHoldHandler } from './use-cases/place-hold.ts';
import { PlanRecoveryHandler } from './use-cases/plan-recovery.ts';
import { ProposeCorrectionHandler } from './use-cases/propose-correction.ts';
import { ProposeRewardHandler } from './use-cases/propose-reward.ts';
import { RecordRepaymentHandler } from './use-cases/record-repayment.ts';
import { RecordSetOffHandler } from './use-cases/record-set-off.ts';
import { RejectRewardHandler } from './use-cases/reject-reward.ts';
import { ReleaseStageHandler } from './use-cases/release-stage.ts';
import { ReportPaymentFailureHandler } from './use-cases/report-payment-failure.ts';
import { ReportPaymentReturnHandler } from './use-cases/report-payment-return.ts';
import { RequestAssessmentHandler } from './use-cases/request-assessment.ts';
import { ReturnRewardHandler } from './use-cases/return-reward.ts';
import { TriggerClawbackHandler } from './use-cases/trigger-clawback.ts';
import { UpholdIrregularityHandler } from './use-cases/uphold-irregularity.ts';
import { VerifyUnitHandler } from './use-cases/verify-unit.ts';
import { WriteOffRecoveryHandler } from './use-cases/write-off-recovery.ts';

/** What people do, each at an address of its own. */
const { controllers, providers } = useCases('Rewards', [
  RequestAssessmentHandler,
  ProposeRewardHandler,
  ProposeCorrectionHandler,
  DeclareConflictHandler,
  VerifyUnitHandler,
  ClearLegallyHandler,
  PlaceHoldHandler,
  LiftHoldHandler,
  ClearIrregularityHandler,
  UpholdIrregularityHandler,
  CastVoteHandler,
  ConcludeVoteHandler,
  InstructPaymentHandler,
  ConfirmPaymentHandler,
  ReportPaymentFailureHandler,
  ReportPaymentReturnHandler,
  PlanRecoveryHandler,
  RecordRepaymentHandler,
  RecordSetOffHandler,
  WriteOffRecoveryHandler,
]);

/** What only processes give, at no address. */
const givenByProcesses = [
  ApproveRewardHandler,
  GrantRewardHandler,
  CorrectRewardHandler,
  ReturnRewardHandler,
  RejectRewardHandler,
  ReleaseStageHandler,
  TriggerClawbackHandler,
];

/** Rewards at the HTTP door. */
@Module({
  imports: [CqrsModule],
  controllers: [...controllers, RewardsController, BonusesController, OperationFactsController],
  providers: [...providers, ...givenByProcesses],
})
export class RewardsModule {}

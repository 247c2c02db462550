import type { AggregateStore, CommandContext, RunnableProcess } from '#libs/event-sourcing';
import { ApproveReward, ApproveRewardHandler } from '../use-cases/approve-reward.ts';
import { GrantReward, GrantRewardHandler } from '../use-cases/grant-reward.ts';
import { RejectReward, RejectRewardHandler } from '../use-cases/reject-reward.ts';
import { ReleaseStage, ReleaseStageHandler } from '../use-cases/release-stage.ts';
import { ReturnReward, ReturnRewardHandler } from '../use-cases/return-reward.ts';
import { TriggerClawback, TriggerClawbackHandler } from '../use-cases/trigger-clawback.ts';
import { assessOperation } from './assess-operation.ts';
import { giveBack } from './give-back.ts';
import { putBack } from './put-back.ts';
import { type AssessOperation, rewardEligibility } from './reward-eligibility.ts';
import { type GrantStep, rewardGrant } from './reward-grant.ts';
import { type OutcomeCommand, rewardOutcomes } from './reward-outcomes.ts';
import { restore } from './restore.ts';
import { type RecoveryCommand, rewardRecovery } from './reward-recovery.ts';
import { type RestorationCommand, rewardRestoration } from './reward-restoration.ts';

/** The processes of rewards with who carries out what they ask for. */
export const processes: readonly RunnableProcess[] = [
  { process: rewardEligibility, carryOut: assessOperation } satisfies RunnableProcess<AssessOperation>,
  { process: rewardGrant, carryOut: takeStep } satisfies RunnableProcess<GrantStep>,
  { process: rewardOutcomes, carryOut: followOutcome } satisfies RunnableProcess<OutcomeCommand>,
  { process: rewardRestoration, carryOut: restore } satisfies RunnableProcess<RestorationCommand>,
  { process: rewardRecovery, carryOut: putBack } satisfies RunnableProcess<RecoveryCommand>,
];

async function takeStep(aggregates: AggregateStore, { type, data }: GrantStep, context: CommandContext): Promise<void> {
  switch (type) {
    case 'SetAsideAndApprove':
      return new ApproveRewardHandler(aggregates).execute(new ApproveReward(data, context));
    case 'SpendAndGrant':
      return new GrantRewardHandler(aggregates).execute(new GrantReward(data, context));
    case 'ReturnDecided':
      return new ReturnRewardHandler(aggregates).execute(new ReturnReward(data, context));
    case 'GiveBack':
      return giveBack(aggregates, data, context);
  }
}

async function followOutcome(aggregates: AggregateStore, { type, data }: OutcomeCommand, context: CommandContext): Promise<void> {
  switch (type) {
    case 'ReleaseStage':
      return new ReleaseStageHandler(aggregates).execute(new ReleaseStage(data, context));
    case 'TriggerClawback':
      return new TriggerClawbackHandler(aggregates).execute(new TriggerClawback(data, context));
    case 'RejectReward':
      return new RejectRewardHandler(aggregates).execute(new RejectReward(data, context));
  }
}

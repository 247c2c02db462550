import type { AggregateStore, RunnableProcess, CommandContext } from '#libs/event-sourcing';
import { approveReward } from './approve-reward.ts';
import { assessOperation } from './assess-operation.ts';
import { followOutcome } from './follow-outcome.ts';
import { giveBack } from './give-back.ts';
import { grantReward } from './grant-reward.ts';
import { putBack } from './put-back.ts';
import { returnReward } from './return-reward.ts';
import { type AssessOperation, rewardEligibility } from './reward-eligibility.ts';
import { type GrantStep, rewardGrant } from './reward-grant.ts';
import { type OutcomeCommand, rewardOutcomes } from './reward-outcomes.ts';
import { type RecoveryCommand, rewardRecovery } from './reward-recovery.ts';

/** The processes of rewards with who carries out what they ask for. */
export const processes: readonly RunnableProcess[] = [
  { process: rewardEligibility, carryOut: assessOperation } satisfies RunnableProcess<AssessOperation>,
  { process: rewardGrant, carryOut: takeStep } satisfies RunnableProcess<GrantStep>,
  { process: rewardOutcomes, carryOut: followOutcome } satisfies RunnableProcess<OutcomeCommand>,
  { process: rewardRecovery, carryOut: putBack } satisfies RunnableProcess<RecoveryCommand>,
];

async function takeStep(aggregates: AggregateStore, step: GrantStep, context: CommandContext): Promise<void> {
  switch (step.type) {
    case 'SetAsideAndApprove':
      return approveReward(aggregates, step.data, context);
    case 'SpendAndGrant':
      return grantReward(aggregates, step.data, context);
    case 'ReturnDecided':
      return returnReward(aggregates, step.data, context);
    case 'GiveBack':
      return giveBack(aggregates, step.data, context);
  }
}

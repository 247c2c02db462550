import type { Decider, Issued } from '#libs/event-sourcing';
import { assessEligibility, clearIrregularity } from './decisions/assessing.ts';
import { approveReward, grantReward, rejectReward, returnReward } from './decisions/granting.ts';
import { declareConflict, liftIntegrityHold, placeIntegrityHold } from './decisions/integrity.ts';
import { confirmPayment, instructPayment, releaseStage, reportPaymentFailure } from './decisions/paying.ts';
import { clearLegally, proposeReward, verifyUnit } from './decisions/proposing.ts';
import { planRecovery, recordRepayment, recordSetOff, triggerClawback, writeOffRecovery } from './decisions/recovering.ts';
import { castVote, concludeVote } from './decisions/voting.ts';
import type { RewardCommand } from './reward-commands.ts';
import type { RewardEvent } from './reward-events.ts';
import { outcomeOf } from './reward-money.ts';
import { evolveReward } from './reward-evolution.ts';
import { nothingYet, type Reward } from './reward-standing.ts';
import { requireKnown } from './rules/due.ts';

/**
 * A reward is one entitlement, decided by many hands, granted from money that is there, paid in stages, and claimed back to the last riel.
 */
export const reward: Decider<RewardCommand, RewardEvent, Reward> = {
  initial: nothingYet,

  /** What is decided, and with it that the reward is complete once nothing is to be paid, on its way or owed any more. */
  decide(command, state) {
    const events = decided(command, state);
    if (events.length === 0) return events;
    const after = events.reduce(evolveReward, state);
    const outcome = outcomeOf(after);
    return outcome === undefined || outcome === after.completed ? events : [...events, { type: 'RewardCompleted', data: { outcome } }];
  },

  evolve: evolveReward,
};

function decided(command: Issued<RewardCommand>, state: Reward): readonly RewardEvent[] {
  if (command.type === 'AssessEligibility') return assessEligibility(command, state);
  requireKnown(state);
  switch (command.type) {
    case 'ClearIrregularity':
      return clearIrregularity(command, state);
    case 'ProposeReward':
      return proposeReward(command, state);
    case 'VerifyUnit':
      return verifyUnit(command, state);
    case 'ClearLegally':
      return clearLegally(command, state);
    case 'DeclareConflict':
      return declareConflict(command, state);
    case 'PlaceIntegrityHold':
      return placeIntegrityHold(command, state);
    case 'LiftIntegrityHold':
      return liftIntegrityHold(command, state);
    case 'CastVote':
      return castVote(command, state);
    case 'ConcludeVote':
      return concludeVote(command, state);
    case 'ApproveReward':
      return approveReward(command, state);
    case 'GrantReward':
      return grantReward(command, state);
    case 'ReturnReward':
      return returnReward(command, state);
    case 'RejectReward':
      return rejectReward(command, state);
    case 'ReleaseStage':
      return releaseStage(command, state);
    case 'InstructPayment':
      return instructPayment(command, state);
    case 'ConfirmPayment':
      return confirmPayment(command, state);
    case 'ReportPaymentFailure':
      return reportPaymentFailure(command, state);
    case 'TriggerClawback':
      return triggerClawback(command, state);
    case 'PlanRecovery':
      return planRecovery(command, state);
    case 'RecordRepayment':
      return recordRepayment(command, state);
    case 'RecordSetOff':
      return recordSetOff(command, state);
    case 'WriteOffRecovery':
      return writeOffRecovery(command, state);
  }
}

import { decideBy, type Decider, type Issued } from '#libs/event-sourcing';
import { assessEligibility, clearIrregularity, upholdIrregularity } from './decisions/assessing.ts';
import { approveReward, correctReward, grantReward, rejectReward, returnReward } from './decisions/granting.ts';
import { declareConflict, liftIntegrityHold, placeIntegrityHold } from './decisions/integrity.ts';
import { confirmPayment, instructPayment, releaseStage, reportPaymentFailure, reportPaymentReturn } from './decisions/paying.ts';
import { clearLegally, proposeCorrection, proposeReward, verifyUnit } from './decisions/proposing.ts';
import { planRecovery, recordRepayment, recordSetOff, triggerClawback, writeOffRecovery } from './decisions/recovering.ts';
import { fundRestoration, reverseClawback } from './decisions/reversing.ts';
import { castVote, concludeVote } from './decisions/voting.ts';
import type { RewardCommand } from './reward-commands.ts';
import type { RewardEvent } from './reward-events.ts';
import { outcomeOf } from './reward-money.ts';
import { evolveReward } from './reward-evolution.ts';
import { nothingYet, type Reward, type KnownReward } from './reward-standing.ts';
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

/** What is decided of a reward once its operation was assessed. */
const decideKnown = decideBy<Exclude<RewardCommand, { type: 'AssessEligibility' }>, RewardEvent, KnownReward>({
  ClearIrregularity: clearIrregularity,
  UpholdIrregularity: upholdIrregularity,
  ProposeReward: proposeReward,
  ProposeCorrection: proposeCorrection,
  VerifyUnit: verifyUnit,
  ClearLegally: clearLegally,
  DeclareConflict: declareConflict,
  PlaceIntegrityHold: placeIntegrityHold,
  LiftIntegrityHold: liftIntegrityHold,
  CastVote: castVote,
  ConcludeVote: concludeVote,
  ApproveReward: approveReward,
  GrantReward: grantReward,
  CorrectReward: correctReward,
  ReturnReward: returnReward,
  RejectReward: rejectReward,
  ReleaseStage: releaseStage,
  InstructPayment: instructPayment,
  ConfirmPayment: confirmPayment,
  ReportPaymentFailure: reportPaymentFailure,
  ReportPaymentReturn: reportPaymentReturn,
  TriggerClawback: triggerClawback,
  ReverseClawback: reverseClawback,
  FundRestoration: fundRestoration,
  PlanRecovery: planRecovery,
  RecordRepayment: recordRepayment,
  RecordSetOff: recordSetOff,
  WriteOffRecovery: writeOffRecovery,
});

function decided(command: Issued<RewardCommand>, state: Reward): readonly RewardEvent[] {
  if (command.type === 'AssessEligibility') return assessEligibility(command, state);
  requireKnown(state);
  return decideKnown(command, state);
}

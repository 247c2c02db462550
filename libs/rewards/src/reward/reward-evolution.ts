import { defined } from '#libs/event-sourcing';
import { minorUnits, minus } from '#libs/vocabulary';
import { assessedAfter } from './assessed.ts';
import type { ClawbackCause, RewardEvent } from './reward-events.ts';
import { type Duty, type PaymentState, type RecoveryState, type Reward, type Round, standingClawbacks } from './reward-standing.ts';

// The fold of a reward, chapter by chapter, as its decisions are. An event that no chapter takes is refused by the compiler.

type Of<Type extends RewardEvent['type']> = Extract<RewardEvent, { type: Type }>;

/** The reward after an event. */
export function evolveReward(state: Reward, event: RewardEvent): Reward {
  switch (event.type) {
    case 'RewardTriggered':
    case 'EligibilityAssessed':
    case 'IrregularityCleared':
    case 'IrregularityUpheld':
      return withAssessment(state, event);
    case 'RewardProposed':
    case 'SharesAllocated':
    case 'UnitVerificationGiven':
    case 'LegalClearanceGiven':
      return withProposal(state, event);
    case 'ConflictDeclared':
    case 'IntegrityHoldPlaced':
    case 'IntegrityHoldLifted':
      return withIntegrity(state, event);
    case 'CommitteeVoteCast':
    case 'VoteConcluded':
      return withVoting(state, event);
    case 'RewardApproved':
    case 'RewardReturned':
    case 'RewardRejected':
    case 'RewardGranted':
    case 'SupplementGranted':
    case 'RewardSuspended':
    case 'RewardCompleted':
      return withGrant(state, event);
    case 'StageReleased':
    case 'PaymentInstructed':
    case 'PaymentExecuted':
    case 'PaymentFailed':
    case 'PaymentReturned':
      return withPayments(state, event);
    case 'ClawbackTriggered':
    case 'ClawbackReversed':
    case 'RestorationFunded':
    case 'RewardCorrected':
    case 'RecoveryPlanned':
    case 'RecoverySetOff':
    case 'RecoveryRepaid':
    case 'RecoveryWrittenOff':
      return withRecoveries(state, event);
  }
}

/** What it comes to, and whether anything is wrong with it. */
function withAssessment(
  state: Reward,
  event: Of<'RewardTriggered' | 'EligibilityAssessed' | 'IrregularityCleared' | 'IrregularityUpheld'>,
): Reward {
  switch (event.type) {
    case 'RewardTriggered': {
      const { trigger, triggeredBy, ...entitlement } = event.data;
      return { ...state, entitlement, trigger: { trigger, triggeredBy } };
    }
    case 'EligibilityAssessed': {
      const assessed = assessedAfter(state.assessment, event.data);
      if (assessed === undefined) return state;
      const before = assessed.assessment.verdict === 'eligible' ? without(state, 'suspension') : state;
      return { ...before, assessment: assessed };
    }
    case 'IrregularityCleared':
      // The head who says what is right does so as the head, who may propose as well: that is no duty of another kind.
      return withDuty({ ...state, cleared: [...state.cleared, event.data] }, event.data.clearedBy, 'irregularity');
    case 'IrregularityUpheld': {
      const { upheldBy, confirmedBy = upheldBy } = event.data;
      const after = { ...state, upheld: [...state.upheld, event.data] };
      return withDuty(withDuty(after, upheldBy, 'irregularity'), confirmedBy, 'irregularity');
    }
  }
}

/** A round up to the vote: who gets what, and who stands for it. */
function withProposal(
  state: Reward,
  event: Of<'RewardProposed' | 'SharesAllocated' | 'UnitVerificationGiven' | 'LegalClearanceGiven'>,
): Reward {
  switch (event.type) {
    case 'RewardProposed': {
      const { number = 0, version = 0, assessment } = state.assessment ?? {};
      const { payee = 'beneficiaries' } = assessment ?? {};
      const stages = event.data.change?.stages ?? assessment?.stages ?? [];
      const round: Round = { ...event.data, assessed: number, version, payee, stages, votes: [], approved: false };
      const before = withoutOvertaken(state);
      return withDuty({ ...before, rounds: [...before.rounds, round] }, event.data.proposedBy, 'proposal');
    }
    case 'SharesAllocated':
      return inRound(state, event.data.round, () => ({ allocation: event.data.allocation }));
    case 'UnitVerificationGiven': {
      const { round, ...verification } = event.data;
      return withDuty(
        inRound(state, round, () => ({ verification })),
        verification.verifiedBy,
        'verification',
      );
    }
    case 'LegalClearanceGiven': {
      const { round, ...clearance } = event.data;
      return withDuty(
        inRound(state, round, () => ({ clearance })),
        clearance.clearedBy,
        'clearance',
      );
    }
  }
}

/** A proposal that the committee did not conclude on makes room for the next: who it would have gone to is kept, and the rest is in the log. */
function withoutOvertaken(state: Reward): Reward {
  const last = state.rounds.at(-1);
  if (last === undefined || last.conclusion !== undefined) return state;
  const { round, proposedBy, proposedAt, unit, assessed, version, payee, verification, clearance, votes, approved } = last;
  const left: Round = defined({
    ...{ round, proposedBy, proposedAt, unit, assessed, version, payee, stages: [] },
    ...{ verification, clearance, votes, approved },
  });
  const persons = (last.allocation?.shares ?? []).flatMap(({ kind, recipientId }) => (kind === 'person' ? [recipientId] : []));
  const passedOver = [...new Set([...(state.passedOver ?? []), ...persons])];
  return { ...state, rounds: state.rounds.with(-1, left), ...(passedOver.length > 0 && { passedOver }) };
}

/** Who stands back, and what integrity holds. */
function withIntegrity(state: Reward, event: Of<'ConflictDeclared' | 'IntegrityHoldPlaced' | 'IntegrityHoldLifted'>): Reward {
  switch (event.type) {
    case 'ConflictDeclared':
      return { ...state, conflicts: [...state.conflicts, event.data] };
    case 'IntegrityHoldPlaced':
      return { ...state, holds: [...state.holds, event.data] };
    case 'IntegrityHoldLifted': {
      const { holdId, ...lifted } = event.data;
      const holds = state.holds.map((hold) => (hold.holdId === holdId ? { ...hold, lifted } : hold));
      return withDuty({ ...state, holds }, lifted.liftedBy, 'integrity');
    }
  }
}

/** The committee. */
function withVoting(state: Reward, event: Of<'CommitteeVoteCast' | 'VoteConcluded'>): Reward {
  switch (event.type) {
    case 'CommitteeVoteCast': {
      const { round, ...vote } = event.data;
      return withDuty(
        inRound(state, round, ({ votes }) => ({ votes: [...votes, vote] })),
        vote.member,
        'committee',
      );
    }
    case 'VoteConcluded':
      return withDuty(
        inRound(state, event.data.round, () => ({ conclusion: event.data })),
        event.data.concludedBy,
        'committee',
      );
  }
}

/** How a round ends, and the grant from then on. */
function withGrant(
  state: Reward,
  event: Of<
    'RewardApproved' | 'RewardReturned' | 'RewardRejected' | 'RewardGranted' | 'SupplementGranted' | 'RewardSuspended' | 'RewardCompleted'
  >,
): Reward {
  switch (event.type) {
    case 'RewardApproved':
      return inRound(state, event.data.round, () => ({ approved: true }));
    case 'RewardReturned': {
      const { round, ...returned } = event.data;
      return inRound(state, round, () => ({ returned }));
    }
    case 'RewardRejected':
      return { ...state, rejection: event.data };
    case 'RewardGranted':
      return decided({ ...state, grant: event.data });
    // What was paid in full is complete no more.
    case 'SupplementGranted':
      return decided({ ...without(state, 'completed'), supplements: [...(state.supplements ?? []), event.data] });
    case 'RewardSuspended':
      return { ...state, suspension: event.data };
    case 'RewardCompleted':
      return { ...state, completed: event.data.outcome };
  }
}

/** Stages and payments. */
function withPayments(
  state: Reward,
  event: Of<'StageReleased' | 'PaymentInstructed' | 'PaymentExecuted' | 'PaymentFailed' | 'PaymentReturned'>,
): Reward {
  switch (event.type) {
    case 'StageReleased': {
      const { stage, round, amount, because, payments } = event.data;
      return {
        ...state,
        stages: [...state.stages, defined({ stage, round, amount, because })],
        payments: [
          ...state.payments,
          ...payments.map((payment): PaymentState => ({ ...payment, stage, status: 'released', failures: [] })),
        ],
      };
    }
    case 'PaymentInstructed': {
      const { paymentId, instructedBy, instructedAt } = event.data;
      return withDuty(
        withPayment(state, paymentId, () => ({ status: 'instructed', instructedBy, ...defined({ instructedAt }) })),
        instructedBy,
        'instruction',
      );
    }
    case 'PaymentExecuted': {
      const { paymentId, confirmedBy, bankReference, executedAt } = event.data;
      const executed = { confirmedBy, bankReference, executedAt };
      return withDuty(
        withPayment(state, paymentId, () => ({ status: 'executed', executed })),
        confirmedBy,
        'confirmation',
      );
    }
    case 'PaymentFailed': {
      const { paymentId, reportedBy, reason } = event.data;
      const failed = withPayment(state, paymentId, ({ failures }) => ({
        status: 'failed',
        failures: [...failures, { reportedBy, reason }],
      }));
      return withDuty(failed, reportedBy, 'confirmation');
    }
    case 'PaymentReturned':
      return withDuty(returned(state, event.data), event.data.reportedBy, 'confirmation');
  }
}

/** It is no longer made, and what was paid in full is complete no more. */
function returned(
  state: Reward,
  { paymentId, returnId, bankReference, executedAt, reportedBy, reason, document }: Of<'PaymentReturned'>['data'],
): Reward {
  const back = { returnId, bankReference, executedAt, reportedBy, reason, document };
  const payments = state.payments.map((payment): PaymentState => {
    if (payment.paymentId !== paymentId) return payment;
    return defined({ ...payment, status: 'returned' as const, executed: undefined, returns: [...(payment.returns ?? []), back] });
  });
  return { ...without(state, 'completed'), payments };
}

/** What is claimed back, and what comes of it. */
function withRecoveries(
  state: Reward,
  event: Of<
    | 'ClawbackTriggered'
    | 'ClawbackReversed'
    | 'RestorationFunded'
    | 'RewardCorrected'
    | 'RecoveryPlanned'
    | 'RecoverySetOff'
    | 'RecoveryRepaid'
    | 'RecoveryWrittenOff'
  >,
): Reward {
  switch (event.type) {
    // What was paid in full is complete no more.
    case 'ClawbackTriggered':
      return {
        ...without(withAcquittals(state, event.data.cause), 'completed'),
        clawbacks: [...state.clawbacks, event.data],
        recoveries: [...state.recoveries, ...event.data.recover.map((recovery) => ({ ...recovery, receipts: [] }))],
      };
    case 'ClawbackReversed':
      return reversed(state, event.data);
    case 'RestorationFunded':
      return {
        ...state,
        reversals: (state.reversals ?? []).map((one) => (one.reversalId === event.data.reversalId ? { ...one, funded: true } : one)),
      };
    case 'RewardCorrected':
      return corrected(state, event.data);
    case 'RecoveryPlanned': {
      const { recoveryId, ...plan } = event.data;
      return withRecovery(state, recoveryId, () => ({ plan }));
    }
    case 'RecoverySetOff':
    case 'RecoveryRepaid': {
      const { recoveryId, receiptId, amount, reference, recordedBy } = event.data;
      const kind = event.type === 'RecoverySetOff' ? ('set-off' as const) : ('repaid' as const);
      return withRecovery(state, recoveryId, ({ receipts }) => ({
        receipts: [...receipts, { kind, receiptId, amount, reference, recordedBy, ...('from' in event.data && { from: event.data.from }) }],
      }));
    }
    case 'RecoveryWrittenOff': {
      const { recoveryId, amount, reason, instrument, writtenOffBy } = event.data;
      return withRecovery(state, recoveryId, () => ({ writtenOff: { amount, reason, instrument, writtenOffBy } }));
    }
  }
}

/** Whose acquittal a clawback rests on: of those that follow it, a payment on its way late, the same. */
function withAcquittals(state: Reward, cause: ClawbackCause): Reward {
  if (cause !== 'acquittal' || standingClawbacks(state).length > 0) return state;
  const suspects = state.assessment?.inputs.suspects ?? [];
  return { ...state, acquittals: suspects.filter(({ outcome }) => outcome === 'acquitted').map(({ suspectId }) => suspectId) };
}

/** No clawback stands any more: what came back is to be paid again, and what was still owed is not. */
function reversed(state: Reward, reversal: Of<'ClawbackReversed'>['data']): Reward {
  const { reversalId, clawbackIds, cancelled, payments } = reversal;
  const left = new Map(cancelled.map(({ recoveryId, amount }) => [recoveryId, amount]));
  return {
    ...without(without(state, 'completed'), 'acquittals'),
    clawbacks: state.clawbacks.map((one) => (clawbackIds.includes(one.clawbackId) ? { ...one, reversalId } : one)),
    recoveries: state.recoveries.map((one) => {
      const owed = left.get(one.recoveryId);
      return owed === undefined ? one : { ...one, cancelled: owed };
    }),
    payments: [
      ...state.payments,
      ...payments.map(({ paymentId, recipientId, kind, form, amount, stage }): PaymentState => ({
        ...{ paymentId, recipientId, kind, form, amount, stage },
        ...{ status: 'released', failures: [] },
      })),
    ],
    reversals: [...(state.reversals ?? []), { ...reversal, funded: minorUnits(reversal.amount) === 0n }],
  };
}

/** What was decided rests on what was known then. */
function decided(state: Reward): Reward {
  const { number = 0, assessment } = state.assessment ?? {};
  return { ...state, decided: { number, sentences: (assessment?.lines ?? []).map(({ sentence }) => sentence) } };
}

/** Payments that were not made are lowered, and what was made is owed; what was held up because less is due is so no more. */
function corrected(state: Reward, correction: Of<'RewardCorrected'>['data']): Reward {
  const less = new Map(correction.lowered.map(({ paymentId, amount }) => [paymentId, amount]));
  const eligible = state.assessment?.assessment.verdict === 'eligible';
  return decided({
    ...without(eligible ? without(state, 'suspension') : state, 'completed'),
    corrections: [...(state.corrections ?? []), correction],
    payments: state.payments.map((payment): PaymentState => {
      const off = less.get(payment.paymentId);
      if (off === undefined) return payment;
      const amount = minus(payment.amount, off);
      return { ...payment, amount, ...(minorUnits(amount) === 0n && { status: 'forfeited' }) };
    }),
    recoveries: [...state.recoveries, ...correction.recover.map((recovery) => ({ ...recovery, receipts: [] }))],
  });
}

function without(state: Reward, field: 'completed' | 'suspension' | 'acquittals'): Reward {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name !== field)) as unknown as Reward;
}

function inRound(state: Reward, number: number, change: (round: Round) => Partial<Round>): Reward {
  return { ...state, rounds: state.rounds.map((round) => (round.round === number ? { ...round, ...change(round) } : round)) };
}

function withPayment(state: Reward, paymentId: string, change: (payment: PaymentState) => Partial<PaymentState>): Reward {
  return {
    ...state,
    payments: state.payments.map((payment) => (payment.paymentId === paymentId ? { ...payment, ...change(payment) } : payment)),
  };
}

function withRecovery(state: Reward, recoveryId: string, change: (recovery: RecoveryState) => Partial<RecoveryState>): Reward {
  return {
    ...state,
    recoveries: state.recoveries.map((recovery) => (recovery.recoveryId === recoveryId ? { ...recovery, ...change(recovery) } : recovery)),
  };
}

function withDuty(state: Reward, person: string, duty: Duty): Reward {
  if (state.duties.some((one) => one.person === person && one.duty === duty)) return state;
  return { ...state, duties: [...state.duties, { person, duty }] };
}

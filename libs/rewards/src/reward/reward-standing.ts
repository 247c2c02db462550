import type { DataOf } from '#libs/event-sourcing';
import type { Allocation, Assessment } from '#libs/reward-law';
import type { Count } from '#libs/vocabulary';
import type { Entitlement, KeptPaymentId, Payment, Recovery, RewardEvent } from './reward-events.ts';

/** What somebody does for a reward. Nobody has two of these in one reward, in whatever rounds. */
export const duties = [
  'proposal',
  'verification',
  'clearance',
  'committee',
  'instruction',
  'confirmation',
  'integrity',
  'irregularity',
] as const;
export type Duty = (typeof duties)[number];

/** What somebody has done for a reward. */
export interface DutyDone {
  readonly person: string;
  readonly duty: Duty;
}

/** A vote of a member of the committee. */
export type Vote = Omit<DataOf<RewardEvent, 'CommitteeVoteCast'>, 'round'>;

/** A proposal and what came of it. */
export interface Round extends DataOf<RewardEvent, 'RewardProposed'> {
  /** The number of the assessment it rests on, and what that says. */
  readonly assessed: Count;
  /** Of the policy, as that assessment was made under it. */
  readonly version: Count;
  readonly payee: Assessment['payee'];
  readonly stages: Assessment['stages'];
  readonly allocation?: Allocation;
  readonly verification?: Omit<DataOf<RewardEvent, 'UnitVerificationGiven'>, 'round'>;
  readonly clearance?: Omit<DataOf<RewardEvent, 'LegalClearanceGiven'>, 'round'>;
  readonly votes: readonly Vote[];
  readonly conclusion?: DataOf<RewardEvent, 'VoteConcluded'>;
  /** Money was set aside for it. */
  readonly approved: boolean;
  readonly returned?: Omit<DataOf<RewardEvent, 'RewardReturned'>, 'round'>;
}

/** A hold, with its end if it has ended. */
export interface Hold extends DataOf<RewardEvent, 'IntegrityHoldPlaced'> {
  readonly lifted?: Omit<DataOf<RewardEvent, 'IntegrityHoldLifted'>, 'holdId'>;
}

/** A payment of a released stage. After a failure it can be instructed again. */
export interface PaymentState extends Payment {
  readonly stage: DataOf<RewardEvent, 'StageReleased'>['stage'];
  readonly status: 'released' | 'instructed' | 'executed' | 'failed';
  readonly instructedBy?: string;
  readonly executed?: Pick<DataOf<RewardEvent, 'PaymentExecuted'>, 'confirmedBy' | 'bankReference' | 'executedAt'>;
  readonly failures: readonly Pick<DataOf<RewardEvent, 'PaymentFailed'>, 'reportedBy' | 'reason'>[];
}

/** Something of a recovery that came back. */
export interface ReceiptState extends Pick<DataOf<RewardEvent, 'RecoveryRepaid'>, 'receiptId' | 'amount' | 'reference' | 'recordedBy'> {
  /** Kept from what is owed to the recipient elsewhere, or paid. */
  readonly kind: 'set-off' | 'repaid';
  /** The payment of another reward that was kept, of what is set off. */
  readonly from?: KeptPaymentId;
}

/** What one recipient owes, with what came of it. */
export interface RecoveryState extends Recovery {
  readonly plan?: Omit<DataOf<RewardEvent, 'RecoveryPlanned'>, 'recoveryId'>;
  readonly receipts: readonly ReceiptState[];
  readonly writtenOff?: Pick<DataOf<RewardEvent, 'RecoveryWrittenOff'>, 'amount' | 'reason' | 'instrument' | 'writtenOffBy'>;
}

/** A reward as its events tell it. JSON, so that the reward's page is this and nothing else. */
export interface Reward {
  /** Absent before it is triggered. */
  readonly entitlement?: Entitlement;
  readonly trigger?: Pick<DataOf<RewardEvent, 'RewardTriggered'>, 'trigger' | 'triggeredBy'>;
  /** The latest, rule by rule. */
  readonly assessment?: DataOf<RewardEvent, 'EligibilityAssessed'>;
  /** Every proposal and what came of it, round n at index n - 1; the last one counts. */
  readonly rounds: readonly Round[];
  readonly conflicts: readonly DataOf<RewardEvent, 'ConflictDeclared'>[];
  readonly holds: readonly Hold[];
  /** Irregularities that integrity cleared up: they hold nothing up any more. */
  readonly cleared: readonly DataOf<RewardEvent, 'IrregularityCleared'>[];
  /** Who has done what for it. Nobody has two. */
  readonly duties: readonly DutyDone[];
  readonly rejection?: DataOf<RewardEvent, 'RewardRejected'>;
  readonly grant?: DataOf<RewardEvent, 'RewardGranted'>;
  /** Since an irregularity was found after the grant, until an assessment is eligible again: stages and payments wait. */
  readonly suspension?: DataOf<RewardEvent, 'RewardSuspended'>;
  readonly stages: readonly Pick<DataOf<RewardEvent, 'StageReleased'>, 'stage' | 'amount' | 'because'>[];
  readonly payments: readonly PaymentState[];
  readonly clawbacks: readonly DataOf<RewardEvent, 'ClawbackTriggered'>[];
  readonly recoveries: readonly RecoveryState[];
  readonly completed?: DataOf<RewardEvent, 'RewardCompleted'>['outcome'];
}

/** A reward that was triggered and assessed. */
export type KnownReward = Reward & Required<Pick<Reward, 'entitlement' | 'assessment'>>;

export const nothingYet: Reward = {
  rounds: [],
  conflicts: [],
  holds: [],
  cleared: [],
  duties: [],
  stages: [],
  payments: [],
  clawbacks: [],
  recoveries: [],
};

/** The reward after an event. */
export function evolveReward(state: Reward, event: RewardEvent): Reward {
  switch (event.type) {
    case 'RewardTriggered': {
      const { trigger, triggeredBy, ...entitlement } = event.data;
      return { ...state, entitlement, trigger: { trigger, triggeredBy } };
    }
    case 'EligibilityAssessed': {
      const before = event.data.assessment.verdict === 'eligible' ? without(state, 'suspension') : state;
      return { ...before, assessment: event.data };
    }
    case 'RewardProposed': {
      const { number = 0, version = 0, assessment } = state.assessment ?? {};
      const { payee = 'beneficiaries', stages = [] } = assessment ?? {};
      const round: Round = { ...event.data, assessed: number, version, payee, stages, votes: [], approved: false };
      return withDuty({ ...state, rounds: [...state.rounds, round] }, event.data.proposedBy, 'proposal');
    }
    case 'SharesAllocated':
      return inRound(state, event.data.round, () => ({ allocation: event.data.allocation }));
    case 'ConflictDeclared':
      return { ...state, conflicts: [...state.conflicts, event.data] };
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
    case 'IntegrityHoldPlaced':
      return { ...state, holds: [...state.holds, event.data] };
    case 'IntegrityHoldLifted': {
      const { holdId, ...lifted } = event.data;
      const holds = state.holds.map((hold) => (hold.holdId === holdId ? { ...hold, lifted } : hold));
      return withDuty({ ...state, holds }, lifted.liftedBy, 'integrity');
    }
    case 'IrregularityCleared':
      return withDuty({ ...state, cleared: [...state.cleared, event.data] }, event.data.clearedBy, 'irregularity');
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
    case 'RewardApproved':
      return inRound(state, event.data.round, () => ({ approved: true }));
    case 'RewardReturned': {
      const { round, ...returned } = event.data;
      return inRound(state, round, () => ({ returned }));
    }
    case 'RewardRejected':
      return { ...state, rejection: event.data };
    case 'RewardGranted':
      return { ...state, grant: event.data };
    case 'StageReleased': {
      const { stage, amount, because, payments } = event.data;
      return {
        ...state,
        stages: [...state.stages, { stage, amount, because }],
        payments: [
          ...state.payments,
          ...payments.map((payment): PaymentState => ({ ...payment, stage, status: 'released', failures: [] })),
        ],
      };
    }
    case 'PaymentInstructed': {
      const { paymentId, instructedBy } = event.data;
      return withDuty(
        withPayment(state, paymentId, () => ({ status: 'instructed', instructedBy })),
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
    case 'RewardSuspended':
      return { ...state, suspension: event.data };
    // What was paid in full is complete no more.
    case 'ClawbackTriggered':
      return {
        ...without(state, 'completed'),
        clawbacks: [...state.clawbacks, event.data],
        recoveries: [...state.recoveries, ...event.data.recover.map((recovery) => ({ ...recovery, receipts: [] }))],
      };
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
    case 'RewardCompleted':
      return { ...state, completed: event.data.outcome };
  }
}

function without(state: Reward, field: 'completed' | 'suspension'): Reward {
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

import type { DataOf } from '#libs/event-sourcing';
import type { Allocation, Assessment } from '#libs/reward-law';
import type { Count, Id, Instant, Money } from '#libs/vocabulary';
import type { Assessed, Entitlement, KeptPaymentId, Payment, Recovery, RewardEvent } from './reward-events.ts';

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

/**
 * What somebody does about what is claimed back of a reward. Whoever paid it may record that it came back, and whoever cleared it that it is given up: it is
 * `recoveries.ts` that says which of these are kept apart. All of them are done by others than who gains by the reward, and apart from them.
 */
export const recoveryDuties = ['plan', 'repayment', 'set-off', 'write-off'] as const;
export type RecoveryDuty = (typeof recoveryDuties)[number];

/** What somebody has done for a reward. */
export interface DutyDone {
  readonly person: string;
  readonly duty: Duty;
}

/** A vote of a member of the committee. */
export type Vote = Omit<DataOf<RewardEvent, 'CommitteeVoteCast'>, 'round'>;

/**
 * A proposal and what came of it. Of one that another took the place of before the committee concluded on it, what it said and who would have
 * got what stands in the timeline alone: somebody who proposes every day makes nothing long by it.
 */
export interface Round extends Omit<DataOf<RewardEvent, 'RewardProposed'>, 'statement'> {
  readonly statement?: string;
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
  /** `returned`: it was made and came back, and is to be paid again. `forfeited`: a correction left nothing of it. */
  readonly status: 'released' | 'instructed' | 'executed' | 'failed' | 'returned' | 'forfeited';
  readonly instructedBy?: string;
  /** When it was instructed last, UTC. */
  readonly instructedAt?: Instant;
  readonly executed?: Pick<DataOf<RewardEvent, 'PaymentExecuted'>, 'confirmedBy' | 'bankReference' | 'executedAt'>;
  readonly failures: readonly Pick<DataOf<RewardEvent, 'PaymentFailed'>, 'reportedBy' | 'reason'>[];
  /** Each time that it was made and came back. Absent while it never did. */
  readonly returns?: readonly PaymentReturn[];
}

/** That the bank gave a payment back, and which transfer of it. */
export type PaymentReturn = Pick<
  DataOf<RewardEvent, 'PaymentReturned'>,
  'returnId' | 'bankReference' | 'executedAt' | 'reportedBy' | 'reason' | 'document'
>;

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
  /** Was still owed when the clawback was reversed, and is not any more. */
  readonly cancelled?: Money;
}

/** A clawback, with its end if it was reversed. */
export interface ClawbackState extends DataOf<RewardEvent, 'ClawbackTriggered'> {
  readonly reversalId?: Id;
}

/** That clawbacks were reversed, and whether the pool has given the money for it. */
export interface Reversal extends DataOf<RewardEvent, 'ClawbackReversed'> {
  readonly funded: boolean;
}

/** A reward as its events tell it. JSON, so that the reward's page is this and nothing else. */
export interface Reward {
  /** Absent before it is triggered. */
  readonly entitlement?: Entitlement;
  readonly trigger?: Pick<DataOf<RewardEvent, 'RewardTriggered'>, 'trigger' | 'triggeredBy'>;
  /** The latest, rule by rule. */
  readonly assessment?: Assessed;
  /** Every proposal and what came of it, round n at index n - 1; the last one counts. */
  readonly rounds: readonly Round[];
  /** Officers who would have had a share by proposals that others took the place of: as many as were on the roster. Absent while there are none. */
  readonly passedOver?: readonly string[];
  readonly conflicts: readonly DataOf<RewardEvent, 'ConflictDeclared'>[];
  readonly holds: readonly Hold[];
  /** Irregularities that were cleared up: they hold nothing up any more. */
  readonly cleared: readonly DataOf<RewardEvent, 'IrregularityCleared'>[];
  /** Irregularities that integrity found to be so: what has them counts for nothing. */
  readonly upheld: readonly DataOf<RewardEvent, 'IrregularityUpheld'>[];
  /** Who has done what for it. Nobody has two. */
  readonly duties: readonly DutyDone[];
  readonly rejection?: DataOf<RewardEvent, 'RewardRejected'>;
  readonly grant?: DataOf<RewardEvent, 'RewardGranted'>;
  /** What was added to it since. Absent while nothing was. */
  readonly supplements?: readonly DataOf<RewardEvent, 'SupplementGranted'>[];
  /** What was taken off it since. Absent while nothing was. */
  readonly corrections?: readonly DataOf<RewardEvent, 'RewardCorrected'>[];
  /** The assessment that the last of these decisions rests on, in its sentences. */
  readonly decided?: { readonly number: Count; readonly sentences: readonly string[] };
  /** Since an irregularity was found after the grant, until an assessment is eligible again: stages and payments wait. */
  readonly suspension?: DataOf<RewardEvent, 'RewardSuspended'>;
  readonly stages: readonly Pick<DataOf<RewardEvent, 'StageReleased'>, 'stage' | 'round' | 'amount' | 'because'>[];
  readonly payments: readonly PaymentState[];
  readonly clawbacks: readonly ClawbackState[];
  /** Suspects whose acquittal the clawbacks that stand rest on. */
  readonly acquittals?: readonly Id[];
  /** Absent while no clawback was reversed. */
  readonly reversals?: readonly Reversal[];
  readonly recoveries: readonly RecoveryState[];
  readonly completed?: DataOf<RewardEvent, 'RewardCompleted'>['outcome'];
}

/** The clawbacks that nothing has reversed. */
export const standingClawbacks = ({ clawbacks }: Pick<Reward, 'clawbacks'>): readonly ClawbackState[] =>
  clawbacks.filter(({ reversalId }) => reversalId === undefined);

/** The rounds that money was granted in: the grant, and what was added to it since. */
export const grantedRounds = ({ grant, supplements = [] }: Pick<Reward, 'grant' | 'supplements'>): readonly Count[] =>
  grant === undefined ? [] : [grant.round, ...supplements.map(({ round }) => round)];

/** Whether what was decided in this round has taken effect. */
export const isDecided = (state: Reward, { round }: Pick<Round, 'round'>): boolean =>
  grantedRounds(state).includes(round) || (state.corrections ?? []).some((correction) => correction.round === round);

/** A reward that was triggered and assessed. */
export type KnownReward = Reward & Required<Pick<Reward, 'entitlement' | 'assessment'>>;

export const nothingYet: Reward = {
  rounds: [],
  conflicts: [],
  holds: [],
  cleared: [],
  upheld: [],
  duties: [],
  stages: [],
  payments: [],
  clawbacks: [],
  recoveries: [],
};

import type { Command, Issued } from '#libs/event-sourcing';
import type { Money } from '#libs/vocabulary';
import type { AssessmentInputs, Grantable, OfficerHistory, PolicyTerms, ProposedShare, Roster } from '#libs/reward-law';
import type { ClawbackCause } from './reward-events.ts';
import type { PaymentState } from './reward-standing.ts';

/** A recipient as the register has it now. A unit is never suspended, and has no history. */
export interface RegisteredRecipient extends Partial<OfficerHistory> {
  readonly recipientId: string;
  readonly suspended: boolean;
}

/** Where somebody, or a unit, stands in the register: the agency, and the unit with every unit above it. */
export interface Placed {
  readonly id: string;
  readonly agency?: string;
  readonly chain: readonly string[];
}

/** A payment of another reward, which went into the authority's own account instead of its recipient's. */
export type KeptPayment = Pick<PaymentState, 'recipientId' | 'amount' | 'status' | 'instructedBy' | 'executed'>;

export interface Instalment {
  /** A day, `YYYY-MM-DD`. */
  readonly due: string;
  readonly amount: Money;
}

/**
 * What a reward can be asked. Where a rule rests on other streams, whoever gives the command says what they have: the policy, the register.
 * Commands with a `round` are given by processes, and are about that round alone.
 */
export type RewardCommand =
  | Command<
      'AssessEligibility',
      {
        caseId: string;
        operationId: string;
        policyId: string;
        version: number;
        terms: PolicyTerms;
        /** On request it is triggered whatever comes of it. */
        trigger: 'facts' | 'request';
        inputs: AssessmentInputs;
        seizedAt: string;
        roster?: Roster;
        laboratoryReceivedAt?: string;
        duplicateOf?: string;
        hands?: readonly string[];
        analysts?: readonly string[];
      }
    >
  | Command<
      'ProposeReward',
      {
        statement: string;
        exceptional?: string;
        shares: readonly ProposedShare[];
        /** Of who proposes. */
        unit: string;
        /** The version that was assessed, and its terms. */
        version: number;
        terms: PolicyTerms;
        /** Those of the recipients, and the lead unit, that are registered. */
        recipients: readonly RegisteredRecipient[];
        /** Those of the cited instruments that are law. */
        enactedInstruments: readonly string[];
      }
    >
  | Command<'VerifyUnit', { statement: string }>
  | Command<'ClearLegally', { statement: string }>
  | Command<'DeclareConflict', { reason: string }>
  | Command<'PlaceIntegrityHold', { holdId: string; reason: string }>
  | Command<'LiftIntegrityHold', { holdId: string; reason: string }>
  | Command<
      'ClearIrregularity',
      {
        /** The seizure that the explanation names. */
        subjectId: string;
        defect: string;
        reason: string;
        /** The version that was assessed, and its terms. */
        version: number;
        terms: PolicyTerms;
      }
    >
  | Command<
      'CastVote',
      {
        vote: 'for' | 'against' | 'abstain';
        reason?: string;
        /** Of who votes. */
        member: Placed;
        /** Every recipient, and the lead unit where its fund gets something. */
        beneficiaries: readonly Placed[];
      }
    >
  | Command<'ConcludeVote', { policy: Grantable }>
  | Command<'ApproveReward', { round: number; reservationId: string }>
  | Command<'ReturnReward', { round: number; code: string; reason: string }>
  | Command<'RejectReward', { code: string; reason: string }>
  | Command<'GrantReward', { round: number }>
  | Command<'ReleaseStage', { stage: 'laboratory' | 'final-verdict'; because: string }>
  | Command<'InstructPayment', { paymentId: string }>
  | Command<'ConfirmPayment', { paymentId: string; bankReference: string; executedAt: string }>
  | Command<'ReportPaymentFailure', { paymentId: string; reason: string }>
  | Command<'TriggerClawback', { cause: ClawbackCause; reason: string }>
  | Command<'PlanRecovery', { recoveryId: string; instalments: readonly Instalment[] }>
  | Command<'RecordRepayment', { recoveryId: string; receiptId: string; amount: Money; reference: string }>
  | Command<
      'RecordSetOff',
      {
        recoveryId: string;
        receiptId: string;
        amount: Money;
        reference: string;
        from: { rewardId: string; paymentId: string };
        /** That payment as its reward has it now; absent where that has none. */
        payment?: KeptPayment;
      }
    >
  | Command<'WriteOffRecovery', { recoveryId: string; reason: string; instrument: string; enacted: boolean }>;

/** A command of this type, with who gives it and when. */
export type CommandOf<Type extends RewardCommand['type']> = Issued<Extract<RewardCommand, { type: Type }>>;

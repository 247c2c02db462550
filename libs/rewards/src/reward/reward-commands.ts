import type { Command, Issued } from '#libs/event-sourcing';
import type { Grantable, OfficerHistory, PolicyTerms, ProposedShare, Stage, VersionNumber } from '#libs/reward-law';
import type { Id, Instant, Money, MoneyDocument, RegisterEntry } from '#libs/vocabulary';
import type { BeyondDuty, ClawbackCause, Entitlement, Instalment, KeptPaymentId, KnownOfOperation, Ordinal } from './reward-events.ts';
import type { PaymentState } from './reward-standing.ts';

/** A recipient as the register has it now. A unit is never suspended, and has no history. */
export interface RegisteredRecipient extends Partial<OfficerHistory> {
  readonly recipientId: RegisterEntry;
  readonly suspended: boolean;
  /** Serves in the courts: of an agency of that kind. */
  readonly ofCourts?: true;
}

/** Where somebody, or a unit, stands in the register: the agency, and the unit with every unit above it. */
export interface Placed {
  readonly id: RegisterEntry;
  readonly agency?: RegisterEntry;
  readonly chain: readonly RegisterEntry[];
}

/**
 * Who gives a command, and who gains by the reward, each where the register has them; also where it had them when the case was opened, and when
 * its roster was frozen, so that neither a person nor a unit is moved out of a chain of command by an entry. A person may stand here more than once.
 */
export interface Independence {
  readonly hands: readonly Placed[];
  readonly beneficiaries: readonly Placed[];
  /** Where a vote is concluded: where those stand who have voted. */
  readonly voters?: readonly Placed[];
  /** Those of them who are suspended now. */
  readonly suspended?: readonly RegisterEntry[];
}

declare module '#libs/event-sourcing' {
  interface Standing {
    /** Where the hands of a command on a reward stand, and its beneficiaries: see `requireFreeFor`. */
    readonly independence?: Independence;
  }
}

/** A payment of another reward, which went into the authority's own account instead of its recipient's. */
export type KeptPayment = Pick<PaymentState, 'recipientId' | 'amount' | 'status' | 'instructedBy' | 'executed'>;

/** What is decided of something irregular, by the law that the reward was assessed under. */
interface Settlement {
  /** The seizure that the explanation names, or the operation. */
  readonly subjectId: RegisterEntry;
  readonly defect: string;
  readonly reason: string;
  /** The version that was assessed, and its terms. */
  readonly version: VersionNumber;
  readonly terms: PolicyTerms;
}

/**
 * What a reward can be asked. Where a rule rests on other streams, whoever gives the command says what they have: the policy, the register.
 * Commands with a `round` are given by processes, and are about that round alone.
 */
export type RewardCommand =
  | Command<
      'AssessEligibility',
      Entitlement &
        KnownOfOperation & {
          version: VersionNumber;
          terms: PolicyTerms;
          /** On request it is triggered whatever comes of it. */
          trigger: 'facts' | 'request';
        }
    >
  | Command<
      'ProposeReward',
      {
        statement: string;
        exceptional?: string;
        beyondDuty: readonly BeyondDuty[];
        /** Those of the documents it names that the case has. */
        documents: readonly Id[];
        shares: readonly ProposedShare[];
        /** Of who proposes. */
        unit: RegisterEntry;
        /** The version that was assessed, and its terms. */
        version: VersionNumber;
        terms: PolicyTerms;
        /** Those of the recipients, and the lead unit, that are registered. */
        recipients: readonly RegisteredRecipient[];
        /** Those of the cited instruments that are law. */
        enactedInstruments: readonly RegisterEntry[];
      }
    >
  | Command<'ProposeCorrection', { statement: string; /** Of who proposes. */ unit: RegisterEntry }>
  | Command<'VerifyUnit', { statement: string }>
  | Command<'ClearLegally', { statement: string }>
  | Command<'DeclareConflict', { reason: string }>
  | Command<'PlaceIntegrityHold', { holdId: Id; reason: string }>
  | Command<'LiftIntegrityHold', { holdId: Id; reason: string }>
  | Command<'ClearIrregularity', Settlement & { absent?: true }>
  | Command<'UpholdIrregularity', Settlement>
  | Command<'CastVote', { vote: 'for' | 'against' | 'abstain'; reason?: string }>
  | Command<'ConcludeVote', { policy: Grantable }>
  | Command<'ApproveReward', { round: Ordinal; reservationId: Id }>
  | Command<'ReturnReward', { round: Ordinal; code: string; reason: string }>
  | Command<'RejectReward', { code: string; reason: string }>
  | Command<'GrantReward', { round: Ordinal }>
  | Command<'CorrectReward', { round: Ordinal }>
  | Command<'ReleaseStage', { stage: Stage['on']; /** Of a supplement. */ round?: Ordinal; because: string }>
  | Command<
      'InstructPayment',
      {
        paymentId: Id;
        /** Why it is paid in parts, where it is. */
        reason?: string;
        /** By the register the recipient is suspended now. */
        suspended?: true;
      }
    >
  | Command<
      'ConfirmPayment',
      {
        paymentId: Id;
        bankReference: string;
        executedAt: Instant;
        /** By the register the recipient is suspended, or was when it was made. */
        suspended?: true;
      }
    >
  | Command<'ReportPaymentFailure', { paymentId: Id; reason: string }>
  | Command<
      'ReportPaymentReturn',
      {
        paymentId: Id;
        returnId: Id;
        reason: string;
        document: MoneyDocument;
        /** It was kept for a debt, and has not gone to its recipient: that one sets off. */
        kept?: true;
      }
    >
  | Command<'TriggerClawback', { cause: ClawbackCause; reason: string }>
  | Command<'ReverseClawback', object>
  | Command<'FundRestoration', { reversalId: Id; reservationId: Id }>
  | Command<'PlanRecovery', { recoveryId: Id; instalments: readonly Instalment[] }>
  | Command<'RecordRepayment', { recoveryId: Id; receiptId: Id; amount: Money; reference: string; document?: MoneyDocument }>
  | Command<
      'RecordSetOff',
      {
        recoveryId: Id;
        receiptId: Id;
        amount: Money;
        reference: string;
        document?: MoneyDocument;
        from: KeptPaymentId;
        /** That payment as its reward has it now; absent where that has none. */
        payment?: KeptPayment;
      }
    >
  | Command<'WriteOffRecovery', { recoveryId: Id; reason: string; instrument: RegisterEntry; enacted: boolean }>;

/** A command of this type, with who gives it and when. */
export type CommandOf<Type extends RewardCommand['type']> = Issued<Extract<RewardCommand, { type: Type }>>;

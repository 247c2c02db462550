import { deriveUuid, type Event, eventCatalogue, typesOf } from '#libs/event-sourcing';
import type { Allocation, Assessment, AssessmentInputs, ShareForm, Stage, VersionNumber } from '#libs/reward-law';
import type { Count, Day, Id, Instant, Money, MoneyDocument, RegisterEntry, Roster } from '#libs/vocabulary';

export const rewardStream = (rewardId: Id) => `reward-${rewardId}` as const;

/** One entitlement an operation and policy: whoever finds it due finds the same reward. */
export const rewardIdFor = (operationId: Id, policyId: Id): Id => deriveUuid('reward', operationId, policyId);

/** The reward whose stream this is. */
export const rewardIdOf = (stream: string): Id => stream.slice('reward-'.length);

/**
 * Why what was paid is claimed back: everybody was acquitted, a revised result gives nothing, the exhibit was tampered with, the operation
 * was rewarded already.
 */
export const clawbackCauses = ['acquittal', 'revised-result', 'tampering', 'duplicate'] as const;
export type ClawbackCause = (typeof clawbackCauses)[number];

/** An officer, or a unit. */
export type RecipientKind = 'person' | 'unit';

/**
 * Counted from 1.
 * @minimum 1
 */
export type Ordinal = number;

/** Who a part of a reward is for. */
export interface Recipient {
  readonly recipientId: RegisterEntry;
  readonly kind: RecipientKind;
}

/** A recipient's part in money. */
export interface RecipientPart extends Recipient {
  readonly amount: Money;
}

/** A part of a granted reward. `form` is `unit-fund` for what no share pays out. */
export interface GrantedShare extends RecipientPart {
  readonly form: ShareForm;
}

/** A part of a stage, paid by itself. */
export interface Payment extends GrantedShare {
  readonly paymentId: Id;
}

/** What one recipient has to give back: exactly what was paid. */
export interface Recovery extends RecipientPart {
  readonly recoveryId: Id;
  /** What was paid and is claimed back. */
  readonly paymentIds: readonly Id[];
}

/** What counts, or counted, against the caps of an officer. */
export interface CapShare {
  readonly officerId: RegisterEntry;
  readonly capId: Id;
  readonly amount: Money;
}

/** A part of what is paid back, due by a day. */
export interface Instalment {
  readonly due: Day;
  readonly amount: Money;
}

/** A payment of another reward, which the authority kept. */
export interface KeptPaymentId {
  readonly rewardId: Id;
  readonly paymentId: Id;
}

/** Names the entitlement that an event is about, for readers who see no other event of it. */
export interface Entitlement {
  readonly caseId: Id;
  /** What is rewarded once, whatever it was split into. */
  readonly operationId: Id;
  readonly policyId: Id;
}

/** What is known of an operation, as it is assessed. */
export interface KnownOfOperation {
  /** What an assessment rests on: with the version of the policy it comes out the same for ever. */
  readonly inputs: AssessmentInputs;
  /** When the first seizure of the operation happened. */
  readonly seizedAt: Instant;
  readonly roster?: Roster;
  /** When a laboratory first received an exhibit of the operation. */
  readonly laboratoryReceivedAt?: Instant;
  /** The case that is rewarded for the same operation. */
  readonly duplicateOf?: Id;
  /**
   * Who had a hand in the operation, whether or not the roster names them: assigned, named in a seizure, sealed or held an exhibit. They
   * decide nothing about its reward.
   */
  readonly hands?: readonly RegisterEntry[];
  /** Who certified what was found. They decide nothing about its reward and have no share in it. */
  readonly analysts?: readonly RegisterEntry[];
}

/** Something of a recovery came back: kept from what its recipient is owed elsewhere, or paid. */
type Receipt = Entitlement &
  RecipientPart & {
    recoveryId: Id;
    receiptId: Id;
    /** Where it stands on paper. */
    reference: string;
    /** The paper as it reads. */
    document?: MoneyDocument;
    poolId: Id;
    recordedBy: string;
  };

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file. A round begins with each
// proposal, from 1.
export type RewardEvent =
  | Event<'RewardTriggered', Entitlement & { trigger: 'facts' | 'request'; triggeredBy: string }>
  | Event<
      'EligibilityAssessed',
      KnownOfOperation & {
        /** From 1; one more each time that facts changed. */
        number: Ordinal;
        version: VersionNumber;
        assessment: Assessment;
      }
    >
  | Event<
      'RewardProposed',
      {
        round: Ordinal;
        proposedBy: string;
        /** Of who proposed it. */
        unit: RegisterEntry;
        /** What they did. */
        statement: string;
        /** Why the case is exceptional, where it is. */
        exceptional?: string;
        /** Decides which version applies where a policy goes by the proposal. */
        proposedAt: Instant;
      }
    >
  | Event<'SharesAllocated', { round: Ordinal; allocation: Allocation }>
  | Event<'ConflictDeclared', { person: string; reason: string }>
  | Event<'UnitVerificationGiven', { round: Ordinal; verifiedBy: string; statement: string }>
  | Event<'LegalClearanceGiven', { round: Ordinal; clearedBy: string; statement: string }>
  | Event<'IntegrityHoldPlaced', { holdId: Id; placedBy: string; reason: string }>
  | Event<'IntegrityHoldLifted', { holdId: Id; liftedBy: string; reason: string }>
  // The assessment without it follows at once.
  | Event<
      'IrregularityCleared',
      {
        /** The seizure, as the explanation of the assessment names it. */
        subjectId: RegisterEntry;
        /**
         * What was irregular about it.
         * @pattern ^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$
         */
        defect: string;
        reason: string;
        clearedBy: string;
      }
    >
  | Event<
      'CommitteeVoteCast',
      {
        round: Ordinal;
        member: string;
        /** From outside the agencies of the beneficiaries. */
        outsider: boolean;
        vote: 'for' | 'against' | 'abstain';
        reason?: string;
      }
    >
  // From here on a process reserves the money and the officers' caps, or returns the reward.
  | Event<
      'VoteConcluded',
      Entitlement & {
        round: Ordinal;
        /** Votes for it. */
        for: Count;
        /** Votes against it. */
        against: Count;
        /** Votes that decide nothing. */
        abstained: Count;
        /** Votes of members who declared a conflict: not counted. */
        recused: Count;
        concludedBy: string;
        version: VersionNumber;
        poolId: Id;
        reservationId: Id;
        amount: Money;
        /** Each person's part, to be reserved against the officer's caps. */
        caps: readonly CapShare[];
        /** The most that one officer may get. What is not named is not capped. */
        limits: { readonly perCase?: Money; readonly twelveMonths?: Money; readonly career?: Money };
      }
    >
  | Event<'RewardApproved', { round: Ordinal; reservationId: Id; poolId: Id; amount: Money }>
  | Event<
      'RewardReturned',
      {
        round: Ordinal;
        /** Of the rule that refused the grant. */
        code: string;
        reason: string;
        returnedBy: string;
      }
    >
  | Event<
      'RewardRejected',
      {
        /** 0 where nobody had proposed it. */
        round: Count;
        code: string;
        reason: string;
        rejectedBy: string;
      }
    >
  | Event<
      'RewardGranted',
      Entitlement & {
        round: Ordinal;
        version: VersionNumber;
        poolId: Id;
        amount: Money;
        shares: readonly GrantedShare[];
      }
    >
  | Event<'StageReleased', Entitlement & { stage: Stage['on']; amount: Money; payments: readonly Payment[]; because: string }>
  | Event<'PaymentInstructed', Entitlement & Payment & { instructedBy: string; instructedAt?: Instant }>
  | Event<
      'PaymentExecuted',
      Entitlement &
        Payment & {
          confirmedBy: string;
          /** The number of the transfer: one transfer is one payment. */
          bankReference: string;
          executedAt: Instant;
        }
    >
  | Event<'PaymentFailed', Entitlement & Payment & { reportedBy: string; reason: string }>
  | Event<'RewardSuspended', { reason: string }>
  | Event<
      'ClawbackTriggered',
      Entitlement & {
        clawbackId: Id;
        cause: ClawbackCause;
        reason: string;
        poolId: Id;
        recover: readonly Recovery[];
        /** Granted and not paid: goes back to the pool. Payments on their way are in neither; how they end decides. */
        forfeited: Money;
        /** Whose the forfeited money would have been. */
        forfeits?: readonly RecipientPart[];
        /** Each person's part of what is forfeited and recovered: it counts against no cap any more. */
        caps: readonly CapShare[];
      }
    >
  | Event<'RecoveryPlanned', { recoveryId: Id; instalments: readonly Instalment[]; plannedBy: string }>
  | Event<
      'RecoverySetOff',
      Receipt & {
        /** The payment of another reward that was kept. */
        from?: KeptPaymentId;
      }
    >
  | Event<'RecoveryRepaid', Receipt>
  | Event<
      'RecoveryWrittenOff',
      Entitlement &
        RecipientPart & {
          recoveryId: Id;
          reason: string;
          /** The enacted instrument that allows it. */
          instrument: RegisterEntry;
          writtenOffBy: string;
        }
    >
  | Event<'RewardCompleted', { outcome: 'paid' | 'recovered' }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const rewardEvents = eventCatalogue<RewardEvent>()
  .unchanged('RewardTriggered', 'EligibilityAssessed', 'RewardProposed', 'SharesAllocated', 'ConflictDeclared')
  .unchanged('UnitVerificationGiven', 'LegalClearanceGiven', 'IntegrityHoldPlaced', 'IntegrityHoldLifted')
  .unchanged('IrregularityCleared', 'CommitteeVoteCast', 'VoteConcluded', 'RewardApproved', 'RewardReturned')
  .unchanged('RewardRejected', 'RewardGranted', 'StageReleased', 'PaymentInstructed', 'PaymentExecuted', 'PaymentFailed')
  .unchanged('RewardSuspended', 'ClawbackTriggered', 'RecoveryPlanned', 'RecoverySetOff', 'RecoveryRepaid')
  .unchanged('RecoveryWrittenOff', 'RewardCompleted')
  .whole();

/** All of them, for projections that take every event of a reward. */
export const rewardEventTypes = typesOf(rewardEvents);

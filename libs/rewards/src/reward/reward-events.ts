import { deriveUuid, type Event, eventCatalogue, type JsonChanges, type Position, typesOf } from '#libs/event-sourcing';
import type { Allocation, Assessment, AssessmentInputs, SeizureFacts, ShareForm, Stage, VersionNumber } from '#libs/reward-law';
import type { Count, Day, Id, Instant, Line, Lines, Money, MoneyDocument, RegisterEntry, Roster, RosterDefect } from '#libs/vocabulary';

export const rewardStream = (rewardId: Id) => `reward-${rewardId}` as const;

/** One entitlement an operation and policy: whoever finds it due finds the same reward. */
export const rewardIdFor = (operationId: Id, policyId: Id): Id => deriveUuid('reward', operationId, policyId);

/** The reward whose stream this is. */
export const rewardIdOf = (stream: string): Id => stream.slice('reward-'.length);

/**
 * Why what was paid is claimed back: everybody was acquitted, a revised result gives nothing, integrity found by two that the exhibit was
 * tampered with or that something else about it was so, the operation was rewarded already.
 */
export const clawbackCauses = ['acquittal', 'revised-result', 'tampering', 'duplicate', 'finding'] as const;
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

/** A part of what had come back, due again: a payment of its own, in the form and stage of what was claimed back. */
export interface RestoredPayment extends Payment {
  readonly stage: Stage['on'];
  /** The recovery that it came back under. */
  readonly recoveryId: Id;
}

/** What a recipient still owed of a recovery and does not owe any more. */
export interface CancelledRecovery extends RecipientPart {
  readonly recoveryId: Id;
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

/** The answer to the question whether it was more than duty: what somebody did beyond it, and on which paper that stands. */
export interface BeyondDuty {
  readonly officerId: RegisterEntry;
  readonly what: Lines;
  /** A document of the case. */
  readonly documentId?: Id;
  /** A paper that is kept elsewhere, where the case has no copy of it. */
  readonly reference?: Line;
}

/** What a round after the grant changes: more is due by what is known now, or less. */
export const changeKinds = ['supplement', 'correction'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What is due by now beside what was decided, and which assessment and lines of it say so. */
export interface Change {
  readonly kind: ChangeKind;
  /** What all decisions so far come to. */
  readonly decided: Money;
  /** What is due by the latest assessment. */
  readonly due: Money;
  /** The assessment that the last decision rests on. */
  readonly from: Ordinal;
  readonly to: Ordinal;
  /** What that said and the latest one does not. */
  readonly noMore: readonly string[];
  /** What the latest one says and that did not. */
  readonly now: readonly string[];
  /** When what a supplement adds is paid. Of a correction nothing. */
  readonly stages: Assessment['stages'];
}

/** What a correction takes off a payment that was not made yet, of a released stage or of one to come. */
export interface LoweredPayment extends RecipientPart {
  readonly paymentId: Id;
}

/** Names the entitlement that an event is about, for readers who see no other event of it. */
export interface Entitlement {
  readonly caseId: Id;
  /** What is rewarded once, whatever it was split into. */
  readonly operationId: Id;
  readonly policyId: Id;
}

/** Who entered the verdict about a suspect that is final, and that it is. */
export interface EnteredVerdict {
  readonly suspectId: Id;
  readonly enteredBy: readonly RegisterEntry[];
  /** Who attested it or confirmed its correction, and entered none of it. Absent where nobody did, or before it was kept. */
  readonly attestedBy?: readonly RegisterEntry[];
}

/** Who says what was decided of a suspect's part: who entered it, and who attested it. */
export interface RoleHands {
  readonly suspectId: Id;
  readonly hands: readonly RegisterEntry[];
}

/** Who says that a charge of a suspect was dropped or dismissed: who entered it, and who attested it. */
export type EndHands = RoleHands;

/** Where the log has what has to come in order: before is what was recorded before. Absent for what is not recorded, or was before this was kept. */
export interface RecordedOrder {
  /** Who could decide on a reward is asked as of then, too: who is moved since is no stranger by that. */
  readonly caseOpened?: Position;
  /** Of the first seizure of the operation that was reported. */
  readonly seizureRecorded?: Position;
  readonly rosterFrozen?: Position;
  /** Of the first exhibit of the operation that a laboratory of the register took over. */
  readonly laboratoryReceived?: Position;
}

/** Somebody whom somebody else named after the roster was frozen. */
export interface NamedLater {
  readonly person: RegisterEntry;
  /** The seizure, or the operation where it is not one of them. */
  readonly subjectId: Id;
  readonly position: Position;
}

/** Somebody on the roster, and what is irregular about that. */
export interface Unexplained {
  readonly officerId: RegisterEntry;
  readonly defects: readonly RosterDefect[];
}

/**
 * A vote that is not counted: its member declared a conflict, had a hand in the operation, was suspended by then, or stood in a beneficiary's chain of command,
 * or under one.
 */
export interface SetAside {
  readonly member: string;
  readonly because: 'conflict' | 'part' | 'suspended' | 'chain-of-command';
}

/** What is known of an operation, as it is assessed. */
export interface KnownOfOperation {
  /** What an assessment rests on: with the version of the policy it comes out the same for ever. */
  readonly inputs: AssessmentInputs;
  /** When the first seizure of the operation happened, as it was first reported unless two hands have accepted another date. */
  readonly seizedAt: Instant;
  /** The same by what is said now, where that is another moment. */
  readonly seizedAtNow?: Instant;
  readonly roster?: Roster;
  readonly order?: RecordedOrder;
  /** When a laboratory first received an exhibit of the operation. */
  readonly laboratoryReceivedAt?: Instant;
  /** The case that is rewarded for the same operation. */
  readonly duplicateOf?: Id;
  /**
   * Who had a hand in the operation, whether or not the roster names them: opened the case, recorded or stated anything, was assigned, named in a
   * seizure or search, sealed, offered or held an exhibit. They decide nothing about its reward. Less of whom two have said on the case that others had
   * named them wrongly.
   */
  readonly hands?: readonly RegisterEntry[];
  /** Who was named by somebody else since the roster was frozen: barred from nothing unless two hands say that they were there. */
  readonly named?: readonly NamedLater[];
  /** Whose place on the roster is doubtful: their shares are not paid until two have said on the case what they did. */
  readonly unexplained?: readonly Unexplained[];
  /** Who certified what was found. They decide nothing about its reward and have no share in it. */
  readonly analysts?: readonly RegisterEntry[];
  /** Who entered the final verdicts: nothing follows from what who cleared the reward has entered. */
  readonly verdicts?: readonly EnteredVerdict[];
  /** Whose word the suspects' parts are: what who decides on the reward says of them counts for nothing. */
  readonly roles?: readonly RoleHands[];
  /** Whose word the end of each charge is of those who were let go: what who decides on the reward says of it counts for nothing. */
  readonly ends?: readonly EndHands[];
}

/** An assessment with all that it rests on. */
export interface Assessed extends KnownOfOperation {
  /** From 1; one more each time that facts changed. */
  readonly number: Ordinal;
  readonly version: VersionNumber;
  readonly assessment: Assessment;
}

/** What of an assessment others go by who do not follow all that it rests on. */
export interface AssessmentInBrief {
  readonly operationId: RegisterEntry;
  readonly verdict: Assessment['verdict'];
  /** The sentence of the rule that gave nothing. */
  readonly why?: string;
  readonly stages: readonly Stage['on'][];
  readonly convicted: boolean;
  /** Everybody who was accused, finally. */
  readonly acquitted: boolean;
  /** Rewarded for the same operation: by a link that was said in time, or that two hands accepted. */
  readonly duplicateOf?: Id;
  /** Two hands accepted the link. */
  readonly linkAccepted?: boolean;
  /** What integrity found to be so, by two. */
  readonly upheld?: readonly string[];
  /** Hash of what the laboratory certified, countersigned. */
  readonly certified: string;
  /** How often each defect holds it up. */
  readonly holding: Readonly<Record<string, Count>>;
  /** Of each suspect whose final verdict is not regular, why not. */
  readonly irregular: Readonly<Record<Id, string>>;
}

/**
 * An assessment of much, told by what is other than in the one before it, so that one more seizure costs one more seizure. With those before it, it is the
 * whole assessment, to the letter.
 */
export interface Reassessed {
  readonly number: Ordinal;
  /** Of all but the seizures; absent where nothing else changed. */
  readonly changes?: JsonChanges;
  readonly seizures: {
    /** New, or known as something else. */
    readonly set: readonly SeizureFacts[];
    /** Not of the operation any more. */
    readonly gone: readonly Id[];
  };
  /** How many there are now. */
  readonly seizureCount: Count;
  /** SHA-256 over the whole: what comes of the changes is this, or the log was tampered with. */
  readonly hash: string;
  readonly brief: AssessmentInBrief;
}

/** How far a settlement goes, and whose it is beside who gave it. */
interface SettledByTwo {
  /** The second hand: of a clearing the head of the case's unit, of a finding another integrity officer. Absent where it was one person's still. */
  readonly confirmedBy?: string;
  /** The last later word that was looked at: what is said after it is open. */
  readonly upTo?: Position;
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
  // Whole where that is little or the first one, else by what is other than in the one before: see `assessedAfter`.
  | Event<'EligibilityAssessed', Assessed | Reassessed>
  | Event<
      'RewardProposed',
      {
        round: Ordinal;
        proposedBy: string;
        /** Of who proposed it. */
        unit: RegisterEntry;
        /** What they did. */
        statement: string;
        /** For each person with a share at least one; absent in what was proposed before it was asked. */
        beyondDuty?: readonly BeyondDuty[];
        /** Why the case is exceptional, where it is. */
        exceptional?: string;
        /** After the grant: what is changed of it, and why. */
        change?: Change;
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
      } & SettledByTwo & {
          /** Of people who were named later: two hands say that they were not there. */
          absent?: true;
        }
    >
  // The assessment with it follows at once: what has it counts for nothing.
  | Event<
      'IrregularityUpheld',
      {
        /** The seizure, as the explanation of the assessment names it, or the operation. */
        subjectId: RegisterEntry;
        /**
         * What was found to be so.
         * @pattern ^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$
         */
        defect: string;
        reason: string;
        upheldBy: string;
      } & SettledByTwo
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
        /** Votes that are not counted. */
        recused: Count;
        /** Whose they are, and why; absent where there are none. */
        setAside?: readonly SetAside[];
        concludedBy: string;
        version: VersionNumber;
        poolId: Id;
        reservationId: Id;
        amount: Money;
        /** Each person's part, to be reserved against the officer's caps. */
        caps: readonly CapShare[];
        /** The most that one officer may get. What is not named is not capped. */
        limits: { readonly perCase?: Money; readonly twelveMonths?: Money; readonly career?: Money };
        /** Absent where it is the grant itself. A correction sets nothing aside. */
        change?: ChangeKind;
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
  // More was due by then than was granted: the difference, from the same pool.
  | Event<
      'SupplementGranted',
      Entitlement & {
        round: Ordinal;
        version: VersionNumber;
        poolId: Id;
        amount: Money;
        shares: readonly GrantedShare[];
        stages: Assessment['stages'];
      }
    >
  // Less was due by then than was granted: the difference is not paid, and where it was paid already, it is claimed back.
  | Event<
      'RewardCorrected',
      Entitlement & {
        round: Ordinal;
        correctionId: Id;
        poolId: Id;
        /** Less by this: what is forfeited and recovered. */
        amount: Money;
        reason: string;
        recover: readonly Recovery[];
        /** Not paid yet, and goes back to the pool. */
        forfeited: Money;
        forfeits: readonly RecipientPart[];
        lowered: readonly LoweredPayment[];
        /** Each person's part: it counts against no cap any more. */
        caps: readonly CapShare[];
      }
    >
  // `round` of what a supplement added; absent of the grant.
  | Event<
      'StageReleased',
      Entitlement & { stage: Stage['on']; round?: Ordinal; amount: Money; payments: readonly Payment[]; because: string }
    >
  | Event<
      'PaymentInstructed',
      Entitlement &
        Payment & {
          instructedBy: string;
          instructedAt?: Instant;
          /** Why the share is paid in parts, where others of it left within 30 days. */
          reason?: string;
          /** What those come to with this one: as one sum it is reported. */
          together?: Money;
        }
    >
  | Event<
      'PaymentExecuted',
      Entitlement &
        Payment & {
          confirmedBy: string;
          /** The number of the transfer: one transfer is one payment. */
          bankReference: string;
          executedAt: Instant;
          /** By the register its recipient was suspended when it was made, or confirmed: it had been instructed before. */
          suspended?: true;
        }
    >
  | Event<'PaymentFailed', Entitlement & Payment & { reportedBy: string; reason: string }>
  // It was made, and the bank gave it back: it is to be paid again, out of the money that the pool has given for it already.
  | Event<
      'PaymentReturned',
      Entitlement &
        Payment & {
          returnId: Id;
          /** The transfer that came back. */
          bankReference: string;
          executedAt: Instant;
          reportedBy: string;
          reason: string;
          /** The bank's own, of the transfer back. */
          document: MoneyDocument;
        }
    >
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
  // What it was claimed back for fell away: whatever was clawed back is due again, less what was never recovered, which stays with its recipient.
  | Event<
      'ClawbackReversed',
      Entitlement & {
        reversalId: Id;
        /** Those that end: every one that stood. */
        clawbackIds: readonly Id[];
        because: string;
        poolId: Id;
        /** What the pool gives again: the payments and what had been forfeited. Nothing of it is paid before it did. */
        amount: Money;
        /** Of what had come back. */
        payments: readonly RestoredPayment[];
        /** Had never been paid and went back to the pool: is to be paid yet, as it was. */
        unforfeited: Money;
        /** Whose that is. */
        unforfeits: readonly RecipientPart[];
        /** Every recovery that was claimed, with what was still owed of it: nothing, where all of it came back or was given up. */
        cancelled: readonly CancelledRecovery[];
        /** Each person's part counts against the officer's caps again. */
        caps: readonly CapShare[];
      }
    >
  | Event<'RestorationFunded', Entitlement & { reversalId: Id; poolId: Id; reservationId: Id; amount: Money }>
  | Event<'RecoveryPlanned', { recoveryId: Id; instalments: readonly Instalment[]; plannedBy: string }>
  | Event<
      'RecoverySetOff',
      Receipt & {
        /** The payment of another reward that was kept. */
        from?: KeptPaymentId;
      }
    >
  | Event<
      'RecoveryRepaid',
      Receipt & {
        /** Nobody says so but those who had it paid: integrity is told. */
        byPayers?: true;
      }
    >
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
  // From the second version on it may be told by what changed; the first is one that is told whole.
  .changed('EligibilityAssessed', { version: 2, upcast: { 1: (data: Assessed) => data } })
  .unchanged('RewardTriggered', 'RewardProposed', 'SharesAllocated', 'ConflictDeclared')
  .unchanged('UnitVerificationGiven', 'LegalClearanceGiven', 'IntegrityHoldPlaced', 'IntegrityHoldLifted')
  .unchanged('IrregularityCleared', 'IrregularityUpheld', 'CommitteeVoteCast', 'VoteConcluded', 'RewardApproved', 'RewardReturned')
  .unchanged('RewardRejected', 'RewardGranted', 'StageReleased', 'PaymentInstructed', 'PaymentExecuted', 'PaymentFailed')
  .unchanged('PaymentReturned')
  .unchanged('ClawbackReversed', 'RestorationFunded', 'SupplementGranted', 'RewardCorrected')
  .unchanged('RewardSuspended', 'ClawbackTriggered', 'RecoveryPlanned', 'RecoverySetOff', 'RecoveryRepaid')
  .unchanged('RecoveryWrittenOff', 'RewardCompleted')
  .whole();

/** All of them, for projections that take every event of a reward. */
export const rewardEventTypes = typesOf(rewardEvents);

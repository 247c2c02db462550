import { deriveUuid, type Event, type EventCatalogue } from '#libs/event-sourcing';
import type { Money } from '#libs/vocabulary';
import type { Allocation, Assessment, AssessmentInputs, Roster, ShareForm } from '#libs/reward-law';

export const rewardStream = (rewardId: string) => `reward-${rewardId}` as const;

/** One entitlement an operation and policy: whoever finds it due finds the same reward. */
export const rewardIdFor = (operationId: string, policyId: string): string => deriveUuid('reward', operationId, policyId);

/** The reward whose stream this is. */
export const rewardIdOf = (stream: string): string => stream.slice('reward-'.length);

/**
 * Why what was paid is claimed back: everybody was acquitted, a revised result gives nothing, the exhibit was tampered with, the operation
 * was rewarded already.
 */
export const clawbackCauses = ['acquittal', 'revised-result', 'tampering', 'duplicate'] as const;
export type ClawbackCause = (typeof clawbackCauses)[number];

/** Who a part of a reward is for. */
export interface Recipient {
  readonly recipientId: string;
  readonly kind: 'person' | 'unit';
}

/** A part of a stage, paid by itself. `form` is `unit-fund` for what no share pays out. */
export interface Payment extends Recipient {
  readonly paymentId: string;
  readonly form: ShareForm;
  readonly amount: Money;
}

/** What one recipient has to give back: exactly what was paid. */
export interface Recovery extends Recipient {
  readonly recoveryId: string;
  readonly paymentIds: readonly string[];
  readonly amount: Money;
}

/** Names the entitlement that an event is about, for readers who see no other event of it. */
export interface Entitlement {
  readonly caseId: string;
  readonly operationId: string;
  readonly policyId: string;
}

/** Something of a recovery came back: kept from what its recipient is owed elsewhere, or paid. */
type Receipt = Entitlement &
  Recipient & { recoveryId: string; receiptId: string; amount: Money; reference: string; poolId: string; recordedBy: string };

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file. A round begins with each
// proposal, from 1.
export type RewardEvent =
  | Event<'RewardTriggered', Entitlement & { trigger: 'facts' | 'request'; triggeredBy: string }>
  | Event<
      'EligibilityAssessed',
      {
        /** 1 for the first, one more each time that facts changed. */
        number: number;
        version: number;
        inputs: AssessmentInputs;
        assessment: Assessment;
        /** When the first seizure of the operation happened. */
        seizedAt: string;
        roster?: Roster;
        laboratoryReceivedAt?: string;
        /** The operation is the same as that of this case, which is rewarded for it. */
        duplicateOf?: string;
        /** Who had a hand in the operation, and who certified what was found: they decide nothing about it. */
        hands?: readonly string[];
        analysts?: readonly string[];
      }
    >
  | Event<
      'RewardProposed',
      {
        round: number;
        proposedBy: string;
        unit: string;
        statement: string;
        exceptional?: string;
        /** Decides which version applies where a policy goes by the proposal. */
        proposedAt: string;
      }
    >
  | Event<'SharesAllocated', { round: number; allocation: Allocation }>
  | Event<'ConflictDeclared', { person: string; reason: string }>
  | Event<'UnitVerificationGiven', { round: number; verifiedBy: string; statement: string }>
  | Event<'LegalClearanceGiven', { round: number; clearedBy: string; statement: string }>
  | Event<'IntegrityHoldPlaced', { holdId: string; placedBy: string; reason: string }>
  | Event<'IntegrityHoldLifted', { holdId: string; liftedBy: string; reason: string }>
  /** `subjectId` is the seizure that the explanation names. The assessment without it follows at once. */
  | Event<'IrregularityCleared', { subjectId: string; defect: string; reason: string; clearedBy: string }>
  | Event<
      'CommitteeVoteCast',
      {
        round: number;
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
        round: number;
        for: number;
        against: number;
        abstained: number;
        recused: number;
        concludedBy: string;
        version: number;
        poolId: string;
        reservationId: string;
        amount: Money;
        /** Each person's part, to be reserved against the officer's caps. */
        caps: readonly { readonly officerId: string; readonly capId: string; readonly amount: Money }[];
        limits: { readonly perCase?: Money; readonly twelveMonths?: Money; readonly career?: Money };
      }
    >
  | Event<'RewardApproved', { round: number; reservationId: string; poolId: string; amount: Money }>
  | Event<'RewardReturned', { round: number; code: string; reason: string; returnedBy: string }>
  | Event<'RewardRejected', { round: number; code: string; reason: string; rejectedBy: string }>
  | Event<
      'RewardGranted',
      Entitlement & {
        round: number;
        version: number;
        poolId: string;
        amount: Money;
        shares: readonly (Recipient & { readonly amount: Money; readonly form: ShareForm })[];
      }
    >
  | Event<
      'StageReleased',
      Entitlement & { stage: 'laboratory' | 'final-verdict'; amount: Money; payments: readonly Payment[]; because: string }
    >
  | Event<'PaymentInstructed', Entitlement & Payment & { instructedBy: string }>
  | Event<'PaymentExecuted', Entitlement & Payment & { confirmedBy: string; bankReference: string; executedAt: string }>
  | Event<'PaymentFailed', Entitlement & Payment & { reportedBy: string; reason: string }>
  | Event<'RewardSuspended', { reason: string }>
  | Event<
      'ClawbackTriggered',
      Entitlement & {
        clawbackId: string;
        cause: ClawbackCause;
        reason: string;
        poolId: string;
        recover: readonly Recovery[];
        /** Granted and not paid: goes back to the pool. Payments on their way are in neither; how they end decides. */
        forfeited: Money;
        /** Whose it would have been. */
        forfeits?: readonly (Recipient & { readonly amount: Money })[];
        /** Each person's part of what is forfeited and recovered: it counts against no cap any more. */
        caps: readonly { readonly officerId: string; readonly capId: string; readonly amount: Money }[];
      }
    >
  | Event<
      'RecoveryPlanned',
      { recoveryId: string; instalments: readonly { readonly due: string; readonly amount: Money }[]; plannedBy: string }
    >
  /** `from`: the payment that the authority kept. */
  | Event<'RecoverySetOff', Receipt & { from?: { rewardId: string; paymentId: string } }>
  | Event<'RecoveryRepaid', Receipt>
  | Event<
      'RecoveryWrittenOff',
      Entitlement & Recipient & { recoveryId: string; amount: Money; reason: string; instrument: string; writtenOffBy: string }
    >
  | Event<'RewardCompleted', { outcome: 'paid' | 'recovered' }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const rewardEvents: EventCatalogue<RewardEvent> = {
  RewardTriggered: { version: 1 },
  EligibilityAssessed: { version: 1 },
  RewardProposed: { version: 1 },
  SharesAllocated: { version: 1 },
  ConflictDeclared: { version: 1 },
  UnitVerificationGiven: { version: 1 },
  LegalClearanceGiven: { version: 1 },
  IntegrityHoldPlaced: { version: 1 },
  IntegrityHoldLifted: { version: 1 },
  IrregularityCleared: { version: 1 },
  CommitteeVoteCast: { version: 1 },
  VoteConcluded: { version: 1 },
  RewardApproved: { version: 1 },
  RewardReturned: { version: 1 },
  RewardRejected: { version: 1 },
  RewardGranted: { version: 1 },
  StageReleased: { version: 1 },
  PaymentInstructed: { version: 1 },
  PaymentExecuted: { version: 1 },
  PaymentFailed: { version: 1 },
  RewardSuspended: { version: 1 },
  ClawbackTriggered: { version: 1 },
  RecoveryPlanned: { version: 1 },
  RecoverySetOff: { version: 1 },
  RecoveryRepaid: { version: 1 },
  RecoveryWrittenOff: { version: 1 },
  RewardCompleted: { version: 1 },
};

/** All of them, for projections that take every event of a reward. */
export const rewardEventTypes = Object.keys(rewardEvents) as readonly RewardEvent['type'][];

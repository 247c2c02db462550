import { type Event, eventCatalogue, typesOf } from '#libs/event-sourcing';
import type { Currency, Instant, Line, LocalizedText, Money, MoneyDocument, RegisterEntry } from '#libs/vocabulary';
import type { AdoptedRule } from './distribution-rule.ts';

export const poolStream = (poolId: string) => `pool-${poolId}` as const;

/** The pool whose stream this is. */
export const poolIdOf = (stream: string): string => stream.slice('pool-'.length);

/** What money is set aside for. Each leaves the pool by its own command, so that a reward is never paid out as a cost. */
export const purposes = ['reward', 'costs', 'operational-use'] as const;
export type Purpose = (typeof purposes)[number];

/** What every entry in the books says besides what it is about. */
export interface Booking {
  /** What the pool has available after it. */
  readonly available: Money;
  /** Who booked it. Separation of duties is decided on it, and deciders see no metadata. */
  readonly by: string;
  /** Who entered it and who confirmed it, where it took two. Events of before both were kept apart from what follows lack it. */
  readonly hands?: readonly RegisterEntry[];
}

/** Who entered a booking and who confirmed it; of bookings that were made before both were kept with them, who entered it. */
export const handsIn = ({ by, hands = [by] }: Pick<Booking, 'by' | 'hands'>): readonly RegisterEntry[] => hands;

/** Spending of what a unit was given for its operations. */
export interface SpendingShown {
  readonly spendingId: string;
  readonly allocationId: string;
  readonly amount: Money;
  readonly description: string;
  readonly document: MoneyDocument;
}

type Entry<Type extends string, Data> = Event<Type, Data & Booking>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type PoolEvent =
  | Event<'PoolOpened', { currency: Currency; name: LocalizedText }>
  | Event<'DistributionRuleAdopted', AdoptedRule>
  | Entry<
      'ProceedsCredited',
      {
        settlementId: string;
        assetId: string;
        /** Decides which rule divides it. */
        settledAt: Instant;
        /** The whole of what was settled. */
        proceeds: Money;
        ruleId: string;
        /** The pool's own share. */
        credited: Money;
        /** The shares of the other destinations, each owed to it as a liability of this id. */
        remittances: readonly { readonly destination: string; readonly liabilityId: string; readonly amount: Money }[];
      }
    >
  | Entry<'BudgetTopUpCredited', { topUpId: string; amount: Money; source: Line; reference: Line; document?: MoneyDocument }>
  | Entry<
      'BudgetTopUpCorrected',
      {
        topUpId: string;
        before: Money;
        /** What came in as it is now known, whole; nothing, where nothing did. */
        amount: Money;
        /** How much of a decrease the pool had nothing available for: it is set aside, owed or gone already. */
        shortfall: Money;
        reason: Line;
        document: MoneyDocument;
      }
    >
  | Entry<'RecoveryCredited', { recoveryId: string; amount: Money; source: Line; reference: Line }>
  | Entry<'FundsReserved', { reservationId: string; amount: Money; purpose: Purpose; reference: Line; expiresAt: Instant }>
  | Entry<'ReservationReleased', { reservationId: string; amount: Money; cause: 'released' | 'expired'; reason?: Line }>
  /** `released` is what was reserved beyond the amount: it is available again. */
  | Entry<'ReservationConsumed', { reservationId: string; amount: Money; released: Money }>
  /** What was drawn for a reward and never paid out of it comes back: the reward was returned or forfeited. */
  | Entry<'SpendingReversed', { reversalId: string; reference: Line; amount: Money; reason: Line }>
  | Entry<
      'CostsDebited',
      { costId: string; reservationId: string; amount: Money; released: Money; description: string; document?: MoneyDocument }
    >
  | Entry<
      'CostsCorrected',
      {
        costId: string;
        /** The version this one replaces; the first is 1. */
        corrects: number;
        before: Money;
        /** The costs as they are now known, whole. */
        amount: Money;
        /** How much of an increase the pool had nothing available for. */
        shortfall: Money;
        reason: Line;
        document?: MoneyDocument;
      }
    >
  | Entry<
      'OperationalUseAllocated',
      {
        allocationId: string;
        reservationId: string;
        amount: Money;
        released: Money;
        unit: string;
        description: string;
        document?: MoneyDocument;
      }
    >
  /** What the unit did with it, as far as papers show. */
  | Event<'OperationalSpendingShown', SpendingShown>
  /** What the unit has not spent is back in the pool's account. */
  | Entry<'OperationalUseRecalled', { recallId: string; allocationId: string; amount: Money; document: MoneyDocument }>
  | Entry<
      'LiabilityRecognised',
      {
        liabilityId: string;
        amount: Money;
        /** How much of it the pool had nothing available for. */
        shortfall: Money;
        creditor: string;
        reason: Line;
        document?: MoneyDocument;
      }
    >
  | Entry<
      'LiabilityCorrected',
      {
        liabilityId: string;
        before: Money;
        /** What is owed as it is now known, whole, with what of it is paid already. */
        amount: Money;
        /** How much of an increase the pool had nothing available for. */
        shortfall: Money;
        reason: Line;
        document?: MoneyDocument;
      }
    >
  /** `destination` where what is paid is another destination's share of proceeds. */
  | Entry<
      'LiabilitySettled',
      { paymentId: string; liabilityId: string; amount: Money; reference: Line; document?: MoneyDocument; destination?: string }
    >
  /** Money that came in later stands in for what was owed beyond what the pool had. */
  | Entry<'ShortfallCovered', { amount: Money }>
  | Event<'PoolFrozen', { reason: Line }>
  | Event<'PoolUnfrozen', { reason: Line }>
  | Event<
      'PoolReconciled',
      {
        reconciliationId: string;
        /** What the bank says the pool holds. */
        statement: Money;
        statementReference: string;
        statementAt: Instant;
        /** What the books say it holds. */
        books: Money;
        /** Statement less books: zero where they agree. */
        difference: Money;
        by: string;
      }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const poolEvents = eventCatalogue<PoolEvent>()
  .unchanged('PoolOpened', 'DistributionRuleAdopted', 'ProceedsCredited', 'BudgetTopUpCredited', 'RecoveryCredited')
  .unchanged('BudgetTopUpCorrected')
  .unchanged('FundsReserved', 'ReservationReleased', 'ReservationConsumed', 'SpendingReversed', 'CostsDebited')
  .unchanged('CostsCorrected', 'OperationalUseAllocated', 'LiabilityRecognised', 'LiabilityCorrected', 'LiabilitySettled')
  .unchanged('ShortfallCovered')
  .unchanged('OperationalSpendingShown', 'OperationalUseRecalled', 'PoolFrozen', 'PoolUnfrozen', 'PoolReconciled')
  .whole();

/** All of them, for projections that take every event of a pool. */
export const poolEventTypes = typesOf(poolEvents);

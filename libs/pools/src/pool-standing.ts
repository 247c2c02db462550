import type { DataOf } from '#libs/event-sourcing';
import { type Currency, type Line, minorUnits, type Money, type RegisterEntry } from '#libs/vocabulary';
import type { AdoptedRule } from './distribution-rule.ts';
import { entryOf, type PersistentMap, withEntry } from './persistent-map.ts';
import { type Booking, handsIn, type PoolEvent } from './pool-events.ts';
import { noTotals, type Totals, totalsAfter } from './pool-totals.ts';

/** The events that end a reservation. */
type End = Extract<PoolEvent, { type: 'ReservationReleased' | 'ReservationConsumed' | 'CostsDebited' | 'OperationalUseAllocated' }>;

export interface Reservation {
  readonly fact: DataOf<PoolEvent, 'FundsReserved'>;
  /** The event that ended it. */
  readonly end?: End;
}

export interface Liability {
  /** Absent for the share of another destination. */
  readonly fact?: DataOf<PoolEvent, 'LiabilityRecognised'>;
  readonly destination?: string;
  /** Who booked it: entered it, and confirmed it. */
  readonly hands: readonly RegisterEntry[];
  /** Who corrected it last. Absent while nobody did. */
  readonly correctedBy?: readonly RegisterEntry[];
  /** All of it, by what is known now. */
  readonly owed: bigint;
  readonly outstanding: bigint;
}

export interface Cost {
  readonly fact: DataOf<PoolEvent, 'CostsDebited'>;
  readonly version: number;
  readonly amount: bigint;
  /** Who booked this version: entered it, and confirmed it. */
  readonly hands: readonly RegisterEntry[];
}

/** Money from the budget. */
export interface TopUp {
  /** What came in, by what is known now. */
  readonly amount: bigint;
  /** Who booked it: entered it, and confirmed it. */
  readonly hands: readonly RegisterEntry[];
  /** Who corrected it last. Absent while nobody did. */
  readonly correctedBy?: readonly RegisterEntry[];
}

/** What a unit was given for its operations, and what became of it. */
export interface Allocation {
  readonly fact: DataOf<PoolEvent, 'OperationalUseAllocated'>;
  readonly shown: bigint;
  readonly recalled: bigint;
}

/** A pool as its rules need to know it. Amounts are in minor units of its currency. */
export interface Pool {
  readonly status: 'unopened' | 'open' | 'frozen';
  /** Says nothing before the pool is opened. */
  readonly currency: Currency;
  readonly rules: readonly AdoptedRule[];
  readonly totals: Totals;
  readonly reservations: PersistentMap<Reservation>;
  readonly liabilities: PersistentMap<Liability>;
  readonly costs: PersistentMap<Cost>;
  readonly topUps: PersistentMap<TopUp>;
  readonly allocations: PersistentMap<Allocation>;
  /** What was drawn for rewards and not reversed, by what it was reserved for. */
  readonly drawn: PersistentMap<bigint>;
  /** Everything else that was booked under an id of its own, so that it is booked once. */
  readonly booked: PersistentMap<object>;
  /** Who has booked since the last reconciliation, by either hand. */
  readonly bookers: ReadonlySet<string>;
}

export const unopened: Pool = {
  status: 'unopened',
  currency: 'KHR',
  rules: [],
  totals: noTotals,
  reservations: [],
  liabilities: [],
  costs: [],
  topUps: [],
  allocations: [],
  drawn: [],
  booked: [],
  bookers: new Set(),
};

/** The pool after an event. */
export function evolvePool(before: Pool, event: PoolEvent): Pool {
  const state = withBooking(before, event);
  switch (event.type) {
    case 'PoolOpened':
      return { ...state, status: 'open', currency: event.data.currency };
    case 'DistributionRuleAdopted':
      return { ...state, rules: [...state.rules, event.data] };
    case 'ProceedsCredited':
      return withRemittances(withBooked(state, event.data.settlementId, event.data), event.data);
    case 'BudgetTopUpCredited':
      return withToppedUp(withBooked(state, event.data.topUpId, event.data), event.data);
    case 'BudgetTopUpCorrected': {
      const { topUpId, amount } = event.data;
      const known = entryOf(state.topUps, topUpId);
      if (known === undefined) return state;
      const corrected = { ...known, amount: minorUnits(amount), correctedBy: handsIn(event.data) };
      return { ...state, topUps: withEntry(state.topUps, topUpId, corrected) };
    }
    case 'RecoveryCredited':
      return withBooked(state, event.data.recoveryId, event.data);
    case 'FundsReserved':
      return { ...state, reservations: withEntry(state.reservations, event.data.reservationId, { fact: event.data }) };
    case 'ReservationReleased':
      return withEnded(state, event);
    case 'ReservationConsumed': {
      const reference = entryOf(state.reservations, event.data.reservationId)?.fact.reference;
      return withDrawn(withEnded(state, event), reference, minorUnits(event.data.amount));
    }
    case 'SpendingReversed':
      return withDrawn(withBooked(state, event.data.reversalId, event.data), event.data.reference, -minorUnits(event.data.amount));
    case 'CostsDebited':
      return withCosts(withEnded(state, event), event.data, 1, event.data);
    case 'CostsCorrected': {
      const known = entryOf(state.costs, event.data.costId);
      return known === undefined ? state : withCosts(state, known.fact, event.data.corrects + 1, event.data);
    }
    case 'OperationalUseAllocated':
      return withAllocation(withBooked(withEnded(state, event), event.data.allocationId, event.data), event.data);
    case 'OperationalSpendingShown':
      return withUsed(withBooked(state, event.data.spendingId, event.data), event.data, 'shown');
    case 'OperationalUseRecalled':
      return withUsed(withBooked(state, event.data.recallId, event.data), event.data, 'recalled');
    case 'LiabilityRecognised': {
      const { liabilityId, amount } = event.data;
      const owed = minorUnits(amount);
      const recognised = { fact: event.data, hands: handsIn(event.data), owed, outstanding: owed };
      return { ...state, liabilities: withEntry(state.liabilities, liabilityId, recognised) };
    }
    case 'LiabilityCorrected': {
      const { liabilityId, amount, before: was } = event.data;
      const known = entryOf(state.liabilities, liabilityId);
      if (known === undefined) return state;
      const [owed, outstanding] = [minorUnits(amount), known.outstanding + minorUnits(amount) - minorUnits(was)];
      const corrected = { ...known, correctedBy: handsIn(event.data), owed, outstanding };
      return { ...state, liabilities: withEntry(state.liabilities, liabilityId, corrected) };
    }
    case 'LiabilitySettled':
      return withPaid(withBooked(state, event.data.paymentId, event.data), event.data);
    case 'ShortfallCovered':
      return state;
    case 'PoolFrozen':
      return { ...state, status: 'frozen' };
    case 'PoolUnfrozen':
      return { ...state, status: 'open' };
    case 'PoolReconciled':
      return { ...withBooked(state, event.data.reconciliationId, event.data), bookers: new Set() };
  }
}

/** Of an entry in the books: what the terms of the balance come to, and who booked it. */
function withBooking(state: Pool, event: PoolEvent): Pool {
  if (!('available' in event.data)) return state;
  const hands = handsIn(event.data);
  return {
    ...state,
    totals: totalsAfter(state.totals, event),
    bookers: hands.every((hand) => state.bookers.has(hand)) ? state.bookers : new Set([...state.bookers, ...hands]),
  };
}

function withBooked(state: Pool, id: string, fact: object): Pool {
  return { ...state, booked: withEntry(state.booked, id, fact) };
}

function withToppedUp(state: Pool, credited: DataOf<PoolEvent, 'BudgetTopUpCredited'>): Pool {
  const known = { amount: minorUnits(credited.amount), hands: handsIn(credited) };
  return { ...state, topUps: withEntry(state.topUps, credited.topUpId, known) };
}

function withRemittances(state: Pool, credited: DataOf<PoolEvent, 'ProceedsCredited'>): Pool {
  const hands = handsIn(credited);
  const liabilities = credited.remittances.reduce(
    (known, { destination, liabilityId, amount }) =>
      withEntry(known, liabilityId, { destination, hands, owed: minorUnits(amount), outstanding: minorUnits(amount) }),
    state.liabilities,
  );
  return { ...state, liabilities };
}

function withEnded(state: Pool, end: End): Pool {
  const { reservationId } = end.data;
  const known = entryOf(state.reservations, reservationId);
  return known === undefined ? state : { ...state, reservations: withEntry(state.reservations, reservationId, { ...known, end }) };
}

function withDrawn(state: Pool, reference: Line | undefined, amount: bigint): Pool {
  if (reference === undefined) return state;
  return { ...state, drawn: withEntry(state.drawn, reference, (entryOf(state.drawn, reference) ?? 0n) + amount) };
}

function withCosts(state: Pool, fact: Cost['fact'], version: number, booked: Booking & { readonly amount: Money }): Pool {
  const known = { fact, version, amount: minorUnits(booked.amount), hands: handsIn(booked) };
  return { ...state, costs: withEntry(state.costs, fact.costId, known) };
}

function withAllocation(state: Pool, fact: Allocation['fact']): Pool {
  return { ...state, allocations: withEntry(state.allocations, fact.allocationId, { fact, shown: 0n, recalled: 0n }) };
}

function withUsed(
  state: Pool,
  { allocationId, amount }: { readonly allocationId: string; readonly amount: Money },
  how: 'shown' | 'recalled',
): Pool {
  const known = entryOf(state.allocations, allocationId);
  if (known === undefined) return state;
  return { ...state, allocations: withEntry(state.allocations, allocationId, { ...known, [how]: known[how] + minorUnits(amount) }) };
}

function withPaid(state: Pool, { liabilityId, amount }: DataOf<PoolEvent, 'LiabilitySettled'>): Pool {
  const known = entryOf(state.liabilities, liabilityId);
  if (known === undefined) return state;
  const paid = { ...known, outstanding: known.outstanding - minorUnits(amount) };
  return { ...state, liabilities: withEntry(state.liabilities, liabilityId, paid) };
}

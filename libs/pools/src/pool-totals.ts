import type { Event } from '#libs/event-sourcing';
import { minorUnits } from '#libs/vocabulary';
import type { Booking, PoolEvent } from './pool-events.ts';

/** The terms of a pool's balance, in minor units. Recoveries are among the credits; remittances are money of others, and no part of what is available. */
export const terms = ['credits', 'costs', 'reserved', 'spent', 'liabilities', 'shortfall', 'recovered', 'remittances'] as const;
export type Totals = Readonly<Record<(typeof terms)[number], bigint>>;

export const noTotals: Totals = {
  credits: 0n,
  costs: 0n,
  reserved: 0n,
  spent: 0n,
  liabilities: 0n,
  shortfall: 0n,
  recovered: 0n,
  remittances: 0n,
};

/**
 * `credits - costs - reserved - spent - liabilities`, and never negative: what is owed beyond that stands as the shortfall,
 * which the next money that comes in covers first.
 */
export const availableOf = ({ credits, costs, reserved, spent, liabilities, shortfall }: Totals): bigint =>
  credits - costs - reserved - spent - liabilities + shortfall;

/** What the pool's account must hold: everything that came in and has not left. */
export const heldOf = (totals: Totals): bigint =>
  availableOf(totals) + totals.reserved + totals.liabilities + totals.remittances - totals.shortfall;

/** An entry before it says what is available after it. */
export type Draft<E = PoolEvent> = E extends Event<infer Type, infer Data> ? Event<Type, Omit<Data, keyof Booking>> : never;

/** By how much an event changes each term. */
export function movementsOf(event: Draft): Partial<Totals> {
  switch (event.type) {
    case 'ProceedsCredited': {
      const { credited, remittances } = event.data;
      return { credits: minorUnits(credited), remittances: remittances.reduce((total, { amount }) => total + minorUnits(amount), 0n) };
    }
    case 'BudgetTopUpCredited':
      return { credits: minorUnits(event.data.amount) };
    case 'BudgetTopUpCorrected':
      return { credits: minorUnits(event.data.amount) - minorUnits(event.data.before), shortfall: minorUnits(event.data.shortfall) };
    case 'RecoveryCredited':
      return { credits: minorUnits(event.data.amount), recovered: minorUnits(event.data.amount) };
    case 'FundsReserved':
      return { reserved: minorUnits(event.data.amount) };
    case 'ReservationReleased':
      return { reserved: -minorUnits(event.data.amount) };
    case 'ReservationConsumed':
    case 'OperationalUseAllocated':
      return { reserved: -minorUnits(event.data.amount) - minorUnits(event.data.released), spent: minorUnits(event.data.amount) };
    case 'SpendingReversed':
    case 'OperationalUseRecalled':
      return { spent: -minorUnits(event.data.amount) };
    case 'CostsDebited':
      return { reserved: -minorUnits(event.data.amount) - minorUnits(event.data.released), costs: minorUnits(event.data.amount) };
    case 'CostsCorrected':
      return { costs: minorUnits(event.data.amount) - minorUnits(event.data.before), shortfall: minorUnits(event.data.shortfall) };
    case 'LiabilityRecognised':
      return { liabilities: minorUnits(event.data.amount), shortfall: minorUnits(event.data.shortfall) };
    case 'LiabilityCorrected':
      return { liabilities: minorUnits(event.data.amount) - minorUnits(event.data.before), shortfall: minorUnits(event.data.shortfall) };
    case 'LiabilitySettled':
      return event.data.destination === undefined
        ? { liabilities: -minorUnits(event.data.amount), spent: minorUnits(event.data.amount) }
        : { remittances: -minorUnits(event.data.amount) };
    case 'ShortfallCovered':
      return { shortfall: -minorUnits(event.data.amount) };
    case 'PoolOpened':
    case 'DistributionRuleAdopted':
    case 'OperationalSpendingShown':
    case 'PoolFrozen':
    case 'PoolUnfrozen':
    case 'PoolReconciled':
      return {};
  }
}

/** The terms after an event. */
export function totalsAfter(totals: Totals, event: Draft): Totals {
  const moved = movementsOf(event);
  return Object.fromEntries(terms.map((term) => [term, totals[term] + (moved[term] ?? 0n)])) as unknown as Totals;
}

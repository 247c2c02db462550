import { type Actor, type Command, type Issued, RuleBroken, type Standing, UnknownSubject } from '#libs/event-sourcing';
import { formatMoney, type Instant, type Line, minorUnits, type Money, money, notAfter, personIn } from '#libs/vocabulary';
import { type AdoptedRule, ruleInForce } from './distribution-rule.ts';
import { entryOf } from './persistent-map.ts';
import type { Purpose } from './pool-events.ts';
import type { Allocation, Cost, Liability, Pool, Reservation, TopUp } from './pool-standing.ts';
import { availableOf } from './pool-totals.ts';

// What is asked of a pool before anything is booked. How proceeds are divided follows from the law that a distribution rule names.
// The other rules are the policy of this ledger: one thing is booked once, money takes two hands, and nothing is spent that is not there.

// The pool and its currency

/** A pool is opened once, under an id of its own. @throws RuleBroken 'pool.already-open' */
export function requireUnopened({ status }: Pool): void {
  if (status !== 'unopened') throw new RuleBroken('pool.already-open', 'The pool is open already; a second one needs an id of its own');
}

/** @throws UnknownSubject 'pool.unknown' */
export function requireOpened({ status }: Pool): void {
  if (status === 'unopened') throw new UnknownSubject('pool.unknown', 'There is no pool with this id');
}

/**
 * While integrity looks into a pool, or while it owes more than it has, money comes in and none is set aside or leaves: who is paid first out of too little
 * is nobody's choice. @throws RuleBroken 'pool.frozen', 'pool.in-shortfall'
 */
export function requirePaying({ status, currency, totals: { shortfall } }: Pick<Pool, 'status' | 'currency' | 'totals'>): void {
  if (status === 'frozen')
    throw new RuleBroken('pool.frozen', 'The pool is frozen: money comes in, and nothing is reserved or paid until it is unfrozen');
  if (shortfall > 0n)
    throw new RuleBroken(
      'pool.in-shortfall',
      `The pool owes ${formatMoney(money(currency, shortfall))} more than it has; nothing is paid before that has come in`,
      { shortfall: money(currency, shortfall) },
    );
}

/** A pool is kept in one currency for ever: no rate is part of its books. @throws RuleBroken 'pool.other-currency' */
export function requireCurrency(state: Pool, { currency }: Money): void {
  if (currency !== state.currency)
    throw new RuleBroken('pool.other-currency', `The pool is kept in ${state.currency}; ${currency} belongs in another one`, { currency });
}

/**
 * What is booked is in the pool's currency and above zero: what undoes an entry is an entry of its own.
 * @throws RuleBroken 'pool.other-currency', 'pool.no-amount'
 */
export function requireAmount(state: Pool, amount: Money): void {
  requireCurrency(state, amount);
  if (minorUnits(amount) <= 0n) throw new RuleBroken('pool.no-amount', 'An entry in the books is above zero', { amount });
}

// One thing once

/**
 * Whether this id was booked with just this content.
 * @throws RuleBroken 'pool.id-taken' with another one: what is in the books is corrected by new entries, not said anew
 */
export function isBooked(state: Pool, id: string, said: object): boolean {
  const known = entryOf(state.booked, id);
  if (known === undefined) return false;
  restated(said, known, 'entry', id);
  return true;
}

/** Nothing is recorded of what is said again. @throws RuleBroken 'pool.id-taken' it says something else than the fact under this id */
export function restated(said: object, fact: object, what: string, id: string): readonly [] {
  if (restates(said, fact)) return [];
  throw new RuleBroken('pool.id-taken', `The pool has a ${what} with this id already, and it says something else`, { id });
}

/** Everything said is in the fact, which may say more. Compared by content: commands and stored events are JSON. */
export function restates(said: unknown, fact: unknown): boolean {
  if (typeof said !== 'object' || typeof fact !== 'object' || said === null || fact === null) return said === fact;
  if (Array.isArray(said) && said.length !== (fact as readonly unknown[]).length) return false;
  return Object.entries(said).every(([field, value]) => value === undefined || restates(value, (fact as Record<string, unknown>)[field]));
}

// Two hands for money: which steps of a movement are kept apart stands in `pool-duties.ts`.

/** Nobody vouches for books of their own making, by either hand. @throws RuleBroken 'pool.reconciler-booked' */
export function requireNoBooker({ bookers }: Pool, hands: readonly Actor[]): void {
  const booker = hands.find(({ id }) => personIn(bookers, id));
  if (booker !== undefined)
    throw new RuleBroken(
      'pool.reconciler-booked',
      'Who has entered or confirmed a booking since the last reconciliation cannot reconcile; let somebody else do it',
      { by: booker.id },
    );
}

// Proceeds

/**
 * The rule by which a pool divides proceeds: that of the law in force when they were settled, not when they are credited.
 * @throws UnknownSubject 'pool.unknown' @throws RuleBroken 'pool.other-currency', 'pool.no-amount', 'pool.no-rule-in-force'
 */
export function ruleFor(state: Pool, proceeds: Money, settledAt: Instant): AdoptedRule {
  requireOpened(state);
  requireAmount(state, proceeds);
  const rule = ruleInForce(state.rules, settledAt);
  if (rule !== undefined) return rule;
  throw new RuleBroken(
    'pool.no-rule-in-force',
    `No distribution rule was in force when this was settled, ${settledAt}; adopt the rule of that time first`,
    { settledAt },
  );
}

// Reservations

/** Nothing is set aside that is not there. @throws RuleBroken 'pool.insufficient-funds' */
export function requireAvailable(state: Pool, amount: Money): void {
  const available = money(state.currency, availableOf(state.totals));
  const short = minorUnits(amount) - minorUnits(available);
  if (short > 0n)
    throw new RuleBroken('pool.insufficient-funds', `The pool has ${formatMoney(available)} available, less than this asks for`, {
      available,
      short: money(state.currency, short),
    });
}

/** What is set aside is free again one day. @throws RuleBroken 'reservation.in-past' */
export function requireAhead(expiresAt: Instant, now: Instant): void {
  if (notAfter(expiresAt, now))
    throw new RuleBroken('reservation.in-past', `A reservation ends in the future; ${expiresAt} is over`, { expiresAt });
}

/** For how many days money is set aside by hand at most: an invoice or an order is paid within a quarter, or reserved for anew. */
export const MOST_DAYS_RESERVED = 90;

/**
 * What is set aside by hand for costs or operations is free again within a quarter: two people cannot keep all of a pool from everybody else for years.
 * What is set aside for rewards ends as its process says. @throws RuleBroken 'reservation.too-long'
 */
export function requireSoonFree(purpose: Purpose, expiresAt: Instant, now: Instant): void {
  if (purpose === 'reward') return;
  const latest = new Date(Date.parse(now) + MOST_DAYS_RESERVED * 24 * 60 * 60 * 1000).toISOString();
  if (!notAfter(expiresAt, latest))
    throw new RuleBroken(
      'reservation.too-long',
      `Money is set aside for ${MOST_DAYS_RESERVED} days at most, so that what nobody pays is free for others; reserve until ${latest} at the latest, and anew after that`,
      { expiresAt, latest },
    );
}

/** A reservation lapses by itself when its time is over, and no earlier. @throws RuleBroken 'reservation.not-expired' */
export function requireOver({ fact: { reservationId, expiresAt } }: Reservation, now: Instant): void {
  if (!notAfter(expiresAt, now))
    throw new RuleBroken('reservation.not-expired', `The reservation holds until ${expiresAt}`, { reservationId, expiresAt });
}

/** @throws UnknownSubject 'reservation.unknown' */
export function requireReservation(state: Pool, reservationId: string): Reservation {
  const known = entryOf(state.reservations, reservationId);
  if (known === undefined) throw new UnknownSubject('reservation.unknown', 'The pool has no reservation with this id', { reservationId });
  return known;
}

/** A reservation is paid out once, and what was paid out is not set free. @throws RuleBroken 'reservation.spent' */
export function requireUnspent({ fact: { reservationId, reference }, end }: Reservation): void {
  if (end !== undefined && end.type !== 'ReservationReleased')
    throw new RuleBroken('reservation.spent', 'The reservation was paid out already', { reservationId, reference });
}

/**
 * What is set aside for a reward is freed by what is decided on the reward, by nobody by hand: who could free it could undo a grant.
 * @throws RuleBroken 'reservation.for-reward'
 */
export function requireFreedByHand({ fact: { reservationId, purpose, reference } }: Reservation, by: Actor): void {
  if (purpose === 'reward' && !by.roles.includes('process'))
    throw new RuleBroken('reservation.for-reward', 'This is set aside for a reward; it is free again when the reward is returned', {
      reservationId,
      reference,
    });
}

/**
 * Money is paid out while its reservation holds, and not after it is over, though its expiry may not be recorded yet:
 * what may be paid must not depend on how fast a process is.
 * @throws RuleBroken 'reservation.released', 'reservation.expired'
 */
export function requireHolding({ fact: { reservationId, expiresAt }, end }: Reservation, now: Instant): void {
  if (end?.type === 'ReservationReleased') {
    const how = end.data.cause === 'expired' ? 'over' : 'released';
    throw new RuleBroken('reservation.released', `The reservation was ${how}; reserve anew`, { reservationId });
  }
  if (notAfter(expiresAt, now))
    throw new RuleBroken('reservation.expired', `The reservation was over at ${expiresAt}; reserve anew`, { reservationId });
}

/**
 * What was set aside for one purpose is not paid out for another: a reward is never paid as a cost.
 * @throws RuleBroken 'reservation.other-purpose'
 */
export function requirePurpose({ fact: { reservationId, purpose: made } }: Reservation, purpose: Purpose): void {
  if (made !== purpose)
    throw new RuleBroken('reservation.other-purpose', `The reservation was made for ${made}, not for ${purpose}`, { reservationId });
}

/** No more is paid out than was set aside; answers what of it becomes available again. @throws RuleBroken 'reservation.exceeded' */
export function remainderOf({ fact }: Reservation, amount: Money): Money {
  const released = minorUnits(fact.amount) - minorUnits(amount);
  if (released < 0n)
    throw new RuleBroken('reservation.exceeded', `The reservation is for ${formatMoney(fact.amount)}`, {
      reservationId: fact.reservationId,
      reserved: fact.amount,
    });
  return money(fact.amount.currency, released);
}

/** Of rewards no more comes back than was drawn for them. @throws RuleBroken 'spending.exceeded' */
export function requireDrawn(state: Pool, reference: Line, amount: Money): void {
  const drawn = money(state.currency, entryOf(state.drawn, reference) ?? 0n);
  if (minorUnits(amount) > minorUnits(drawn))
    throw new RuleBroken('spending.exceeded', `For ${reference} the pool has paid ${formatMoney(drawn)}`, { reference, drawn });
}

// Costs and liabilities

/** @throws UnknownSubject 'cost.unknown' */
export function requireCosts(state: Pool, costId: string): Cost {
  const known = entryOf(state.costs, costId);
  if (known === undefined) throw new UnknownSubject('cost.unknown', 'The pool has no costs with this id', { costId });
  return known;
}

/** @throws UnknownSubject 'top-up.unknown' */
export function requireTopUp(state: Pool, topUpId: string): TopUp {
  const known = entryOf(state.topUps, topUpId);
  if (known === undefined) throw new UnknownSubject('top-up.unknown', 'The pool has no top-up with this id', { topUpId });
  return known;
}

/** What was booked may turn out to be nothing, and never less. @throws RuleBroken 'pool.other-currency', 'pool.no-amount' */
export function requireNotNegative(state: Pool, amount: Money): void {
  requireCurrency(state, amount);
  if (minorUnits(amount) < 0n) throw new RuleBroken('pool.no-amount', 'What an entry is corrected to is zero or more', { amount });
}

/** @throws UnknownSubject 'liability.unknown' */
export function requireLiability(state: Pool, liabilityId: string): Liability {
  const known = entryOf(state.liabilities, liabilityId);
  if (known === undefined) throw new UnknownSubject('liability.unknown', 'The pool has no liability with this id', { liabilityId });
  return known;
}

/**
 * What was entered by hand rests on a document, and is corrected by hand. What the pool owes others of proceeds, or since an asset is to be given back, follows from what is recorded of
 * the asset, and is put right there. @throws UnknownSubject 'liability.unknown' @throws RuleBroken 'liability.not-by-hand'
 */
export function requireByHand(state: Pool, liabilityId: string): Liability {
  const known = requireLiability(state, liabilityId);
  if (known.fact?.document === undefined)
    throw new RuleBroken(
      'liability.not-by-hand',
      'This follows from what is recorded of an asset; what is wrong with it is put right there',
      {
        liabilityId,
      },
    );
  return known;
}

/** What was paid was owed: less than that is not what it comes to. @throws RuleBroken 'liability.paid-more' */
export function requireNotPaidMore(state: Pool, { owed, outstanding }: Liability, amount: Money): void {
  const paid = money(state.currency, owed - outstanding);
  if (minorUnits(amount) < minorUnits(paid))
    throw new RuleBroken('liability.paid-more', `Of this liability ${formatMoney(paid)} is paid already; it comes to no less`, { paid });
}

/** No more is paid than is owed. @throws RuleBroken 'liability.exceeded' */
export function requireOwed(state: Pool, liabilityId: string, amount: Money): void {
  const outstanding = money(state.currency, requireLiability(state, liabilityId).outstanding);
  if (minorUnits(amount) > minorUnits(outstanding))
    throw new RuleBroken('liability.exceeded', `Of this liability ${formatMoney(outstanding)} is outstanding`, {
      liabilityId,
      outstanding,
    });
}

// Operational use

/** @throws UnknownSubject 'allocation.unknown' */
export function requireAllocation(state: Pool, allocationId: string): Allocation {
  const known = entryOf(state.allocations, allocationId);
  if (known === undefined)
    throw new UnknownSubject('allocation.unknown', 'The pool has given nothing for operational use under this id', { allocationId });
  return known;
}

/**
 * Nobody gives money to their own unit, nor to one that they command, by either hand. @throws RuleBroken 'pool.own-unit'
 */
export function requireOthersUnit(unit: string, { by, said, standing }: Pick<Issued<Command>, 'by' | 'said' | 'standing'>): void {
  const hands = [
    { hand: by, commands: standing.commands },
    ...(said.confirmedBy === undefined ? [] : [{ hand: said.confirmedBy, commands: standing.confirmer?.commands }]),
  ];
  const own = hands.find(({ hand, commands = [] }) => hand.unit === unit || commands.includes(unit));
  if (own !== undefined)
    throw new RuleBroken(
      'pool.own-unit',
      `Money is given to a unit by others than its own: ${own.hand.id} serves in ${unit}, or commands it`,
      {
        person: own.hand.id,
        unit,
      },
    );
}

/** No more is shown or recalled than is left of what was given. @throws RuleBroken 'allocation.exceeded' */
export function requireLeft({ fact: { allocationId, amount: given }, shown, recalled }: Allocation, amount: Money): void {
  const left = money(given.currency, minorUnits(given) - shown - recalled);
  if (minorUnits(amount) > minorUnits(left))
    throw new RuleBroken('allocation.exceeded', `Of what the unit was given ${formatMoney(left)} is neither shown nor given back`, {
      allocationId,
      left,
    });
}

/** A unit's head shows the spending of that unit, or of one below it. @throws RuleBroken 'allocation.other-unit' */
export function requireOwnUse({ fact: { unit } }: Allocation, by: Actor, { commands = [] }: Standing): void {
  if (!by.roles.includes('finance-officer') && by.unit !== unit && !commands.includes(unit))
    throw new RuleBroken('allocation.other-unit', `This was given to ${unit}; its head or a finance officer shows what was done with it`, {
      unit,
    });
}

/** A fact that costs more than the pool has is recorded all the same: how much of the amount it has nothing available for. */
export function lacking({ currency, totals }: Pool, amount: bigint): Money {
  const lack = amount - availableOf(totals);
  return money(currency, lack > 0n && amount > 0n ? lack : 0n);
}

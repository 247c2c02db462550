import { RuleBroken, sameJson, UnknownSubject } from '#libs/event-sourcing';
import { type Day, formatMoney, handsOf, type Instant, type Line, minorUnits, type Money, money, samePerson } from '#libs/vocabulary';
import { requireEntry } from './entry.ts';
import type { CapLimits, OfficerEntry, Suspension } from './officer-events.ts';
import {
  type Cap,
  capHistoryOf,
  countingOf,
  isSuspended,
  isUnconfirmed,
  type Officer,
  type ServedSuspension,
  totalOf,
} from './officer-standing.ts';

// The rules of an officer's entry: who may write in it, and that no more of rewards counts for the officer than a policy's limits let.

/** @throws UnknownSubject 'officer.unknown' */
export const requireOfficer = (state: Officer): OfficerEntry => requireEntry(state, 'officer');

/** Separation of duties: whoever keeps the register has no hand in their own entry, nor has a second hand. @throws RuleBroken 'officer.own-entry' */
export function requireOtherPerson(officerId: string, command: Parameters<typeof handsOf>[0]): void {
  if (handsOf(command).some(({ id }) => samePerson(id, officerId)))
    throw new RuleBroken('officer.own-entry', 'Nobody changes their own entry in the register; let another administrator do it', {
      officerId,
    });
}

/** The registers begin with whoever begins them: an administrator enters themself, and is somebody then who enters the others. @throws RuleBroken 'officer.founder-first' */
export function requireFounderFirst(officerId: string, { by }: { readonly by: { readonly id: string } }): void {
  if (by.id !== officerId)
    throw new RuleBroken('officer.founder-first', 'Nobody is in the register yet: enter yourself first, then you enter the others', {
      officerId,
      founder: by.id,
    });
}

/** @throws RuleBroken 'officer.suspension-reversed' */
export function requireOrderedDays({ from, until }: Pick<Suspension, 'from' | 'until'>): void {
  if (until !== undefined && until < from)
    throw new RuleBroken('officer.suspension-reversed', 'The last day of a suspension is not before its first one', { from, until });
}

/** Suspensions that begin on this day, and wait for another person's word. @throws UnknownSubject 'officer.suspension-unknown' none begins then */
export function unconfirmedFrom(state: Officer, from: Day): readonly ServedSuspension[] {
  const known = state.suspensions.filter((suspension) => suspension.from === from);
  if (known.length === 0)
    throw new UnknownSubject('officer.suspension-unknown', 'No suspension of this officer begins on that day; look up which ones do', {
      from,
    });
  return known.filter(isUnconfirmed);
}

/** Nobody confirms their own order. @throws RuleBroken 'officer.own-suspension' */
export function requireAnotherSuspender(suspensions: readonly ServedSuspension[], command: Parameters<typeof handsOf>[0]): void {
  for (const { suspendedBy, from } of suspensions)
    if (handsOf(command).some(({ id }) => samePerson(id, suspendedBy ?? '')))
      throw new RuleBroken(
        'officer.own-suspension',
        'The officer is suspended by your own word: let another administrator or integrity confirm it',
        { from, suspendedBy },
      );
}

/** Nothing is reserved of any reward while a suspension lasts. @throws RuleBroken 'officer.suspended' */
export function requireNotSuspended(state: Officer, at: Instant): void {
  if (isSuspended(state, at))
    throw new RuleBroken('officer.suspended', 'The officer is suspended; no reward is reserved until that is over', {
      officerId: state.entry?.officerId,
    });
}

/** @throws UnknownSubject 'cap.unknown' */
export function requireCap(state: Officer, capId: string): Cap {
  const cap = state.caps.find((known) => known.capId === capId);
  if (cap === undefined) throw new UnknownSubject('cap.unknown', 'Nothing was reserved for the officer under this id', { capId });
  return cap;
}

/** An amount that is reserved for a reward, within limits. */
export interface Reservation {
  readonly capId: string;
  readonly rewardId: string;
  readonly amount: Money;
  readonly limits: CapLimits;
  /** It counted for the officer before and was taken off: it counts again, whatever has become of the officer meanwhile. */
  readonly again?: true;
}

/** Whether this is reserved already. @throws RuleBroken 'cap.id-taken' its id says something else */
export function isReservedAlready(state: Officer, { capId, rewardId, amount, limits }: Reservation): boolean {
  const known = state.caps.find((cap) => cap.capId === capId);
  if (known === undefined) return false;
  if (sameJson({ rewardId, amount, limits }, { rewardId: known.rewardId, amount: known.amount, limits: known.limits })) return true;
  throw new RuleBroken('cap.id-taken', 'The officer has a reservation with this id already, and it says something else', { capId });
}

/** @throws RuleBroken 'cap.no-amount' */
export function requireAmount({ capId, amount }: Reservation): void {
  if (minorUnits(amount) < 0n) throw new RuleBroken('cap.no-amount', 'What is reserved of a cap is zero or more', { capId, amount });
}

/** With what counts already, an amount stays within each limit: for one case, in any twelve months, in a career. @throws RuleBroken 'cap.exceeded', 'cap.other-currency' */
export function requireWithinLimits(state: Officer, reservation: Reservation, at: Instant): void {
  const { rewardId, amount, limits } = reservation;
  const { currency } = amount;
  const ofReward = state.caps.filter((cap) => cap.rewardId === rewardId && cap.amount.currency === currency);
  const { inTwelveMonths, inCareer } = capHistoryOf(state, currency, at);
  requireWithin('perCase', limits.perCase, money(currency, totalOf(ofReward)), reservation);
  requireWithin('twelveMonths', limits.twelveMonths, inTwelveMonths, reservation);
  requireWithin('career', limits.career, inCareer, reservation);
}

const inWords: Readonly<Record<keyof CapLimits, string>> = {
  perCase: 'for one case',
  twelveMonths: 'in twelve months',
  career: 'in a career',
};

function requireWithin(limit: keyof CapLimits, most: Money | undefined, before: Money, { capId, rewardId, amount }: Reservation): void {
  if (most === undefined || minorUnits(amount) === 0n) return;
  if (most.currency !== amount.currency)
    throw new RuleBroken('cap.other-currency', `The limit is in ${most.currency}; it says nothing of ${amount.currency}`, { capId, limit });
  if (minorUnits(before) + minorUnits(amount) <= minorUnits(most)) return;
  throw new RuleBroken(
    'cap.exceeded',
    `An officer gets at most ${formatMoney(most)} ${inWords[limit]}; ${formatMoney(before)} counts already, and this asks for ${formatMoney(amount)}`,
    { capId, rewardId, limit, most, counted: before, amount },
  );
}

/** What was released in whole is not consumed any more. @throws RuleBroken 'cap.released' */
export function requireStillReserved(cap: Cap): void {
  const { capId, rewardId } = cap;
  if (cap.releases.length > 0 && countingOf(cap) === 0n)
    throw new RuleBroken('cap.released', 'What was reserved of the cap was released; reserve anew', { capId, rewardId });
}

/** A part that is released: of its own id, or, where it has none, told by its amount and reason. */
export interface Release {
  readonly releaseId?: string | undefined;
  readonly amount: Money;
  readonly reason: Line;
}

/** Whether this part is released already. @throws RuleBroken 'cap.id-taken' it was recorded with another amount */
export function isReleasedAlready({ capId, releases }: Cap, { releaseId, amount, reason }: Release): boolean {
  const before = releases.find((known) =>
    releaseId === undefined ? known.reason === reason && sameJson(known.amount, amount) : known.releaseId === releaseId,
  );
  if (before === undefined) return false;
  if (sameJson(before.amount, amount)) return true;
  throw new RuleBroken('cap.id-taken', 'This release is recorded already, with another amount', {
    capId,
    releaseId,
    released: before.amount,
  });
}

/** No more is released than counts, and in the currency it was reserved in. @throws RuleBroken 'cap.other-currency', 'cap.not-that-much' */
export function requireReleasable(cap: Cap, amount: Money): void {
  const { capId } = cap;
  const { currency } = cap.amount;
  if (amount.currency !== currency)
    throw new RuleBroken('cap.other-currency', `The reservation is in ${currency}, and is released in it`, { capId, amount });
  const left = money(currency, countingOf(cap));
  if (minorUnits(amount) <= 0n || minorUnits(amount) > minorUnits(left))
    throw new RuleBroken('cap.not-that-much', `Of this reservation ${formatMoney(left)} counts; no more can be released`, {
      capId,
      amount,
      counted: left,
    });
}

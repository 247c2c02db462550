import { defined, RuleBroken } from '#libs/event-sourcing';
import {
  compareMoney,
  formatMoney,
  isNegative,
  minus,
  type Money,
  notAfter,
  nothingIn,
  type RegisterEntry,
  type Roster,
  samePerson,
} from '#libs/vocabulary';
import { ALWAYS_EXCLUDED, type Office, type PolicyTerms } from '../terms/policy-terms.ts';
import type { AllocatedShare, AllocationInputs, ProposedShare, Reception } from './shares.ts';

// Who may have a share, and how much of it at most: one function a rule, in the order in which they are asked.

/** Rates change nothing: what is shared is in the currency of the policy. */
export function requireCurrency(amount: Money, { currency }: PolicyTerms): void {
  if (amount.currency !== currency || isNegative(amount))
    throw new RuleBroken('shares.amount', `What is shared is zero or more in ${currency}, the currency of the policy`, { amount });
}

/**
 * Rules of reward, 5: the roster is frozen before the laboratory receives the exhibit, so that nobody is named who knew the result. Before is
 * what was recorded before; only where the log's order was not kept, the reported times decide.
 */
export function isFrozenLate({ frozenAt }: Roster, { order, laboratoryReceivedAt }: Reception): boolean {
  if (laboratoryReceivedAt === undefined) return false;
  const { rosterFrozen, laboratoryReceived } = order ?? {};
  return rosterFrozen === undefined || laboratoryReceived === undefined
    ? notAfter(laboratoryReceivedAt, frozenAt)
    : laboratoryReceived < rosterFrozen;
}

/** Rules of reward, 5: nothing is shared by a roster that was frozen when the result could be known already; it might have been written for the reward. */
export function requireFrozenInTime({ roster, order, laboratoryReceivedAt }: AllocationInputs): void {
  if (isFrozenLate(roster, defined({ order, laboratoryReceivedAt })))
    throw new RuleBroken(
      'shares.roster-late',
      'The roster was frozen after the laboratory had received an exhibit; beneficiaries are named before the result can be known',
      { frozenAt: roster.frozenAt, laboratoryReceivedAt },
    );
}

/** Rules of reward, 5: shares in basis points add up to 10,000. */
export function requireTheWhole(shares: readonly ProposedShare[]): void {
  const sumBp = shares.reduce((sum, { shareBp }) => sum + shareBp, 0);
  if (sumBp !== 10_000 || !shares.every(({ shareBp }) => Number.isSafeInteger(shareBp) && shareBp > 0))
    throw new RuleBroken('shares.not-whole', `Shares are whole basis points above zero that add up to 10,000; these add up to ${sumBp}`, {
      sumBp,
    });
}

/** A recipient has one share, so that a cap cannot be had twice. */
export function requireOneShareEach(shares: readonly ProposedShare[]): void {
  const repeated = shares.find(
    ({ recipientId }, index) => shares.findIndex((share) => samePerson(share.recipientId, recipientId)) !== index,
  );
  if (repeated !== undefined)
    throw new RuleBroken('shares.repeated', `A recipient has one share; ${repeated.recipientId} has two`, {
      recipientId: repeated.recipientId,
    });
}

/** The policy's split between persons and units: "as units and as individuals", in the words of the announcement. */
export function requirePersonsWithin({ personsAtMostBp }: PolicyTerms, shares: readonly ProposedShare[]): void {
  const personsBp = shares.reduce((sum, { kind, shareBp }) => sum + (kind === 'person' ? shareBp : 0), 0);
  if (personsBp > personsAtMostBp)
    throw new RuleBroken(
      'shares.persons-at-most',
      `Persons get at most ${personsAtMostBp} basis points under this policy, not ${personsBp}`,
      { personsBp, personsAtMostBp },
    );
}

/** Rules of reward, 5: beneficiaries come from the roster. */
export function requireOnRoster({ recipientId, kind }: ProposedShare, { officers, units }: Roster): void {
  const there = kind === 'person' ? officers.some(({ officerId }) => samePerson(officerId, recipientId)) : units.includes(recipientId);
  if (!there)
    throw new RuleBroken('shares.not-on-roster', `Only who is on the roster of the operation can have a share; ${recipientId} is not`, {
      recipientId,
    });
}

/**
 * Rules of reward, 6: a judge, prosecutor or court official who acts in the case takes no personal share unless an enacted instrument is
 * cited.
 */
export function requireNotExcluded(
  { recipientId, kind, instrument }: ProposedShare,
  { excludedOffices }: PolicyTerms,
  { officers }: Roster,
  ofCourts: readonly RegisterEntry[] = [],
): void {
  if (kind === 'unit' || instrument !== undefined) return;
  if (ofCourts.some((officerId) => samePerson(officerId, recipientId)))
    throw new RuleBroken(
      'shares.excluded',
      `Who serves in the courts, as ${recipientId} does by the register, takes no personal share unless an enacted instrument is cited, whatever the roster calls them`,
      { recipientId, office: 'court-official' },
    );
  const excluded: readonly Office[] = [...ALWAYS_EXCLUDED, ...excludedOffices];
  const acting = officers.find(({ officerId, office }) => samePerson(officerId, recipientId) && excluded.includes(office));
  if (acting !== undefined)
    throw new RuleBroken(
      'shares.excluded',
      `Who acts in the case as ${acting.office}, as ${recipientId} does, takes no personal share unless an enacted instrument is cited`,
      { recipientId, office: acting.office },
    );
}

/** Rules of reward, 6: forms are bank transfer, unit fund, equipment; a unit's fund is a unit's. */
export function requireFormOfItsKind(share: ProposedShare): void {
  if (share.kind === 'person' && share.form === 'unit-fund')
    throw new RuleBroken('shares.form', `A share of ${share.recipientId} is personal; a unit's fund is paid as a share of the unit`, {
      share,
    });
}

/** The most that one officer is paid: for a case, in any twelve months and in a career. What is absent is not capped. */
export interface OfficerLimits {
  readonly perCase?: Money;
  readonly twelveMonths?: Money;
  readonly career?: Money;
}

/**
 * Rules of reward, 8: the caps of an officer; for a case that the committee calls exceptional the extended one, where the policy has one.
 */
export function officerLimits({ caps }: PolicyTerms, exceptional: boolean): OfficerLimits {
  const perCase = (exceptional ? caps.officerPerCaseExceptional : undefined) ?? caps.officerPerCase;
  return defined({ perCase, twelveMonths: caps.officerTwelveMonths, career: caps.officerCareer });
}

/**
 * Rules of reward, 8: an officer gets at most the caps for a case, for twelve months and for a career, each less what was granted before.
 */
export function withinCaps(
  part: Money,
  officerId: RegisterEntry,
  terms: PolicyTerms,
  { histories, exceptional }: AllocationInputs,
  why: readonly string[],
): Pick<AllocatedShare, 'amount' | 'why'> {
  const history = histories.find((one) => one.officerId === officerId);
  const { perCase, twelveMonths, career } = officerLimits(terms, exceptional !== undefined);
  const extended = exceptional !== undefined && terms.caps.officerPerCaseExceptional !== undefined;
  const limits: readonly (readonly [Money | undefined, Money | undefined, string])[] = [
    [perCase, history?.inCase, extended ? `for an exceptional case (${exceptional})` : 'for a case'],
    [twelveMonths, history?.inTwelveMonths, 'in twelve months'],
    [career, history?.inCareer, 'in a career'],
  ];
  let amount = part;
  const sentences = [...why];
  for (const [cap, before, what] of limits) {
    if (cap === undefined) continue;
    const left = before === undefined ? cap : minus(cap, before);
    const room = isNegative(left) ? nothingIn(cap.currency) : left;
    if (compareMoney(amount, room) <= 0) continue;
    amount = room;
    sentences.push(
      `An officer gets at most ${formatMoney(cap)} ${what}${before === undefined ? '' : `, of which ${formatMoney(before)} was granted before`}: ${formatMoney(amount)}`,
    );
  }
  return { amount, why: sentences };
}

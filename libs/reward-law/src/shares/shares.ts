import { RuleBroken } from '#libs/event-sourcing';
import { compareMoney, isNegative, minus, type Money, nothingIn, shareOf } from '#libs/vocabulary';
import { type Assessment, told } from '../assessment/assessment.ts';
import { ALWAYS_EXCLUDED, type Office, type PolicyTerms } from '../terms/policy-terms.ts';

/** Who took part in an operation, as frozen by its unit's head. */
export interface Roster {
  readonly frozenAt: string;
  /** Whose fund gets what no share pays out. */
  readonly leadUnit: string;
  readonly officers: readonly { readonly officerId: string; readonly unit: string; readonly office: Office }[];
  readonly units: readonly string[];
}

export const shareForms = ['bank-transfer', 'unit-fund', 'equipment'] as const;
export type ShareForm = (typeof shareForms)[number];

/** A beneficiary's part as proposed, in basis points of the whole. */
export interface ProposedShare {
  readonly recipientId: string;
  readonly kind: 'person' | 'unit';
  readonly shareBp: number;
  readonly form: ShareForm;
  /** An enacted instrument that allows a share to somebody whose office is excluded. */
  readonly instrument?: string;
}

/** What an officer was granted before, or has reserved, under any policy in this currency. Whoever is not told of was granted nothing. */
export interface OfficerHistory {
  readonly officerId: string;
  readonly inTwelveMonths: Money;
  readonly inCareer: Money;
}

export interface AllocationInputs {
  readonly amount: Money;
  readonly payee: Assessment['payee'];
  readonly roster: Roster;
  /** When the laboratory first received an exhibit of the operation. */
  readonly laboratoryReceivedAt?: string;
  readonly shares: readonly ProposedShare[];
  readonly histories: readonly OfficerHistory[];
  /** Present where the committee calls the case exceptional: why. */
  readonly exceptional?: string;
}

export interface AllocatedShare extends ProposedShare {
  /** What is paid: the floored part, within every cap. */
  readonly amount: Money;
  /** What that is, and which caps cut it, in sentences. */
  readonly why: readonly string[];
}

/** Shares and what goes to the unit's fund: together exactly the amount. */
export interface Allocation {
  readonly amount: Money;
  readonly shares: readonly AllocatedShare[];
  readonly unitFund: { readonly unit: string; readonly amount: Money; readonly why: readonly string[] };
}

/**
 * Divides an amount among the roster. Every part is floored to whole minor units; what flooring and caps leave over goes to the lead unit's fund.
 * @throws RuleBroken 'shares.not-whole', 'shares.repeated', 'shares.not-on-roster', 'shares.excluded', 'shares.form', 'shares.persons-at-most', 'shares.roster-late', 'shares.amount'
 */
export function allocate(terms: PolicyTerms, inputs: AllocationInputs): Allocation {
  const { amount, payee, roster, shares } = inputs;
  if (amount.currency !== terms.currency || isNegative(amount))
    throw new RuleBroken('shares.amount', `What is shared is zero or more in ${terms.currency}, the currency of the policy`, { amount });
  requireFrozenInTime(inputs);
  requireWhole(shares);
  requirePersonsWithin(terms, shares);
  for (const share of shares) {
    requireOnRoster(share, roster);
    requireNotExcluded(share, terms, roster);
    if (share.kind === 'person' && share.form === 'unit-fund')
      throw new RuleBroken('shares.form', `A share of ${share.recipientId} is personal; a unit's fund is paid as a share of the unit`, {
        share,
      });
  }

  const allocated = shares.map((share): AllocatedShare => {
    const part = shareOf(amount, share.shareBp);
    const why = [`${share.shareBp} basis points of ${told(amount)} are ${told(part)}`];
    if (payee === 'unit-fund')
      return { ...share, amount: nothingIn(amount.currency), why: [...why, "The reward goes whole to the unit's fund"] };
    return { ...share, ...(share.kind === 'person' ? withinCaps(part, share.recipientId, terms, inputs, why) : { amount: part, why }) };
  });
  const rest = allocated.reduce((left, share) => minus(left, share.amount), amount);
  const sentence =
    payee === 'unit-fund' ? `There are only couriers: ${told(rest)} goes to the fund` : `${told(rest)} is left by rounding and caps`;
  return { amount, shares: allocated, unitFund: { unit: roster.leadUnit, amount: rest, why: [sentence] } };
}

function requireFrozenInTime({ roster, laboratoryReceivedAt }: AllocationInputs): void {
  if (laboratoryReceivedAt !== undefined && Date.parse(roster.frozenAt) >= Date.parse(laboratoryReceivedAt))
    throw new RuleBroken(
      'shares.roster-late',
      'The roster was frozen after the laboratory had received an exhibit; beneficiaries are named before the result can be known',
      { frozenAt: roster.frozenAt, laboratoryReceivedAt },
    );
}

function requireWhole(shares: readonly ProposedShare[]): void {
  const sumBp = shares.reduce((sum, { shareBp }) => sum + shareBp, 0);
  if (sumBp !== 10_000 || !shares.every(({ shareBp }) => Number.isSafeInteger(shareBp) && shareBp > 0))
    throw new RuleBroken('shares.not-whole', `Shares are whole basis points above zero that add up to 10,000; these add up to ${sumBp}`, {
      sumBp,
    });
  const repeated = shares.find(({ recipientId }, index) => shares.findIndex((share) => share.recipientId === recipientId) !== index);
  if (repeated !== undefined)
    throw new RuleBroken('shares.repeated', `A recipient has one share; ${repeated.recipientId} has two`, {
      recipientId: repeated.recipientId,
    });
}

function requirePersonsWithin({ personsAtMostBp }: PolicyTerms, shares: readonly ProposedShare[]): void {
  const personsBp = shares.reduce((sum, { kind, shareBp }) => sum + (kind === 'person' ? shareBp : 0), 0);
  if (personsBp > personsAtMostBp)
    throw new RuleBroken(
      'shares.persons-at-most',
      `Persons get at most ${personsAtMostBp} basis points under this policy, not ${personsBp}`,
      {
        personsBp,
        personsAtMostBp,
      },
    );
}

function requireOnRoster({ recipientId, kind }: ProposedShare, { officers, units }: Roster): void {
  const there = kind === 'person' ? officers.some(({ officerId }) => officerId === recipientId) : units.includes(recipientId);
  if (!there)
    throw new RuleBroken('shares.not-on-roster', `Only who is on the roster of the operation can have a share; ${recipientId} is not`, {
      recipientId,
    });
}

function requireNotExcluded(
  { recipientId, kind, instrument }: ProposedShare,
  { excludedOffices }: PolicyTerms,
  { officers }: Roster,
): void {
  if (kind === 'unit' || instrument !== undefined) return;
  const excluded: readonly Office[] = [...ALWAYS_EXCLUDED, ...excludedOffices];
  const acting = officers.find(({ officerId, office }) => officerId === recipientId && excluded.includes(office));
  if (acting !== undefined)
    throw new RuleBroken(
      'shares.excluded',
      `Who acts in the case as ${acting.office}, as ${recipientId} does, takes no personal share unless an enacted instrument is cited`,
      {
        recipientId,
        office: acting.office,
      },
    );
}

function withinCaps(
  part: Money,
  officerId: string,
  { caps }: PolicyTerms,
  { histories, exceptional }: AllocationInputs,
  why: readonly string[],
): Pick<AllocatedShare, 'amount' | 'why'> {
  const history = histories.find((one) => one.officerId === officerId);
  const extended = exceptional === undefined ? undefined : caps.officerPerCaseExceptional;
  const limits: readonly (readonly [Money | undefined, Money | undefined, string])[] = [
    [extended ?? caps.officerPerCase, undefined, extended === undefined ? 'for a case' : `for an exceptional case (${exceptional ?? ''})`],
    [caps.officerTwelveMonths, history?.inTwelveMonths, 'in twelve months'],
    [caps.officerCareer, history?.inCareer, 'in a career'],
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
      `An officer gets at most ${told(cap)} ${what}${before === undefined ? '' : `, of which ${told(before)} was granted before`}: ${told(amount)}`,
    );
  }
  return { amount, why: sentences };
}

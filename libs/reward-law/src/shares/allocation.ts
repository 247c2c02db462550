import { formatMoney, minus, nothingIn, shareOf } from '#libs/vocabulary';
import type { PolicyTerms } from '../terms/policy-terms.ts';
import {
  requireCurrency,
  requireFormOfItsKind,
  requireFrozenInTime,
  requireNotExcluded,
  requireOneShareEach,
  requireOnRoster,
  requirePersonsWithin,
  requireTheWhole,
  withinCaps,
} from './share-rules.ts';
import type { AllocatedShare, Allocation, AllocationInputs } from './shares.ts';

/**
 * Divides an amount among the roster. Every part is floored to whole minor units; what flooring and caps leave over goes to the lead unit's
 * fund.
 * @throws RuleBroken 'shares.amount', 'shares.roster-late', 'shares.not-whole', 'shares.repeated', 'shares.persons-at-most',
 * 'shares.not-on-roster', 'shares.excluded', 'shares.form'
 */
export function allocate(terms: PolicyTerms, inputs: AllocationInputs): Allocation {
  const { amount, payee, roster, shares } = inputs;
  requireCurrency(amount, terms);
  requireFrozenInTime(inputs);
  requireTheWhole(shares);
  requireOneShareEach(shares);
  requirePersonsWithin(terms, shares);
  for (const share of shares) {
    requireOnRoster(share, roster);
    requireNotExcluded(share, terms, roster, inputs.ofCourts);
    requireFormOfItsKind(share);
  }

  const allocated = shares.map((share): AllocatedShare => {
    const part = shareOf(amount, share.shareBp);
    const why = [`${share.shareBp} basis points of ${formatMoney(amount)} are ${formatMoney(part)}`];
    if (payee === 'unit-fund')
      return { ...share, amount: nothingIn(amount.currency), why: [...why, "The reward goes whole to the unit's fund"] };
    return { ...share, ...(share.kind === 'person' ? withinCaps(part, share.recipientId, terms, inputs, why) : { amount: part, why }) };
  });
  const rest = allocated.reduce((left, share) => minus(left, share.amount), amount);
  const why =
    payee === 'unit-fund'
      ? `There are only couriers: ${formatMoney(rest)} goes to the fund`
      : `${formatMoney(rest)} is left by rounding and caps`;
  return { amount, shares: allocated, unitFund: { unit: roster.leadUnit, amount: rest, why: [why] } };
}

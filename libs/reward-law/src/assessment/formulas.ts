import { defined } from '#libs/event-sourcing';
import { compareMoney, formatMoney, formatNumber, minorUnits, type Money, money, nothingIn, shareOf, sum } from '#libs/vocabulary';
import type { Band, Formula } from '../terms/policy-terms.ts';
import { groupedBy } from './grouped.ts';
import type { AssessmentLine, Known, Rule } from './statement-of-reasons.ts';

// What an operation is worth before anything else is said of it. One function a formula; the policy has one of them.

/** Rules of reward, 3: the formula of the policy, one of the official readings or one from elsewhere, is applied to what counts. */
export const applyTheFormula: Rule = (known) => {
  const { formula } = known.policy.terms;
  const { base, parts } = givenBy(formula, known);
  const lines = parts.map(({ inputs, value, sentence }): AssessmentLine => ({
    rule: `formula.${formula.kind}`,
    inputs,
    outcome: 'gives',
    value,
    sentence,
  }));
  return { known: { base, amount: base }, lines };
};

/** What a formula gives for the operation, or for a part of it, and why. */
interface Part {
  readonly inputs: AssessmentLine['inputs'];
  readonly value: Money;
  readonly sentence: string;
}
interface Given {
  readonly base: Money;
  readonly parts: readonly Part[];
}
type FormulaOf<Kind extends Formula['kind']> = Extract<Formula, { kind: Kind }>;

function givenBy(formula: Formula, known: Known): Given {
  switch (formula.kind) {
    case 'flat':
      return whole(flat(formula));
    case 'per_unit':
      return whole(perUnit(formula, known));
    case 'scaled_to_cap':
      return whole(scaledToCap(formula, known));
    case 'tiered':
      return tiered(formula, known);
    case 'asset_share':
      return whole(assetShare(formula, known));
  }
}

const whole = (part: Part): Given => ({ base: part.value, parts: [part] });

/** One sum a bust, whatever it weighs: the announcement of 2017 as it was made. */
function flat({ amount }: FormulaOf<'flat'>): Part {
  return { inputs: { amount }, value: amount, sentence: `The operation is worth ${formatMoney(amount)}, whatever it weighs` };
}

/** One sum a kilogram, whole ones or pro rata: the announcement of 2017 as it was first paid out. */
function perUnit({ amount, unitMg, counting }: FormulaOf<'per_unit'>, { measuredMg, policy: { terms } }: Known): Part {
  const wholeUnits = measuredMg / BigInt(unitMg);
  const value = counting === 'whole' ? money(terms.currency, wholeUnits * minorUnits(amount)) : proRata(amount, measuredMg, unitMg);
  const units = counting === 'whole' ? `${formatNumber(wholeUnits)} whole` : `${formatNumber(measuredMg)} mg by`;
  return {
    inputs: { measuredMg: Number(measuredMg), amount, unitMg, counting },
    value,
    sentence: `${units} units of ${formatNumber(unitMg)} mg at ${formatMoney(amount)} are ${formatMoney(value)}`,
  };
}

/** "Up to" a sum by quantity and purity, which together are the pure quantity: the announcement as the police's deputy chief put it. */
function scaledToCap({ upTo, wholeAtPureMg }: FormulaOf<'scaled_to_cap'>, { measured }: Known): Part {
  const pureMg = measured.reduce((total, exhibit) => total + exhibit.pureMg, 0n);
  const countingMg = pureMg < BigInt(wholeAtPureMg) ? pureMg : BigInt(wholeAtPureMg);
  const value = proRata(upTo, countingMg, wholeAtPureMg);
  return {
    inputs: { pureMg: Number(pureMg), upTo, wholeAtPureMg },
    value,
    sentence: `${formatNumber(pureMg)} mg pure, of ${formatNumber(wholeAtPureMg)} mg for the whole ${formatMoney(upTo)}, give ${formatMoney(value)}`,
  };
}

/**
 * Of each substance what its band pays, as in India: by what the laboratory found it to be, and nothing for a quantity that uncertainty
 * leaves nothing of.
 */
function tiered({ tables }: FormulaOf<'tiered'>, { measured, policy: { terms } }: Known): Given {
  const parts = [...groupedBy(measured, ({ substance }) => substance)].map(([substance, exhibits]) => {
    const quantityMg = exhibits.reduce((total, { measuredMg }) => total + measuredMg, 0n);
    const bands = tables.find(({ substances }) => (substances as readonly string[]).includes(substance))?.bands ?? [];
    const band = bands.findLast(({ fromMg }) => quantityMg > 0n && quantityMg >= BigInt(fromMg));
    const value = band === undefined ? nothingIn(terms.currency) : inBand(band, quantityMg);
    return {
      inputs: { substance, measuredMg: Number(quantityMg), ...defined({ band: band && { ...band } }) },
      value,
      sentence: `${formatNumber(quantityMg)} mg of ${substance} ${band === undefined ? 'are in no band of the policy and give nothing' : `are in the band from ${formatNumber(band.fromMg)} mg, which gives ${formatMoney(value)}`}`,
    };
  });
  const values = parts.map(({ value }) => value);
  return { base: sum(terms.currency, values), parts };
}

/** Basis points of what the operation's confiscated assets brought in, up to a sum. No rate converts one currency into another. */
function assetShare({ shareBp, upTo }: FormulaOf<'asset_share'>, { inputs: { netProceeds }, policy: { terms } }: Known): Part {
  const { currency } = terms;
  if (netProceeds?.currency !== currency)
    return {
      inputs: defined({ netProceeds, shareBp, upTo }),
      value: nothingIn(currency),
      sentence:
        netProceeds === undefined
          ? 'No proceeds of confiscated assets are settled'
          : `The proceeds are in ${netProceeds.currency}, the policy in ${currency}; nothing is converted`,
    };
  const share = shareOf(netProceeds, shareBp);
  const value = compareMoney(share, upTo) > 0 ? upTo : share;
  return {
    inputs: { netProceeds, shareBp, upTo },
    value,
    sentence: `${shareBp} basis points of ${formatMoney(netProceeds)} are ${formatMoney(share)}, of which up to ${formatMoney(upTo)}: ${formatMoney(value)}`,
  };
}

function proRata(amount: Money, quantityMg: bigint, unitMg: number): Money {
  return money(amount.currency, (minorUnits(amount) * quantityMg) / BigInt(unitMg));
}

function inBand({ amount, perMg }: Band, quantityMg: bigint): Money {
  return perMg === undefined ? amount : proRata(amount, quantityMg, perMg);
}

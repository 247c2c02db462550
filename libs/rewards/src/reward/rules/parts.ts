import { deriveUuid } from '#libs/event-sourcing';
import type { Allocation } from '#libs/reward-law';
import { minorUnits, type Money, money, nothingIn } from '#libs/vocabulary';
import type { GrantedShare, Payment } from '../reward-events.ts';
import type { Round } from '../reward-standing.ts';

// Rules of reward, 5 and 9: what was allocated is paid in stages and parts, to the last minor unit, and not one more.

/** What the recipients get altogether: each share, and the lead unit's fund last. Together the amount that was allocated. */
export function partsOf({ shares, unitFund }: Allocation): readonly GrantedShare[] {
  const fund = { recipientId: unitFund.unit, kind: 'unit', form: 'unit-fund', amount: unitFund.amount } as const;
  return [...shares, fund].map(({ recipientId, kind, form, amount }) => ({ recipientId, kind, form, amount }));
}

/**
 * Each stage of the parts, in the order of the stages. Of a stage every share is floored and the fund, the last part, takes what is over as
 * far as it has something left; then shares take a minor unit each. The last stage takes what is left. So a stage is paid exactly, and so
 * is every part.
 */
export function inParts(parts: readonly Money[], stages: readonly Money[]): readonly (readonly Money[])[] {
  let left = parts.map(minorUnits);
  return stages.map(({ currency, amount }, index) => {
    const paid = index === stages.length - 1 ? left : portionOf(left, BigInt(amount));
    left = left.map((rest, part) => rest - (paid[part] ?? 0n));
    return paid.map((minor) => money(currency, minor));
  });
}

function portionOf(left: readonly bigint[], amount: bigint): readonly bigint[] {
  const whole = left.reduce((total, rest) => total + rest, 0n);
  const fund = left.length - 1;
  if (whole === 0n) return left;
  const floored = left.map((rest, part) => (part === fund ? 0n : (rest * amount) / whole));
  let over = amount - floored.reduce((total, part) => total + part, 0n);
  return left
    .map((rest, part) => [part, rest] as const)
    .toSorted(([a], [b]) => (a === fund ? -1 : b === fund ? 1 : a - b))
    .reduce((portion, [part, rest]) => {
      const most = part === fund ? rest : rest > (floored[part] ?? 0n) ? 1n : 0n;
      const more = over < most ? over : most;
      over -= more;
      return portion.with(part, (portion[part] ?? 0n) + more);
    }, floored);
}

/** The payments of one stage of a granted round, with ids that follow from what they are `of`; a part of nothing is no payment. */
export function paymentsOf(of: readonly string[], { allocation, stages }: Round, stage: string): readonly Payment[] {
  if (allocation === undefined) return [];
  const parts = partsOf(allocation);
  const place = stages.findIndex(({ on }) => on === stage);
  const amounts = inParts(
    parts.map(({ amount }) => amount),
    stages.map(({ amount }) => amount),
  )[place];
  return parts
    .map((part, index) => ({
      ...part,
      paymentId: deriveUuid('payment', ...of, stage, index),
      amount: amounts?.[index] ?? nothingIn(allocation.amount.currency),
    }))
    .filter(({ amount }) => minorUnits(amount) > 0n);
}

import { minorUnits, minus, type Money, money, nothingIn } from '#libs/vocabulary';
import type { ChangeKind, RecipientPart } from '../reward-events.ts';
import { decidedOf } from '../reward-money.ts';
import type { Reward } from '../reward-standing.ts';
import { inParts } from './parts.ts';
import { merged } from './recipients.ts';

// What was decided of a granted reward, by recipient, against what is due by now. Clawbacks change nothing in it: what they take is due again
// as a whole or not at all.

/** What each recipient is to have by all decisions so far; the lead unit with its fund last, whether or not it has anything. */
export function partsDecided({ grant, supplements = [], corrections = [], rounds }: Reward): readonly RecipientPart[] {
  if (grant === undefined) return [];
  const granted = merged([...grant.shares, ...supplements.flatMap(({ shares }) => shares)]);
  const off = merged(corrections.flatMap(({ forfeits, recover }) => [...forfeits, ...recover]));
  const left = [...granted].map(([key, part]): RecipientPart => ({
    ...part,
    amount: minus(part.amount, off.get(key)?.amount ?? nothingIn(part.amount.currency)),
  }));
  const fund = rounds[grant.round - 1]?.allocation?.unitFund.unit;
  if (fund === undefined) return left;
  const isFund = ({ recipientId, kind }: RecipientPart): boolean => kind === 'unit' && recipientId === fund;
  const ofFund = left.find(isFund) ?? { recipientId: fund, kind: 'unit', amount: nothingIn(grant.amount.currency) };
  return [...left.filter((part) => !isFund(part)), ofFund];
}

/**
 * What each recipient is to have no more by what is known now: of what is too much, the part that they have of all of it, floored, and what
 * flooring leaves over is the fund's as far as it has something. Where it is the fund's by now, all that others have.
 */
export function cutsOf(state: Reward): readonly RecipientPart[] {
  const due = dueOf(state);
  const decided = decidedOf(state);
  if (due === undefined || decided === undefined) return [];
  const parts = partsDecided(state);
  const cuts = isForFundAlone(state) ? beyondFund(parts, due.amount) : proportionately(parts, decided, due.amount);
  return parts
    .map((part, place): RecipientPart => ({ ...part, amount: cuts[place] ?? nothingIn(decided.currency) }))
    .filter(({ amount }) => minorUnits(amount) > 0n);
}

/** Whether others than the fund have a part of what is the fund's alone by now. */
export function isForFundAlone(state: Reward): boolean {
  const others = partsDecided(state).slice(0, -1);
  return dueOf(state)?.payee === 'unit-fund' && others.some(({ amount }) => minorUnits(amount) > 0n);
}

/** How what is due by now differs from what was decided: less, to anybody, goes before more. Nothing while nothing is due, or nothing was granted. */
export function changeDue(state: Reward): { readonly kind: ChangeKind; readonly amount: Money } | undefined {
  const due = dueOf(state);
  const decided = decidedOf(state);
  if (due === undefined || decided === undefined) return undefined;
  const less = cutsOf(state).reduce((total, { amount }) => total + minorUnits(amount), 0n);
  if (less > 0n) return { kind: 'correction', amount: money(decided.currency, less) };
  const more = minus(due.amount, decided);
  return minorUnits(more) > 0n ? { kind: 'supplement', amount: more } : undefined;
}

const dueOf = ({ assessment }: Reward) => (assessment?.assessment.verdict === 'eligible' ? assessment.assessment : undefined);

function proportionately(parts: readonly RecipientPart[], decided: Money, due: Money): readonly Money[] {
  const over = minus(decided, due);
  if (minorUnits(over) <= 0n) return [];
  const [cuts = []] = inParts(
    parts.map(({ amount }) => amount),
    [over, due],
  );
  return cuts;
}

function beyondFund(parts: readonly RecipientPart[], due: Money): readonly Money[] {
  return parts.map(({ amount }, place) => {
    if (place < parts.length - 1) return amount;
    const over = minus(amount, due);
    return minorUnits(over) > 0n ? over : nothingIn(due.currency);
  });
}

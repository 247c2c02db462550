import {
  compareMoney,
  type Currency,
  type Id,
  type Instant,
  isBefore,
  minorUnits,
  minus,
  type Money,
  money,
  nothingIn,
  plus,
  sum,
} from '#libs/vocabulary';
import { type Markable, marksIn } from './asset-defects.ts';
import type { Asset, AssetSale } from './asset-standing.ts';
import { isHeldUp } from './sale-hold-ups.ts';
import { finalOrderOf, ordersOf, orderStanding, titleOf, upheldClaims } from './asset-title.ts';

// What a sale brought, where that money is, and what is owed back.

/** What is to be given back. Without an amount it is the thing itself. */
export interface Owed {
  readonly of: 'asset' | 'proceeds' | 'price' | 'value';
  readonly saleId?: Id;
  readonly amount?: Money;
}

/**
 * Where the money of a sale is: `awaited` not all of it came in; `escrow` it waits for the final order; `contested` the order it rests on is no longer
 * final; `held_up` the sale is looked into, and nothing of it goes anywhere; `distributable`; `distributed`; `owed_back` it is to be given back;
 * `given_back`.
 */
export const proceedsStates = [
  'awaited',
  'escrow',
  'contested',
  'held_up',
  'distributable',
  'distributed',
  'owed_back',
  'given_back',
] as const;
export type Proceeds = (typeof proceedsStates)[number];

/** The sale that stands. */
export const saleOf = ({ sales }: Asset): AssetSale | undefined => sales.findLast(({ voidedAt }) => voidedAt === undefined);

/** What came in for a sale, in the currency of its price. */
export function settledOf({ price, settlements }: AssetSale): Money {
  return sum(
    price.currency,
    settlements.map(({ amount }) => amount).filter(({ currency }) => currency === price.currency),
  );
}

/** Of what came in for a sale, what somebody says who may: only that is given back. */
const receivedOf = (sale: AssetSale): Money => settledOf({ ...sale, settlements: sale.settlements.filter(isUnmarked) });

const isUnmarked = ({ marks = [] }: Markable): boolean => marks.length === 0;

/** What the bank gave on the money of a sale while it waited: whoever gets that money gets this too. What weighs nothing yet is none. */
export function interestOf({ price, interest = [] }: AssetSale): Money {
  return sum(
    price.currency,
    interest
      .filter(isUnmarked)
      .map(({ amount }) => amount)
      .filter(({ currency }) => currency === price.currency),
  );
}

const DAY_MS = 24 * 60 * 60 * 1000;
const DAYS_A_YEAR = 365n;

/** What the money of a sale can have earned until then at so many basis points a year: simple interest on what had come in, for each day begun. */
export function mostInterestOf({ price: { currency }, settlements }: AssetSale, until: Instant, ceilingBp: number): Money {
  const earned = settlements
    .filter(isUnmarked)
    .filter(({ amount, receivedAt }) => amount.currency === currency && isBefore(receivedAt, until))
    .map(({ amount, receivedAt }) => {
      const days = BigInt(Math.ceil((Date.parse(until) - Date.parse(receivedAt)) / DAY_MS));
      return (minorUnits(amount) * BigInt(ceilingBp) * days) / (10_000n * DAYS_A_YEAR);
    });
  return money(
    currency,
    earned.reduce((all, one) => all + one, 0n),
  );
}

/** Whether what a sale brought was given to who is entitled, or, where it failed, back to its buyer. What was paid over the price is no part of it. */
export function hasGivenBack({ saleId, voidedAt }: AssetSale, { restitutions }: Asset): boolean {
  const of = voidedAt === undefined ? 'proceeds' : 'price';
  return restitutions.some(({ returned }) => returned.of === of && 'saleId' in returned && returned.saleId === saleId);
}

/** All that a sale brings who is entitled to its money: the price, and the interest on it. */
export const worthOf = (sale: AssetSale): Money => plus(sale.price, interestOf(sale));

/** What of the proceeds of a sale went to pools. */
export const distributedOf = ({ price, distributions }: AssetSale): Money =>
  sum(
    price.currency,
    distributions.map(({ amount }) => amount),
  );

const atMost = (amount: Money, most: Money): Money => (compareMoney(amount, most) > 0 ? most : amount);
const isNothing = (amount: Money): boolean => compareMoney(amount, nothingIn(amount.currency)) <= 0;

function returnedOf({ restitutions }: Asset, of: Owed['of'], currency: Currency, saleId?: Id): Money {
  return sum(
    currency,
    restitutions.flatMap(({ returned }) =>
      returned.of === of && returned.of !== 'asset' && (!('saleId' in returned) || returned.saleId === saleId) ? [returned.amount] : [],
    ),
  );
}

/** It became the state's, or was sold: giving it up is then more than a release. */
export const isTaken = (asset: Asset): boolean => titleOf(asset) !== undefined || saleOf(asset) !== undefined;

/** It was taken, and then the order was reversed, a claim upheld, or it was released: somebody gets it, or its money, back. True also when they got it. */
export function mustGiveBack(asset: Asset): boolean {
  if (!isTaken(asset)) return false;
  const sale = saleOf(asset);
  const standings = ordersOf(asset).map(orderStanding);
  return (
    upheldClaims(asset).length > 0 ||
    (sale !== undefined && asset.releases.some(({ decision }) => !isBefore(decision.decidedAt, sale.soldAt))) ||
    (standings.includes('reversed') && standings.every((standing) => standing === 'reversed' || standing === 'unreported'))
  );
}

/** What is still to be given back; of a sale that is not settled yet, an amount of nothing so far. */
export function owedOf(asset: Asset): Owed | undefined {
  if (!mustGiveBack(asset)) return undefined;
  const sale = saleOf(asset);
  if (sale !== undefined) {
    const settled = plus(atMost(receivedOf(sale), sale.price), interestOf(sale));
    const amount = minus(settled, returnedOf(asset, 'proceeds', settled.currency, sale.saleId));
    return isNothing(amount) && !isNothing(settled) ? undefined : { of: 'proceeds', saleId: sale.saleId, amount };
  }
  if (asset.destroyed !== undefined) {
    const counting = asset.valuations.filter(({ defects }) => marksIn(defects).length === 0);
    const { value } = counting.at(-1) ?? {};
    if (value === undefined) return { of: 'value' };
    const worth = counting.map((one) => one.value).filter(({ currency }) => currency === value.currency);
    const highest = worth.reduce((a, b) => (compareMoney(a, b) < 0 ? b : a));
    const amount = minus(highest, returnedOf(asset, 'value', highest.currency));
    return isNothing(amount) ? undefined : { of: 'value', amount };
  }
  return { of: 'asset' };
}

/** What the buyer of a voided sale, or one who paid too much, has not got back. */
export function priceOwedOf(sale: AssetSale, asset: Asset): Owed | undefined {
  // What the buyer's money earned while it waited goes back to the buyer with it.
  const settled = sale.voidedAt === undefined ? receivedOf(sale) : plus(receivedOf(sale), interestOf(sale));
  const kept = sale.voidedAt === undefined ? atMost(settled, sale.price) : nothingIn(settled.currency);
  const amount = minus(minus(settled, kept), returnedOf(asset, 'price', settled.currency, sale.saleId));
  return isNothing(amount) ? undefined : { of: 'price', saleId: sale.saleId, amount };
}

/** Where the money of a sale is. */
export function proceedsOf(sale: AssetSale, asset: Asset): Proceeds {
  if (mustGiveBack(asset)) return owedOf(asset) === undefined ? 'given_back' : 'owed_back';
  if (!isNothing(distributedOf(sale))) return 'distributed';
  if (isHeldUp(sale)) return 'held_up';
  if (compareMoney(settledOf(sale), sale.price) < 0) return 'awaited';
  if (finalOrderOf(asset) !== undefined) return 'distributable';
  return sale.under.kind === 'interlocutory' ? 'escrow' : 'contested';
}

/** What waits for a final order: the money, settled in full or not, of a sale before it. */
export function escrowOf(asset: Asset): Money | undefined {
  const sale = saleOf(asset);
  if (sale?.under.kind !== 'interlocutory' || mustGiveBack(asset) || finalOrderOf(asset) !== undefined) return undefined;
  const waiting = plus(settledOf(sale), interestOf(sale));
  return isNothing(waiting) ? undefined : waiting;
}

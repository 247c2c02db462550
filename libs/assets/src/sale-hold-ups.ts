import { canonical, compareMoney, type Id, type Money, type RegisterEntry, shareOf } from '#libs/vocabulary';
import type { AssetListing, AssetValuation, Bid, SaleTerms } from './asset-events.ts';
import type { PersonBehind, SaleContext } from './asset-gathered.ts';
import { type SaleHoldUp, saleHoldUps } from './asset-defects.ts';
import type { DutyDone } from './asset-duties.ts';

// A sale is recorded as it was made. Where it looks as if somebody helped themselves to what is the state's, it is held up: its money may come in and goes
// nowhere, until two of integrity clear it or it is voided.

/** Of the highest valuation, in basis points: what is sold for less may be sold to a friend. */
const LEAST_BP = 7_000;

/** What a sale is judged by. */
interface JudgedSale {
  readonly terms: Pick<SaleTerms, 'price' | 'buyerId' | 'buyerSide' | 'buyerEntry' | 'bidId'>;
  readonly listing: AssetListing;
  readonly bids: readonly Bid[];
  /** Those that count, one of each valuer. */
  readonly valuations: readonly AssetValuation[];
  readonly holderId: Id | undefined;
  readonly duties: readonly DutyDone[];
  readonly sellers: readonly RegisterEntry[];
  readonly context: SaleContext;
}

/** Why this sale is held up, in the one order of all; nothing where it is not. */
export function holdUpsOf(sale: JudgedSale): readonly SaleHoldUp[] {
  const { terms, listing, holderId, context } = sale;
  const { price } = terms;
  const reserve = listing.reserve;
  const held: Readonly<Record<SaleHoldUp, boolean>> = {
    ...worth(sale),
    'sale.below-reserve': reserve !== undefined && (reserve.currency !== price.currency || compareMoney(price, reserve) < 0),
    ...people(sale),
    'sale.near-name': (context.nearly ?? []).length > 0,
    'sale.to-holder': holderId !== undefined && holderId === terms.buyerId,
    ...bidding(sale),
    'sale.buyer-unnamed': !context.named,
    'sale.side-unknown': context.behind.some(({ known }) => !known),
  };
  return saleHoldUps.filter((why) => held[why]);
}

/** The highest of the valuations that count: where valuers disagree, the state does not lose by choosing the one who said less. */
function worth({ terms: { price }, valuations }: JudgedSale) {
  const values = valuations.map(({ value }) => value).filter(({ currency }) => currency === price.currency);
  const least = (value: Money): Money => shareOf(value, LEAST_BP);
  return {
    'sale.below-valuation': values.some((value) => isBelowShare(price, value, least(value))),
    'sale.other-currency': values.length === 0,
  };
}

/** `least` is rounded down: a price equal to it is below 70 % where something was rounded off. */
function isBelowShare(price: Money, value: Money, least: Money): boolean {
  const compared = compareMoney(price, least);
  return compared < 0 || (compared === 0 && (BigInt(value.amount) * BigInt(LEAST_BP)) % 10_000n > 0n);
}

function people({ terms, duties, sellers, context }: JudgedSale) {
  const behind: readonly PersonBehind[] = context.behind;
  const said = [terms.buyerId, ...terms.buyerSide, ...(terms.buyerEntry === undefined ? [] : [terms.buyerEntry])];
  const buyers = new Set([...said, ...behind.map(({ person }) => person)].map(canonical));
  const units = new Set(context.units.map(canonical));
  const isAmong = (those: readonly RegisterEntry[]): boolean => those.some((one) => buyers.has(canonical(one)));
  return {
    'sale.to-seller': isAmong(sellers),
    'sale.to-official': isAmong([...context.officials, ...duties.map(({ person }) => person)]),
    'sale.to-unit': isAmong(context.units) || behind.some((one) => one.units.some((unit) => units.has(canonical(unit)))),
  };
}

/** A bid that weighs nothing cannot be taken; it can be passed over all the same. */
function bidding({ terms: { bidId, price, buyerId }, bids }: JudgedSale) {
  const taken = bids.find((bid) => bid.bidId === bidId && bid.marks === undefined);
  const differs = taken !== undefined && (taken.bidder !== buyerId || !sameMoney(taken.amount, price));
  const best = bids.map(({ amount }) => amount).filter(({ currency }) => currency === price.currency);
  return {
    'sale.no-bid': taken === undefined,
    'sale.other-than-bid': differs,
    'sale.not-best-bid': best.some((amount) => compareMoney(amount, price) > 0),
  };
}

const sameMoney = (a: Money, b: Money): boolean => a.currency === b.currency && compareMoney(a, b) === 0;

/** Of a sale that is recorded: whether its money waits for somebody to clear it. */
export const isHeldUp = ({ heldUp = [], cleared }: { readonly heldUp?: readonly SaleHoldUp[]; readonly cleared?: object }): boolean =>
  heldUp.length > 0 && cleared === undefined;

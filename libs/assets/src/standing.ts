import { compareMoney, isBefore, minus, type Money, nothingIn, sum } from '#libs/vocabulary';
import type { Asset, Claim, ConfiscationOrder, Freeze, OrderRef, Sale } from './asset.ts';

// How an asset stands: everything here follows from the facts and acts recorded on it and from when they happened, never from the order in which
// they were reported and never from a clock.

export const assetStatuses = [
  'identified',
  'freeze_requested',
  'frozen',
  'freeze_lapsed',
  'freeze_lifted',
  'seized',
  'confiscation_sought',
  'ordered',
  'on_appeal',
  'order_final',
  'reversed',
  'confiscated',
  'listed',
  'sold',
  'in_escrow',
  'settled',
  'distributed',
  'handed_over',
  'destroyed',
  'released',
  'restitution_owed',
  'restituted',
] as const;

/** How far an asset has come. One word: what secures it meanwhile is its `Hold`. */
export type AssetStatus = (typeof assetStatuses)[number];

export const holds = ['none', 'freeze_requested', 'frozen', 'freeze_lapsed', 'freeze_lifted', 'seized'] as const;

/** What keeps an asset from disappearing. A case may go on while nothing does: a freeze that lapses during an appeal leaves `on_appeal` with `freeze_lapsed`. */
export type Hold = (typeof holds)[number];

/** `final_unreported`: its finality was reported and the order itself was not. */
export type OrderStanding = 'unreported' | 'ordered' | 'on_appeal' | 'final' | 'final_unreported' | 'reversed';

/** By what right an asset is sold: the state's title, or a court's order to sell before there is one. */
export interface Ground {
  readonly kind: 'final' | 'interlocutory';
  readonly order: OrderRef;
}

/** What is to be given back. Without an amount it is the thing itself. */
export interface Owed {
  readonly of: 'asset' | 'proceeds' | 'price' | 'value';
  readonly saleId?: string;
  readonly amount?: Money;
}

/**
 * Where the money of a sale is: `awaited` not all of it came in; `escrow` it waits for the final order; `contested` the order it rests on is no longer
 * final; `distributable`; `distributed`; `owed_back` it is to be given back; `given_back`.
 */
export const proceedsStates = ['awaited', 'escrow', 'contested', 'distributable', 'distributed', 'owed_back', 'given_back'] as const;
export type Proceeds = (typeof proceedsStates)[number];

export const sameOrder = (a: OrderRef, b: OrderRef): boolean => a.court === b.court && a.reference === b.reference;

/** The moment a freeze runs to, by its order and renewals: the latest of them. */
export function untilOf({ orderedUntil, renewals }: Freeze): string | undefined {
  return [...(orderedUntil === undefined ? [] : [orderedUntil]), ...renewals.map(({ expiresAt }) => expiresAt)].reduce<string | undefined>(
    (latest, one) => (latest === undefined || isBefore(latest, one) ? one : latest),
    undefined,
  );
}

/** A freeze that neither lapsed at its expiry nor was lifted. Whether the clock has passed the expiry is for `freeze-expiry` to say. */
export function freezeInForce(freeze: Freeze): boolean {
  const until = untilOf(freeze);
  return until !== undefined && freeze.liftedAt === undefined && (freeze.lapsedAt === undefined || isBefore(freeze.lapsedAt, until));
}

/** An appeal is over once a finality that settles appeals is dated at its lodging or later. */
export function orderStanding({ decidedAt, appeals, finalities, reversal }: ConfiscationOrder): OrderStanding {
  if (reversal !== undefined) return 'reversed';
  const open = appeals.some(
    ({ lodgedAt }) => !finalities.some(({ finalAt, ground }) => ground !== 'appeal-period-ended' && !isBefore(finalAt, lodgedAt)),
  );
  if (open) return 'on_appeal';
  if (finalities.length > 0) return decidedAt === undefined ? 'final_unreported' : 'final';
  return decidedAt === undefined ? 'unreported' : 'ordered';
}

/** The decision on a claim that counts: the latest. */
export function claimStanding({ filedAt, decisions }: Claim): 'open' | 'upheld' | 'dismissed' {
  const latest = decisions.reduce<Claim['decisions'][number] | undefined>(
    (last, one) => (last === undefined || !isBefore(one.decidedAt, last.decidedAt) ? one : last),
    undefined,
  );
  return latest?.outcome ?? (filedAt === undefined ? 'dismissed' : 'open');
}

export const openClaims = ({ claims }: Asset): readonly Claim[] => claims.filter((claim) => claimStanding(claim) === 'open');

/** Claims that were upheld since the asset was last given back. */
export function upheldClaims(asset: Asset): readonly Claim[] {
  return asset.claims.filter(
    (claim) =>
      claimStanding(claim) === 'upheld' &&
      claim.decisions.some(({ outcome, decidedAt }) => outcome === 'upheld' && isSince(asset, decidedAt)),
  );
}

/** Milliseconds since the epoch at which the asset was last given back as a thing; an asset that never was is in its first round. */
function givenBackAt({ releases, restitutions }: Asset): number {
  return Math.max(
    ...releases.map(({ decision }) => Date.parse(decision.decidedAt)),
    ...restitutions.filter(({ returned }) => returned.of === 'asset').map(({ restitutedAt }) => Date.parse(restitutedAt)),
  );
}

/** What happened before an asset was given back is over. */
const isSince = (asset: Asset, happenedAt: string): boolean => Date.parse(happenedAt) > givenBackAt(asset);

/** An order as reported so far. */
export const orderOf = ({ orders }: Asset, order: OrderRef): ConfiscationOrder | undefined =>
  orders.find((known) => sameOrder(known, order));

/** Of the present round. */
function ordersOf(asset: Asset): readonly ConfiscationOrder[] {
  return asset.orders.filter(({ decidedAt, appeals, finalities, reversal }) => {
    const dated = decidedAt ?? appeals[0]?.lodgedAt ?? finalities[0]?.finalAt ?? reversal?.decidedAt;
    return dated !== undefined && isSince(asset, dated);
  });
}

/** The order that title rests on, or could rest on. */
export function finalOrderOf(asset: Asset): ConfiscationOrder | undefined {
  return ordersOf(asset).find((order) => orderStanding(order) === 'final');
}

/** The state's title with how its order stands now; undefined if it never passed or the asset was given back since. */
export function titleOf(asset: Asset): { readonly order: OrderRef; readonly standing: OrderStanding } | undefined {
  const { title } = asset;
  if (title === undefined || !isSince(asset, title.confiscatedAt)) return undefined;
  const order = orderOf(asset, title.order);
  return { order: title.order, standing: order === undefined ? 'unreported' : orderStanding(order) };
}

/** By what right the asset may be sold now. */
export function groundOf(asset: Asset): Ground | undefined {
  const title = titleOf(asset);
  if (title?.standing === 'final') return { kind: 'final', order: title.order };
  const interlocutory = asset.interlocutoryOrders.findLast(({ decidedAt }) => isSince(asset, decidedAt));
  return interlocutory && { kind: 'interlocutory', order: { court: interlocutory.court, reference: interlocutory.reference } };
}

/** The sale that stands. */
export const saleOf = ({ sales }: Asset): Sale | undefined => sales.findLast(({ voidedAt }) => voidedAt === undefined);

/** What came in for a sale, in the currency of its price. */
export function settledOf({ price, settlements }: Sale): Money {
  return sum(
    price.currency,
    settlements.map(({ amount }) => amount).filter(({ currency }) => currency === price.currency),
  );
}

export const distributedOf = ({ price, distributions }: Sale): Money =>
  sum(
    price.currency,
    distributions.map(({ amount }) => amount),
  );

const atMost = (amount: Money, most: Money): Money => (compareMoney(amount, most) > 0 ? most : amount);
const isNothing = (amount: Money): boolean => compareMoney(amount, nothingIn(amount.currency)) <= 0;

function returnedOf({ restitutions }: Asset, of: Owed['of'], currency: Money['currency'], saleId?: string): Money {
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
    const settled = atMost(settledOf(sale), sale.price);
    const amount = minus(settled, returnedOf(asset, 'proceeds', settled.currency, sale.saleId));
    return isNothing(amount) && !isNothing(settled) ? undefined : { of: 'proceeds', saleId: sale.saleId, amount };
  }
  if (asset.destroyed !== undefined) {
    const { value } = asset.valuations.at(-1) ?? {};
    if (value === undefined) return { of: 'value' };
    const worth = asset.valuations.map((one) => one.value).filter(({ currency }) => currency === value.currency);
    const highest = worth.reduce((a, b) => (compareMoney(a, b) < 0 ? b : a));
    const amount = minus(highest, returnedOf(asset, 'value', highest.currency));
    return isNothing(amount) ? undefined : { of: 'value', amount };
  }
  return { of: 'asset' };
}

/** What the buyer of a voided sale, or one who paid too much, has not got back. */
export function priceOwedOf(sale: Sale, asset: Asset): Owed | undefined {
  const settled = settledOf(sale);
  const kept = sale.voidedAt === undefined ? atMost(settled, sale.price) : nothingIn(settled.currency);
  const amount = minus(minus(settled, kept), returnedOf(asset, 'price', settled.currency, sale.saleId));
  return isNothing(amount) ? undefined : { of: 'price', saleId: sale.saleId, amount };
}

export function proceedsOf(sale: Sale, asset: Asset): Proceeds {
  if (mustGiveBack(asset)) return owedOf(asset) === undefined ? 'given_back' : 'owed_back';
  if (!isNothing(distributedOf(sale))) return 'distributed';
  if (compareMoney(settledOf(sale), sale.price) < 0) return 'awaited';
  if (finalOrderOf(asset) !== undefined) return 'distributable';
  return sale.under.kind === 'interlocutory' ? 'escrow' : 'contested';
}

/** What waits for a final order: the money, settled in full or not, of a sale before it. */
export function escrowOf(asset: Asset): Money | undefined {
  const sale = saleOf(asset);
  if (sale?.under.kind !== 'interlocutory' || mustGiveBack(asset) || finalOrderOf(asset) !== undefined) return undefined;
  const settled = settledOf(sale);
  return isNothing(settled) ? undefined : settled;
}

/** How the asset left the hands of the authority; undefined while it is there, or was never given back for good. */
export function leftAs(asset: Asset): 'sold' | 'handed_over' | 'destroyed' | 'released' | 'restituted' | undefined {
  if (saleOf(asset) !== undefined) return 'sold';
  if (Number.isFinite(givenBackAt(asset)) && !isTakenUpAgain(asset))
    return asset.releases.some(({ decision }) => Date.parse(decision.decidedAt) === givenBackAt(asset)) ? 'released' : 'restituted';
  if (asset.destroyed !== undefined) return 'destroyed';
  if (asset.handedOver !== undefined && isSince(asset, asset.handedOver.handedOverAt)) return 'handed_over';
  return undefined;
}

/** Something was ordered or done on it since it was given back. */
function isTakenUpAgain(asset: Asset): boolean {
  return (
    legalHold(asset) !== 'none' ||
    asset.sought.some(({ soughtAt }) => isSince(asset, soughtAt)) ||
    ordersOf(asset).length > 0 ||
    isTaken(asset)
  );
}

/** What keeps the asset from disappearing now. */
export function holdOf(asset: Asset): Hold {
  return leftAs(asset) === undefined ? legalHold(asset) : 'none';
}

function legalHold(asset: Asset): Hold {
  if (asset.seizures.some(({ seizedAt }) => isSince(asset, seizedAt))) return 'seized';
  const freezes = asset.freezes.filter(({ frozenAt, renewals }) => {
    const begun = frozenAt ?? renewals[0]?.decidedAt;
    return begun !== undefined && isSince(asset, begun);
  });
  if (freezes.some(freezeInForce)) return 'frozen';
  if (freezes.some(({ lapsedAt, liftedAt }) => lapsedAt !== undefined && liftedAt === undefined)) return 'freeze_lapsed';
  if (freezes.length > 0) return 'freeze_lifted';
  return asset.freezeRequests.some(({ requestedAt }) => isSince(asset, requestedAt)) ? 'freeze_requested' : 'none';
}

/** How far the asset has come. */
export function statusOf(asset: Asset): AssetStatus {
  if (mustGiveBack(asset)) return owedOf(asset) === undefined ? 'restituted' : 'restitution_owed';
  const left = leftAs(asset);
  const sale = saleOf(asset);
  if (left !== undefined && sale === undefined) return left;
  if (sale !== undefined) {
    const proceeds = proceedsOf(sale, asset);
    if (proceeds === 'distributed') return 'distributed';
    if (proceeds === 'awaited') return 'sold';
    return proceeds === 'escrow' ? 'in_escrow' : 'settled';
  }
  const title = titleOf(asset);
  if (asset.listing !== null && groundOf(asset) !== undefined) return 'listed';
  if (title?.standing === 'final') return 'confiscated';
  const standings = new Set(ordersOf(asset).map(orderStanding));
  if (standings.has('final')) return 'order_final';
  if (standings.has('on_appeal')) return 'on_appeal';
  if (standings.has('ordered') || standings.has('final_unreported')) return 'ordered';
  if (standings.has('reversed')) return 'reversed';
  if (asset.sought.some(({ soughtAt }) => isSince(asset, soughtAt))) return 'confiscation_sought';
  const hold = legalHold(asset);
  return hold === 'none' ? 'identified' : hold;
}

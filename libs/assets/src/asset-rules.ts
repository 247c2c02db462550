import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import {
  canonical,
  compareMoney,
  type Currency,
  formatMoney,
  type Id,
  type Instant,
  isBefore,
  minus,
  type Money,
  nothingIn,
  requirePast,
  personIn,
  samePerson,
} from '#libs/vocabulary';
import type { AssetValuation, OrderRef, Returned, SaleGround } from './asset-events.ts';
import { distributedOf, isTaken, mustGiveBack, type Owed, owedOf, priceOwedOf, settledOf } from './asset-proceeds.ts';
import type { Asset, AssetSale, ConfiscationOrder } from './asset-standing.ts';
import { leftAs } from './asset-status.ts';
import { finalOrderOf, groundOf, openClaims, orderOf, orderStanding, type OrderStanding, titleOf, upheldClaims } from './asset-title.ts';

// The rules of an asset, in the order of its way from the holder to the state and back. A fact that is reported must have happened, to an asset and a
// sale that are known: it is required nothing else. All the rest is required of what the authority itself does with an asset or its money.

// Of whatever is recorded.

/** Only what is known can be reported on, and nothing before it happens. @throws RuleBroken 'asset.in-future' @throws UnknownSubject */
export function requireHappenedTo(state: Asset, happenedAt: Instant, now: Instant): void {
  requireHappened(happenedAt, now);
  requireIdentified(state);
}

/** @throws RuleBroken 'asset.in-future' */
export function requireHappened(happenedAt: Instant, now: Instant): void {
  requirePast(happenedAt, now, 'asset.in-future', 'Nothing can be recorded before it happens');
}

/** @throws UnknownSubject the asset was never identified */
export function requireIdentified(state: Asset): void {
  if (state.identified === undefined) throw new UnknownSubject('asset.unknown', 'There is no asset with this id');
}

/** An asset is identified once. */
export function requireNotIdentified(state: Asset): void {
  if (state.identified !== undefined)
    throw new RuleBroken('asset.already-identified', 'The asset is identified already; another one needs an id of its own');
}

/** A freeze lapses at the expiry that its order or the last renewal sets, and not before. */
export function requireExpired(expiredAt: Instant, now: Instant): void {
  if (isBefore(now, expiredAt))
    throw new RuleBroken('asset.freeze-not-expired', `The freeze runs until ${expiredAt}; it lapses then and not before`, { expiredAt });
}

/**
 * An order that is used for two things is the ground of neither until two hands find out which: one thing once.
 * @throws RuleBroken 'asset.held-up'
 */
export function requireNotHeldUp({ heldUpBy = [] }: Asset): void {
  const [first] = heldUpBy;
  if (first === undefined) return;
  const sentence = `${first.reason}; until integrity has cleared that up nothing is done with the asset or its money`;
  throw new RuleBroken('asset.held-up', sentence, { heldUpBy: heldUpBy.map(({ holdUpId }) => holdUpId) });
}

// Of confiscation: an asset becomes the state's by lawful means alone.

/** What each standing of an order but the final one says against it. */
const NOT_FINAL: Readonly<Record<Exclude<OrderStanding, 'final'>, string>> = {
  unreported: 'is not recorded on this asset',
  ordered: 'is not final yet',
  on_appeal: 'is under appeal',
  final_unreported: 'was reported as final, but the order itself was not recorded',
  reversed: 'was reversed',
};

/** Title passes by an order that is recorded, final and not contested. */
export function requireFinalOrder(state: Asset, order: OrderRef): void {
  const known = orderOf(state, order);
  const standing = known === undefined ? 'unreported' : orderStanding(known);
  if (standing === 'final') return;
  const sentence = `The confiscation order ${named(order)} ${NOT_FINAL[standing]}; title passes by a final order only`;
  throw new RuleBroken('asset.no-final-order', sentence, { order, standing });
}

/** Title passes once. A reversed title does not stand in the way of a new order. */
export function requireNoOtherTitle(state: Asset): void {
  const title = titleOf(state);
  if (title !== undefined && title.standing !== 'reversed')
    throw new RuleBroken('asset.already-confiscated', `The asset is the state's already, by order ${named(title.order)}`, title);
}

/** The asset is the state's, by an order that is still final. */
export function requireTitle(state: Asset): OrderRef {
  const title = titleOf(state);
  if (title === undefined)
    throw new RuleBroken('asset.not-confiscated', "The asset is not the state's; that takes a final confiscation order and its execution");
  const { order, standing } = title;
  if (standing === 'final') return order;
  const sentence = `The confiscation order ${named(order)} is contested; nothing is disposed of meanwhile`;
  throw new RuleBroken('asset.order-contested', sentence, { order, standing });
}

/** Nobody is to get the asset, or its money, back. */
export function requireNothingOwed(state: Asset): void {
  if (mustGiveBack(state))
    throw new RuleBroken(
      'asset.restitution-owed',
      'The asset, or its money, is to be given back or was given back; nothing else is done with it',
    );
}

/** The asset is not back with its holder. */
export function requireNotGivenBack(state: Asset): void {
  const left = leftAs(state);
  if (left === 'released' || left === 'restituted')
    throw new RuleBroken('asset.left', `The asset was ${left}, and nothing was ordered on it since`, { left });
}

// Of disposal: listing, selling, handing over, destroying.

/** Nobody is to get it back, it is still in the state's hands, and nobody else claims it. */
export function requireDisposable(state: Asset): void {
  requireNotHeldUp(state);
  requireNothingOwed(state);
  const left = leftAs(state);
  if (left !== undefined)
    throw new RuleBroken('asset.left', `The asset is no longer in the state's hands: it was ${left.replace('_', ' ')}`, { left });
  requireNoClaims(state);
}

/** No claim of somebody else is open or upheld: their right comes before the state's. */
export function requireNoClaims(state: Asset): void {
  const open = openClaims(state).map(({ claim }) => claim);
  if (open.length > 0) {
    const sentence = `The claim ${open.join(', ')} is open; until it is decided nothing is disposed of or distributed`;
    throw new RuleBroken('asset.claim-open', sentence, { claims: open });
  }
  const upheld = upheldClaims(state).map(({ claim }) => claim);
  if (upheld.length > 0) {
    const sentence = `The claim ${upheld.join(', ')} was upheld; the asset is the claimant's, not the state's`;
    throw new RuleBroken('asset.claim-upheld', sentence, { claims: upheld });
  }
}

/** Title by a final order; or, before that, a court's order to sell. */
export function requireGround(state: Asset): SaleGround {
  return groundOf(state) ?? { kind: 'final', order: requireTitle(state) };
}

/** One offer at a time. */
export function requireNotListed({ listing }: Asset): void {
  if (listing !== null)
    throw new RuleBroken('asset.already-listed', 'The asset is listed for sale already', { listingId: listing.listingId });
}

/** A sale follows a public offer. */
export function requireListed({ listing }: Asset): void {
  if (listing === null)
    throw new RuleBroken('asset.not-listed', 'An asset is listed before it is sold, so that more than one buyer hears of it');
}

/**
 * The latest valuation of each valuer, at least one; two where the value or the price is above the threshold of its currency. The thresholds are those of
 * the policy of disposal in force (`DisposalPolicies`); a currency that it does not name always needs two.
 */
export function requireValuations(state: Asset, above: readonly Money[], price?: Money): readonly AssetValuation[] {
  const byValuer = new Map(
    state.valuations.toSorted((a, b) => Date.parse(a.valuedAt) - Date.parse(b.valuedAt)).map((one) => [canonical(one.valuerId), one]),
  );
  const valuations = [...byValuer.values()];
  if (valuations.length === 0) throw new RuleBroken('asset.valuation-missing', 'The asset is valued before it is offered or sold');
  const thresholdOf = (currency: Currency): Money => above.find((one) => one.currency === currency) ?? nothingIn(currency);
  const over = [...valuations.map(({ value }) => value), ...(price === undefined ? [] : [price])].find(
    (value) => compareMoney(value, thresholdOf(value.currency)) > 0,
  );
  if (over !== undefined && valuations.length < 2)
    throw new RuleBroken('asset.second-valuation-missing', `At ${formatMoney(over)} a second valuation by another valuer is required`, {
      value: over,
      above: thresholdOf(over.currency),
      valuers: valuations.map(({ valuerId }) => valuerId),
    });
  return valuations;
}

/** Separation of duties: a valuer neither sells nor stands on the buyer's side. */
export function requireIndependent(valuations: readonly AssetValuation[], seller: string, buyers: readonly string[]): void {
  for (const { valuerId } of valuations) {
    if (samePerson(valuerId, seller))
      throw new RuleBroken('asset.valuer-sells', `The valuer ${valuerId} valued the asset, so somebody else offers and sells it`, {
        valuerId,
      });
    if (personIn(buyers, valuerId))
      throw new RuleBroken('asset.valuer-buys', `The valuer ${valuerId} stands on the buyer's side, so the valuation counts for nothing`, {
        valuerId,
      });
  }
}

// Of the money of a sale.

/** @throws UnknownSubject the asset has no such sale */
export function requireSale(state: Asset, saleId: Id): AssetSale {
  const sale = state.sales.find((known) => known.saleId === saleId);
  if (sale === undefined) throw new UnknownSubject('sale.unknown', 'The asset has no sale with this id', { saleId });
  return sale;
}

/** A sale that was voided brings the state nothing. */
export function requireNotVoided({ saleId, voidedAt }: AssetSale): void {
  if (voidedAt !== undefined) throw new RuleBroken('asset.sale-voided', 'The sale was voided; its price is owed to the buyer', { saleId });
}

/** Money moves by a final order only, however the asset was sold. */
export function requireFinalOrderForMoney(state: Asset, { saleId }: AssetSale): ConfiscationOrder {
  const order = finalOrderOf(state);
  if (order === undefined)
    throw new RuleBroken('asset.no-final-order', 'No confiscation order is final; until one is, the money waits', { saleId });
  return order;
}

/** The whole price came in. */
export function requireSettled(sale: AssetSale): void {
  const { price } = sale;
  const settled = settledOf(sale);
  if (compareMoney(settled, price) < 0)
    throw new RuleBroken('asset.not-settled', 'The price has not been received in full; until then the sale may fall through', {
      price,
      settled,
    });
}

/** What is left of the price, once: what came in over it is the buyer's. */
export function requireUndistributed(sale: AssetSale): Money {
  const left = minus(sale.price, distributedOf(sale));
  if (compareMoney(left, nothingIn(left.currency)) <= 0)
    throw new RuleBroken('asset.already-distributed', 'The proceeds of this sale are distributed already', { saleId: sale.saleId });
  return left;
}

/** Two hands for money: it leaves by the hand of somebody who neither sold nor recorded that it came in. */
export function requireNotTheirOwn(sale: AssetSale, by: Actor): void {
  if (sale.settlements.some(({ recordedBy }) => samePerson(recordedBy, by.id)))
    throw new RuleBroken('asset.settled-by-same', 'You recorded that this money came in; somebody else says where it goes', {
      actor: by.id,
    });
  if (samePerson(sale.soldBy, by.id))
    throw new RuleBroken('asset.sold-by-same', 'You sold the asset; somebody else says where the money goes', { actor: by.id });
}

// Of giving back.

/** What never became the state's is released; what did is restituted. */
export function requireNoTitle(state: Asset): void {
  if (titleOf(state) !== undefined)
    throw new RuleBroken('asset.title-passed', "The asset is the state's; what has become the state's is restituted, not released");
}

/** A final order stands in the way of a release, unless the right of somebody else was upheld. */
export function requireNoFinalOrder(state: Asset): void {
  const final = finalOrderOf(state);
  if (final === undefined || upheldClaims(state).length > 0) return;
  const { court, reference } = final;
  const sentence = `The confiscation order ${named(final)} is final; the asset is released if it is reversed`;
  throw new RuleBroken('asset.order-final', sentence, { court, reference });
}

/** What is given back is owed, and money is paid by a finance officer who had no part in the sale. */
export function requireRestitutionOwed(state: Asset, returned: Returned, by: Actor): void {
  const owed = requireOwed(state, returned);
  if (returned.of === 'asset') return;
  if (!by.roles.includes('finance-officer'))
    throw new RuleBroken('asset.money-by-finance', 'Money is paid back by a finance officer', { actor: by.id });
  if ('saleId' in returned) requireNotTheirOwn(requireSale(state, returned.saleId), by);
  requireAtMost(returned.amount, owed.amount);
}

/** The thing, the money or the value is owed, and of that sale. */
function requireOwed(state: Asset, returned: Returned): Owed {
  const owed = returned.of === 'price' ? priceOwedOf(requireSale(state, returned.saleId), state) : owedOf(state);
  if (owed === undefined)
    throw new RuleBroken(
      'asset.nothing-owed',
      isTaken(state)
        ? 'Nothing is owed: no order was reversed and no claim upheld, or it was given back already'
        : "Nothing is owed: the asset never became the state's and was not sold; release it instead",
    );
  if (owed.of !== returned.of || (owed.saleId !== undefined && 'saleId' in returned && owed.saleId !== returned.saleId))
    throw new RuleBroken('asset.other-owed', `What is owed is the ${owed.of}, not the ${returned.of}`, { owed });
  return owed;
}

/** Something, and not more than is owed in its currency. */
function requireAtMost(amount: Money, owed: Money | undefined): void {
  const nothing = nothingIn(amount.currency);
  const most = owed?.currency === amount.currency ? owed : nothing;
  if (compareMoney(amount, nothing) <= 0 || compareMoney(amount, most) > 0)
    throw new RuleBroken('asset.over-owed', `Something is paid back, and at most the ${formatMoney(most)} that are owed`, { owed: most });
}

/** An order as a sentence names it. */
const named = ({ court, reference }: OrderRef): string => `${reference} of ${court}`;

import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { compareMoney, type Currency, type Money, nothingIn } from '#libs/vocabulary';
import type { Asset, OrderRef, Returned, Sale } from './asset.ts';
import {
  type Ground,
  groundOf,
  isTaken,
  leftAs,
  mustGiveBack,
  openClaims,
  orderOf,
  orderStanding,
  owedOf,
  priceOwedOf,
  titleOf,
  upheldClaims,
} from './standing.ts';

// What the authority's acts require of an asset. Facts require none of this.

/** An order as a sentence names it. */
export const told = ({ court, reference }: OrderRef): string => `${reference} of ${court}`;

/** @throws UnknownSubject the asset was never identified */
export function requireIdentified(state: Asset): void {
  if (state.identified === undefined) throw new UnknownSubject('asset.unknown', 'There is no asset with this id');
}

/** @throws UnknownSubject the asset has no such sale */
export function requireSale(state: Asset, saleId: string): Sale {
  const sale = state.sales.find((known) => known.saleId === saleId);
  if (sale === undefined) throw new UnknownSubject('sale.unknown', 'The asset has no sale with this id', { saleId });
  return sale;
}

/** Title passes by an order that is recorded, final and not contested. */
export function requireFinalOrder(state: Asset, order: OrderRef): void {
  const known = orderOf(state, order);
  const standing = known === undefined ? 'unreported' : orderStanding(known);
  const why = {
    unreported: 'is not recorded on this asset',
    ordered: 'is not final yet',
    on_appeal: 'is under appeal',
    final_unreported: 'was reported as final, but the order itself was not recorded',
    reversed: 'was reversed',
  };
  if (standing !== 'final')
    throw new RuleBroken(
      'asset.no-final-order',
      `The confiscation order ${told(order)} ${why[standing]}; title passes by a final order only`,
      {
        order,
        standing,
      },
    );
}

/** The asset is the state's, by an order that is still final. */
export function requireTitle(state: Asset): OrderRef {
  const title = titleOf(state);
  if (title === undefined)
    throw new RuleBroken('asset.not-confiscated', "The asset is not the state's; that takes a final confiscation order and its execution");
  if (title.standing !== 'final')
    throw new RuleBroken(
      'asset.order-contested',
      `The confiscation order ${told(title.order)} is contested; nothing is disposed of meanwhile`,
      {
        order: title.order,
        standing: title.standing,
      },
    );
  return title.order;
}

/** Title by a final order; or, before that, a court's order to sell. */
export function requireGround(state: Asset): Ground {
  const ground = groundOf(state);
  return ground ?? { kind: 'final', order: requireTitle(state) };
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

/** No claim of somebody else is open or upheld. */
export function requireNoClaims(state: Asset): void {
  const open = openClaims(state).map(({ claim }) => claim);
  if (open.length > 0)
    throw new RuleBroken(
      'asset.claim-open',
      `The claim ${open.join(', ')} is open; until it is decided nothing is disposed of or distributed`,
      {
        claims: open,
      },
    );
  const upheld = upheldClaims(state).map(({ claim }) => claim);
  if (upheld.length > 0)
    throw new RuleBroken('asset.claim-upheld', `The claim ${upheld.join(', ')} was upheld; the asset is the claimant's, not the state's`, {
      claims: upheld,
    });
}

/** What listing, selling, handing over and destroying have in common. */
export function requireDisposable(state: Asset): void {
  requireNothingOwed(state);
  const left = leftAs(state);
  if (left !== undefined)
    throw new RuleBroken('asset.left', `The asset is no longer in the state's hands: it was ${left.replace('_', ' ')}`, { left });
  requireNoClaims(state);
}

/** The latest valuation of each valuer, at least one; two where the value or the price is above the threshold of its currency. */
export function requireValuations(state: Asset, above: readonly Money[], price?: Money): readonly Asset['valuations'][number][] {
  const byValuer = new Map(
    state.valuations.toSorted((a, b) => Date.parse(a.valuedAt) - Date.parse(b.valuedAt)).map((one) => [one.valuerId, one]),
  );
  const valuations = [...byValuer.values()];
  if (valuations.length === 0) throw new RuleBroken('asset.valuation-missing', 'The asset is valued before it is offered or sold');
  const thresholdOf = (currency: Currency): Money => above.find((one) => one.currency === currency) ?? nothingIn(currency);
  const over = [...valuations.map(({ value }) => value), ...(price === undefined ? [] : [price])].find(
    (value) => compareMoney(value, thresholdOf(value.currency)) > 0,
  );
  if (over !== undefined && valuations.length < 2)
    throw new RuleBroken(
      'asset.second-valuation-missing',
      `At ${over.amount} ${over.currency} a second valuation by another valuer is required`,
      { value: over, above: thresholdOf(over.currency), valuers: valuations.map(({ valuerId }) => valuerId) },
    );
  return valuations;
}

/** A valuer neither sells nor stands on the buyer's side. */
export function requireIndependent(valuations: readonly Asset['valuations'][number][], seller: string, buyers: readonly string[]): void {
  for (const { valuerId } of valuations) {
    if (valuerId === seller)
      throw new RuleBroken('asset.valuer-sells', `The valuer ${valuerId} valued the asset, so somebody else offers and sells it`, {
        valuerId,
      });
    if (buyers.includes(valuerId))
      throw new RuleBroken('asset.valuer-buys', `The valuer ${valuerId} stands on the buyer's side, so the valuation counts for nothing`, {
        valuerId,
      });
  }
}

/** Money leaves by the hand of somebody who neither sold nor recorded that it came in. */
export function requireNotTheirOwn(sale: Sale, by: Actor): void {
  if (sale.settlements.some(({ recordedBy }) => recordedBy === by.id))
    throw new RuleBroken('asset.settled-by-same', 'You recorded that this money came in; somebody else says where it goes', {
      actor: by.id,
    });
  if (sale.soldBy === by.id)
    throw new RuleBroken('asset.sold-by-same', 'You sold the asset; somebody else says where the money goes', { actor: by.id });
}

/** What is given back is owed, and money is paid by a finance officer who had no part in the sale. */
export function requireRestitutionOwed(state: Asset, returned: Returned, by: Actor): void {
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
  if (returned.of === 'asset') return;
  if (!by.roles.includes('finance-officer'))
    throw new RuleBroken('asset.money-by-finance', 'Money is paid back by a finance officer', { actor: by.id });
  const sale = 'saleId' in returned ? requireSale(state, returned.saleId) : undefined;
  if (sale !== undefined) requireNotTheirOwn(sale, by);
  const { currency } = returned.amount;
  const most = owed.amount?.currency === currency ? owed.amount : nothingIn(currency);
  if (compareMoney(returned.amount, nothingIn(currency)) <= 0 || compareMoney(returned.amount, most) > 0)
    throw new RuleBroken('asset.over-owed', `Something is paid back, and at most the ${most.amount} ${currency} that are owed`, {
      owed: most,
    });
}

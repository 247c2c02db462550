import { type Instant, isBefore, personIn, type RegisterEntry } from '#libs/vocabulary';
import type { Mark } from './asset-defects.ts';
import { type OrderRef, sameOrder, type SaleGround } from './asset-events.ts';
import type { Asset, AssetClaim, ClaimDecision, ConfiscationOrder, Freeze, InterlocutoryOrder } from './asset-standing.ts';

// What the papers come to: freezes, orders, claims, and the title that rests on them. Everything here follows from the facts and acts recorded on an
// asset and from when they happened, never from the order in which they were reported and never from a clock.

/** `final_unreported`: its finality was reported and the order itself was not. */
export type OrderStanding = 'unreported' | 'ordered' | 'on_appeal' | 'final' | 'final_unreported' | 'reversed';

/** The moment a freeze runs to, by its order and renewals: the latest of them. */
export function untilOf({ orderedUntil, renewals }: Freeze): Instant | undefined {
  return [...(orderedUntil === undefined ? [] : [orderedUntil]), ...renewals.map(({ expiresAt }) => expiresAt)].reduce<Instant | undefined>(
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

/** The decision on a claim that counts: the latest. That it failed counts once nothing is against it; until then it is as good as open. */
export function claimStanding({ filedAt, decisions }: AssetClaim): 'open' | 'upheld' | 'dismissed' {
  const latest = decisions.reduce<ClaimDecision | undefined>(
    (last, one) => (last === undefined || !isBefore(one.decidedAt, last.decidedAt) ? one : last),
    undefined,
  );
  if (latest?.outcome === 'dismissed' && latest.marks !== undefined) return 'open';
  return latest?.outcome ?? (filedAt === undefined ? 'dismissed' : 'open');
}

export const openClaims = ({ claims }: Asset): readonly AssetClaim[] => claims.filter((claim) => claimStanding(claim) === 'open');

/** Claims that were upheld since the asset was last given back. */
export function upheldClaims(asset: Asset): readonly AssetClaim[] {
  return asset.claims.filter(
    (claim) =>
      claimStanding(claim) === 'upheld' &&
      claim.decisions.some(({ outcome, decidedAt }) => outcome === 'upheld' && isSince(asset, decidedAt)),
  );
}

/** Milliseconds since the epoch at which the asset was last given back as a thing; an asset that never was is in its first round: minus infinity. */
export function givenBackAt({ releases, restitutions }: Asset): number {
  return Math.max(
    ...releases.map(({ decision }) => Date.parse(decision.decidedAt)),
    ...restitutions.filter(({ returned }) => returned.of === 'asset').map(({ restitutedAt }) => Date.parse(restitutedAt)),
  );
}

/** What happened before an asset was given back is over. */
export const isSince = (asset: Asset, happenedAt: Instant): boolean => Date.parse(happenedAt) > givenBackAt(asset);

/** An order as reported so far. */
export const orderOf = ({ orders }: Asset, order: OrderRef): ConfiscationOrder | undefined =>
  orders.find((known) => sameOrder(known, order));

/** Orders of the present round. */
export function ordersOf(asset: Asset): readonly ConfiscationOrder[] {
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

/** Whose word it is that an order was given and is final. */
export const behindOrder = ({ enteredBy: { ordered = [], final = [] } = {} }: ConfiscationOrder): readonly RegisterEntry[] =>
  peopleIn([...ordered, ...final]);

/** Whose word it is that a claim was filed and upheld; of a decision that weighs nothing yet it is nobody's. */
export const behindClaim = ({ enteredBy = [], decisions }: AssetClaim): readonly RegisterEntry[] =>
  peopleIn([
    ...enteredBy,
    ...decisions.flatMap((one) => (one.outcome === 'upheld' && one.marks === undefined ? (one.enteredBy ?? []) : [])),
  ]);

/** Whose words a title, an order to sell before it, or a claim that is carried out, takes at least. */
export const WORDS = 2;

/** Something by which an asset, or its money, is to be given back. */
export interface GroundToGiveBack {
  /** Why it weighs nothing yet. */
  readonly marks: readonly Mark[];
  /** Where it is a claim that was upheld. */
  readonly claim?: AssetClaim;
}

/** All by which it is to be given back: reversals, claims that were upheld, releases after a sale. The last are entered and confirmed. */
export function groundsToGiveBack(asset: Asset): readonly GroundToGiveBack[] {
  const reversals = asset.orders.flatMap(({ reversal, marks }) => (reversal === undefined ? [] : [{ marks: marks?.reversed ?? [] }]));
  const claims = upheldClaims(asset).flatMap((claim) =>
    claim.decisions.flatMap(({ outcome, decidedAt, marks }) =>
      outcome === 'upheld' && isSince(asset, decidedAt) ? [{ marks: marks ?? [], claim }] : [],
    ),
  );
  return [...reversals, ...claims, ...asset.releases.map(() => ({ marks: [] }))];
}

/** Whether something is carried out on it: it is nobody's word against their duty, and a claim is not one person's alone. */
export const weighs = ({ marks, claim }: GroundToGiveBack): boolean =>
  marks.length === 0 && (claim === undefined || behindClaim(claim).length >= WORDS);

/** Each of them once, however they are spelt. */
export const peopleIn = (entries: readonly RegisterEntry[]): readonly RegisterEntry[] =>
  entries.filter((person, place) => !personIn(entries.slice(0, place), person));

/** The court's order to sell that counts before title is final: the latest that two people read, or else that one did. */
export function orderToSellOf(asset: Asset): InterlocutoryOrder | undefined {
  const unmarked = asset.interlocutoryOrders.filter(({ decidedAt, marks }) => marks === undefined && isSince(asset, decidedAt));
  return unmarked.findLast(({ enteredBy = [] }) => enteredBy.length >= WORDS) ?? unmarked.at(-1);
}

/** By what right the asset may be sold now. */
export function groundOf(asset: Asset): SaleGround | undefined {
  const title = titleOf(asset);
  if (title?.standing === 'final') return { kind: 'final', order: title.order };
  const interlocutory = orderToSellOf(asset);
  return interlocutory && { kind: 'interlocutory', order: { court: interlocutory.court, reference: interlocutory.reference } };
}

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
  personIn,
  type RegisterEntry,
  requirePast,
} from '#libs/vocabulary';
import { type Irregularities, type Mark, marksIn } from './asset-defects.ts';
import { type AssetListing, type AssetValuation, type OrderRef, type Returned, type SaleGround, sameOrder } from './asset-events.ts';
import type { Gathered, KnownWitness } from './asset-gathered.ts';
import { isHeldUp } from './sale-hold-ups.ts';
import {
  distributedOf,
  hasGivenBack,
  isTaken,
  mustGiveBack,
  type Owed,
  owedOf,
  priceOwedOf,
  settledOf,
  worthOf,
} from './asset-proceeds.ts';
import type { Asset, AssetSale, ConfiscationOrder, OrderPart } from './asset-standing.ts';
import { leftAs } from './asset-status.ts';
import {
  behindClaim,
  behindOrder,
  finalOrderOf,
  groundOf,
  orderToSellOf,
  groundsToGiveBack,
  openClaims,
  orderOf,
  orderStanding,
  type OrderStanding,
  peopleIn,
  titleOf,
  upheldClaims,
  weighs,
  WORDS,
} from './asset-title.ts';

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

/** More of one kind than an asset ever has is a mistake or an attack, and would make every later act on it slow. */
const MOST = 500;

/** @throws RuleBroken 'asset.too-many' */
export function requireBounded(known: readonly unknown[], what: string): void {
  if (known.length >= MOST)
    throw new RuleBroken('asset.too-many', `There are ${MOST} ${what} on this already; look into them before another one is recorded`, {
      most: MOST,
    });
}

// Of what weighs anything.

/** What to do about a fact that weighs nothing, by why. */
const UNMARKED_BY: Readonly<Record<Mark, string>> = {
  'court.unknown': 'its court is not in the register: have the court registered, then report it again',
  'duty.same-person':
    'who reported it had another duty on the asset, or reported what the other valuer found: somebody else reports it, too',
  'valuer.unknown': 'its valuer is not in the register: have the valuer registered, then report it again',
  'valuer.unlicensed': "its valuer's licence had ended: have it valued by somebody else",
  'valuer.not-independent': 'its valuer is of the case or of its units: have it valued by somebody else',
  'interest.over-ceiling': 'no bank gives so much for so long: report it again with the amount that the statement of the bank says',
};

/** Nothing rests on a fact that weighs nothing yet. */
function requireUnmarked(what: string, marks: readonly Mark[] = []): void {
  const [mark] = marks;
  if (mark !== undefined) throw new RuleBroken('asset.fact-marked', `${what} weighs nothing yet, as ${UNMARKED_BY[mark]}`, { marks });
}

function requireUnmarkedOrder({ marks = {}, ...order }: ConfiscationOrder, parts: readonly OrderPart[]): void {
  for (const part of parts) requireUnmarked(`That the confiscation order ${named(order)} was ${WORD_OF[part]}`, marks[part]);
}

const WORD_OF: Readonly<Record<OrderPart, string>> = { ordered: 'given', final: 'final', reversed: 'reversed' };

/** The paper of an act is of a court that exists: an order of nobody lets nothing out. */
export function requireKnownCourts({ unknownCourts = [] }: Gathered): void {
  const [court] = unknownCourts;
  if (court !== undefined)
    throw new RuleBroken('asset.court-unknown', `The register has no court ${court}; have it registered, or name the court that decided`, {
      court,
    });
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
export function requireFinalOrder(state: Asset, order: OrderRef): ConfiscationOrder {
  const known = orderOf(state, order);
  if (known === undefined) throw notFinal(order, 'unreported');
  const standing = orderStanding(known);
  if (standing !== 'final') throw notFinal(order, standing);
  requireUnmarkedOrder(known, ['ordered', 'final']);
  return known;
}

function notFinal(order: OrderRef, standing: Exclude<OrderStanding, 'final'>): RuleBroken {
  const sentence = `The confiscation order ${named(order)} ${NOT_FINAL[standing]}; title passes by a final order only`;
  return new RuleBroken('asset.no-final-order', sentence, { order, standing });
}

/**
 * What somebody owns becomes the state's on the word of two people at least: who says that the order was given, who says that it is final, and who takes the
 * title on it are not all one. What was recorded before that was told is the word of nobody who is known.
 */
export function requireSecondWord(order: ConfiscationOrder, takers: readonly RegisterEntry[] = []): void {
  const behind = peopleIn([...behindOrder(order), ...takers]);
  if (behind.length >= WORDS) return;
  const whose = behind.length === 0 ? 'nobody who is known' : `${behind.join()} alone`;
  throw new RuleBroken(
    'asset.title-by-one',
    `That the confiscation order ${named(order)} was given and is final is the word of ${whose}: another legal officer of the case, who has read it, confiscates the asset, or reports the order or its finality, too`,
    { order: { court: order.court, reference: order.reference }, behind },
  );
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
  if (standing === 'final') {
    const known = orderOf(state, order);
    if (known !== undefined) {
      requireUnmarkedOrder(known, ['ordered', 'final']);
      requireSecondWord(known, takersOf(state, known));
    }
    return order;
  }
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

/** Title by a final order; or, before that, a court's order to sell. Neither is one person's word. */
export function requireGround(state: Asset): SaleGround {
  const ground = groundOf(state);
  if (ground?.kind !== 'interlocutory') return { kind: 'final', order: requireTitle(state) };
  requireSecondWordToSell(ground.order, orderToSellOf(state)?.enteredBy);
  return ground;
}

/** What is sold before title is final is somebody's still: two people at least have read that the court ordered it. */
function requireSecondWordToSell(order: OrderRef, behind: readonly RegisterEntry[] = []): void {
  if (behind.length >= WORDS) return;
  const whose = behind.length === 0 ? 'nobody who is known' : `${behind.join()} alone`;
  throw new RuleBroken(
    'asset.sale-by-one',
    `That the court ordered the sale, ${named(order)}, is the word of ${whose}: another legal officer, who has read the order and neither values nor sells the asset, reports it, too`,
    { order, behind },
  );
}

/** One offer at a time. */
export function requireNotListed({ listing }: Asset): void {
  if (listing !== null)
    throw new RuleBroken('asset.already-listed', 'The asset is listed for sale already', { listingId: listing.listingId });
}

/** A sale follows a public offer. */
export function requireListed({ listing }: Asset): AssetListing {
  if (listing === null)
    throw new RuleBroken('asset.not-listed', 'An asset is listed before it is sold, so that more than one buyer hears of it');
  return listing;
}

/**
 * The valuation of each valuer that was recorded last, of those that count, at least one; two where the value or the price is above the threshold of its currency. The thresholds are those of
 * the policy of disposal in force (`DisposalPolicies`); a currency that it does not name always needs two.
 */
export function requireValuations(state: Asset, above: readonly Money[], price?: Money): readonly AssetValuation[] {
  const counting = state.valuations.filter(({ defects }) => marksIn(defects).length === 0);
  const valuations = [...new Map(counting.map((one) => [canonical(one.valuerId), one])).values()];
  for (const { valuerId, defects } of counting.length === 0 ? state.valuations : [])
    requireUnmarked(`The valuation by ${valuerId}`, marksIn(defects));
  if (valuations.length === 0) throw new RuleBroken('asset.valuation-missing', 'The asset is valued before it is offered or sold');
  const thresholdOf = (currency: Currency): Money => above.find((one) => one.currency === currency) ?? nothingIn(currency);
  const over = [...valuations.map(({ value }) => value), ...(price === undefined ? [] : [price])].find(
    (value) => compareMoney(value, thresholdOf(value.currency)) > 0,
  );
  if (over !== undefined && valuations.length < 2)
    throw new RuleBroken(
      'asset.second-valuation-missing',
      `At ${formatMoney(over)} a second valuation is required, by another valuer and reported by another person`,
      {
        value: over,
        above: thresholdOf(over.currency),
        valuers: valuations.map(({ valuerId }) => valuerId),
        weighNothing: state.valuations.filter((one) => !counting.includes(one)).map(({ valuerId }) => valuerId),
      },
    );
  return valuations;
}

/** Independent is a valuer who is neither an official of the case nor of its units; who is of no register is not known to be. */
export function irregularValuer(valuerId: RegisterEntry, { valuer, officials }: Gathered, { duties }: Asset): Irregularities {
  if (valuer === undefined) return { 'valuer.unknown': true };
  const [people, units] = [[valuerId, ...(valuer.officer === undefined ? [] : [valuer.officer])], valuer.units].map(canonicals);
  const ofTheCase = [...(officials?.officials ?? []), ...duties.filter(({ duty }) => duty !== 'values').map(({ person }) => person)];
  return {
    'valuer.unlicensed': !valuer.licensed,
    'valuer.not-independent': meet(people, canonicals(ofTheCase)) || meet(units, canonicals(officials?.units ?? [])),
  };
}

const canonicals = (entries: readonly RegisterEntry[]): ReadonlySet<string> => new Set(entries.map(canonical));
const meet = (a: ReadonlySet<string> | undefined, b: ReadonlySet<string>): boolean => a !== undefined && !a.isDisjointFrom(b);

/** Separation of duties: a valuer neither sells nor stands on the buyer's side. */
export function requireIndependent(valuations: readonly AssetValuation[], seller: string, buyers: readonly string[]): void {
  for (const { valuerId, valuerOfficer } of valuations) {
    const valuer = canonicals([valuerId, ...(valuerOfficer === undefined ? [] : [valuerOfficer])]);
    if (valuer.has(canonical(seller)))
      throw new RuleBroken('asset.valuer-sells', `The valuer ${valuerId} valued the asset, so somebody else offers and sells it`, {
        valuerId,
      });
    if (meet(valuer, canonicals(buyers)))
      throw new RuleBroken('asset.valuer-buys', `The valuer ${valuerId} stands on the buyer's side, so the valuation counts for nothing`, {
        valuerId,
      });
  }
}

const WITNESSES = 3;
const AGENCIES = 2;

/**
 * A thing that is the state's is destroyed before three people of the register, of two agencies, and none of them does it: who destroys alone may as well
 * keep it.
 */
export function requireWitnesses(witnesses: readonly KnownWitness[], hands: readonly RegisterEntry[]): void {
  const unknown = witnesses.find(({ agency }) => agency === undefined);
  if (unknown !== undefined)
    throw new RuleBroken(
      'asset.witness-unknown',
      `The register does not know ${unknown.person}, who is no witness then; name somebody whom it knows`,
      {
        witness: unknown.person,
      },
    );
  const seen = canonicals(witnesses.map(({ person }) => person));
  if (meet(seen, canonicals(hands)))
    throw new RuleBroken('asset.own-witness', 'Who has the asset destroyed is no witness of it; name somebody else', { hands });
  if (seen.size < WITNESSES)
    throw new RuleBroken('asset.witnesses', `A destruction has at least three witnesses; ${seen.size} are named`, { witnesses: [...seen] });
  const agencies = canonicals(witnesses.flatMap(({ agency }) => agency ?? []));
  if (agencies.size < AGENCIES)
    throw new RuleBroken('asset.one-agency', 'The witnesses of a destruction come from at least two agencies', { agencies: [...agencies] });
}

/** A witness speaks for themself: who was named and says nothing saw nothing, as far as anybody knows. @throws UnknownSubject 'destruction.unknown' */
export function requireNamedWitness({ destroyed }: Asset, person: RegisterEntry): void {
  if (destroyed === undefined) throw new UnknownSubject('destruction.unknown', 'The asset was not destroyed: there is nothing to attest');
  const { witnesses } = destroyed;
  if (!personIn(witnesses, person))
    throw new RuleBroken('asset.not-witness', `The destruction names as its witnesses ${witnesses.join(', ')}, and not you`, { witnesses });
}

/** What is handed over goes to somebody whom the register knows. */
export function requireInstitution({ institution }: Gathered, entry: RegisterEntry): void {
  if (institution !== true)
    throw new RuleBroken('asset.institution-unknown', `The register has no agency or unit ${entry}; have it registered first`, {
      institution: entry,
    });
}

/** What was said to have failed is not offered again on a word that weighs nothing. */
export function requireVoidsUnmarked({ sales }: Asset): void {
  for (const { voidMarks } of sales) requireUnmarked('That the sale failed', voidMarks);
}

// Of the money of a sale.

/** Nothing of a sale that is held up goes anywhere. */
export function requireSaleNotHeldUp(sale: AssetSale): void {
  if (isHeldUp(sale))
    throw new RuleBroken(
      'asset.sale-held-up',
      'The sale is held up; until integrity clears it, or it is voided, its money stays where it is',
      {
        saleId: sale.saleId,
        heldUp: sale.heldUp,
      },
    );
}

/** What is cleared is held up. */
export function requireSaleHeldUp(sale: AssetSale): void {
  if (!isHeldUp(sale))
    throw new RuleBroken('asset.sale-not-held-up', 'The sale is not held up; there is nothing to clear', { saleId: sale.saleId });
}

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

/** Money moves by a final order only, however the asset was sold; and that it is final is not one person's word. */
export function requireFinalOrderForMoney(state: Asset, { saleId }: AssetSale): ConfiscationOrder {
  const order = finalOrderOf(state);
  if (order === undefined)
    throw new RuleBroken('asset.no-final-order', 'No confiscation order is final; until one is, the money waits', { saleId });
  requireUnmarkedOrder(order, ['ordered', 'final']);
  requireSecondWord(order, takersOf(state, order));
  return order;
}

/** Who took the title on this order; nobody, where none was taken on it. */
const takersOf = ({ title }: Asset, order: OrderRef): readonly RegisterEntry[] =>
  title !== undefined && sameOrder(title.order, order) ? (title.enteredBy ?? []) : [];

/** Money earns interest where it is: nothing on a sale that was distributed, or whose money was given back. */
export function requireMoneyWaits(sale: AssetSale, state: Asset): void {
  const { saleId } = sale;
  const left = sale.distributions.length > 0 ? 'distributed' : hasGivenBack(sale, state) ? 'given back' : undefined;
  if (left !== undefined)
    throw new RuleBroken(
      'asset.money-left',
      `The money of this sale was ${left}; what a bank still credits on it is topped up to the pool, or given to who was entitled, as money of its own`,
      { saleId },
    );
}

/** The whole price came in, by the word of somebody who may say so. */
export function requireSettled(sale: AssetSale): void {
  const { price } = sale;
  for (const { bankReference, marks } of [...sale.settlements, ...(sale.interest ?? [])])
    requireUnmarked(`That ${bankReference} came in`, marks);
  const settled = settledOf(sale);
  if (compareMoney(settled, price) < 0)
    throw new RuleBroken('asset.not-settled', 'The price has not been received in full; until then the sale may fall through', {
      price,
      settled,
    });
}

/** What is left of the price and of the interest on it, once: what came in over the price is the buyer's. */
export function requireUndistributed(sale: AssetSale): Money {
  const left = minus(worthOf(sale), distributedOf(sale));
  if (compareMoney(left, nothingIn(left.currency)) <= 0)
    throw new RuleBroken('asset.already-distributed', 'The proceeds of this sale are distributed already', { saleId: sale.saleId });
  return left;
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

/** It goes to who held it or whose claim was upheld; the price of a sale that failed, to its buyer. Where nobody is on record as the holder, as decided. */
export function requireEntitled(state: Asset, returned: Returned, to: Id): void {
  const entitled =
    returned.of === 'price'
      ? [requireSale(state, returned.saleId).buyerId]
      : [state.identified?.holderId, ...upheldClaims(state).map(({ claimantId }) => claimantId)].filter((one) => one !== undefined);
  if (entitled.length > 0 && !entitled.includes(to))
    throw new RuleBroken(
      'asset.not-entitled',
      'That is neither who held it, nor whose claim was upheld, nor the buyer of the sale that failed',
      {
        to,
        entitled,
      },
    );
}

/** What is given back is owed, and money is paid by a finance officer. */
export function requireRestitutionOwed(state: Asset, returned: Returned, by: Actor): void {
  const owed = requireOwed(state, returned);
  if (returned.of === 'price') requireUnmarked('That the sale failed', requireSale(state, returned.saleId).voidMarks);
  else requireGroundToGiveBack(state);
  if (returned.of === 'asset') return;
  if (!by.roles.includes('finance-officer'))
    throw new RuleBroken('asset.money-by-finance', 'Money is paid back by a finance officer', { actor: by.id });
  requireAtMost(returned.amount, owed.amount);
}

/** Of all by which it is to be given back, one weighs something: a reversal, a release after the sale, a claim that two people say was filed and upheld. */
function requireGroundToGiveBack(state: Asset): void {
  const grounds = groundsToGiveBack(state);
  if (grounds.length === 0 || grounds.some(weighs)) return;
  const alone = grounds.find(({ marks }) => marks.length === 0)?.claim;
  if (alone === undefined) {
    requireUnmarked('What it is given back for', grounds[0]?.marks);
    return;
  }
  throw new RuleBroken(
    'asset.claim-by-one',
    `That the claim ${alone.claim} was filed and upheld is one person's word: another legal officer of the case, who has read the decision, reports it, too`,
    { claim: alone.claim, behind: behindClaim(alone) },
  );
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

import { defined } from '#libs/event-sourcing';
import { canonical, compareMoney, type Instant, isBefore, isLate, personIn, plus, type RegisterEntry, sameInstant } from '#libs/vocabulary';
import type { CommandOf } from './asset-commands.ts';
import { type AssetDefect, defectsWhere, type Defective, type Irregularities, isMended, markedBy, marksIn } from './asset-defects.ts';
import { type AssetEvent, type DecidedClaim, type OrderRef, sameOrder } from './asset-events.ts';
import { interestOf, mostInterestOf, settledOf } from './asset-proceeds.ts';
import {
  irregularValuer,
  requireBounded,
  requireHappened,
  requireHappenedTo,
  requireMoneyWaits,
  requireNotIdentified,
  requireSale,
} from './asset-rules.ts';
import { type Asset, claimIn, type ConfiscationOrder, type Freeze, type OrderPart } from './asset-standing.ts';
import { leftAs } from './asset-status.ts';
import { behindClaim, behindOrder, finalOrderOf, orderOf, orderStanding, untilOf, WORDS } from './asset-title.ts';

// Facts are what courts, prosecutors, banks, valuers and claimants did. They are recorded whenever they are reported, in whatever order, with defect
// codes for what is irregular: a finality of an order that nobody reported, a renewal after the lapse, a claim on an asset that was sold. What an
// asset's status is follows from what the facts say and when they happened, so late facts put it right by themselves.
// One kind of fact needs a thing that this ledger made: a settlement or a void names its sale, and a sale that is not recorded is unknown.

type Events = readonly AssetEvent[];

/** An asset is known from here on; on paper it may have been identified before. */
export function identifyAsset({ data, at }: CommandOf<'IdentifyAsset'>, state: Asset): Events {
  const { caseId, kind, description, holderId, province, identifiedAt = at } = data;
  requireHappened(identifiedAt, at);
  requireNotIdentified(state);
  return [{ type: 'AssetIdentified', data: defined({ caseId, kind, description, holderId, province }) }];
}

/** Once by its paper. */
export function requestFreeze(report: CommandOf<'RequestFreeze'>, state: Asset): Events {
  const { data, at } = report;
  requireHappenedTo(state, data.requestedAt, at);
  if (state.freezeRequests.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'FreezeRequested', data: { ...data, defects: defectsOf(report, state, data.requestedAt) } }];
}

/** Once by its order and what that says; the same order that says otherwise counts, and shows that it differs. */
export function freezeAsset(report: CommandOf<'FreezeAsset'>, state: Asset): Events {
  const { data, at } = report;
  const { order, expiresAt } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = freezeOf(state, order);
  if (sameInstant(known?.frozenAt, order.decidedAt) && sameInstant(known?.orderedUntil, expiresAt)) return [];
  const irregular = { 'order.differs': known?.frozenAt !== undefined, 'freeze.expired': isBefore(expiresAt, at) };
  return [{ type: 'AssetFrozen', data: { ...data, defects: defectsOf(report, state, order.decidedAt, irregular) } }];
}

/** Also of a freeze that nobody reported, or that has lapsed: there was a gap then. */
export function renewFreeze(report: CommandOf<'RenewFreeze'>, state: Asset): Events {
  const { data, at } = report;
  const { freeze, renewal, expiresAt } = data;
  requireHappenedTo(state, renewal.decidedAt, at);
  const known = freezeOf(state, freeze);
  const reported = known?.renewals.find((one) => sameOrder(one, renewal));
  if (sameInstant(reported?.expiresAt, expiresAt) && sameInstant(reported?.decidedAt, renewal.decidedAt)) return [];
  const until = known && untilOf(known);
  const irregular = {
    ...aboutAFreeze(known, renewal.decidedAt),
    'order.differs': reported !== undefined,
    'freeze.expired': isBefore(expiresAt, at),
    'freeze.renewed-after-lapse': until !== undefined && isBefore(until, renewal.decidedAt),
  };
  return [{ type: 'FreezeRenewed', data: { ...data, defects: defectsOf(report, state, renewal.decidedAt, irregular) } }];
}

/** Once a freeze: what is lifted cannot be lifted again. */
export function liftFreeze(report: CommandOf<'LiftFreeze'>, state: Asset): Events {
  const { data, at } = report;
  const { freeze, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = freezeOf(state, freeze);
  if (known?.liftedAt !== undefined) return [];
  const irregular = aboutAFreeze(known, decision.decidedAt);
  return [{ type: 'FreezeLifted', data: { ...data, defects: defectsOf(report, state, decision.decidedAt, irregular) } }];
}

/** Once by who holds it and since when; a seizure that nobody ordered is one all the same. */
export function seizeAsset(report: CommandOf<'SeizeAsset'>, state: Asset): Events {
  const { data, at } = report;
  const { seizedAt, custodian, order } = data;
  requireHappenedTo(state, seizedAt, at);
  if (state.seizures.some((known) => known.custodian === custodian && sameInstant(known.seizedAt, seizedAt))) return [];
  const irregular = { 'seizure.no-order': order === undefined };
  return [{ type: 'AssetSeized', data: { ...data, defects: defectsOf(report, state, seizedAt, irregular) } }];
}

/** Once by its paper. */
export function seekConfiscation(report: CommandOf<'SeekConfiscation'>, state: Asset): Events {
  const { data, at } = report;
  requireHappenedTo(state, data.soughtAt, at);
  if (state.sought.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'ConfiscationSought', data: { ...data, defects: defectsOf(report, state, data.soughtAt) } }];
}

/** Of first instance. Once by its paper and date, and by a second person's word; a finality of before it contradicts it. */
export function orderConfiscation(report: CommandOf<'OrderConfiscation'>, state: Asset): Events {
  const { data, at } = report;
  const { order } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = orderOf(state, order);
  const said = sameInstant(known?.decidedAt, order.decidedAt);
  if (said && !isOrderMended(known, 'ordered', report) && !isSecondWord(known, report)) return [];
  const irregular = {
    'order.differs': known?.decidedAt !== undefined && !sameInstant(known.decidedAt, order.decidedAt),
    'time.before-order': known?.finalities.some(({ finalAt }) => isBefore(finalAt, order.decidedAt)) === true,
  };
  return [{ type: 'ConfiscationOrdered', data: { ...data, defects: defectsOf(report, state, order.decidedAt, irregular) } }];
}

/** Once by its paper. An appeal is never too late to be recorded: the order is contested from then on. */
export function appealConfiscation(report: CommandOf<'AppealConfiscation'>, state: Asset): Events {
  const { data, at } = report;
  const { order, appeal } = data;
  requireHappenedTo(state, appeal.lodgedAt, at);
  const known = orderOf(state, order);
  if (known?.appeals.some((other) => sameOrder(other, appeal)) === true) return [];
  const irregular = {
    ...aboutAnOrder(known, appeal.lodgedAt),
    'order.was-final': known?.finalities.some(({ finalAt }) => isBefore(finalAt, appeal.lodgedAt)) === true,
  };
  return [{ type: 'ConfiscationAppealed', data: { ...data, defects: defectsOf(report, state, appeal.lodgedAt, irregular) } }];
}

/** Once by its date and ground, and by a second person's word. That nobody appealed settles no appeal that is recorded. */
export function recordFinality(report: CommandOf<'RecordFinality'>, state: Asset): Events {
  const { data, at } = report;
  const { order, finalAt, ground } = data;
  requireHappenedTo(state, finalAt, at);
  const known = orderOf(state, order);
  const reported = known?.finalities.some((other) => other.ground === ground && sameInstant(other.finalAt, finalAt)) === true;
  if (reported && !isOrderMended(known, 'final', report) && !isSecondWord(known, report)) return [];
  const irregular = {
    ...aboutAnOrder(known, finalAt),
    'order.on-appeal': known !== undefined && ground === 'appeal-period-ended' && orderStanding(known) === 'on_appeal',
  };
  return [{ type: 'ConfiscationOrderBecameFinal', data: { ...data, defects: defectsOf(report, state, finalAt, irregular) } }];
}

/** Once by the deciding paper. */
export function reverseConfiscation(report: CommandOf<'ReverseConfiscation'>, state: Asset): Events {
  const { data, at } = report;
  const { order, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = orderOf(state, order);
  if (known?.reversal !== undefined && sameOrder(known.reversal, decision) && !isOrderMended(known, 'reversed', report)) return [];
  const irregular = aboutAnOrder(known, decision.decidedAt);
  return [{ type: 'ConfiscationReversed', data: { ...data, defects: defectsOf(report, state, decision.decidedAt, irregular) } }];
}

/** Once by the valuer's report. It counts where the valuer is of the register, licensed, and nobody of the case or its units. */
export function valueAsset(report: CommandOf<'ValueAsset'>, state: Asset): Events {
  const { data, at, gathered } = report;
  requireHappenedTo(state, data.valuedAt, at);
  const irregular = { ...irregularValuer(data.valuerId, gathered, state), 'duty.same-person': !isSecondOpinion(report, state) };
  const defects = defectsOf(report, state, data.valuedAt, irregular);
  const known = state.valuations.find(({ valuationId }) => valuationId === data.valuationId);
  if (known !== undefined && !isMended(markedBy(known), marksIn(defects))) return [];
  requireBounded(state.valuations, 'valuations');
  return [{ type: 'AssetValued', data: defined({ ...data, valuerOfficer: gathered.valuer?.officer, defects }) }];
}

/** What one valuer says and what another says are heard by two people: who records both may have made up both. */
function isSecondOpinion({ data: { valuerId }, hands }: CommandOf<'ValueAsset'>, { valuations }: Asset): boolean {
  return !valuations.some(
    (other) =>
      canonical(other.valuerId) !== canonical(valuerId) &&
      marksIn(other.defects).length === 0 &&
      (other.enteredBy ?? []).some((person) => personIn(hands, person)),
  );
}

/** Once by its paper, and by a second person's word. */
export function orderInterlocutorySale(report: CommandOf<'OrderInterlocutorySale'>, state: Asset): Events {
  const { data, at } = report;
  const { order } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = state.interlocutoryOrders.find((one) => sameOrder(one, order));
  if (known !== undefined && !isMended(known, report.marks) && !addsWord(known.enteredBy ?? [], report)) return [];
  return [{ type: 'InterlocutorySaleOrdered', data: { ...data, defects: defectsOf(report, state, order.decidedAt) } }];
}

/** A sale that fails may have been paid, or even distributed, before. */
export function voidSale(report: CommandOf<'VoidSale'>, state: Asset): Events {
  const { data, at } = report;
  requireHappenedTo(state, data.voidedAt, at);
  const sale = requireSale(state, data.saleId);
  if (sale.voidedAt !== undefined && !isMended(defined({ marks: sale.voidMarks }), report.marks)) return [];
  const irregular = { ...afterASale, 'sale.distributed': sale.distributions.length > 0 };
  return [{ type: 'SaleVoided', data: { ...data, defects: defectsOf(report, state, data.voidedAt, irregular) } }];
}

/** Money as it comes in: in parts, too much, in another currency, after the sale failed. Once by the bank's number. */
export function recordSettlement(report: CommandOf<'RecordSettlement'>, state: Asset): Events {
  const { data, by, at } = report;
  const { saleId, settlementId, amount, receivedAt } = data;
  requireHappenedTo(state, receivedAt, at);
  const sale = requireSale(state, saleId);
  const known = sale.settlements.find((one) => one.settlementId === settlementId || isSame(one.bankReference, data.bankReference));
  if (known !== undefined && !isMended(known, report.marks)) return [];
  requireBounded(sale.settlements, 'receipts of money');
  const foreign = amount.currency !== sale.price.currency;
  const irregular = {
    ...afterASale,
    'sale.voided': sale.voidedAt !== undefined,
    'settlement.other-currency': foreign,
    'settlement.over-price': known === undefined && !foreign && compareMoney(plus(settledOf(sale), amount), sale.price) > 0,
  };
  // The money of a sale before the final order waits, however it came in.
  const escrow = sale.under.kind === 'interlocutory' && finalOrderOf(state) === undefined;
  const defects = defectsOf(report, state, receivedAt, irregular);
  const settled = { ...data, settlementId: known?.settlementId ?? settlementId };
  return [{ type: 'SettlementReceived', data: { ...settled, escrow, recordedBy: by.id, defects } }];
}

/** For an asset on offer, once by its id. Every bid is kept, so that whoever takes a lower one shows. */
export function receiveBid(report: CommandOf<'ReceiveBid'>, state: Asset): Events {
  const { data, at } = report;
  requireHappenedTo(state, data.receivedAt, at);
  const known = state.bids.find(({ bidId }) => bidId === data.bidId);
  if (known !== undefined && !isMended(known, report.marks)) return [];
  requireBounded(state.bids, 'bids');
  const { listing } = state;
  const defects = defectsOf(report, state, data.receivedAt, { 'bid.not-listed': listing === null });
  return [{ type: 'BidReceived', data: defined({ ...data, listingId: listing?.listingId, defects }) }];
}

/** What the bank gave on money that waits, once by the bank's number. It belongs to whoever gets that money; more than a bank gives weighs nothing. */
export function creditEscrowInterest(report: CommandOf<'CreditEscrowInterest'>, state: Asset): Events {
  const { data, by, at } = report;
  const { saleId, interestId, amount, creditedAt, ceilingBp } = data;
  requireHappenedTo(state, creditedAt, at);
  const sale = requireSale(state, saleId);
  const known = sale.interest?.find((one) => one.interestId === interestId || isSame(one.bankReference, data.bankReference));
  const foreign = amount.currency !== sale.price.currency;
  const others = { ...sale, interest: (sale.interest ?? []).filter((one) => one !== known) };
  const irregular = {
    ...afterASale,
    'interest.no-escrow': sale.under.kind !== 'interlocutory' || finalOrderOf(state) !== undefined,
    'settlement.other-currency': foreign,
    'interest.over-ceiling': !foreign && compareMoney(plus(interestOf(others), amount), mostInterestOf(sale, creditedAt, ceilingBp)) > 0,
  };
  const defects = defectsOf(report, state, creditedAt, irregular);
  if (known !== undefined && !isMended(known, marksIn(defects))) return [];
  requireMoneyWaits(sale, state);
  requireBounded(sale.interest ?? [], 'credits of interest');
  const credit = { ...data, interestId: known?.interestId ?? interestId, recordedBy: by.id };
  return [{ type: 'EscrowInterestCredited', data: { ...credit, defects } }];
}

/** Once by its number; it may have been decided before it was heard of. */
export function fileClaim(report: CommandOf<'FileClaim'>, state: Asset): Events {
  const { data, at } = report;
  requireHappenedTo(state, data.filedAt, at);
  const known = claimIn(state.claims, data.claim);
  if (known?.filedAt !== undefined) return [];
  requireBounded(state.claims, 'claims');
  return [{ type: 'ClaimFiled', data: { ...data, defects: defectsOf(report, state, data.filedAt) } }];
}

/** Once by the deciding paper; a later decision may say otherwise. */
export const upholdClaim = (report: CommandOf<'UpholdClaim'>, state: Asset): Events =>
  decided(state, report, 'upheld').map((data) => ({ type: 'ClaimUpheld', data }));

/** As `upholdClaim`. */
export const dismissClaim = (report: CommandOf<'DismissClaim'>, state: Asset): Events =>
  decided(state, report, 'dismissed').map((data) => ({ type: 'ClaimDismissed', data }));

function decided(
  state: Asset,
  report: CommandOf<'UpholdClaim' | 'DismissClaim'>,
  outcome: 'upheld' | 'dismissed',
): readonly (DecidedClaim & Defective)[] {
  const { data, at } = report;
  const { claim, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = claimIn(state.claims, claim);
  const reported = known?.decisions.find((other) => sameOrder(other, decision) && other.outcome === outcome);
  const second = known !== undefined && outcome === 'upheld' && addsWord(behindClaim(known), report);
  if (reported !== undefined && !isMended(reported, report.marks) && !second) return [];
  const irregular = {
    'claim.unknown': known?.filedAt === undefined,
    'claim.decided-otherwise': known?.decisions.some((other) => other.outcome !== outcome) === true,
  };
  return [{ ...data, defects: defectsOf(report, state, decision.decidedAt, irregular) }];
}

/** Whether this part of an order weighed nothing as it was reported, and does now. */
const isOrderMended = (known: ConfiscationOrder | undefined, part: OrderPart, { marks }: Reported): boolean =>
  isMended({ marks: known?.marks?.[part] ?? [] }, marks);

/** Whether somebody says of an order what was the word of one person so far: it is recorded once more, as theirs. */
const isSecondWord = (known: ConfiscationOrder | undefined, report: Reported): boolean =>
  known !== undefined && addsWord(behindOrder(known), report);

const addsWord = (behind: readonly RegisterEntry[], { hands, marks }: Reported): boolean =>
  behind.length < WORDS && marks.length === 0 && hands.some((person) => !personIn(behind, person));

/** A number on paper, however it is spelled. */
const isSame = (a: string, b: string): boolean => canonical(a) === canonical(b);

const freezeOf = ({ freezes }: Asset, order: OrderRef): Freeze | undefined => freezes.find((known) => sameOrder(known, order));

// What is irregular.

/** What of a report says whether it weighs anything, whose word it is, and when it came. */
type Reported = Pick<CommandOf<'ValueAsset'>, 'at' | 'marks' | 'hands'>;

/** What is irregular about a report: that it is late or about an asset that has left, what its own kind adds, and why it weighs nothing. */
function defectsOf({ at, marks }: Reported, state: Asset, happenedAt: Instant, irregular: Irregularities = {}): readonly AssetDefect[] {
  const marked = Object.fromEntries(marks.map((mark) => [mark, true]));
  return defectsWhere({ 'entry.late': isLate(happenedAt, at), 'asset.left': leftAs(state) !== undefined, ...irregular, ...marked });
}

/** Money and voids come after the sale in the nature of things. */
const afterASale: Irregularities = { 'asset.left': false };

function aboutAFreeze(known: Freeze | undefined, happenedAt: Instant): Irregularities {
  return { 'freeze.unknown': known?.frozenAt === undefined, 'time.before-order': isBeforeOrder(happenedAt, known?.frozenAt) };
}

function aboutAnOrder(known: ConfiscationOrder | undefined, happenedAt: Instant): Irregularities {
  return { 'order.unknown': known?.decidedAt === undefined, 'time.before-order': isBeforeOrder(happenedAt, known?.decidedAt) };
}

const isBeforeOrder = (happenedAt: Instant, orderedAt: Instant | undefined): boolean =>
  orderedAt !== undefined && isBefore(happenedAt, orderedAt);

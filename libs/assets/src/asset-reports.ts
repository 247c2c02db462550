import { defined } from '#libs/event-sourcing';
import { compareMoney, type Instant, isBefore, isLate, plus, sameInstant } from '#libs/vocabulary';
import type { CommandOf } from './asset-commands.ts';
import { type AssetDefect, defectsWhere, type Defective, type Irregularities } from './asset-defects.ts';
import { type AssetEvent, type DecidedClaim, type OrderRef, sameOrder } from './asset-events.ts';
import { settledOf } from './asset-proceeds.ts';
import { requireHappened, requireHappenedTo, requireNotIdentified, requireSale } from './asset-rules.ts';
import type { Asset, ConfiscationOrder, Freeze } from './asset-standing.ts';
import { leftAs } from './asset-status.ts';
import { finalOrderOf, orderOf, orderStanding, untilOf } from './asset-title.ts';

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
export function requestFreeze({ data, at }: CommandOf<'RequestFreeze'>, state: Asset): Events {
  requireHappenedTo(state, data.requestedAt, at);
  if (state.freezeRequests.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'FreezeRequested', data: { ...data, defects: defectsOf(state, data.requestedAt, at) } }];
}

/** Once by its order and what that says; the same order that says otherwise counts, and shows that it differs. */
export function freezeAsset({ data, at }: CommandOf<'FreezeAsset'>, state: Asset): Events {
  const { order, expiresAt } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = freezeOf(state, order);
  if (sameInstant(known?.frozenAt, order.decidedAt) && sameInstant(known?.orderedUntil, expiresAt)) return [];
  const irregular = { 'order.differs': known?.frozenAt !== undefined, 'freeze.expired': isBefore(expiresAt, at) };
  return [{ type: 'AssetFrozen', data: { ...data, defects: defectsOf(state, order.decidedAt, at, irregular) } }];
}

/** Also of a freeze that nobody reported, or that has lapsed: there was a gap then. */
export function renewFreeze({ data, at }: CommandOf<'RenewFreeze'>, state: Asset): Events {
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
  return [{ type: 'FreezeRenewed', data: { ...data, defects: defectsOf(state, renewal.decidedAt, at, irregular) } }];
}

/** Once a freeze: what is lifted cannot be lifted again. */
export function liftFreeze({ data, at }: CommandOf<'LiftFreeze'>, state: Asset): Events {
  const { freeze, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = freezeOf(state, freeze);
  if (known?.liftedAt !== undefined) return [];
  const irregular = aboutAFreeze(known, decision.decidedAt);
  return [{ type: 'FreezeLifted', data: { ...data, defects: defectsOf(state, decision.decidedAt, at, irregular) } }];
}

/** Once by who holds it and since when; a seizure that nobody ordered is one all the same. */
export function seizeAsset({ data, at }: CommandOf<'SeizeAsset'>, state: Asset): Events {
  const { seizedAt, custodian, order } = data;
  requireHappenedTo(state, seizedAt, at);
  if (state.seizures.some((known) => known.custodian === custodian && sameInstant(known.seizedAt, seizedAt))) return [];
  const irregular = { 'seizure.no-order': order === undefined };
  return [{ type: 'AssetSeized', data: { ...data, defects: defectsOf(state, seizedAt, at, irregular) } }];
}

/** Once by its paper. */
export function seekConfiscation({ data, at }: CommandOf<'SeekConfiscation'>, state: Asset): Events {
  requireHappenedTo(state, data.soughtAt, at);
  if (state.sought.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'ConfiscationSought', data: { ...data, defects: defectsOf(state, data.soughtAt, at) } }];
}

/** Of first instance. Once by its paper and date; a finality of before it contradicts it. */
export function orderConfiscation({ data, at }: CommandOf<'OrderConfiscation'>, state: Asset): Events {
  const { order } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = orderOf(state, order);
  if (sameInstant(known?.decidedAt, order.decidedAt)) return [];
  const irregular = {
    'order.differs': known?.decidedAt !== undefined,
    'time.before-order': known?.finalities.some(({ finalAt }) => isBefore(finalAt, order.decidedAt)) === true,
  };
  return [{ type: 'ConfiscationOrdered', data: { ...data, defects: defectsOf(state, order.decidedAt, at, irregular) } }];
}

/** Once by its paper. An appeal is never too late to be recorded: the order is contested from then on. */
export function appealConfiscation({ data, at }: CommandOf<'AppealConfiscation'>, state: Asset): Events {
  const { order, appeal } = data;
  requireHappenedTo(state, appeal.lodgedAt, at);
  const known = orderOf(state, order);
  if (known?.appeals.some((other) => sameOrder(other, appeal)) === true) return [];
  const irregular = {
    ...aboutAnOrder(known, appeal.lodgedAt),
    'order.was-final': known?.finalities.some(({ finalAt }) => isBefore(finalAt, appeal.lodgedAt)) === true,
  };
  return [{ type: 'ConfiscationAppealed', data: { ...data, defects: defectsOf(state, appeal.lodgedAt, at, irregular) } }];
}

/** Once by its date and ground. That nobody appealed settles no appeal that is recorded. */
export function recordFinality({ data, at }: CommandOf<'RecordFinality'>, state: Asset): Events {
  const { order, finalAt, ground } = data;
  requireHappenedTo(state, finalAt, at);
  const known = orderOf(state, order);
  if (known?.finalities.some((other) => other.ground === ground && sameInstant(other.finalAt, finalAt)) === true) return [];
  const irregular = {
    ...aboutAnOrder(known, finalAt),
    'order.on-appeal': known !== undefined && ground === 'appeal-period-ended' && orderStanding(known) === 'on_appeal',
  };
  return [{ type: 'ConfiscationOrderBecameFinal', data: { ...data, defects: defectsOf(state, finalAt, at, irregular) } }];
}

/** Once by the deciding paper. */
export function reverseConfiscation({ data, at }: CommandOf<'ReverseConfiscation'>, state: Asset): Events {
  const { order, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = orderOf(state, order);
  if (known?.reversal !== undefined && sameOrder(known.reversal, decision)) return [];
  const irregular = aboutAnOrder(known, decision.decidedAt);
  return [{ type: 'ConfiscationReversed', data: { ...data, defects: defectsOf(state, decision.decidedAt, at, irregular) } }];
}

/** Once by the valuer's report. */
export function valueAsset({ data, at }: CommandOf<'ValueAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.valuedAt, at);
  if (state.valuations.some(({ valuationId }) => valuationId === data.valuationId)) return [];
  return [{ type: 'AssetValued', data: { ...data, defects: defectsOf(state, data.valuedAt, at) } }];
}

/** Once by its paper. */
export function orderInterlocutorySale({ data, at }: CommandOf<'OrderInterlocutorySale'>, state: Asset): Events {
  const { order } = data;
  requireHappenedTo(state, order.decidedAt, at);
  if (state.interlocutoryOrders.some((known) => sameOrder(known, order))) return [];
  return [{ type: 'InterlocutorySaleOrdered', data: { ...data, defects: defectsOf(state, order.decidedAt, at) } }];
}

/** A sale that fails may have been paid, or even distributed, before. */
export function voidSale({ data, at }: CommandOf<'VoidSale'>, state: Asset): Events {
  requireHappenedTo(state, data.voidedAt, at);
  const sale = requireSale(state, data.saleId);
  if (sale.voidedAt !== undefined) return [];
  const irregular = { ...afterASale, 'sale.distributed': sale.distributions.length > 0 };
  return [{ type: 'SaleVoided', data: { ...data, defects: defectsOf(state, data.voidedAt, at, irregular) } }];
}

/** Money as it comes in: in parts, too much, in another currency, after the sale failed. Once by the bank's number. */
export function recordSettlement({ data, by, at }: CommandOf<'RecordSettlement'>, state: Asset): Events {
  const { saleId, settlementId, amount, receivedAt } = data;
  requireHappenedTo(state, receivedAt, at);
  const sale = requireSale(state, saleId);
  if (sale.settlements.some((known) => known.settlementId === settlementId)) return [];
  const foreign = amount.currency !== sale.price.currency;
  const irregular = {
    ...afterASale,
    'sale.voided': sale.voidedAt !== undefined,
    'settlement.other-currency': foreign,
    'settlement.over-price': !foreign && compareMoney(plus(settledOf(sale), amount), sale.price) > 0,
  };
  // The money of a sale before the final order waits, however it came in.
  const escrow = sale.under.kind === 'interlocutory' && finalOrderOf(state) === undefined;
  const defects = defectsOf(state, receivedAt, at, irregular);
  return [{ type: 'SettlementReceived', data: { ...data, escrow, recordedBy: by.id, defects } }];
}

/** Once by its number; it may have been decided before it was heard of. */
export function fileClaim({ data, at }: CommandOf<'FileClaim'>, state: Asset): Events {
  requireHappenedTo(state, data.filedAt, at);
  const known = state.claims.find(({ claim }) => claim === data.claim);
  if (known?.filedAt !== undefined) return [];
  return [{ type: 'ClaimFiled', data: { ...data, defects: defectsOf(state, data.filedAt, at) } }];
}

/** Once by the deciding paper; a later decision may say otherwise. */
export const upholdClaim = (report: CommandOf<'UpholdClaim'>, state: Asset): Events =>
  decided(state, report, 'upheld').map((data) => ({ type: 'ClaimUpheld', data }));

/** As `upholdClaim`. */
export const dismissClaim = (report: CommandOf<'DismissClaim'>, state: Asset): Events =>
  decided(state, report, 'dismissed').map((data) => ({ type: 'ClaimDismissed', data }));

function decided(
  state: Asset,
  { data, at }: CommandOf<'UpholdClaim' | 'DismissClaim'>,
  outcome: 'upheld' | 'dismissed',
): readonly (DecidedClaim & Defective)[] {
  const { claim, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = state.claims.find((one) => one.claim === claim);
  if (known?.decisions.some((other) => sameOrder(other, decision) && other.outcome === outcome) === true) return [];
  const irregular = {
    'claim.unknown': known?.filedAt === undefined,
    'claim.decided-otherwise': known?.decisions.some((other) => other.outcome !== outcome) === true,
  };
  return [{ ...data, defects: defectsOf(state, decision.decidedAt, at, irregular) }];
}

const freezeOf = ({ freezes }: Asset, order: OrderRef): Freeze | undefined => freezes.find((known) => sameOrder(known, order));

// What is irregular.

/** What is irregular about a report: that it is late or about an asset that has left, and what its own kind adds. */
function defectsOf(state: Asset, happenedAt: Instant, at: Instant, irregular: Irregularities = {}): readonly AssetDefect[] {
  return defectsWhere({ 'entry.late': isLate(happenedAt, at), 'asset.left': leftAs(state) !== undefined, ...irregular });
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

import { type Actor, defined } from '#libs/event-sourcing';
import { compareMoney, type Instant, isBefore, isLate, plus, sameInstant } from '#libs/vocabulary';
import { type AssetDefect, defectsWhere, type Irregularities } from './asset-defects.ts';
import {
  type AppealedConfiscation,
  type AssetEvent,
  type AssetIdentity,
  type AssetSeizure,
  type AssetValuation,
  type ConfiscationRequest,
  type DecidedClaim,
  type FiledClaim,
  type FinalConfiscation,
  type FreezeRequest,
  type LiftedFreeze,
  type OrderedConfiscation,
  type OrderedFreeze,
  type OrderedSale,
  type OrderRef,
  type RenewedFreeze,
  type ReversedConfiscation,
  sameOrder,
  type SalePayment,
  type VoidedSale,
} from './asset-events.ts';
import { settledOf } from './asset-proceeds.ts';
import { requireHappened, requireHappenedTo, requireNotIdentified, requireSale } from './asset-rules.ts';
import type { Asset, ConfiscationOrder, Freeze } from './asset-standing.ts';
import { leftAs } from './asset-status.ts';
import { finalOrderOf, orderOf, orderStanding, untilOf } from './asset-title.ts';

// Facts are what courts, prosecutors, banks, valuers and claimants did. They are recorded whenever they are reported, in whatever order, with defect
// codes for what is irregular: a finality of an order that nobody reported, a renewal after the lapse, a claim on an asset that was sold. What an
// asset's status is follows from what the facts say and when they happened, so late facts put it right by themselves.
// One kind of fact needs a thing that this ledger made: a settlement or a void names its sale, and a sale that is not recorded is unknown.

/** What is reported, by whom and when: `at` is now, ISO 8601 in UTC. */
interface Report<Data> {
  readonly data: Data;
  readonly by: Actor;
  readonly at: Instant;
}

type Events = readonly AssetEvent[];

export function identifyAsset(state: Asset, { data, at }: Report<AssetIdentity & { readonly identifiedAt?: Instant }>): Events {
  const { caseId, kind, description, holderId, province, identifiedAt = at } = data;
  requireHappened(identifiedAt, at);
  requireNotIdentified(state);
  return [{ type: 'AssetIdentified', data: defined({ caseId, kind, description, holderId, province }) }];
}

export function requestFreeze(state: Asset, { data, at }: Report<FreezeRequest>): Events {
  requireHappenedTo(state, data.requestedAt, at);
  if (state.freezeRequests.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'FreezeRequested', data: { ...data, defects: defectsOf(state, data.requestedAt, at) } }];
}

export function freezeAsset(state: Asset, { data, at }: Report<OrderedFreeze>): Events {
  const { order, expiresAt } = data;
  requireHappenedTo(state, order.decidedAt, at);
  const known = freezeOf(state, order);
  if (sameInstant(known?.frozenAt, order.decidedAt) && sameInstant(known?.orderedUntil, expiresAt)) return [];
  const irregular = { 'order.differs': known?.frozenAt !== undefined, 'freeze.expired': isBefore(expiresAt, at) };
  return [{ type: 'AssetFrozen', data: { ...data, defects: defectsOf(state, order.decidedAt, at, irregular) } }];
}

export function renewFreeze(state: Asset, { data, at }: Report<RenewedFreeze>): Events {
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

export function liftFreeze(state: Asset, { data, at }: Report<LiftedFreeze>): Events {
  const { freeze, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = freezeOf(state, freeze);
  if (known?.liftedAt !== undefined) return [];
  const irregular = aboutAFreeze(known, decision.decidedAt);
  return [{ type: 'FreezeLifted', data: { ...data, defects: defectsOf(state, decision.decidedAt, at, irregular) } }];
}

export function seizeAsset(state: Asset, { data, at }: Report<AssetSeizure>): Events {
  const { seizedAt, custodian, order } = data;
  requireHappenedTo(state, seizedAt, at);
  if (state.seizures.some((known) => known.custodian === custodian && sameInstant(known.seizedAt, seizedAt))) return [];
  const irregular = { 'seizure.no-order': order === undefined };
  return [{ type: 'AssetSeized', data: { ...data, defects: defectsOf(state, seizedAt, at, irregular) } }];
}

export function seekConfiscation(state: Asset, { data, at }: Report<ConfiscationRequest>): Events {
  requireHappenedTo(state, data.soughtAt, at);
  if (state.sought.some((known) => sameOrder(known, data))) return [];
  return [{ type: 'ConfiscationSought', data: { ...data, defects: defectsOf(state, data.soughtAt, at) } }];
}

export function orderConfiscation(state: Asset, { data, at }: Report<OrderedConfiscation>): Events {
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

export function appealConfiscation(state: Asset, { data, at }: Report<AppealedConfiscation>): Events {
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

export function recordFinality(state: Asset, { data, at }: Report<FinalConfiscation>): Events {
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

export function reverseConfiscation(state: Asset, { data, at }: Report<ReversedConfiscation>): Events {
  const { order, decision } = data;
  requireHappenedTo(state, decision.decidedAt, at);
  const known = orderOf(state, order);
  if (known?.reversal !== undefined && sameOrder(known.reversal, decision)) return [];
  const irregular = aboutAnOrder(known, decision.decidedAt);
  return [{ type: 'ConfiscationReversed', data: { ...data, defects: defectsOf(state, decision.decidedAt, at, irregular) } }];
}

export function valueAsset(state: Asset, { data, at }: Report<AssetValuation>): Events {
  requireHappenedTo(state, data.valuedAt, at);
  if (state.valuations.some(({ valuationId }) => valuationId === data.valuationId)) return [];
  return [{ type: 'AssetValued', data: { ...data, defects: defectsOf(state, data.valuedAt, at) } }];
}

export function orderInterlocutorySale(state: Asset, { data, at }: Report<OrderedSale>): Events {
  const { order } = data;
  requireHappenedTo(state, order.decidedAt, at);
  if (state.interlocutoryOrders.some((known) => sameOrder(known, order))) return [];
  return [{ type: 'InterlocutorySaleOrdered', data: { ...data, defects: defectsOf(state, order.decidedAt, at) } }];
}

export function voidSale(state: Asset, { data, at }: Report<VoidedSale>): Events {
  requireHappenedTo(state, data.voidedAt, at);
  const sale = requireSale(state, data.saleId);
  if (sale.voidedAt !== undefined) return [];
  const irregular = { ...afterASale, 'sale.distributed': sale.distributions.length > 0 };
  return [{ type: 'SaleVoided', data: { ...data, defects: defectsOf(state, data.voidedAt, at, irregular) } }];
}

export function recordSettlement(state: Asset, { data, by, at }: Report<SalePayment>): Events {
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

export function fileClaim(state: Asset, { data, at }: Report<FiledClaim>): Events {
  requireHappenedTo(state, data.filedAt, at);
  const known = state.claims.find(({ claim }) => claim === data.claim);
  if (known?.filedAt !== undefined) return [];
  return [{ type: 'ClaimFiled', data: { ...data, defects: defectsOf(state, data.filedAt, at) } }];
}

export const upholdClaim = (state: Asset, report: Report<DecidedClaim>): Events =>
  decided(state, report, 'upheld').map((data) => ({ type: 'ClaimUpheld', data }));

export const dismissClaim = (state: Asset, report: Report<DecidedClaim>): Events =>
  decided(state, report, 'dismissed').map((data) => ({ type: 'ClaimDismissed', data }));

function decided(state: Asset, { data, at }: Report<DecidedClaim>, outcome: 'upheld' | 'dismissed') {
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

import { type Actor, type Command, type Decider, type Event, type EventCatalogue, type Issued, RuleBroken } from '#libs/event-sourcing';
import {
  compareMoney,
  isBefore,
  isLate,
  type LocalizedText,
  minus,
  type Money,
  nothingIn,
  plus,
  requirePast,
  sameInstant,
} from '#libs/vocabulary';
import {
  distributedOf,
  finalOrderOf,
  freezeInForce,
  type Ground,
  leftAs,
  orderOf,
  orderStanding,
  sameOrder,
  settledOf,
  titleOf,
  untilOf,
  upheldClaims,
} from './standing.ts';
import {
  requireDisposable,
  requireFinalOrder,
  requireGround,
  requireIdentified,
  requireIndependent,
  requireNoClaims,
  requireNotGivenBack,
  requireNothingOwed,
  requireNotTheirOwn,
  requireRestitutionOwed,
  requireSale,
  requireTitle,
  requireValuations,
  told,
} from './requirements.ts';

// Two kinds of commands, and they are treated differently:
//
// Facts are what courts, prosecutors, banks, valuers and claimants did. They are recorded whenever they are reported, in whatever order, with defect
// codes for what is irregular: a finality of an order that nobody reported, a renewal after the lapse, a claim on an asset that was sold. What an
// asset's status is follows from what the facts say and when they happened, so late facts put it right by themselves.
//   RequestFreeze, FreezeAsset, RenewFreeze, LiftFreeze, SeizeAsset, SeekConfiscation, OrderConfiscation, AppealConfiscation, RecordFinality,
//   ReverseConfiscation, OrderInterlocutorySale, FileClaim, UpholdClaim, DismissClaim, ValueAsset, VoidSale, RecordSettlement
// One kind of fact needs a thing that this ledger made: a settlement or a void names its sale, and a sale that is not recorded is unknown.
//
// Acts are what the authority itself does with an asset or its money. They are gated by the facts and refused with the reason.
//   ConfiscateAsset, ListAsset, SellAsset, HandOverAsset, DestroyAsset, DistributeProceeds, ReleaseAsset, RestituteAsset, and LapseFreeze (the clock)
//
// Freeze: the holder may not dispose of it. Seize: the authority holds it. Confiscate: it becomes the state's. Restitute: it, or its money, is given
// back after it had become the state's or was sold. None of them implies another.

export const assetStream = (assetId: string) => `asset-${assetId}` as const;

/** The asset whose stream this is. */
export const assetIdOf = (stream: string): string => stream.slice('asset-'.length);

export const assetKinds = ['real-estate', 'vehicle', 'bank-balance', 'cash', 'business', 'other'] as const;
export type AssetKind = (typeof assetKinds)[number];

/** A decision on paper: whose, and its number there. Together they name it, so that it is recorded once however often it is reported. */
export interface OrderRef {
  readonly court: string;
  readonly reference: string;
}

export interface Decision extends OrderRef {
  /** ISO 8601 with offset. */
  readonly decidedAt: string;
}

/** Why an order can no longer be appealed. */
export const finalityGrounds = ['appeal-period-ended', 'appeal-dismissed', 'appeal-withdrawn'] as const;
export type FinalityGround = (typeof finalityGrounds)[number];

/**
 * What is irregular about a recorded fact. A fact is never refused for it; acts that rest on it are.
 * `entry.late` recorded more than 24 hours after it happened; `asset.left` recorded when the asset was sold, handed over, destroyed or given back;
 * `freeze.unknown` of a freeze that was not recorded; `freeze.expired` its expiry had passed when it was recorded;
 * `freeze.renewed-after-lapse` decided after the freeze had expired, so that there was a gap; `seizure.no-order` nobody ordered the seizure;
 * `order.unknown` of a confiscation order that was not recorded; `order.differs` the same order was recorded before and said otherwise;
 * `order.on-appeal` said to be final because nobody appealed, while an appeal is recorded; `order.was-final` appealed after it had become final;
 * `time.before-order` dated before the order that it is about; `claim.unknown` of a claim that was not recorded;
 * `claim.decided-otherwise` decided before, the other way; `sale.voided` of a sale that was voided; `sale.distributed` its proceeds were distributed;
 * `settlement.over-price` more than the price came in; `settlement.other-currency` not the currency of the price.
 */
export const assetDefects = [
  'entry.late',
  'asset.left',
  'freeze.unknown',
  'freeze.expired',
  'freeze.renewed-after-lapse',
  'seizure.no-order',
  'order.unknown',
  'order.differs',
  'order.on-appeal',
  'order.was-final',
  'time.before-order',
  'claim.unknown',
  'claim.decided-otherwise',
  'sale.voided',
  'sale.distributed',
  'settlement.over-price',
  'settlement.other-currency',
] as const;
export type AssetDefect = (typeof assetDefects)[number];

/** What is given back: the thing; what it was sold for; what the buyer of a voided sale had paid; what a destroyed thing was worth. */
export type Returned =
  | { readonly of: 'asset' }
  | { readonly of: 'proceeds' | 'price'; readonly saleId: string; readonly amount: Money }
  | { readonly of: 'value'; readonly amount: Money };

type Fact<Type extends string, Data> = Event<Type, Data & { readonly defects: readonly AssetDefect[] }>;

// What facts and acts say. People are opaque references (`holderId`, `claimantId`, `buyerId`, `to`): never a name.
interface Identified {
  readonly caseId: string;
  readonly kind: AssetKind;
  readonly description: LocalizedText;
  readonly holderId?: string;
  readonly province?: string;
}
type Requested = OrderRef & { readonly requestedAt: string };
interface Frozen {
  readonly order: Decision;
  readonly expiresAt: string;
}
interface Renewed {
  readonly freeze: OrderRef;
  readonly renewal: Decision;
  readonly expiresAt: string;
}
interface Lifted {
  readonly freeze: OrderRef;
  readonly decision: Decision;
}
interface Seized {
  readonly seizedAt: string;
  readonly custodian: string;
  readonly order?: OrderRef;
}
type Sought = OrderRef & { readonly soughtAt: string };
interface Appealed {
  readonly order: OrderRef;
  readonly appeal: OrderRef & { readonly lodgedAt: string };
}
interface BecameFinal {
  readonly order: OrderRef;
  readonly finalAt: string;
  readonly ground: FinalityGround;
}
interface Reversed {
  readonly order: OrderRef;
  readonly decision: Decision;
}
interface Valued {
  readonly valuationId: string;
  readonly valuerId: string;
  readonly report: string;
  readonly value: Money;
  readonly valuedAt: string;
}
interface Listed {
  readonly listingId: string;
  readonly listedAt: string;
  readonly reserve?: Money;
}
interface Sold {
  readonly saleId: string;
  readonly price: Money;
  readonly buyerId: string;
  /** Register entries of those who act for the buyer or are close to them, as declared. */
  readonly buyerSide: readonly string[];
  readonly soldAt: string;
}
interface Voided {
  readonly saleId: string;
  readonly voidedAt: string;
  readonly reason: string;
}
interface Settled {
  readonly settlementId: string;
  readonly saleId: string;
  readonly amount: Money;
  readonly bankReference: string;
  readonly receivedAt: string;
}
interface HandedOver {
  readonly institution: string;
  readonly receipt: string;
  readonly handedOverAt: string;
}
interface Destroyed {
  readonly reason: string;
  readonly witnesses: readonly string[];
  readonly destroyedAt: string;
}
interface Filed {
  readonly claim: string;
  readonly claimantId: string;
  readonly grounds: string;
  readonly filedAt: string;
}
interface Decided {
  readonly claim: string;
  readonly decision: Decision;
}
interface Released {
  readonly decision: Decision;
  readonly reason: string;
}
interface Restituted {
  readonly restitutionId: string;
  readonly to: string;
  readonly returned: Returned;
  /** The decision it carries out. */
  readonly decision: OrderRef;
  readonly restitutedAt: string;
}

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type AssetEvent =
  | Event<'AssetIdentified', Identified>
  | Fact<'FreezeRequested', Requested>
  | Fact<'AssetFrozen', Frozen>
  | Fact<'FreezeRenewed', Renewed>
  | Event<'FreezeLapsed', { freeze: OrderRef; expiredAt: string }>
  | Fact<'FreezeLifted', Lifted>
  | Fact<'AssetSeized', Seized>
  | Fact<'ConfiscationSought', Sought>
  | Fact<'ConfiscationOrdered', { order: Decision }>
  | Fact<'ConfiscationAppealed', Appealed>
  | Fact<'ConfiscationOrderBecameFinal', BecameFinal>
  | Event<'AssetConfiscated', { order: OrderRef; confiscatedAt: string }>
  | Fact<'ConfiscationReversed', Reversed>
  | Fact<'AssetValued', Valued>
  | Fact<'InterlocutorySaleOrdered', { order: Decision; reason: string }>
  | Event<'AssetListed', Listed & { under: Ground; listedBy: string }>
  | Event<'AssetSold', Sold & { under: Ground; valuations: readonly string[]; secondValuationAbove: readonly Money[]; soldBy: string }>
  | Fact<'SaleVoided', Voided>
  | Fact<'SettlementReceived', Settled & { escrow: boolean; recordedBy: string }>
  | Event<'AssetHandedToInstitution', HandedOver>
  | Event<'AssetDestroyed', Destroyed>
  | Fact<'ClaimFiled', Filed>
  | Fact<'ClaimUpheld', Decided>
  | Fact<'ClaimDismissed', Decided>
  | Event<'AssetReleased', Released>
  | Event<'AssetRestituted', Restituted & { restitutedBy: string }>
  | Event<
      'ProceedsDistributed',
      {
        distributionId: string;
        saleId: string;
        settlementIds: readonly string[];
        amount: Money;
        /** The pool that receives it. */
        poolId: string;
        /** The final order that it rests on. */
        order: OrderRef;
        distributedBy: string;
      }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const assetEvents: EventCatalogue<AssetEvent> = {
  AssetIdentified: { version: 1 },
  FreezeRequested: { version: 1 },
  AssetFrozen: { version: 1 },
  FreezeRenewed: { version: 1 },
  FreezeLapsed: { version: 1 },
  FreezeLifted: { version: 1 },
  AssetSeized: { version: 1 },
  ConfiscationSought: { version: 1 },
  ConfiscationOrdered: { version: 1 },
  ConfiscationAppealed: { version: 1 },
  ConfiscationOrderBecameFinal: { version: 1 },
  AssetConfiscated: { version: 1 },
  ConfiscationReversed: { version: 1 },
  AssetValued: { version: 1 },
  InterlocutorySaleOrdered: { version: 1 },
  AssetListed: { version: 1 },
  AssetSold: { version: 1 },
  SaleVoided: { version: 1 },
  SettlementReceived: { version: 1 },
  AssetHandedToInstitution: { version: 1 },
  AssetDestroyed: { version: 1 },
  ClaimFiled: { version: 1 },
  ClaimUpheld: { version: 1 },
  ClaimDismissed: { version: 1 },
  AssetReleased: { version: 1 },
  AssetRestituted: { version: 1 },
  ProceedsDistributed: { version: 1 },
};

/** All of them, for projections that take every event of an asset. */
export const assetEventTypes = Object.keys(assetEvents) as readonly AssetEvent['type'][];

/** Above these values, one for each currency, two valuers must have valued an asset before it is listed or sold: policy, put into the command. */
interface Thresholds {
  readonly secondValuationAbove: readonly Money[];
}

export type AssetCommand =
  | Command<'IdentifyAsset', Identified & { identifiedAt?: string }>
  | Command<'RequestFreeze', Requested>
  | Command<'FreezeAsset', Frozen>
  | Command<'RenewFreeze', Renewed>
  | Command<'LapseFreeze', { freeze: OrderRef }>
  | Command<'LiftFreeze', Lifted>
  | Command<'SeizeAsset', Seized>
  | Command<'SeekConfiscation', Sought>
  | Command<'OrderConfiscation', { order: Decision }>
  | Command<'AppealConfiscation', Appealed>
  | Command<'RecordFinality', BecameFinal>
  | Command<'ConfiscateAsset', { order: OrderRef; confiscatedAt: string }>
  | Command<'ReverseConfiscation', Reversed>
  | Command<'ValueAsset', Valued>
  | Command<'OrderInterlocutorySale', { order: Decision; reason: string }>
  | Command<'ListAsset', Listed & Thresholds>
  | Command<'SellAsset', Sold & Thresholds>
  | Command<'VoidSale', Voided>
  | Command<'RecordSettlement', Settled>
  | Command<'HandOverAsset', HandedOver>
  | Command<'DestroyAsset', Destroyed>
  | Command<'FileClaim', Filed>
  | Command<'UpholdClaim', Decided>
  | Command<'DismissClaim', Decided>
  | Command<'ReleaseAsset', Released>
  | Command<'RestituteAsset', Restituted>
  | Command<'DistributeProceeds', { distributionId: string; saleId: string; poolId: string }>;

/** A freeze by one order, with whatever was reported of it so far. */
export interface Freeze extends OrderRef {
  readonly frozenAt?: string;
  readonly orderedUntil?: string;
  readonly renewals: readonly (Decision & { readonly expiresAt: string })[];
  /** The expiry at which it lapsed. */
  readonly lapsedAt?: string;
  readonly liftedAt?: string;
}

/** A confiscation order, with whatever was reported of it so far. */
export interface ConfiscationOrder extends OrderRef {
  readonly decidedAt?: string;
  readonly appeals: readonly (OrderRef & { readonly lodgedAt: string })[];
  readonly finalities: readonly { readonly finalAt: string; readonly ground: FinalityGround }[];
  readonly reversal?: Decision;
}

/** A claim of somebody else on the asset, with whatever was reported of it so far. */
export interface Claim {
  readonly claim: string;
  readonly claimantId?: string;
  readonly grounds?: string;
  readonly filedAt?: string;
  readonly decisions: readonly (Decision & { readonly outcome: 'upheld' | 'dismissed' })[];
}

export interface Sale extends Sold {
  readonly under: Ground;
  readonly soldBy: string;
  readonly settlements: readonly (Omit<Settled, 'saleId'> & { readonly recordedBy: string })[];
  readonly distributions: readonly {
    readonly distributionId: string;
    readonly settlementIds: readonly string[];
    readonly amount: Money;
    readonly poolId: string;
  }[];
  readonly voidedAt?: string;
}

/** What is known of an asset: JSON, as the register's row carries it. How it stands follows from it (`standing.ts`). */
export interface Asset {
  readonly identified?: Identified;
  readonly freezeRequests: readonly Requested[];
  readonly freezes: readonly Freeze[];
  readonly seizures: readonly Seized[];
  readonly sought: readonly Sought[];
  readonly orders: readonly ConfiscationOrder[];
  /** Title has passed to the state by this order. */
  readonly title?: { readonly order: OrderRef; readonly confiscatedAt: string };
  readonly valuations: readonly Valued[];
  readonly interlocutoryOrders: readonly Decision[];
  readonly listing: (Listed & { readonly under: Ground; readonly listedBy: string }) | null;
  readonly sales: readonly Sale[];
  readonly claims: readonly Claim[];
  readonly handedOver?: HandedOver;
  readonly destroyed?: Destroyed;
  readonly releases: readonly Released[];
  readonly restitutions: readonly (Restituted & { readonly restitutedBy: string })[];
  readonly defects: readonly AssetDefect[];
}

/** The rules of an asset on its way from the holder to the state and back: facts as they are reported, acts as the facts allow. */
export const asset: Decider<AssetCommand, AssetEvent, Asset> = {
  initial: {
    freezeRequests: [],
    freezes: [],
    seizures: [],
    sought: [],
    orders: [],
    valuations: [],
    interlocutoryOrders: [],
    listing: null,
    sales: [],
    claims: [],
    releases: [],
    restitutions: [],
    defects: [],
  },

  decide(command, state) {
    const happenedAt = happenedAtOf(command);
    if (happenedAt !== undefined) requirePast(happenedAt, command.at, 'asset.in-future', 'Nothing can be recorded before it happens');
    if (command.type === 'IdentifyAsset') {
      if (state.identified !== undefined)
        throw new RuleBroken('asset.already-identified', 'The asset is identified already; another one needs an id of its own');
      const { caseId, kind, description, holderId, province } = command.data;
      const data = { caseId, kind, description, ...(holderId !== undefined && { holderId }), ...(province !== undefined && { province }) };
      return [{ type: 'AssetIdentified', data }];
    }
    requireIdentified(state);
    const defects = (irregular: Irregularities = {}): readonly AssetDefect[] => defectsOf(command, state, irregular);
    switch (command.type) {
      case 'RequestFreeze': {
        if (state.freezeRequests.some((known) => sameOrder(known, command.data))) return [];
        return [{ type: 'FreezeRequested', data: { ...command.data, defects: defects() } }];
      }
      case 'FreezeAsset': {
        const { order, expiresAt } = command.data;
        const known = state.freezes.find((freeze) => sameOrder(freeze, order));
        if (sameInstant(known?.frozenAt, order.decidedAt) && sameInstant(known?.orderedUntil, expiresAt)) return [];
        const irregular = { 'order.differs': known?.frozenAt !== undefined, 'freeze.expired': isBefore(expiresAt, command.at) };
        return [{ type: 'AssetFrozen', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'RenewFreeze': {
        const { freeze, renewal, expiresAt } = command.data;
        const known = state.freezes.find((one) => sameOrder(one, freeze));
        const reported = known?.renewals.find((one) => sameOrder(one, renewal));
        if (sameInstant(reported?.expiresAt, expiresAt) && sameInstant(reported?.decidedAt, renewal.decidedAt)) return [];
        const until = known && untilOf(known);
        const irregular = {
          'freeze.unknown': known?.frozenAt === undefined,
          'order.differs': reported !== undefined,
          'freeze.expired': isBefore(expiresAt, command.at),
          'freeze.renewed-after-lapse': until !== undefined && isBefore(until, renewal.decidedAt),
          'time.before-order': known?.frozenAt !== undefined && isBefore(renewal.decidedAt, known.frozenAt),
        };
        return [{ type: 'FreezeRenewed', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'LapseFreeze': {
        const known = state.freezes.find((freeze) => sameOrder(freeze, command.data.freeze));
        const expiredAt = known && untilOf(known);
        if (known === undefined || expiredAt === undefined || !freezeInForce(known)) return [];
        if (isBefore(command.at, expiredAt))
          throw new RuleBroken('asset.freeze-not-expired', `The freeze runs until ${expiredAt}; it lapses then and not before`, {
            expiredAt,
          });
        return [{ type: 'FreezeLapsed', data: { freeze: command.data.freeze, expiredAt } }];
      }
      case 'LiftFreeze': {
        const { freeze, decision } = command.data;
        const known = state.freezes.find((one) => sameOrder(one, freeze));
        if (known?.liftedAt !== undefined) return [];
        const irregular = {
          'freeze.unknown': known?.frozenAt === undefined,
          'time.before-order': known?.frozenAt !== undefined && isBefore(decision.decidedAt, known.frozenAt),
        };
        return [{ type: 'FreezeLifted', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'SeizeAsset': {
        const { seizedAt, custodian, order } = command.data;
        if (state.seizures.some((known) => known.custodian === custodian && sameInstant(known.seizedAt, seizedAt))) return [];
        return [{ type: 'AssetSeized', data: { ...command.data, defects: defects({ 'seizure.no-order': order === undefined }) } }];
      }
      case 'SeekConfiscation':
        if (state.sought.some((known) => sameOrder(known, command.data))) return [];
        return [{ type: 'ConfiscationSought', data: { ...command.data, defects: defects() } }];
      case 'OrderConfiscation': {
        const { order } = command.data;
        const known = orderOf(state, order);
        if (sameInstant(known?.decidedAt, order.decidedAt)) return [];
        const irregular = {
          'order.differs': known?.decidedAt !== undefined,
          'time.before-order': known?.finalities.some(({ finalAt }) => isBefore(finalAt, order.decidedAt)) === true,
        };
        return [{ type: 'ConfiscationOrdered', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'AppealConfiscation': {
        const { order, appeal } = command.data;
        const known = orderOf(state, order);
        if (known?.appeals.some((other) => sameOrder(other, appeal)) === true) return [];
        const irregular = {
          ...aboutAnOrder(known, appeal.lodgedAt),
          'order.was-final': known?.finalities.some(({ finalAt }) => isBefore(finalAt, appeal.lodgedAt)) === true,
        };
        return [{ type: 'ConfiscationAppealed', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'RecordFinality': {
        const { order, finalAt, ground } = command.data;
        const known = orderOf(state, order);
        if (known?.finalities.some((other) => other.ground === ground && sameInstant(other.finalAt, finalAt)) === true) return [];
        const irregular = {
          ...aboutAnOrder(known, finalAt),
          'order.on-appeal': known !== undefined && ground === 'appeal-period-ended' && orderStanding(known) === 'on_appeal',
        };
        return [{ type: 'ConfiscationOrderBecameFinal', data: { ...command.data, defects: defects(irregular) } }];
      }
      case 'ReverseConfiscation': {
        const { order, decision } = command.data;
        const known = orderOf(state, order);
        if (known?.reversal !== undefined && sameOrder(known.reversal, decision)) return [];
        return [{ type: 'ConfiscationReversed', data: { ...command.data, defects: defects(aboutAnOrder(known, decision.decidedAt)) } }];
      }
      case 'ValueAsset':
        if (state.valuations.some(({ valuationId }) => valuationId === command.data.valuationId)) return [];
        return [{ type: 'AssetValued', data: { ...command.data, defects: defects() } }];
      case 'OrderInterlocutorySale':
        if (state.interlocutoryOrders.some((known) => sameOrder(known, command.data.order))) return [];
        return [{ type: 'InterlocutorySaleOrdered', data: { ...command.data, defects: defects() } }];
      case 'FileClaim': {
        const known = state.claims.find(({ claim }) => claim === command.data.claim);
        if (known?.filedAt !== undefined) return [];
        return [{ type: 'ClaimFiled', data: { ...command.data, defects: defects() } }];
      }
      case 'UpholdClaim':
      case 'DismissClaim': {
        const { claim, decision } = command.data;
        const outcome = command.type === 'UpholdClaim' ? 'upheld' : 'dismissed';
        const known = state.claims.find((one) => one.claim === claim);
        if (known?.decisions.some((other) => sameOrder(other, decision) && other.outcome === outcome) === true) return [];
        const irregular = {
          'claim.unknown': known?.filedAt === undefined,
          'claim.decided-otherwise': known?.decisions.some((other) => other.outcome !== outcome) === true,
        };
        const data = { ...command.data, defects: defects(irregular) };
        return [outcome === 'upheld' ? { type: 'ClaimUpheld', data } : { type: 'ClaimDismissed', data }];
      }
      case 'VoidSale': {
        const sale = requireSale(state, command.data.saleId);
        if (sale.voidedAt !== undefined) return [];
        return [{ type: 'SaleVoided', data: { ...command.data, defects: defects({ 'sale.distributed': sale.distributions.length > 0 }) } }];
      }
      case 'RecordSettlement': {
        const { saleId, settlementId, amount } = command.data;
        const sale = requireSale(state, saleId);
        if (sale.settlements.some((known) => known.settlementId === settlementId)) return [];
        const foreign = amount.currency !== sale.price.currency;
        const irregular = {
          'sale.voided': sale.voidedAt !== undefined,
          'settlement.other-currency': foreign,
          'settlement.over-price': !foreign && compareMoney(plus(settledOf(sale), amount), sale.price) > 0,
        };
        // The money of a sale before the final order waits, however it came in.
        const escrow = sale.under.kind === 'interlocutory' && finalOrderOf(state) === undefined;
        return [{ type: 'SettlementReceived', data: { ...command.data, escrow, recordedBy: command.by.id, defects: defects(irregular) } }];
      }

      case 'ConfiscateAsset': {
        const { order } = command.data;
        const title = titleOf(state);
        if (title !== undefined && sameOrder(title.order, order)) return [];
        requireNothingOwed(state);
        requireNotGivenBack(state);
        // A reversed title does not stand in the way of a new order.
        if (title !== undefined && title.standing !== 'reversed')
          throw new RuleBroken('asset.already-confiscated', `The asset is the state's already, by order ${told(title.order)}`, title);
        requireFinalOrder(state, order);
        return [{ type: 'AssetConfiscated', data: command.data }];
      }
      case 'ListAsset': {
        const { secondValuationAbove, ...data } = command.data;
        if (state.listing?.listingId === data.listingId) return [];
        requireDisposable(state);
        if (state.listing !== null)
          throw new RuleBroken('asset.already-listed', 'The asset is listed for sale already', { listingId: state.listing.listingId });
        const under = requireGround(state);
        requireIndependent(requireValuations(state, secondValuationAbove), command.by.id, []);
        return [{ type: 'AssetListed', data: { ...data, under, listedBy: command.by.id } }];
      }
      case 'SellAsset': {
        const { secondValuationAbove, price, buyerId, buyerSide } = command.data;
        if (state.sales.some(({ saleId }) => saleId === command.data.saleId)) return [];
        requireDisposable(state);
        if (state.listing === null)
          throw new RuleBroken('asset.not-listed', 'An asset is listed before it is sold, so that more than one buyer hears of it');
        const under = requireGround(state);
        const valuations = requireValuations(state, secondValuationAbove, price);
        requireIndependent(valuations, command.by.id, [buyerId, ...buyerSide]);
        const valuationIds = valuations.map(({ valuationId }) => valuationId);
        return [{ type: 'AssetSold', data: { ...command.data, under, valuations: valuationIds, soldBy: command.by.id } }];
      }
      case 'HandOverAsset': {
        if (state.handedOver?.institution === command.data.institution && state.handedOver.receipt === command.data.receipt) return [];
        requireDisposable(state);
        requireTitle(state);
        return [{ type: 'AssetHandedToInstitution', data: command.data }];
      }
      case 'DestroyAsset': {
        if (state.destroyed !== undefined && sameInstant(state.destroyed.destroyedAt, command.data.destroyedAt)) return [];
        requireDisposable(state);
        requireTitle(state);
        return [{ type: 'AssetDestroyed', data: command.data }];
      }
      case 'DistributeProceeds':
        return distribute(command.data, state, command.by);
      case 'ReleaseAsset': {
        if (state.releases.some((known) => sameOrder(known.decision, command.data.decision))) return [];
        requireNothingOwed(state);
        requireNotGivenBack(state);
        if (titleOf(state) !== undefined)
          throw new RuleBroken('asset.title-passed', "The asset is the state's; what has become the state's is restituted, not released");
        const final = finalOrderOf(state);
        if (final !== undefined && upheldClaims(state).length === 0)
          throw new RuleBroken(
            'asset.order-final',
            `The confiscation order ${told(final)} is final; the asset is released if it is reversed`,
            {
              court: final.court,
              reference: final.reference,
            },
          );
        return [{ type: 'AssetReleased', data: command.data }];
      }
      case 'RestituteAsset':
        if (state.restitutions.some(({ restitutionId }) => restitutionId === command.data.restitutionId)) return [];
        requireRestitutionOwed(state, command.data.returned, command.by);
        return [{ type: 'AssetRestituted', data: { ...command.data, restitutedBy: command.by.id } }];
    }
  },

  evolve(state, event) {
    const after = changedBy(state, event);
    if (!('defects' in event.data) || event.data.defects.length === 0) return after;
    const { defects } = event.data;
    return { ...after, defects: assetDefects.filter((defect) => state.defects.includes(defect) || defects.includes(defect)) };
  },
};

function changedBy(state: Asset, event: AssetEvent): Asset {
  switch (event.type) {
    case 'AssetIdentified':
      return { ...state, identified: event.data };
    case 'FreezeRequested': {
      const { court, reference, requestedAt } = event.data;
      return { ...state, freezeRequests: [...state.freezeRequests, { court, reference, requestedAt }] };
    }
    case 'AssetFrozen':
    case 'FreezeRenewed':
    case 'FreezeLapsed':
    case 'FreezeLifted':
      return { ...state, freezes: freezesAfter(state.freezes, event) };
    case 'AssetSeized':
      return { ...state, seizures: [...state.seizures, event.data] };
    case 'ConfiscationSought': {
      const { court, reference, soughtAt } = event.data;
      return { ...state, sought: [...state.sought, { court, reference, soughtAt }] };
    }
    case 'ConfiscationOrdered': {
      const { order } = event.data;
      return { ...state, orders: withOrder(state, order, (known) => ({ ...known, decidedAt: order.decidedAt })) };
    }
    case 'ConfiscationAppealed': {
      const { order, appeal } = event.data;
      return { ...state, orders: withOrder(state, order, (known) => ({ ...known, appeals: [...known.appeals, appeal] })) };
    }
    case 'ConfiscationOrderBecameFinal': {
      const { order, finalAt, ground } = event.data;
      return {
        ...state,
        orders: withOrder(state, order, (known) => ({ ...known, finalities: [...known.finalities, { finalAt, ground }] })),
      };
    }
    case 'ConfiscationReversed': {
      const { order, decision } = event.data;
      return { ...state, orders: withOrder(state, order, (known) => ({ ...known, reversal: decision })) };
    }
    case 'AssetConfiscated':
      return { ...state, title: event.data };
    case 'AssetValued':
      return { ...state, valuations: [...state.valuations, event.data] };
    case 'InterlocutorySaleOrdered':
      return { ...state, interlocutoryOrders: [...state.interlocutoryOrders, event.data.order] };
    case 'AssetListed':
      return { ...state, listing: event.data };
    case 'AssetSold': {
      const { saleId, price, buyerId, buyerSide, soldAt, under, soldBy } = event.data;
      const sale = { saleId, price, buyerId, buyerSide, soldAt, under, soldBy, settlements: [], distributions: [] };
      return { ...state, listing: null, sales: [...state.sales, sale] };
    }
    case 'SaleVoided': {
      const { saleId, voidedAt } = event.data;
      return { ...state, sales: withSale(state, saleId, (sale) => ({ ...sale, voidedAt })) };
    }
    case 'SettlementReceived': {
      const { saleId, settlementId, amount, bankReference, receivedAt, recordedBy } = event.data;
      const settlement = { settlementId, amount, bankReference, receivedAt, recordedBy };
      return { ...state, sales: withSale(state, saleId, (sale) => ({ ...sale, settlements: [...sale.settlements, settlement] })) };
    }
    case 'ProceedsDistributed': {
      const { saleId, distributionId, settlementIds, amount, poolId } = event.data;
      const distribution = { distributionId, settlementIds, amount, poolId };
      return { ...state, sales: withSale(state, saleId, (sale) => ({ ...sale, distributions: [...sale.distributions, distribution] })) };
    }
    case 'ClaimFiled': {
      const { claim, claimantId, grounds, filedAt } = event.data;
      return { ...state, claims: withClaim(state, claim, (known) => ({ ...known, claimantId, grounds, filedAt })) };
    }
    case 'ClaimUpheld':
    case 'ClaimDismissed': {
      const { claim, decision } = event.data;
      const outcome = event.type === 'ClaimUpheld' ? 'upheld' : 'dismissed';
      return {
        ...state,
        claims: withClaim(state, claim, (known) => ({ ...known, decisions: [...known.decisions, { ...decision, outcome }] })),
      };
    }
    case 'AssetHandedToInstitution':
      return { ...state, listing: null, handedOver: event.data };
    case 'AssetDestroyed':
      return { ...state, listing: null, destroyed: event.data };
    case 'AssetReleased':
      return { ...state, listing: null, releases: [...state.releases, event.data] };
    case 'AssetRestituted':
      return { ...state, listing: null, restitutions: [...state.restitutions, event.data] };
  }
}

export type FreezeEvent = Extract<AssetEvent, { type: 'AssetFrozen' | 'FreezeRenewed' | 'FreezeLapsed' | 'FreezeLifted' }>;

/** The freezes of an asset after one more was reported of them: what the decider and the process that watches their expiry both go by. */
export function freezesAfter(freezes: readonly Freeze[], event: FreezeEvent): readonly Freeze[] {
  const reported = event.type === 'AssetFrozen' ? event.data.order : event.data.freeze;
  return upserted(freezes, reported, { renewals: [] }, (known): Freeze => {
    switch (event.type) {
      case 'AssetFrozen':
        return { ...known, frozenAt: event.data.order.decidedAt, orderedUntil: event.data.expiresAt };
      case 'FreezeRenewed': {
        const { renewal, expiresAt } = event.data;
        return { ...known, renewals: [...known.renewals.filter((other) => !sameOrder(other, renewal)), { ...renewal, expiresAt }] };
      }
      case 'FreezeLapsed':
        return { ...known, lapsedAt: event.data.expiredAt };
      case 'FreezeLifted':
        return { ...known, liftedAt: event.data.decision.decidedAt };
    }
  });
}

function withOrder(state: Asset, order: OrderRef, change: (known: ConfiscationOrder) => ConfiscationOrder): readonly ConfiscationOrder[] {
  return upserted(state.orders, order, { appeals: [], finalities: [] }, change);
}

function upserted<T extends OrderRef>(
  all: readonly T[],
  { court, reference }: OrderRef,
  empty: Omit<T, keyof OrderRef>,
  change: (known: T) => T,
) {
  const known = all.find((one) => one.court === court && one.reference === reference);
  if (known === undefined) return [...all, change({ court, reference, ...empty } as T)];
  return all.map((one) => (one === known ? change(known) : one));
}

function withClaim(state: Asset, claim: string, change: (known: Claim) => Claim): readonly Claim[] {
  const known = state.claims.find((one) => one.claim === claim);
  if (known === undefined) return [...state.claims, change({ claim, decisions: [] })];
  return state.claims.map((one) => (one === known ? change(known) : one));
}

function withSale(state: Asset, saleId: string, change: (known: Sale) => Sale): readonly Sale[] {
  return state.sales.map((sale) => (sale.saleId === saleId ? change(sale) : sale));
}

// What is irregular.

type Irregularities = Partial<Record<AssetDefect, boolean>>;

function defectsOf(command: Issued<AssetCommand>, state: Asset, irregular: Irregularities): readonly AssetDefect[] {
  const happenedAt = happenedAtOf(command);
  const found: Irregularities = {
    ...irregular,
    'entry.late': happenedAt !== undefined && isLate(happenedAt, command.at),
    // Money and voids come after the sale in the nature of things.
    'asset.left': command.type !== 'RecordSettlement' && command.type !== 'VoidSale' && leftAs(state) !== undefined,
  };
  return assetDefects.filter((defect) => found[defect] === true);
}

function aboutAnOrder(known: ConfiscationOrder | undefined, happenedAt: string): Irregularities {
  return {
    'order.unknown': known?.decidedAt === undefined,
    'time.before-order': known?.decidedAt !== undefined && isBefore(happenedAt, known.decidedAt),
  };
}

/** When it happened, as the command says; undefined where it happens as the command is given. */
function happenedAtOf(command: AssetCommand): string | undefined {
  switch (command.type) {
    case 'IdentifyAsset':
      return command.data.identifiedAt;
    case 'RequestFreeze':
      return command.data.requestedAt;
    case 'FreezeAsset':
    case 'OrderConfiscation':
    case 'OrderInterlocutorySale':
      return command.data.order.decidedAt;
    case 'RenewFreeze':
      return command.data.renewal.decidedAt;
    case 'LiftFreeze':
    case 'ReverseConfiscation':
    case 'UpholdClaim':
    case 'DismissClaim':
    case 'ReleaseAsset':
      return command.data.decision.decidedAt;
    case 'SeizeAsset':
      return command.data.seizedAt;
    case 'SeekConfiscation':
      return command.data.soughtAt;
    case 'AppealConfiscation':
      return command.data.appeal.lodgedAt;
    case 'RecordFinality':
      return command.data.finalAt;
    case 'ConfiscateAsset':
      return command.data.confiscatedAt;
    case 'ValueAsset':
      return command.data.valuedAt;
    case 'ListAsset':
      return command.data.listedAt;
    case 'SellAsset':
      return command.data.soldAt;
    case 'VoidSale':
      return command.data.voidedAt;
    case 'RecordSettlement':
      return command.data.receivedAt;
    case 'HandOverAsset':
      return command.data.handedOverAt;
    case 'DestroyAsset':
      return command.data.destroyedAt;
    case 'FileClaim':
      return command.data.filedAt;
    case 'RestituteAsset':
      return command.data.restitutedAt;
    case 'LapseFreeze':
    case 'DistributeProceeds':
      return undefined;
  }
}

function distribute(
  { distributionId, saleId, poolId }: Extract<AssetCommand, { type: 'DistributeProceeds' }>['data'],
  state: Asset,
  by: Actor,
): readonly AssetEvent[] {
  const sale = requireSale(state, saleId);
  if (sale.distributions.some((known) => known.distributionId === distributionId)) return [];
  if (sale.voidedAt !== undefined)
    throw new RuleBroken('asset.sale-voided', 'The sale was voided; its price is owed to the buyer', { saleId });
  requireNothingOwed(state);
  requireNoClaims(state);
  const order = finalOrderOf(state);
  if (order === undefined)
    throw new RuleBroken('asset.no-final-order', 'No confiscation order is final; until one is, the money waits', { saleId });
  const settled = settledOf(sale);
  if (compareMoney(settled, sale.price) < 0)
    throw new RuleBroken('asset.not-settled', 'The price has not been received in full; until then the sale may fall through', {
      price: sale.price,
      settled,
    });
  // What came in over the price is the buyer's.
  const amount = minus(sale.price, distributedOf(sale));
  if (compareMoney(amount, nothingIn(amount.currency)) <= 0)
    throw new RuleBroken('asset.already-distributed', 'The proceeds of this sale are distributed already', { saleId });
  requireNotTheirOwn(sale, by);
  const { court, reference } = order;
  const settlementIds = sale.settlements.map(({ settlementId }) => settlementId);
  const data = { distributionId, saleId, settlementIds, amount, poolId, order: { court, reference }, distributedBy: by.id };
  return [{ type: 'ProceedsDistributed', data }];
}

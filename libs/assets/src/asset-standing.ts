import type { Id, Instant } from '#libs/vocabulary';
import { type AssetDefect, assetDefects, type Defective } from './asset-defects.ts';
import {
  type AssetDestruction,
  type AssetEvent,
  type AssetHandover,
  type AssetHoldUp,
  type AssetIdentity,
  type AssetListing,
  type AssetRelease,
  type AssetRestitution,
  type AssetSeizure,
  type AssetTitle,
  type AssetValuation,
  type ConfiscationRequest,
  type Decision,
  type FreezeEvent,
  type FreezeRequest,
  type LodgedAppeal,
  type OrderFinality,
  type OrderRef,
  type Payment,
  type SaleDistribution,
  type SaleGround,
  sameOrder,
  type SaleTerms,
} from './asset-events.ts';

// What is known of an asset, by its events. What follows from it: `asset-title.ts`, `asset-proceeds.ts`, `asset-status.ts`.

/** A freeze by one order, with whatever was reported of it so far. */
export interface Freeze extends OrderRef {
  readonly frozenAt?: Instant;
  readonly orderedUntil?: Instant;
  readonly renewals: readonly FreezeRenewal[];
  /** The expiry at which it lapsed. */
  readonly lapsedAt?: Instant;
  readonly liftedAt?: Instant;
}

/** A renewal, and until when. */
export interface FreezeRenewal extends Decision {
  readonly expiresAt: Instant;
}

/** A confiscation order, with whatever was reported of it so far. */
export interface ConfiscationOrder extends OrderRef {
  readonly decidedAt?: Instant;
  readonly appeals: readonly LodgedAppeal[];
  readonly finalities: readonly OrderFinality[];
  readonly reversal?: Decision;
}

/** A claim of somebody else on the asset, with whatever was reported of it so far. */
export interface AssetClaim {
  /** The claim's number on paper. */
  readonly claim: string;
  /** Reference to the person who claims it, never a name. */
  readonly claimantId?: Id;
  readonly grounds?: string;
  readonly filedAt?: Instant;
  readonly decisions: readonly ClaimDecision[];
}

/** A decision on a claim. */
export interface ClaimDecision extends Decision {
  readonly outcome: 'upheld' | 'dismissed';
}

/** A sale, with what came in for it and went to pools so far. */
export interface AssetSale extends SaleTerms {
  readonly under: SaleGround;
  readonly soldBy: string;
  readonly settlements: readonly SaleSettlement[];
  readonly distributions: readonly SaleDistribution[];
  readonly voidedAt?: Instant;
}

/** Money that came in for the sale, and who recorded that. */
export interface SaleSettlement extends Payment {
  readonly recordedBy: string;
}

/** A seizure as it was reported. */
export interface ReportedSeizure extends AssetSeizure, Defective {}

/** A valuation as it was reported. */
export interface ReportedValuation extends AssetValuation, Defective {}

/** What was recorded of an asset that is identified: JSON, as the register's row carries it. */
export interface AssetHistory {
  readonly freezeRequests: readonly FreezeRequest[];
  readonly freezes: readonly Freeze[];
  readonly seizures: readonly ReportedSeizure[];
  readonly sought: readonly ConfiscationRequest[];
  readonly orders: readonly ConfiscationOrder[];
  /** By which order it became the state's. */
  readonly title?: AssetTitle;
  readonly valuations: readonly ReportedValuation[];
  readonly interlocutoryOrders: readonly Decision[];
  readonly sales: readonly AssetSale[];
  readonly claims: readonly AssetClaim[];
  readonly handedOver?: AssetHandover;
  readonly destroyed?: AssetDestruction;
  readonly releases: readonly AssetRelease[];
  readonly restitutions: readonly AssetRestitution[];
  /** What nothing is done with it before it is cleared up; absent where there is nothing. */
  readonly heldUpBy?: readonly AssetHoldUp[];
  /** What is irregular about what was recorded. Acts that rest on it are held up by some of these. */
  readonly defects: readonly AssetDefect[];
}

/** What is known of an asset. */
export interface Asset extends AssetHistory {
  readonly identified?: AssetIdentity;
  readonly listing: AssetListing | null;
}

/** What is known of an asset before it is identified. */
export const unidentified: Asset = {
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
};

/** What is known after an event: the decider and the register's rows go by the same. */
export function evolve(state: Asset, event: AssetEvent): Asset {
  const after = changedBy(state, event);
  if (!('defects' in event.data) || event.data.defects.length === 0) return after;
  const { defects } = event.data;
  return { ...after, defects: assetDefects.filter((defect) => state.defects.includes(defect) || defects.includes(defect)) };
}

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
    case 'ConfiscationOrdered':
    case 'ConfiscationAppealed':
    case 'ConfiscationOrderBecameFinal':
    case 'ConfiscationReversed':
      return { ...state, orders: ordersAfter(state.orders, event) };
    case 'AssetConfiscated':
      return { ...state, title: event.data };
    case 'AssetValued':
      return { ...state, valuations: [...state.valuations, event.data] };
    case 'InterlocutorySaleOrdered':
      return { ...state, interlocutoryOrders: [...state.interlocutoryOrders, event.data.order] };
    case 'AssetListed':
      return { ...state, listing: event.data };
    case 'AssetSold':
      return { ...state, listing: null, sales: [...state.sales, soldAs(event.data)] };
    case 'SaleVoided':
    case 'SettlementReceived':
    case 'ProceedsDistributed':
      return { ...state, sales: state.sales.map((sale) => (sale.saleId === event.data.saleId ? saleAfter(sale, event) : sale)) };
    case 'ClaimFiled':
    case 'ClaimUpheld':
    case 'ClaimDismissed':
      return { ...state, claims: claimsAfter(state.claims, event) };
    case 'AssetHandedToInstitution':
      return { ...state, listing: null, handedOver: event.data };
    case 'AssetDestroyed':
      return { ...state, listing: null, destroyed: event.data };
    case 'AssetReleased':
      return { ...state, listing: null, releases: [...state.releases, event.data] };
    case 'AssetRestituted':
      return { ...state, listing: null, restitutions: [...state.restitutions, event.data] };
    case 'AssetHeldUp':
      return { ...state, heldUpBy: [...withoutHoldUp(state, event.data.holdUpId), event.data] };
    case 'AssetHoldUpEnded':
      return { ...state, heldUpBy: withoutHoldUp(state, event.data.holdUpId) };
  }
}

const withoutHoldUp = ({ heldUpBy = [] }: Asset, holdUpId: Id): readonly AssetHoldUp[] =>
  heldUpBy.filter((one) => one.holdUpId !== holdUpId);

type EventOf<Type extends AssetEvent['type']> = Extract<AssetEvent, { type: Type }>;

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

type OrderEvent = EventOf<'ConfiscationOrdered' | 'ConfiscationAppealed' | 'ConfiscationOrderBecameFinal' | 'ConfiscationReversed'>;

function ordersAfter(orders: readonly ConfiscationOrder[], event: OrderEvent): readonly ConfiscationOrder[] {
  return upserted(orders, event.data.order, { appeals: [], finalities: [] }, (known): ConfiscationOrder => {
    switch (event.type) {
      case 'ConfiscationOrdered':
        return { ...known, decidedAt: event.data.order.decidedAt };
      case 'ConfiscationAppealed':
        return { ...known, appeals: [...known.appeals, event.data.appeal] };
      case 'ConfiscationOrderBecameFinal': {
        const { finalAt, ground } = event.data;
        return { ...known, finalities: [...known.finalities, { finalAt, ground }] };
      }
      case 'ConfiscationReversed':
        return { ...known, reversal: event.data.decision };
    }
  });
}

function upserted<T extends OrderRef>(
  all: readonly T[],
  { court, reference }: OrderRef,
  empty: Omit<T, keyof OrderRef>,
  change: (known: T) => T,
): readonly T[] {
  const known = all.find((one) => one.court === court && one.reference === reference);
  if (known === undefined) return [...all, change({ court, reference, ...empty } as T)];
  return all.map((one) => (one === known ? change(known) : one));
}

function soldAs({ saleId, price, buyerId, buyerSide, soldAt, under, soldBy }: EventOf<'AssetSold'>['data']): AssetSale {
  return { saleId, price, buyerId, buyerSide, soldAt, under, soldBy, settlements: [], distributions: [] };
}

function saleAfter(sale: AssetSale, event: EventOf<'SaleVoided' | 'SettlementReceived' | 'ProceedsDistributed'>): AssetSale {
  switch (event.type) {
    case 'SaleVoided':
      return { ...sale, voidedAt: event.data.voidedAt };
    case 'SettlementReceived': {
      const { settlementId, amount, bankReference, receivedAt, recordedBy } = event.data;
      return { ...sale, settlements: [...sale.settlements, { settlementId, amount, bankReference, receivedAt, recordedBy }] };
    }
    case 'ProceedsDistributed': {
      const { distributionId, settlementIds, amount, poolId } = event.data;
      return { ...sale, distributions: [...sale.distributions, { distributionId, settlementIds, amount, poolId }] };
    }
  }
}

function claimsAfter(
  claims: readonly AssetClaim[],
  event: EventOf<'ClaimFiled' | 'ClaimUpheld' | 'ClaimDismissed'>,
): readonly AssetClaim[] {
  const known = claims.find(({ claim }) => claim === event.data.claim);
  const after = claimAfter(known ?? { claim: event.data.claim, decisions: [] }, event);
  return known === undefined ? [...claims, after] : claims.map((one) => (one === known ? after : one));
}

function claimAfter(known: AssetClaim, event: EventOf<'ClaimFiled' | 'ClaimUpheld' | 'ClaimDismissed'>): AssetClaim {
  if (event.type === 'ClaimFiled') {
    const { claimantId, grounds, filedAt } = event.data;
    return { ...known, claimantId, grounds, filedAt };
  }
  const outcome = event.type === 'ClaimUpheld' ? 'upheld' : 'dismissed';
  return { ...known, decisions: [...known.decisions, { ...event.data.decision, outcome }] };
}

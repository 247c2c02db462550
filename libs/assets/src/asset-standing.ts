import { defined } from '#libs/event-sourcing';
import {
  type Attestation,
  attestationsAfter,
  awaitedOf,
  canonical,
  type Id,
  type Instant,
  personIn,
  type RegisterEntry,
} from '#libs/vocabulary';
import {
  type AssetDefect,
  assetDefects,
  type Defective,
  type Markable,
  markedBy,
  marksIn,
  type Mark,
  type SaleHoldUp,
} from './asset-defects.ts';
import { dutiesAfter, type DutyDone } from './asset-duties.ts';
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
  type Bid,
  type ClearedSale,
  type ConfiscationRequest,
  type Decision,
  type EscrowInterest,
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
  /** Why what is known of it weighs nothing yet; absent where it does. */
  readonly marks?: Readonly<Partial<Record<OrderPart, readonly Mark[]>>>;
  /** Whose word each part of it is; absent of what was recorded before that was told. */
  readonly enteredBy?: Readonly<Partial<Record<OrderPart, readonly RegisterEntry[]>>>;
}

/** What of an order somebody reports. */
export type OrderPart = 'ordered' | 'final' | 'reversed';

/** A claim of somebody else on the asset, with whatever was reported of it so far, and who recorded that it was filed. */
export interface AssetClaim extends Entered {
  /** The claim's number on paper. */
  readonly claim: string;
  /** Reference to the person who claims it, never a name. */
  readonly claimantId?: Id;
  readonly grounds?: string;
  readonly filedAt?: Instant;
  readonly decisions: readonly ClaimDecision[];
}

/** A decision on a claim, and who recorded it. */
export interface ClaimDecision extends Decision, Markable, Entered {
  readonly outcome: 'upheld' | 'dismissed';
}

/** A sale, with what came in for it and went to pools so far. */
export interface AssetSale extends SaleTerms {
  readonly under: SaleGround;
  readonly soldBy: string;
  readonly settlements: readonly SaleSettlement[];
  readonly distributions: readonly SaleDistribution[];
  /** What the bank gave on its money while that waited for a final order. */
  readonly interest?: readonly SaleInterestCredit[];
  /** Why its money waits until somebody clears it. */
  readonly heldUp?: readonly SaleHoldUp[];
  readonly cleared?: Omit<ClearedSale, 'saleId'>;
  readonly voidedAt?: Instant;
  /** Why that it was voided weighs nothing yet: the asset is not offered again on it, and nobody is paid back. */
  readonly voidMarks?: readonly Mark[];
}

/** Interest on its money, and who recorded that. */
export interface SaleInterestCredit extends EscrowInterest, Markable {
  readonly recordedBy: string;
}

/** Money that came in for the sale, and who recorded that. */
export interface SaleSettlement extends Payment, Markable {
  readonly recordedBy: string;
}

/** A seizure as it was reported. */
export interface ReportedSeizure extends AssetSeizure, Defective {}

/** A valuation as it was reported, and by whom. */
export interface ReportedValuation extends AssetValuation, Defective, Entered {}

/** The state's title, and who took it. */
export interface TakenTitle extends AssetTitle, Entered {}

/** What tells whose word it is; absent of what was recorded before that was told. */
export interface Entered {
  readonly enteredBy?: readonly RegisterEntry[];
}

/** A court's order to sell before there is a final one, and whose word it is. */
export interface InterlocutoryOrder extends Decision, Markable, Entered {}

/** What was recorded of an asset that is identified: JSON, as the register's row carries it. */
export interface AssetHistory {
  readonly freezeRequests: readonly FreezeRequest[];
  readonly freezes: readonly Freeze[];
  readonly seizures: readonly ReportedSeizure[];
  readonly sought: readonly ConfiscationRequest[];
  readonly orders: readonly ConfiscationOrder[];
  /** By which order it became the state's. */
  readonly title?: TakenTitle;
  readonly valuations: readonly ReportedValuation[];
  readonly interlocutoryOrders: readonly InterlocutoryOrder[];
  /** For the offer that stands. */
  readonly bids: readonly Bid[];
  readonly sales: readonly AssetSale[];
  readonly claims: readonly AssetClaim[];
  readonly handedOver?: AssetHandover;
  readonly destroyed?: AssetDestruction;
  /** What witnesses of the destruction said themselves; of one who said several things, the last one stands. */
  readonly attestations?: readonly Attestation[];
  readonly releases: readonly AssetRelease[];
  readonly restitutions: readonly AssetRestitution[];
  /** Who had which of the duties that are kept apart. */
  readonly duties: readonly DutyDone[];
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
  bids: [],
  listing: null,
  sales: [],
  claims: [],
  releases: [],
  restitutions: [],
  duties: [],
  defects: [],
};

/** What is known after an event: the decider and the register's rows go by the same. */
export function evolve(state: Asset, event: AssetEvent): Asset {
  const after = { ...changedBy(state, withoutHands(event), enteredIn(event)), duties: dutiesAfter(state.duties, event) };
  if (!('defects' in event.data) || event.data.defects.length === 0) return after;
  const { defects } = event.data;
  return { ...after, defects: assetDefects.filter((defect) => state.defects.includes(defect) || defects.includes(defect)) };
}

/** Whose hands it came through stands among the duties, once. */
function withoutHands(event: AssetEvent): AssetEvent {
  if (!('hands' in event.data)) return event;
  const data = Object.fromEntries(Object.entries(event.data).filter(([field]) => field !== 'hands'));
  return { type: event.type, data } as AssetEvent;
}

function enteredIn({ data }: AssetEvent): Entered {
  return 'hands' in data ? defined({ enteredBy: data.hands }) : {};
}

function changedBy(state: Asset, event: AssetEvent, entered: Entered): Asset {
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
      return { ...state, orders: ordersAfter(state.orders, event, entered) };
    case 'AssetConfiscated':
      return { ...state, title: { ...event.data, ...entered } };
    case 'AssetValued':
      return { ...state, valuations: replacing(state.valuations, { ...event.data, ...entered }, ({ valuationId }) => valuationId) };
    case 'InterlocutorySaleOrdered':
      return { ...state, interlocutoryOrders: interlocutoryAfter(state.interlocutoryOrders, event, entered) };
    case 'AssetListed':
      return { ...state, listing: event.data, bids: [] };
    case 'BidReceived':
      return { ...state, bids: replacing(state.bids, bidAs(event.data), ({ bidId }) => bidId) };
    case 'AssetSold':
      return { ...state, listing: null, bids: [], sales: [...state.sales, soldAs(event.data)] };
    case 'SaleCleared':
    case 'SaleVoided':
    case 'SettlementReceived':
    case 'EscrowInterestCredited':
    case 'ProceedsDistributed':
      return { ...state, sales: state.sales.map((sale) => (sale.saleId === event.data.saleId ? saleAfter(sale, event) : sale)) };
    case 'ClaimFiled':
    case 'ClaimUpheld':
    case 'ClaimDismissed':
      return { ...state, claims: claimsAfter(state.claims, event, entered) };
    case 'AssetHandedToInstitution':
      return { ...state, listing: null, handedOver: event.data };
    case 'AssetDestroyed':
      return { ...state, listing: null, destroyed: event.data };
    case 'AssetDestructionAttested':
      return { ...state, attestations: attestationsAfter(state.attestations ?? [], event.data) };
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

/** The witnesses of its destruction who have not said themselves that they saw it. */
export const awaitedWitnessesOf = ({ destroyed, attestations = [] }: Pick<Asset, 'destroyed' | 'attestations'>): readonly RegisterEntry[] =>
  awaitedOf(destroyed?.witnesses ?? [], attestations);

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

function ordersAfter(orders: readonly ConfiscationOrder[], event: OrderEvent, entered: Entered): readonly ConfiscationOrder[] {
  return upserted(orders, event.data.order, { appeals: [], finalities: [] }, (known): ConfiscationOrder => {
    switch (event.type) {
      case 'ConfiscationOrdered':
        return { ...known, decidedAt: event.data.order.decidedAt, ...reportedOf(known, 'ordered', event.data, entered) };
      case 'ConfiscationAppealed':
        return { ...known, appeals: [...known.appeals, event.data.appeal] };
      case 'ConfiscationOrderBecameFinal': {
        const { finalAt, ground } = event.data;
        const others = known.finalities.filter((other) => other.finalAt !== finalAt || other.ground !== ground);
        return { ...known, finalities: [...others, { finalAt, ground }], ...reportedOf(known, 'final', event.data, entered) };
      }
      case 'ConfiscationReversed':
        return { ...known, reversal: event.data.decision, ...reportedOf(known, 'reversed', event.data, entered) };
    }
  });
}

function upserted<T extends OrderRef>(
  all: readonly T[],
  { court, reference }: OrderRef,
  empty: Omit<T, keyof OrderRef>,
  change: (known: T) => T,
): readonly T[] {
  const known = all.find((one) => sameOrder(one, { court, reference }));
  if (known === undefined) return [...all, change({ court, reference, ...empty } as T)];
  return all.map((one) => (one === known ? change(known) : one));
}

function soldAs(data: EventOf<'AssetSold'>['data']): AssetSale {
  const { saleId, price, buyerId, buyerSide, soldAt, buyerEntry, bidId, under, soldBy, heldUp } = data;
  return defined({
    saleId,
    price,
    buyerId,
    buyerSide,
    soldAt,
    buyerEntry,
    bidId,
    under,
    soldBy,
    heldUp,
    settlements: [],
    distributions: [],
  });
}

type SaleEvent = EventOf<'SaleCleared' | 'SaleVoided' | 'SettlementReceived' | 'EscrowInterestCredited' | 'ProceedsDistributed'>;

function saleAfter(sale: AssetSale, event: SaleEvent): AssetSale {
  switch (event.type) {
    case 'SaleCleared': {
      const { reason, reference } = event.data;
      return { ...sale, cleared: { reason, reference } };
    }
    case 'SaleVoided': {
      const marks = marksIn(event.data.defects);
      return { ...sale, voidedAt: event.data.voidedAt, ...((marks.length > 0 || sale.voidMarks !== undefined) && { voidMarks: marks }) };
    }
    case 'SettlementReceived': {
      const { settlementId, amount, bankReference, receivedAt, recordedBy } = event.data;
      const settlement = { settlementId, amount, bankReference, receivedAt, recordedBy, ...markedBy(event.data) };
      return { ...sale, settlements: replacing(sale.settlements, settlement, (one) => one.settlementId) };
    }
    case 'EscrowInterestCredited': {
      const { interestId, amount, bankReference, creditedAt, recordedBy } = event.data;
      const credit = { interestId, amount, bankReference, creditedAt, recordedBy, ...markedBy(event.data) };
      return { ...sale, interest: replacing(sale.interest ?? [], credit, (one) => one.interestId) };
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
  entered: Entered,
): readonly AssetClaim[] {
  const known = claimIn(claims, event.data.claim);
  const after = claimAfter(known ?? { claim: event.data.claim, decisions: [] }, event, entered);
  return known === undefined ? [...claims, after] : claims.map((one) => (one === known ? after : one));
}

function claimAfter(known: AssetClaim, event: EventOf<'ClaimFiled' | 'ClaimUpheld' | 'ClaimDismissed'>, entered: Entered): AssetClaim {
  if (event.type === 'ClaimFiled') {
    const { claimantId, grounds, filedAt } = event.data;
    return { ...known, claimantId, grounds, filedAt, ...entered };
  }
  const outcome = event.type === 'ClaimUpheld' ? 'upheld' : 'dismissed';
  const { decision } = event.data;
  const isThis = (other: ClaimDecision): boolean => other.outcome === outcome && sameOrder(other, decision);
  const words = wordsAfter(known.decisions.find(isThis), entered);
  return {
    ...known,
    decisions: [...known.decisions.filter((other) => !isThis(other)), { ...decision, outcome, ...markedBy(event.data), ...words }],
  };
}

/** The claim of this number, however it is spelled. */
export const claimIn = (claims: readonly AssetClaim[], claim: string): AssetClaim | undefined =>
  claims.find((known) => canonical(known.claim) === canonical(claim));

function interlocutoryAfter(
  known: readonly InterlocutoryOrder[],
  { data }: EventOf<'InterlocutorySaleOrdered'>,
  entered: Entered,
): readonly InterlocutoryOrder[] {
  const words = wordsAfter(
    known.find((other) => sameOrder(other, data.order)),
    entered,
  );
  return [...known.filter((other) => !sameOrder(other, data.order)), { ...data.order, ...markedBy(data), ...words }];
}

function bidAs({ bidId, bidder, amount, receivedAt, reference, defects }: EventOf<'BidReceived'>['data']): Bid {
  return { bidId, bidder, amount, receivedAt, reference, ...markedBy({ defects }) };
}

/** What weighs against a part of an order and whose word it is, when it was reported once more or for the first time. */
function reportedOf(
  { marks = {}, enteredBy = {} }: ConfiscationOrder,
  part: OrderPart,
  { defects }: Defective,
  entered: Entered,
): Pick<ConfiscationOrder, 'marks' | 'enteredBy'> {
  const now = marksIn(defects);
  const words = wordsAfter(defined({ marks: marks[part], enteredBy: enteredBy[part] }), entered).enteredBy;
  return {
    ...((marks[part] !== undefined || now.length > 0) && { marks: { ...marks, [part]: now } }),
    ...(words !== undefined && { enteredBy: { ...enteredBy, [part]: words } }),
  };
}

/** Whose word a fact is once it was reported again; a word that weighed nothing is none. */
function wordsAfter(known: (Markable & Entered) | undefined, { enteredBy = [] }: Entered): Entered {
  const before = (known?.marks ?? []).length > 0 ? [] : (known?.enteredBy ?? []);
  const words = [...before, ...enteredBy.filter((person) => !personIn(before, person))];
  return words.length === 0 ? {} : { enteredBy: words };
}

/** What was reported once more stands in place of what it mends. */
function replacing<T>(all: readonly T[], one: T, idOf: (one: T) => string): readonly T[] {
  return [...all.filter((other) => idOf(other) !== idOf(one)), one];
}

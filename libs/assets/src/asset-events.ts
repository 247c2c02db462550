import { type Event, type EventCatalogue, eventCatalogue, typesOf } from '#libs/event-sourcing';
import { type StatementEvent, statementEvents } from '#libs/statements';
import {
  type Attestation,
  canonical,
  type Id,
  type Instant,
  type Line,
  type LocalizedText,
  type Money,
  type Province,
  type RegisterEntry,
} from '#libs/vocabulary';
import type { Defective, Markable, SaleHoldUp } from './asset-defects.ts';

// Freeze: the holder may not dispose of it. Seize: the authority holds it. Confiscate: it becomes the state's. Restitute: it, or its money, is given
// back after it had become the state's or was sold. None of them implies another.

/** Where the facts of an asset stand. */
export const assetStream = (assetId: string) => `asset-${assetId}` as const;

/** The asset whose stream this is. */
export const assetIdOf = (stream: string): string => stream.slice('asset-'.length);

export const assetKinds = ['real-estate', 'vehicle', 'bank-balance', 'cash', 'business', 'other'] as const;
export type AssetKind = (typeof assetKinds)[number];

/** A decision on paper: whose, and its number there. Together they name it, so that it is recorded once however often it is reported. */
export interface OrderRef {
  /** Register entry of the court or prosecution that decided. */
  readonly court: RegisterEntry;
  /** Its number there. The same number of the same court is the same order, recorded once. */
  readonly reference: Line;
}

/** A decision on paper, and when it was taken. */
export interface Decision extends OrderRef {
  readonly decidedAt: Instant;
}

/** Whether two papers are one: the same number of the same court, however it is spelled. */
export const sameOrder = (a: OrderRef, b: OrderRef): boolean =>
  canonical(a.court) === canonical(b.court) && canonical(a.reference) === canonical(b.reference);

/** Why an order can no longer be appealed. */
export const finalityGrounds = ['appeal-period-ended', 'appeal-dismissed', 'appeal-withdrawn'] as const;
export type FinalityGround = (typeof finalityGrounds)[number];

/** By what right an asset is sold: the state's title, or a court's order to sell before there is one. */
export interface SaleGround {
  readonly kind: 'final' | 'interlocutory';
  readonly order: OrderRef;
}

/** What is given back: the thing; what it was sold for; what the buyer of a voided sale had paid; what a destroyed thing was worth. */
export type Returned =
  | { readonly of: 'asset' }
  | { readonly of: 'proceeds' | 'price'; readonly saleId: Id; readonly amount: Money }
  | { readonly of: 'value'; readonly amount: Money };

// What facts and acts say. People are opaque references (`holderId`, `claimantId`, `buyerId`, `to`): never a name.

/** What an asset is and whose case it came up in. */
export interface AssetIdentity {
  /** The case it came up in. */
  readonly caseId: Id;
  readonly kind: AssetKind;
  /** What it is, without anybody's name. */
  readonly description: LocalizedText;
  /** Reference to the person who holds it, never a name. */
  readonly holderId?: Id;
  readonly province?: Province;
}

/** That a freeze was asked for. */
export interface FreezeRequest extends OrderRef {
  readonly requestedAt: Instant;
}

/** A freeze as it was ordered. */
export interface OrderedFreeze {
  readonly order: Decision;
  /** The freeze lapses by itself then, unless it is renewed. */
  readonly expiresAt: Instant;
}

/** That a freeze runs on. */
export interface RenewedFreeze {
  readonly freeze: OrderRef;
  readonly renewal: Decision;
  readonly expiresAt: Instant;
}

/** That a freeze ran out. */
export interface LapsedFreeze {
  readonly freeze: OrderRef;
  readonly expiredAt: Instant;
}

/** That a freeze was lifted before it ran out. */
export interface LiftedFreeze {
  readonly freeze: OrderRef;
  readonly decision: Decision;
}

/** That the authority holds the asset. */
export interface AssetSeizure {
  readonly seizedAt: Instant;
  /** The unit that holds it now. */
  readonly custodian: RegisterEntry;
  /** Whose order; a seizure without one is recorded with that as a defect. */
  readonly order?: OrderRef;
}

/** That confiscation was sought. */
export interface ConfiscationRequest extends OrderRef {
  readonly soughtAt: Instant;
}

/** A confiscation order of first instance. */
export interface OrderedConfiscation {
  readonly order: Decision;
}

/** An appeal, by its paper. */
export interface LodgedAppeal extends OrderRef {
  readonly lodgedAt: Instant;
}

/** That a confiscation order was appealed. */
export interface AppealedConfiscation {
  readonly order: OrderRef;
  readonly appeal: LodgedAppeal;
}

/** That an order became final, as somebody says. */
export interface OrderFinality {
  readonly finalAt: Instant;
  readonly ground: FinalityGround;
}

/** That a confiscation order became final, as somebody says. */
export interface FinalConfiscation extends OrderFinality {
  readonly order: OrderRef;
}

/** The state's title. */
export interface AssetTitle {
  /** The final order by which title passes to the state. */
  readonly order: OrderRef;
  readonly confiscatedAt: Instant;
}

/** That a confiscation order was reversed. */
export interface ReversedConfiscation {
  readonly order: OrderRef;
  readonly decision: Decision;
}

/** What a valuer takes the asset to be worth. */
export interface AssetValuation {
  readonly valuationId: Id;
  readonly valuerId: RegisterEntry;
  /** The number of the valuer's report. */
  readonly report: string;
  readonly value: Money;
  readonly valuedAt: Instant;
  /** The officer that the valuer is by the register, where it is one. */
  readonly valuerOfficer?: RegisterEntry;
}

/** That a court ordered a sale before the final order. */
export interface OrderedSale {
  readonly order: Decision;
  readonly reason: Line;
}

/** An asset is offered for sale. */
export interface Offer {
  readonly listingId: Id;
  readonly listedAt: Instant;
  /** The least that is asked. */
  readonly reserve?: Money;
}

/** The offer that stands, with its right and who made it. */
export interface AssetListing extends Offer {
  /** By what right it is sold. */
  readonly under: SaleGround;
  readonly listedBy: string;
}

/** What somebody offers for a listed asset. */
export interface OfferedBid {
  readonly bidId: Id;
  /** Reference to the person who bids, never a name. */
  readonly bidder: Id;
  readonly amount: Money;
  readonly receivedAt: Instant;
  /** The number of the bid on paper. */
  readonly reference: Line;
}

/** A bid, and whether it weighs anything. */
export interface Bid extends OfferedBid, Markable {}

/** What an asset was sold for, and to whom. */
export interface SaleTerms {
  readonly saleId: Id;
  readonly price: Money;
  /** Reference to the person who buys, never a name. */
  readonly buyerId: Id;
  /** Register entries of those who act for the buyer or are close to them, as declared. */
  readonly buyerSide: readonly RegisterEntry[];
  readonly soldAt: Instant;
  /** Register entry of who buys, where it is somebody of the registers. */
  readonly buyerEntry?: RegisterEntry;
  /** The bid that the sale takes. */
  readonly bidId?: Id;
}

/** That a sale which was held up is in order. */
export interface ClearedSale {
  readonly saleId: Id;
  readonly reason: Line;
  /** The number of the report that it rests on. */
  readonly reference: Line;
}

/** That a sale failed. */
export interface VoidedSale {
  readonly saleId: Id;
  readonly voidedAt: Instant;
  readonly reason: Line;
}

/** Money that came in for a sale. */
export interface Payment {
  readonly settlementId: Id;
  readonly amount: Money;
  /** The bank's number of the transfer. The same transfer is recorded once. */
  readonly bankReference: string;
  readonly receivedAt: Instant;
}

/** Money that came in, with its sale. */
export interface SalePayment extends Payment {
  readonly saleId: Id;
}

/** Interest that the bank gave on money of a sale while it waited for a final order. */
export interface EscrowInterest {
  readonly interestId: Id;
  readonly amount: Money;
  /** The bank's number of the credit. The same one is recorded once. */
  readonly bankReference: Line;
  readonly creditedAt: Instant;
}

/** Interest, with its sale. */
export interface SaleInterest extends EscrowInterest {
  readonly saleId: Id;
}

/** That the asset was handed over to an institution. */
export interface AssetHandover {
  readonly institution: RegisterEntry;
  /** The number of the receipt. */
  readonly receipt: string;
  readonly handedOverAt: Instant;
}

/** That the asset was destroyed before witnesses. */
export interface AssetDestruction {
  readonly reason: Line;
  readonly witnesses: readonly RegisterEntry[];
  readonly destroyedAt: Instant;
}

/** A claim of somebody else on the asset. */
export interface FiledClaim {
  /** The claim's number on paper. */
  readonly claim: string;
  /** Reference to the person who claims it, never a name. */
  readonly claimantId: Id;
  readonly grounds: string;
  readonly filedAt: Instant;
}

/** How a claim was decided. */
export interface DecidedClaim {
  /** The claim's number on paper. */
  readonly claim: string;
  readonly decision: Decision;
}

/** That an asset which never became the state's goes back. */
export interface AssetRelease {
  readonly decision: Decision;
  readonly reason: Line;
}

/** What is given back, to whom and why. */
export interface AssetReturn {
  readonly restitutionId: Id;
  /** Reference to the person who gets it. */
  readonly to: Id;
  /** The thing; the proceeds of its sale; the price, to the buyer of a voided sale; the value, of a thing that was destroyed. */
  readonly returned: Returned;
  /** The decision that it carries out. */
  readonly decision: OrderRef;
  readonly restitutedAt: Instant;
}

/** What was given back, and by whom. */
export interface AssetRestitution extends AssetReturn {
  readonly restitutedBy: string;
}

/** That nothing is done with the asset or its money until something is cleared up. */
export interface AssetHoldUp {
  /** What holds it up, by its own id: a number that is used twice. */
  readonly holdUpId: Id;
  readonly reason: Line;
}

/** Proceeds of a sale on their way to a pool. */
export interface SaleDistribution {
  readonly distributionId: Id;
  readonly settlementIds: readonly Id[];
  readonly amount: Money;
  /** The pool that receives it. */
  readonly poolId: Id;
}

/** Through whose hands an event came: who entered it, and who confirmed it where it takes two. Events of before people's duties were kept apart lack it. */
interface ByHands {
  readonly hands?: readonly RegisterEntry[];
}

type Act<Type extends string, Data> = Event<Type, Data & ByHands>;
type Fact<Type extends string, Data> = Act<Type, Data & Defective>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type AssetEvent =
  | Event<'AssetIdentified', AssetIdentity>
  | Fact<'FreezeRequested', FreezeRequest>
  | Fact<'AssetFrozen', OrderedFreeze>
  | Fact<'FreezeRenewed', RenewedFreeze>
  | Event<'FreezeLapsed', LapsedFreeze>
  | Fact<'FreezeLifted', LiftedFreeze>
  | Fact<'AssetSeized', AssetSeizure>
  | Fact<'ConfiscationSought', ConfiscationRequest>
  | Fact<'ConfiscationOrdered', OrderedConfiscation>
  | Fact<'ConfiscationAppealed', AppealedConfiscation>
  | Fact<'ConfiscationOrderBecameFinal', FinalConfiscation>
  | Act<'AssetConfiscated', AssetTitle>
  | Fact<'ConfiscationReversed', ReversedConfiscation>
  | Fact<'AssetValued', AssetValuation>
  | Fact<'InterlocutorySaleOrdered', OrderedSale>
  | Act<'AssetListed', AssetListing>
  | Fact<'BidReceived', OfferedBid & { listingId?: Id }>
  | Act<
      'AssetSold',
      SaleTerms & {
        under: SaleGround;
        valuations: readonly Id[];
        secondValuationAbove: readonly Money[];
        soldBy: string;
        /** Why its money waits until somebody clears it; absent where it does not. */
        heldUp?: readonly SaleHoldUp[];
      }
    >
  | Act<'SaleCleared', ClearedSale>
  | Fact<'SaleVoided', VoidedSale>
  | Fact<'SettlementReceived', SalePayment & { escrow: boolean; recordedBy: string }>
  // `ceilingBp`: by how much a year, in basis points, it was judged; absent of what was recorded before there was a ceiling.
  | Fact<'EscrowInterestCredited', SaleInterest & { recordedBy: string; ceilingBp?: number }>
  | Act<'AssetHandedToInstitution', AssetHandover>
  | Act<'AssetDestroyed', AssetDestruction>
  // By a witness whom the destruction names, with their own token.
  | Event<'AssetDestructionAttested', Attestation>
  | Fact<'ClaimFiled', FiledClaim>
  | Fact<'ClaimUpheld', DecidedClaim>
  | Fact<'ClaimDismissed', DecidedClaim>
  | Act<'AssetReleased', AssetRelease>
  | Act<'AssetRestituted', AssetRestitution>
  | Event<'AssetHeldUp', AssetHoldUp>
  | Event<'AssetHoldUpEnded', Pick<AssetHoldUp, 'holdUpId'>>
  | Act<
      'ProceedsDistributed',
      SaleDistribution & {
        saleId: Id;
        /** The final order that it rests on. */
        order: OrderRef;
        distributedBy: string;
      }
    >;

/** What is reported of freezes, and that one lapsed: what the asset and the process that watches their expiry both go by. */
export type FreezeEvent = Extract<AssetEvent, { type: 'AssetFrozen' | 'FreezeRenewed' | 'FreezeLapsed' | 'FreezeLifted' }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const assetEvents = eventCatalogue<AssetEvent>()
  .unchanged('AssetIdentified', 'FreezeRequested', 'AssetFrozen', 'FreezeRenewed', 'FreezeLapsed', 'FreezeLifted')
  .unchanged('AssetSeized', 'ConfiscationSought', 'ConfiscationOrdered', 'ConfiscationAppealed')
  .unchanged('ConfiscationOrderBecameFinal', 'AssetConfiscated', 'ConfiscationReversed', 'AssetValued')
  .unchanged('InterlocutorySaleOrdered', 'AssetListed', 'BidReceived', 'AssetSold', 'SaleCleared', 'SaleVoided', 'SettlementReceived')
  .unchanged('EscrowInterestCredited')
  .unchanged(
    'AssetHandedToInstitution',
    'AssetDestroyed',
    'AssetDestructionAttested',
    'ClaimFiled',
    'ClaimUpheld',
    'ClaimDismissed',
    'AssetReleased',
  )
  .unchanged('AssetRestituted', 'AssetHeldUp', 'AssetHoldUpEnded', 'ProceedsDistributed')
  .whole();

/** Everything that the stream of an asset holds: what became of it, and what others state of it. */
export type AssetStreamEvent = AssetEvent | StatementEvent;

/** As `assetEvents`, of everything in the stream. Statements have their own room, which brings them to the program. */
export const assetStreamEvents: EventCatalogue<AssetStreamEvent> = { ...assetEvents, ...statementEvents };

/** All of them, for projections that take every event of an asset. */
export const assetEventTypes = typesOf(assetStreamEvents);

import type { Command, Issued } from '#libs/event-sourcing';
import type { Attested, Id, Instant, Money, RegisterEntry } from '#libs/vocabulary';
import type {
  AppealedConfiscation,
  AssetDestruction,
  AssetHandover,
  AssetHoldUp,
  AssetIdentity,
  AssetRelease,
  AssetReturn,
  AssetSeizure,
  AssetTitle,
  AssetValuation,
  ClearedSale,
  ConfiscationRequest,
  DecidedClaim,
  FiledClaim,
  FinalConfiscation,
  FreezeRequest,
  LiftedFreeze,
  Offer,
  OfferedBid,
  OrderedConfiscation,
  OrderedFreeze,
  OrderedSale,
  OrderRef,
  RenewedFreeze,
  ReversedConfiscation,
  SaleInterest,
  SalePayment,
  SaleTerms,
  VoidedSale,
} from './asset-events.ts';
import type { Mark } from './asset-defects.ts';
import type { Gathered, Informed } from './asset-gathered.ts';

// Two kinds of commands, and they are treated differently. Facts are what others did: they are recorded as they are reported (`asset-reports.ts`).
// Acts are what the authority itself does with an asset or its money: they are gated by the facts, and refused with the reason (`asset.ts`).

/** Above these values, one for each currency, two valuers must have valued an asset before it is listed or sold: policy, put into the command. */
interface Thresholds {
  readonly secondValuationAbove: readonly Money[];
}

/** How much money that waits can earn a year at most, in basis points: policy, put into the command. */
interface Ceiling {
  readonly ceilingBp: number;
}

type Said =
  | Command<'IdentifyAsset', AssetIdentity & { identifiedAt?: Instant }>
  | Command<'RequestFreeze', FreezeRequest>
  | Command<'FreezeAsset', OrderedFreeze>
  | Command<'RenewFreeze', RenewedFreeze>
  | Command<'LapseFreeze', { freeze: OrderRef }>
  | Command<'LiftFreeze', LiftedFreeze>
  | Command<'SeizeAsset', AssetSeizure>
  | Command<'SeekConfiscation', ConfiscationRequest>
  | Command<'OrderConfiscation', OrderedConfiscation>
  | Command<'AppealConfiscation', AppealedConfiscation>
  | Command<'RecordFinality', FinalConfiscation>
  | Command<'ConfiscateAsset', AssetTitle>
  | Command<'ReverseConfiscation', ReversedConfiscation>
  | Command<'ValueAsset', Omit<AssetValuation, 'valuerOfficer'>>
  | Command<'OrderInterlocutorySale', OrderedSale>
  | Command<'ListAsset', Offer & Thresholds>
  | Command<'ReceiveBid', OfferedBid>
  | Command<'SellAsset', SaleTerms & Thresholds>
  | Command<'ClearSale', ClearedSale>
  | Command<'VoidSale', VoidedSale>
  | Command<'RecordSettlement', SalePayment>
  | Command<'CreditEscrowInterest', SaleInterest & Ceiling>
  | Command<'HandOverAsset', AssetHandover>
  | Command<'DestroyAsset', AssetDestruction>
  | Command<'AttestDestruction', Attested>
  | Command<'FileClaim', FiledClaim>
  | Command<'UpholdClaim', DecidedClaim>
  | Command<'DismissClaim', DecidedClaim>
  | Command<'ReleaseAsset', AssetRelease>
  | Command<'RestituteAsset', AssetReturn>
  // By what follows the numbers of orders.
  | Command<'HoldUpAsset', AssetHoldUp>
  | Command<'EndHoldUp', Pick<AssetHoldUp, 'holdUpId'>>
  | Command<'DistributeProceeds', { distributionId: Id; saleId: Id; poolId: Id }>;

/** A command, with what its handler gathered for it. */
export type AssetCommand = WithGathered<Said>;
type WithGathered<C> = C extends Command<infer Type, infer Data> ? Command<Type, Data & Informed> : never;

/** A command as it reaches its function: what it says, who gives it and when; what was gathered for it, and why it would weigh nothing as a fact. */
export type CommandOf<Type extends AssetCommand['type']> = Issued<Extract<Said, { readonly type: Type }>> & {
  readonly gathered: Gathered;
  readonly marks: readonly Mark[];
  /** Whose word it is. */
  readonly hands: readonly RegisterEntry[];
};

import type { Command, Decider, Issued } from '#libs/event-sourcing';
import { type Id, type Instant, type Money, sameInstant } from '#libs/vocabulary';
import {
  type AppealedConfiscation,
  type AssetDestruction,
  type AssetEvent,
  type AssetHandover,
  type AssetIdentity,
  type AssetRelease,
  type AssetReturn,
  type AssetSeizure,
  type AssetTitle,
  type AssetValuation,
  type ConfiscationRequest,
  type DecidedClaim,
  type FiledClaim,
  type FinalConfiscation,
  type FreezeRequest,
  type LiftedFreeze,
  type Offer,
  type OrderedConfiscation,
  type OrderedFreeze,
  type OrderedSale,
  type OrderRef,
  type RenewedFreeze,
  type ReversedConfiscation,
  sameOrder,
  type SalePayment,
  type SaleTerms,
  type VoidedSale,
} from './asset-events.ts';
import * as reports from './asset-reports.ts';
import {
  requireDisposable,
  requireExpired,
  requireFinalOrder,
  requireFinalOrderForMoney,
  requireGround,
  requireHappenedTo,
  requireIdentified,
  requireIndependent,
  requireListed,
  requireNoClaims,
  requireNoFinalOrder,
  requireNoOtherTitle,
  requireNotGivenBack,
  requireNothingOwed,
  requireNoTitle,
  requireNotListed,
  requireNotTheirOwn,
  requireNotVoided,
  requireRestitutionOwed,
  requireSale,
  requireSettled,
  requireTitle,
  requireUndistributed,
  requireValuations,
} from './asset-rules.ts';
import { type Asset, evolve, unidentified } from './asset-standing.ts';
import { freezeInForce, titleOf, untilOf } from './asset-title.ts';

// Two kinds of commands, and they are treated differently. Facts are what others did: they are recorded as they are reported (`asset-reports.ts`).
// Acts are what the authority itself does with an asset or its money: they are gated by the facts, and refused with the reason.

/** Above these values, one for each currency, two valuers must have valued an asset before it is listed or sold: policy, put into the command. */
interface Thresholds {
  readonly secondValuationAbove: readonly Money[];
}

export type AssetCommand =
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
  | Command<'ValueAsset', AssetValuation>
  | Command<'OrderInterlocutorySale', OrderedSale>
  | Command<'ListAsset', Offer & Thresholds>
  | Command<'SellAsset', SaleTerms & Thresholds>
  | Command<'VoidSale', VoidedSale>
  | Command<'RecordSettlement', SalePayment>
  | Command<'HandOverAsset', AssetHandover>
  | Command<'DestroyAsset', AssetDestruction>
  | Command<'FileClaim', FiledClaim>
  | Command<'UpholdClaim', DecidedClaim>
  | Command<'DismissClaim', DecidedClaim>
  | Command<'ReleaseAsset', AssetRelease>
  | Command<'RestituteAsset', AssetReturn>
  | Command<'DistributeProceeds', { distributionId: Id; saleId: Id; poolId: Id }>;

/** A command as it reaches its function: what it says, who gives it and when. */
type Given<Type extends AssetCommand['type']> = Issued<Extract<AssetCommand, { readonly type: Type }>>;
type Events = readonly AssetEvent[];

/** Every command, with the function that decides it. */
const decisions: { readonly [Type in AssetCommand['type']]: (state: Asset, command: Given<Type>) => Events } = {
  IdentifyAsset: reports.identifyAsset,
  RequestFreeze: reports.requestFreeze,
  FreezeAsset: reports.freezeAsset,
  RenewFreeze: reports.renewFreeze,
  LapseFreeze: lapseFreeze,
  LiftFreeze: reports.liftFreeze,
  SeizeAsset: reports.seizeAsset,
  SeekConfiscation: reports.seekConfiscation,
  OrderConfiscation: reports.orderConfiscation,
  AppealConfiscation: reports.appealConfiscation,
  RecordFinality: reports.recordFinality,
  ConfiscateAsset: confiscateAsset,
  ReverseConfiscation: reports.reverseConfiscation,
  ValueAsset: reports.valueAsset,
  OrderInterlocutorySale: reports.orderInterlocutorySale,
  ListAsset: listAsset,
  SellAsset: sellAsset,
  VoidSale: reports.voidSale,
  RecordSettlement: reports.recordSettlement,
  HandOverAsset: handOverAsset,
  DestroyAsset: destroyAsset,
  FileClaim: reports.fileClaim,
  UpholdClaim: reports.upholdClaim,
  DismissClaim: reports.dismissClaim,
  ReleaseAsset: releaseAsset,
  RestituteAsset: restituteAsset,
  DistributeProceeds: distributeProceeds,
};

/** An asset on its way from the holder to the state and back: facts as they are reported, acts as the facts allow. */
export const asset: Decider<AssetCommand, AssetEvent, Asset> = {
  initial: unidentified,
  decide(command, state) {
    const decide = decisions[command.type] as (state: Asset, command: Issued<AssetCommand>) => Events;
    return decide(state, command);
  },
  evolve,
};

/** The clock's act: nobody else lets a freeze lapse. */
function lapseFreeze(state: Asset, { data: { freeze }, at }: Given<'LapseFreeze'>): Events {
  requireIdentified(state);
  const known = state.freezes.find((one) => sameOrder(one, freeze));
  const expiredAt = known && untilOf(known);
  if (known === undefined || expiredAt === undefined || !freezeInForce(known)) return [];
  requireExpired(expiredAt, at);
  return [{ type: 'FreezeLapsed', data: { freeze, expiredAt } }];
}

function confiscateAsset(state: Asset, { data, at }: Given<'ConfiscateAsset'>): Events {
  const { order, confiscatedAt } = data;
  requireHappenedTo(state, confiscatedAt, at);
  const title = titleOf(state);
  if (title !== undefined && sameOrder(title.order, order)) return [];
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoOtherTitle(state);
  requireFinalOrder(state, order);
  return [{ type: 'AssetConfiscated', data }];
}

function listAsset(state: Asset, { data, by, at }: Given<'ListAsset'>): Events {
  const { secondValuationAbove, ...offer } = data;
  requireHappenedTo(state, offer.listedAt, at);
  if (state.listing?.listingId === offer.listingId) return [];
  requireDisposable(state);
  requireNotListed(state);
  const under = requireGround(state);
  requireIndependent(requireValuations(state, secondValuationAbove), by.id, []);
  return [{ type: 'AssetListed', data: { ...offer, under, listedBy: by.id } }];
}

function sellAsset(state: Asset, { data, by, at }: Given<'SellAsset'>): Events {
  const { secondValuationAbove, saleId, price, buyerId, buyerSide, soldAt } = data;
  requireHappenedTo(state, soldAt, at);
  if (state.sales.some((known) => known.saleId === saleId)) return [];
  requireDisposable(state);
  requireListed(state);
  const under = requireGround(state);
  const known = requireValuations(state, secondValuationAbove, price);
  requireIndependent(known, by.id, [buyerId, ...buyerSide]);
  const valuations = known.map(({ valuationId }) => valuationId);
  return [{ type: 'AssetSold', data: { ...data, under, valuations, soldBy: by.id } }];
}

function handOverAsset(state: Asset, { data, at }: Given<'HandOverAsset'>): Events {
  requireHappenedTo(state, data.handedOverAt, at);
  if (state.handedOver?.institution === data.institution && state.handedOver.receipt === data.receipt) return [];
  requireDisposable(state);
  requireTitle(state);
  return [{ type: 'AssetHandedToInstitution', data }];
}

function destroyAsset(state: Asset, { data, at }: Given<'DestroyAsset'>): Events {
  requireHappenedTo(state, data.destroyedAt, at);
  if (sameInstant(state.destroyed?.destroyedAt, data.destroyedAt)) return [];
  requireDisposable(state);
  requireTitle(state);
  return [{ type: 'AssetDestroyed', data }];
}

function distributeProceeds(state: Asset, { data, by }: Given<'DistributeProceeds'>): Events {
  const { distributionId, saleId, poolId } = data;
  requireIdentified(state);
  const sale = requireSale(state, saleId);
  if (sale.distributions.some((known) => known.distributionId === distributionId)) return [];
  requireNotVoided(sale);
  requireNothingOwed(state);
  requireNoClaims(state);
  const { court, reference } = requireFinalOrderForMoney(state, sale);
  requireSettled(sale);
  const amount = requireUndistributed(sale);
  requireNotTheirOwn(sale, by);
  const settlementIds = sale.settlements.map(({ settlementId }) => settlementId);
  const distribution = { distributionId, saleId, settlementIds, amount, poolId, order: { court, reference }, distributedBy: by.id };
  return [{ type: 'ProceedsDistributed', data: distribution }];
}

function releaseAsset(state: Asset, { data, at }: Given<'ReleaseAsset'>): Events {
  requireHappenedTo(state, data.decision.decidedAt, at);
  if (state.releases.some((known) => sameOrder(known.decision, data.decision))) return [];
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoTitle(state);
  requireNoFinalOrder(state);
  return [{ type: 'AssetReleased', data }];
}

function restituteAsset(state: Asset, { data, by, at }: Given<'RestituteAsset'>): Events {
  requireHappenedTo(state, data.restitutedAt, at);
  if (state.restitutions.some(({ restitutionId }) => restitutionId === data.restitutionId)) return [];
  requireRestitutionOwed(state, data.returned, by);
  return [{ type: 'AssetRestituted', data: { ...data, restitutedBy: by.id } }];
}

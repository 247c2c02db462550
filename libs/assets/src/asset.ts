import { decideBy, type Decider } from '#libs/event-sourcing';
import { withStatements } from '#libs/statements';
import { handsOf, sameInstant } from '#libs/vocabulary';
import type { AssetCommand, CommandOf } from './asset-commands.ts';
import { assetPartsOf, assetPartTable, assetStanding, caseOf, noPartInAsset } from './asset-parts.ts';
import { type AssetEvent, sameOrder } from './asset-events.ts';
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
  requireNotHeldUp,
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

// The acts of the authority stand here; what is reported to it, in `asset-reports.ts`.

type Events = readonly AssetEvent[];

/** The rules of an asset alone, whoever gives the commands: what `asset` decides by for those who have a part in it. */
export const unguardedAsset: Decider<AssetCommand, AssetEvent, Asset> = {
  initial: unidentified,
  decide: decideBy<AssetCommand, AssetEvent, Asset>({
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
    HoldUpAsset: holdUpAsset,
    EndHoldUp: endHoldUp,
    DistributeProceeds: distributeProceeds,
  }),
  evolve,
};

/** An asset on its way from the holder to the state and back: facts as they are reported, acts as the facts allow, and what others state of it. */
export const asset = withStatements(unguardedAsset, {
  table: assetPartTable,
  partsOf: assetPartsOf,
  refusal(command, rule, state) {
    if (command.type !== 'IdentifyAsset') requireIdentified(state);
    return noPartInAsset(rule);
  },
  caseOf,
  standing: assetStanding,
});

/** The clock's act: nobody else lets a freeze lapse. */
function lapseFreeze({ data: { freeze }, at }: CommandOf<'LapseFreeze'>, state: Asset): Events {
  requireIdentified(state);
  const known = state.freezes.find((one) => sameOrder(one, freeze));
  const expiredAt = known && untilOf(known);
  if (known === undefined || expiredAt === undefined || !freezeInForce(known)) return [];
  requireExpired(expiredAt, at);
  return [{ type: 'FreezeLapsed', data: { freeze, expiredAt } }];
}

function confiscateAsset({ data, at }: CommandOf<'ConfiscateAsset'>, state: Asset): Events {
  const { order, confiscatedAt } = data;
  requireHappenedTo(state, confiscatedAt, at);
  const title = titleOf(state);
  if (title !== undefined && sameOrder(title.order, order)) return [];
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoOtherTitle(state);
  requireFinalOrder(state, order);
  return [{ type: 'AssetConfiscated', data }];
}

function listAsset({ data, by, at }: CommandOf<'ListAsset'>, state: Asset): Events {
  const { secondValuationAbove, ...offer } = data;
  requireHappenedTo(state, offer.listedAt, at);
  if (state.listing?.listingId === offer.listingId) return [];
  requireDisposable(state);
  requireNotListed(state);
  const under = requireGround(state);
  requireIndependent(requireValuations(state, secondValuationAbove), by.id, []);
  return [{ type: 'AssetListed', data: { ...offer, under, listedBy: by.id } }];
}

function sellAsset({ data, by, at }: CommandOf<'SellAsset'>, state: Asset): Events {
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

function handOverAsset({ data, at }: CommandOf<'HandOverAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.handedOverAt, at);
  if (state.handedOver?.institution === data.institution && state.handedOver.receipt === data.receipt) return [];
  requireDisposable(state);
  requireTitle(state);
  return [{ type: 'AssetHandedToInstitution', data }];
}

function destroyAsset({ data, at }: CommandOf<'DestroyAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.destroyedAt, at);
  if (sameInstant(state.destroyed?.destroyedAt, data.destroyedAt)) return [];
  requireDisposable(state);
  requireTitle(state);
  return [{ type: 'AssetDestroyed', data }];
}

function distributeProceeds(command: CommandOf<'DistributeProceeds'>, state: Asset): Events {
  const { data, by } = command;
  const { distributionId, saleId, poolId } = data;
  requireIdentified(state);
  const sale = requireSale(state, saleId);
  if (sale.distributions.some((known) => known.distributionId === distributionId)) return [];
  requireNotVoided(sale);
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNoClaims(state);
  const { court, reference } = requireFinalOrderForMoney(state, sale);
  requireSettled(sale);
  const amount = requireUndistributed(sale);
  for (const hand of handsOf(command)) requireNotTheirOwn(sale, hand);
  const settlementIds = sale.settlements.map(({ settlementId }) => settlementId);
  const distribution = { distributionId, saleId, settlementIds, amount, poolId, order: { court, reference }, distributedBy: by.id };
  return [{ type: 'ProceedsDistributed', data: distribution }];
}

function releaseAsset({ data, at }: CommandOf<'ReleaseAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.decision.decidedAt, at);
  if (state.releases.some((known) => sameOrder(known.decision, data.decision))) return [];
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoTitle(state);
  requireNoFinalOrder(state);
  return [{ type: 'AssetReleased', data }];
}

function restituteAsset({ data, by, at }: CommandOf<'RestituteAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.restitutedAt, at);
  if (state.restitutions.some(({ restitutionId }) => restitutionId === data.restitutionId)) return [];
  requireNotHeldUp(state);
  requireRestitutionOwed(state, data.returned, by);
  return [{ type: 'AssetRestituted', data: { ...data, restitutedBy: by.id } }];
}

/** Said by what follows the numbers of orders; the asset only keeps it. */
function holdUpAsset({ data }: CommandOf<'HoldUpAsset'>, state: Asset): Events {
  return isHeldUpBy(state, data.holdUpId) ? [] : [{ type: 'AssetHeldUp', data }];
}

function endHoldUp({ data }: CommandOf<'EndHoldUp'>, state: Asset): Events {
  return isHeldUpBy(state, data.holdUpId) ? [{ type: 'AssetHoldUpEnded', data }] : [];
}

const isHeldUpBy = ({ heldUpBy = [] }: Asset, holdUpId: string): boolean => heldUpBy.some((one) => one.holdUpId === holdUpId);

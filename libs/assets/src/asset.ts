import { type Decider, type Issued, RuleBroken } from '#libs/event-sourcing';
import { withStatements } from '#libs/statements';
import { handsOf, hasAttested, type RegisterEntry, sameInstant } from '#libs/vocabulary';
import type { AssetCommand, CommandOf } from './asset-commands.ts';
import type { Mark } from './asset-defects.ts';
import { conflictOf, dutyOf } from './asset-duties.ts';
import { assetPartsOf, assetPartTable, assetStanding, caseOf, noPartInAsset } from './asset-parts.ts';
import { type AssetEvent, sameOrder } from './asset-events.ts';
import { holdUpsOf } from './sale-hold-ups.ts';
import * as reports from './asset-reports.ts';
import {
  requireDisposable,
  requireEntitled,
  requireExpired,
  requireFinalOrder,
  requireFinalOrderForMoney,
  requireGround,
  requireHappenedTo,
  requireSaleHeldUp,
  requireIdentified,
  requireIndependent,
  requireInstitution,
  requireKnownCourts,
  requireListed,
  requireNoClaims,
  requireNoFinalOrder,
  requireNoOtherTitle,
  requireNotGivenBack,
  requireNotHeldUp,
  requireSaleNotHeldUp,
  requireNothingOwed,
  requireNoTitle,
  requireNamedWitness,
  requireNotListed,
  requireNotVoided,
  requireRestitutionOwed,
  requireSale,
  requireSecondWord,
  requireSettled,
  requireTitle,
  requireUndistributed,
  requireValuations,
  requireVoidsUnmarked,
  requireWitnesses,
} from './asset-rules.ts';
import { type Asset, evolve, unidentified } from './asset-standing.ts';
import { freezeInForce, titleOf, untilOf } from './asset-title.ts';

// The acts of the authority stand here; what is reported to it, in `asset-reports.ts`.

type Events = readonly AssetEvent[];

type Decisions = { readonly [Type in AssetCommand['type']]: (command: CommandOf<Type>, state: Asset) => Events };

const decisions: Decisions = {
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
  ReceiveBid: reports.receiveBid,
  SellAsset: sellAsset,
  ClearSale: clearSale,
  VoidSale: reports.voidSale,
  RecordSettlement: reports.recordSettlement,
  CreditEscrowInterest: reports.creditEscrowInterest,
  HandOverAsset: handOverAsset,
  DestroyAsset: destroyAsset,
  AttestDestruction: attestDestruction,
  FileClaim: reports.fileClaim,
  UpholdClaim: reports.upholdClaim,
  DismissClaim: reports.dismissClaim,
  ReleaseAsset: releaseAsset,
  RestituteAsset: restituteAsset,
  HoldUpAsset: holdUpAsset,
  EndHoldUp: endHoldUp,
  DistributeProceeds: distributeProceeds,
};

/** The rules of an asset alone, whoever has a part in it: facts as they are reported, acts as the facts allow, and no two duties in one hand. */
export const unguardedAsset: Decider<AssetCommand, AssetEvent, Asset> = {
  initial: unidentified,
  decide(given, state) {
    const {
      data: { gathered = {}, ...data },
    } = given;
    const hands = handsOn(given);
    const conflict = conflictOf(state.duties, dutyOf(given.type), hands);
    const marks: readonly Mark[] = [
      ...(gathered.unknownCourts === undefined || gathered.unknownCourts.length === 0 ? [] : (['court.unknown'] as const)),
      ...(conflict === undefined ? [] : (['duty.same-person'] as const)),
    ];
    const command = { ...given, data, gathered, marks, hands };
    const events = decisions[given.type](command as never, state);
    // What is a fact is marked by now; what is an act is refused.
    if (conflict !== undefined && events.some((event) => !('defects' in event.data)))
      throw new RuleBroken(conflict.code, conflict.sentence, { duty: conflict.duty, person: conflict.person });
    return dutyOf(given.type) === undefined ? events : events.map((event) => ({ ...event, data: { ...event.data, hands } }) as AssetEvent);
  },
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
  saidIn: (data) => Object.fromEntries(Object.entries(data).filter(([field]) => field !== 'gathered')),
  standing: assetStanding,
});

/** Whose word a command is, by the register. A fact that was stated is theirs who stated it, and carried by who adopted it. */
function handsOn(command: Pick<Issued<AssetCommand>, 'by' | 'said'>): readonly RegisterEntry[] {
  return handsOf(command).map(({ id }) => id);
}

/** The clock's act: nobody else lets a freeze lapse. */
function lapseFreeze({ data: { freeze }, at }: CommandOf<'LapseFreeze'>, state: Asset): Events {
  requireIdentified(state);
  const known = state.freezes.find((one) => sameOrder(one, freeze));
  const expiredAt = known && untilOf(known);
  if (known === undefined || expiredAt === undefined || !freezeInForce(known)) return [];
  requireExpired(expiredAt, at);
  return [{ type: 'FreezeLapsed', data: { freeze, expiredAt } }];
}

function confiscateAsset({ data, at, gathered, hands }: CommandOf<'ConfiscateAsset'>, state: Asset): Events {
  const { order, confiscatedAt } = data;
  requireHappenedTo(state, confiscatedAt, at);
  const title = titleOf(state);
  if (title !== undefined && sameOrder(title.order, order)) return [];
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoOtherTitle(state);
  requireSecondWord(requireFinalOrder(state, order), hands);
  requireKnownCourts(gathered);
  return [{ type: 'AssetConfiscated', data }];
}

function listAsset({ data, by, at }: CommandOf<'ListAsset'>, state: Asset): Events {
  const { secondValuationAbove, ...offer } = data;
  requireHappenedTo(state, offer.listedAt, at);
  if (state.listing?.listingId === offer.listingId) return [];
  requireDisposable(state);
  requireNotListed(state);
  requireVoidsUnmarked(state);
  const under = requireGround(state);
  requireIndependent(requireValuations(state, secondValuationAbove), by.id, []);
  return [{ type: 'AssetListed', data: { ...offer, under, listedBy: by.id } }];
}

/** A sale is recorded as it was made; where it looks like self-help it is held up. */
function sellAsset(command: CommandOf<'SellAsset'>, state: Asset): Events {
  const { data, by, at, gathered } = command;
  const { secondValuationAbove, ...terms } = data;
  const { saleId, price, buyerId, buyerSide, soldAt } = terms;
  requireHappenedTo(state, soldAt, at);
  if (state.sales.some((known) => known.saleId === saleId)) return [];
  requireDisposable(state);
  const listing = requireListed(state);
  const under = requireGround(state);
  const known = requireValuations(state, secondValuationAbove, price);
  const { sale: context = { named: false, officials: [], units: [], behind: [] } } = gathered;
  requireIndependent(known, by.id, [buyerId, ...buyerSide, ...context.behind.map(({ person }) => person)]);
  const { bids, identified, duties } = state;
  const sellers = [listing.listedBy, ...command.hands];
  const heldUp = holdUpsOf({ terms, listing, bids, valuations: known, holderId: identified?.holderId, duties, sellers, context });
  const valuations = known.map(({ valuationId }) => valuationId);
  const sold = { ...terms, secondValuationAbove, under, valuations, soldBy: by.id };
  return [{ type: 'AssetSold', data: { ...sold, ...(heldUp.length > 0 && { heldUp }) } }];
}

/** By integrity, who has no other part in it. */
function clearSale({ data }: CommandOf<'ClearSale'>, state: Asset): Events {
  requireIdentified(state);
  const sale = requireSale(state, data.saleId);
  if (sale.cleared !== undefined) return [];
  requireNotVoided(sale);
  requireSaleHeldUp(sale);
  return [{ type: 'SaleCleared', data }];
}

function handOverAsset({ data, at, gathered }: CommandOf<'HandOverAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.handedOverAt, at);
  if (state.handedOver?.institution === data.institution && state.handedOver.receipt === data.receipt) return [];
  requireDisposable(state);
  requireTitle(state);
  requireInstitution(gathered, data.institution);
  return [{ type: 'AssetHandedToInstitution', data }];
}

function destroyAsset(command: CommandOf<'DestroyAsset'>, state: Asset): Events {
  const { data, at, gathered } = command;
  requireHappenedTo(state, data.destroyedAt, at);
  if (sameInstant(state.destroyed?.destroyedAt, data.destroyedAt)) return [];
  requireDisposable(state);
  requireTitle(state);
  requireWitnesses(gathered.witnesses ?? data.witnesses.map((person) => ({ person })), command.hands);
  return [{ type: 'AssetDestroyed', data }];
}

function attestDestruction({ data, by, at }: CommandOf<'AttestDestruction'>, state: Asset): Events {
  requireIdentified(state);
  requireNamedWitness(state, by.id);
  if (hasAttested(state.attestations ?? [], by.id, data)) return [];
  return [{ type: 'AssetDestructionAttested', data: { ...data, attestedBy: by.id, attestedAt: at } }];
}

function distributeProceeds(command: CommandOf<'DistributeProceeds'>, state: Asset): Events {
  const { data, by } = command;
  const { distributionId, saleId, poolId } = data;
  requireIdentified(state);
  const sale = requireSale(state, saleId);
  if (sale.distributions.some((known) => known.distributionId === distributionId)) return [];
  requireNotVoided(sale);
  requireSaleNotHeldUp(sale);
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNoClaims(state);
  const { court, reference } = requireFinalOrderForMoney(state, sale);
  requireSettled(sale);
  const amount = requireUndistributed(sale);
  const settlementIds = sale.settlements.map(({ settlementId }) => settlementId);
  const distribution = { distributionId, saleId, settlementIds, amount, poolId, order: { court, reference }, distributedBy: by.id };
  return [{ type: 'ProceedsDistributed', data: distribution }];
}

function releaseAsset({ data, at, gathered }: CommandOf<'ReleaseAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.decision.decidedAt, at);
  if (state.releases.some((known) => sameOrder(known.decision, data.decision))) return [];
  requireNotHeldUp(state);
  requireNothingOwed(state);
  requireNotGivenBack(state);
  requireNoTitle(state);
  requireNoFinalOrder(state);
  requireKnownCourts(gathered);
  return [{ type: 'AssetReleased', data }];
}

function restituteAsset({ data, by, at, gathered }: CommandOf<'RestituteAsset'>, state: Asset): Events {
  requireHappenedTo(state, data.restitutedAt, at);
  if (state.restitutions.some(({ restitutionId }) => restitutionId === data.restitutionId)) return [];
  requireNotHeldUp(state);
  requireRestitutionOwed(state, data.returned, by);
  requireEntitled(state, data.returned, data.to);
  requireKnownCourts(gathered);
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

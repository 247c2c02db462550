import { defined, indexedBy, type Position, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import { isAboutStatement } from '#libs/statements';
import type { Count, Id, Instant, Money, RegisterEntry, Revision } from '#libs/vocabulary';
import {
  assetEventTypes,
  type AssetIdentity,
  assetIdOf,
  type AssetListing,
  assetStream,
  type AssetStreamEvent,
  type OrderRef,
} from './asset-events.ts';
import { distributedOf, escrowOf, type Owed, owedOf, priceOwedOf, proceedsOf, type Proceeds, saleOf, settledOf } from './asset-proceeds.ts';
import { type Asset, type AssetHistory, awaitedWitnessesOf, evolve, unidentified } from './asset-standing.ts';
import { type AssetStatus, type Hold, holdOf, statusOf } from './asset-status.ts';
import { finalOrderOf, freezeInForce, openClaims, untilOf } from './asset-title.ts';

/** The sale that stands, and where its money is. */
export interface SaleStatus {
  readonly saleId: Id;
  readonly price: Money;
  readonly settled: Money;
  readonly distributed: Money;
  readonly proceeds: Proceeds;
}

/** An asset as it stands: everything that is known of it, and what follows from that. */
export interface AssetRow extends AssetIdentity, AssetHistory {
  readonly assetId: Id;
  /** Follows from what was recorded; nobody sets it. */
  readonly status: AssetStatus;
  /** What keeps it from disappearing. `on_appeal` with `freeze_lapsed`: the case goes on while nothing does. */
  readonly hold: Hold;
  /** The latest expiry of the freezes in force, UTC. */
  readonly freezeExpiresAt?: Instant;
  /** The confiscation order that is final. */
  readonly finalOrder?: OrderRef;
  readonly listing?: AssetListing;
  readonly claimsOpen: Count;
  /** The sale that stands. */
  readonly sale?: SaleStatus;
  /** Where the money of that sale is. */
  readonly proceeds?: Proceeds;
  /** What waits for the final order. */
  readonly escrow?: Money;
  /** Witnesses of its destruction who have not said themselves that they saw it; absent where there is none. */
  readonly awaitedWitnesses?: readonly RegisterEntry[];
  /** What is to be given back, to the holder, a claimant or a buyer. */
  readonly owed: readonly Owed[];
  /** Statements of it that wait for somebody with a part: they stand in the list of statements. */
  readonly openStatements: Count;
  /** UTC. */
  readonly identifiedAt: Instant;
  /** When the last fact was recorded, UTC. */
  readonly updatedAt: Instant;
  readonly revision: Revision;
  /**
   * Of the last fact on it, in the one order of all: larger means later, and what changed since is found by it.
   * @minimum 0
   */
  readonly lastPosition: Position;
}

/** One row an asset: its page and the register. */
export const assetRegister = projection<AssetStreamEvent, AssetRow>({
  name: 'asset-register',
  version: 5,
  handles: assetEventTypes,
  ...rowPerStream('asset'),
  evolve(row, event) {
    if (row === undefined && event.type !== 'AssetIdentified') return undefined;
    const before = row === undefined ? unidentified : knownIn(row);
    return rowOf(isAboutStatement(event) ? before : evolve(before, event), row, event);
  },
  index: indexedBy({
    text: ['status', 'hold', 'kind', 'caseId', 'province', 'holderId', 'proceeds'],
    time: ['freezeExpiresAt', 'identifiedAt', 'updatedAt'],
    integer: ['claimsOpen', 'lastPosition'],
    texts: ['defects'],
  }),
  discloses: { about: ({ assetId }) => [assetStream(assetId)] },
});

/** What the row knows, without what follows from it. */
function knownIn(row: AssetRow): Asset {
  const { caseId, kind, description, holderId, province } = row;
  return { ...row, listing: row.listing ?? null, identified: defined({ caseId, kind, description, holderId, province }) };
}

function rowOf(known: Asset, row: AssetRow | undefined, event: RecordedEvent<AssetStreamEvent>): AssetRow | undefined {
  if (known.identified === undefined) return undefined;
  const finalOrder = finalOrderOf(known);
  const sale = saleStatusOf(known);
  const owed = owedOf(known);
  const awaitedWitnesses = awaitedWitnessesOf(known);
  const { freezeRequests, freezes, seizures, sought, orders, title, valuations, interlocutoryOrders, listing, sales, claims } = known;
  const { bids, handedOver, destroyed, attestations, releases, restitutions, heldUpBy, duties, defects } = known;
  return defined({
    assetId: assetIdOf(event.stream),
    ...known.identified,
    status: statusOf(known),
    hold: holdOf(known),
    freezeExpiresAt: expiryOf(known),
    finalOrder: finalOrder && { court: finalOrder.court, reference: finalOrder.reference },
    claimsOpen: openClaims(known).length,
    sale,
    proceeds: sale?.proceeds,
    escrow: escrowOf(known),
    owed: [...(owed === undefined ? [] : [owed]), ...sales.flatMap((one) => priceOwedOf(one, known) ?? [])],
    freezeRequests,
    freezes,
    seizures,
    sought,
    orders,
    title,
    valuations,
    interlocutoryOrders,
    listing: listing ?? undefined,
    bids,
    sales,
    claims,
    handedOver,
    destroyed,
    attestations,
    awaitedWitnesses: awaitedWitnesses.length === 0 ? undefined : awaitedWitnesses,
    releases,
    restitutions,
    heldUpBy,
    duties,
    defects,
    openStatements: waitingAfter(row?.openStatements ?? 0, event),
    identifiedAt: row?.identifiedAt ?? new Date(event.metadata.occurredAt).toISOString(),
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
    lastPosition: event.position,
  });
}

function waitingAfter(waiting: number, event: RecordedEvent<AssetStreamEvent>): number {
  if (!isAboutStatement(event)) return waiting;
  return waiting + (event.type === 'StatementFiled' ? 1 : -1);
}

function saleStatusOf(known: Asset): SaleStatus | undefined {
  const sale = saleOf(known);
  if (sale === undefined) return undefined;
  const { saleId, price } = sale;
  return { saleId, price, settled: settledOf(sale), distributed: distributedOf(sale), proceeds: proceedsOf(sale, known) };
}

function expiryOf({ freezes }: Asset): Instant | undefined {
  const expiries = freezes.filter(freezeInForce).map((freeze) => Date.parse(untilOf(freeze) ?? ''));
  return expiries.length === 0 ? undefined : new Date(Math.max(...expiries)).toISOString();
}

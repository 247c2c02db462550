import { type Position, projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Money } from '#libs/vocabulary';
import { type Asset, asset, type AssetEvent, assetEventTypes, assetIdOf, type AssetKind, assetStream, type OrderRef } from './asset.ts';
import {
  type AssetStatus,
  distributedOf,
  escrowOf,
  finalOrderOf,
  freezeInForce,
  type Hold,
  holdOf,
  openClaims,
  type Owed,
  owedOf,
  priceOwedOf,
  proceedsOf,
  type Proceeds,
  saleOf,
  settledOf,
  statusOf,
  untilOf,
} from './standing.ts';

/** The sale that stands, and where its money is. */
export interface SaleStatus {
  readonly saleId: string;
  readonly price: Money;
  readonly settled: Money;
  readonly distributed: Money;
  readonly proceeds: Proceeds;
}

/** An asset as it stands: everything that is known of it, and what follows from that. */
export interface AssetRow extends Omit<Asset, 'identified' | 'listing'> {
  readonly assetId: string;
  readonly caseId: string;
  readonly kind: AssetKind;
  readonly description: NonNullable<Asset['identified']>['description'];
  readonly holderId?: string;
  readonly province?: string;
  readonly status: AssetStatus;
  /** What secures it meanwhile. `on_appeal` with `freeze_lapsed`: the case goes on, and nothing keeps the asset there. */
  readonly hold: Hold;
  /** The latest expiry of the freezes in force, UTC. */
  readonly freezeExpiresAt?: string;
  readonly finalOrder?: OrderRef;
  readonly listing?: NonNullable<Asset['listing']>;
  readonly claimsOpen: number;
  readonly sale?: SaleStatus;
  readonly proceeds?: Proceeds;
  /** What waits for the final order. */
  readonly escrow?: Money;
  /** What is to be given back, to the holder, a claimant or a buyer. */
  readonly owed: readonly Owed[];
  /** UTC. */
  readonly identifiedAt: string;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the asset's stream: what `If-Match` is compared with. */
  readonly revision: number;
  /** Of the last event, in the one order of all: what changed since is found by it. */
  readonly lastPosition: Position;
}

/** One row an asset: its page and the register. */
export const assetRegister = projection<AssetEvent, AssetRow>({
  name: 'asset-register',
  version: 2,
  handles: assetEventTypes,
  keysOf: (event) => [assetIdOf(event.stream)],
  streamsOf: (assetId) => [assetStream(assetId)],
  evolve(row, event) {
    if (row === undefined && event.type !== 'AssetIdentified') return undefined;
    return rowOf(asset.evolve(row === undefined ? asset.initial : knownIn(row), event), row, event);
  },
  index: {
    status: 'text',
    hold: 'text',
    kind: 'text',
    caseId: 'text',
    province: 'text',
    holderId: 'text',
    freezeExpiresAt: 'time',
    claimsOpen: 'integer',
    proceeds: 'text',
    identifiedAt: 'time',
    updatedAt: 'time',
    lastPosition: 'integer',
    defects: 'texts',
  },
});

/** What the row knows, without what follows from it. */
function knownIn(row: AssetRow): Asset {
  const { caseId, kind, description, holderId, province } = row;
  return {
    ...row,
    listing: row.listing ?? null,
    identified: { caseId, kind, description, ...(holderId !== undefined && { holderId }), ...(province !== undefined && { province }) },
  };
}

function rowOf(known: Asset, row: AssetRow | undefined, event: RecordedEvent<AssetEvent>): AssetRow | undefined {
  if (known.identified === undefined) return undefined;
  const freezeExpiresAt = expiryOf(known);
  const finalOrder = finalOrderOf(known);
  const sale = saleOf(known);
  const escrow = escrowOf(known);
  const owed = owedOf(known);
  const proceeds = sale && proceedsOf(sale, known);
  const { freezeRequests, freezes, seizures, sought, orders, title, valuations, interlocutoryOrders, listing, sales, claims } = known;
  const { handedOver, destroyed, releases, restitutions, defects } = known;
  return {
    assetId: assetIdOf(event.stream),
    ...known.identified,
    status: statusOf(known),
    hold: holdOf(known),
    ...(freezeExpiresAt !== undefined && { freezeExpiresAt }),
    ...(finalOrder !== undefined && { finalOrder: { court: finalOrder.court, reference: finalOrder.reference } }),
    claimsOpen: openClaims(known).length,
    ...(sale !== undefined &&
      proceeds !== undefined && {
        sale: { saleId: sale.saleId, price: sale.price, settled: settledOf(sale), distributed: distributedOf(sale), proceeds },
        proceeds,
      }),
    ...(escrow !== undefined && { escrow }),
    owed: [...(owed === undefined ? [] : [owed]), ...sales.flatMap((one) => priceOwedOf(one, known) ?? [])],
    freezeRequests,
    freezes,
    seizures,
    sought,
    orders,
    ...(title !== undefined && { title }),
    valuations,
    interlocutoryOrders,
    ...(listing !== null && { listing }),
    sales,
    claims,
    ...(handedOver !== undefined && { handedOver }),
    ...(destroyed !== undefined && { destroyed }),
    releases,
    restitutions,
    defects,
    identifiedAt: row?.identifiedAt ?? new Date(event.metadata.occurredAt).toISOString(),
    updatedAt: new Date(event.recordedAt).toISOString(),
    revision: event.revision,
    lastPosition: event.position,
  };
}

function expiryOf({ freezes }: Asset): string | undefined {
  const expiries = freezes.filter(freezeInForce).map((freeze) => Date.parse(untilOf(freeze) ?? ''));
  return expiries.length === 0 ? undefined : new Date(Math.max(...expiries)).toISOString();
}

import { Injectable } from '@nestjs/common';
import { BEGINNING, type Moment, type Position, type RowPage, Views } from '#libs/event-sourcing';
import { type PoolBalance, poolBalance } from '#libs/pools';
import { type Currency, type LocalizedText, type Money, nothingIn, plus } from '#libs/vocabulary';
import { assetRegister, type AssetRow } from './asset-register.ts';

/** How far an asset is on its way to a pool, as the columns of the confiscated assets count it. */
export const columns = ['frozen', 'ordered', 'final', 'escrow', 'settled', 'distributed'] as const;
export type Column = (typeof columns)[number];

/** What assets are worth in one column: the latest valuation, and from the sale on its money. `unvalued` are counted and worth nothing yet. */
export interface ColumnSum {
  readonly assets: number;
  readonly unvalued: number;
  readonly amount: Money;
}

/**
 * The confiscated assets in one currency: of those that no pool has had yet, how far they are; of a pool, what it had of them and what became of it.
 * Money of two currencies is never added.
 */
export interface ConfiscatedAssetsRow {
  readonly currency: Currency;
  readonly assets: Readonly<Record<Column, ColumnSum>>;
  readonly pools: readonly PoolColumns[];
}

export interface PoolColumns {
  readonly poolId: string;
  readonly name: LocalizedText;
  readonly status: PoolBalance['status'];
  /** Proceeds of assets that were distributed to it, whole; its rule divides them. */
  readonly settled: Money;
  readonly credited: Money;
  readonly reserved: Money;
  /** Granted as rewards, given out for operations, settled debts. */
  readonly paid: Money;
  readonly costs: Money;
  readonly recovered: Money;
  readonly owed: Money;
  readonly available: Money;
}

interface Part {
  readonly column: Column;
  readonly currency: Currency;
  readonly amount?: Money;
  readonly poolId?: string;
}

/** What an asset adds to the columns; nothing where it is free or was given back. */
export function partsOf(row: AssetRow): readonly Part[] {
  const valued = row.valuations.reduce<AssetRow['valuations'][number] | undefined>(
    (latest, one) => (latest === undefined || Date.parse(one.valuedAt) >= Date.parse(latest.valuedAt) ? one : latest),
    undefined,
  )?.value;
  const worth = (column: Column, amount = valued): readonly Part[] => [
    { column, currency: amount?.currency ?? 'KHR', ...(amount !== undefined && { amount }) },
  ];
  switch (row.status) {
    case 'identified':
    case 'freeze_requested':
    case 'freeze_lapsed':
    case 'freeze_lifted':
    case 'reversed':
    case 'released':
    case 'restitution_owed':
    case 'restituted':
    case 'handed_over':
    case 'destroyed':
      return [];
    case 'frozen':
    case 'seized':
      return worth('frozen');
    case 'confiscation_sought':
      return row.hold === 'frozen' || row.hold === 'seized' ? worth('frozen') : [];
    case 'ordered':
    case 'on_appeal':
      return worth('ordered');
    case 'order_final':
    case 'confiscated':
    case 'listed':
    case 'sold':
      return worth('final');
    case 'in_escrow':
      return worth('escrow', row.escrow);
    case 'settled':
      return worth('settled', row.sale?.settled);
    case 'distributed':
      return row.sales.flatMap(({ voidedAt, distributions }) =>
        voidedAt === undefined
          ? distributions.map(({ poolId, amount }): Part => ({ column: 'distributed', currency: amount.currency, amount, poolId }))
          : [],
      );
  }
}

/**
 * Sums the register up. Whoever asks again pays for what changed since: the sums are kept by asset and brought up to date by the positions of the rows.
 */
@Injectable()
export class ConfiscatedAssets {
  private readonly parts = new Map<string, readonly Part[]>();
  private upTo: Position = BEGINNING;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly views: Views) {}

  /** A row for each currency, and the position they are true to. @throws ProjectionBehind @throws PastNotReady @throws RowsUnavailable */
  async rows(moment: Moment): Promise<{ readonly items: readonly ConfiscatedAssetsRow[]; readonly position: Position }> {
    const { parts, position } = moment.asOf === undefined ? await this.upToDate(moment) : await this.asOf(moment);
    // Pools are looked at as of the same moment, or after what the assets show: money never stands in two columns for want of a read.
    const pools = await this.poolsAt(moment.asOf === undefined ? { after: position } : moment);
    return { items: rowsOf(parts, pools), position };
  }

  private upToDate(moment: Moment): Promise<{ readonly parts: readonly Part[]; readonly position: Position }> {
    const turn = this.turn.then(async () => {
      for (;;) {
        const page: RowPage<AssetRow> = await this.views.query(
          assetRegister,
          { where: { lastPosition: { from: this.upTo + 1 } }, sort: [{ field: 'lastPosition' }], limit: 1000 },
          moment,
        );
        if (page.position < this.upTo) {
          // The rows were made anew from an older store.
          this.parts.clear();
          this.upTo = BEGINNING;
          continue;
        }
        for (const { doc } of page.rows) {
          this.parts.set(doc.assetId, partsOf(doc));
          this.upTo = Math.max(this.upTo, doc.lastPosition);
        }
        if (page.next === undefined) return { parts: [...this.parts.values()].flat(), position: page.position };
      }
    });
    this.turn = turn.catch(() => undefined);
    return turn;
  }

  private async asOf(moment: Moment): Promise<{ readonly parts: readonly Part[]; readonly position: Position }> {
    const parts: Part[] = [];
    for (let cursor: string | undefined; ;) {
      const query = { sort: [{ field: 'lastPosition' }], limit: 1000, ...(cursor !== undefined && { cursor }) };
      const page: RowPage<AssetRow> = await this.views.query(assetRegister, query, moment);
      parts.push(...page.rows.flatMap(({ doc }) => partsOf(doc)));
      if (page.next === undefined) return { parts, position: page.position };
      cursor = page.next;
    }
  }

  private async poolsAt(moment: Moment): Promise<readonly PoolBalance[]> {
    const { rows } = await this.views.query(poolBalance, { sort: [{ field: 'openedAt' }], limit: 1000 }, moment);
    return rows.map(({ doc }) => doc);
  }
}

function rowsOf(parts: readonly Part[], pools: readonly PoolBalance[]): readonly ConfiscatedAssetsRow[] {
  const named = [...new Set([...parts.map(({ currency }) => currency), ...pools.map(({ currency }) => currency)])].sort();
  return named.map((currency) => {
    const of = parts.filter((part) => part.currency === currency);
    return {
      currency,
      assets: Object.fromEntries(
        columns.map((column) => [
          column,
          sumOf(
            currency,
            of.filter((part) => part.column === column),
          ),
        ]),
      ) as Record<Column, ColumnSum>,
      pools: pools
        .filter((pool) => pool.currency === currency)
        .map((pool) =>
          columnsOf(
            pool,
            sumOf(
              currency,
              of.filter(({ poolId }) => poolId === pool.poolId),
            ).amount,
          ),
        ),
    };
  });
}

function sumOf(currency: Currency, parts: readonly Part[]): ColumnSum {
  const valued = parts.flatMap(({ amount }) => amount ?? []);
  return { assets: parts.length, unvalued: parts.length - valued.length, amount: valued.reduce(plus, nothingIn(currency)) };
}

function columnsOf(pool: PoolBalance, settled: Money): PoolColumns {
  const { poolId, name, status, credits, reserved, spent, costs, recovered, liabilities, available } = pool;
  return { poolId, name, status, settled, credited: credits, reserved, paid: spent, costs, recovered, owed: liabilities, available };
}

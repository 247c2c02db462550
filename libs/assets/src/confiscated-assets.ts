import { BEGINNING, defined, type Moment, type Position, type RowPage, type Views } from '#libs/event-sourcing';
import { type PoolBalance, poolBalance } from '#libs/pools';
import { type Count, type Currency, type Id, type LocalizedText, type Money, notAfter, nothingIn, plus } from '#libs/vocabulary';
import { assetRegister, type AssetRow } from './asset-register.ts';

/** What assets are worth in one column: the latest valuation, and from the sale on its money. `unvalued` are counted and worth nothing yet. */
export interface ColumnSum {
  readonly assets: Count;
  /** Of these nobody has said what they are worth. */
  readonly unvalued: Count;
  readonly amount: Money;
}

/** How far assets are on their way to a pool. */
export interface AssetColumns {
  /** Frozen or seized; no confiscation is ordered yet. */
  readonly frozen: ColumnSum;
  /** Confiscation is ordered and can be appealed, or is on appeal. */
  readonly ordered: ColumnSum;
  /** The order is final: the state's, until the money of a sale is in. */
  readonly final: ColumnSum;
  /** Sold before a final order; the money waits. */
  readonly escrow: ColumnSum;
  /** Sold and paid; no pool has had it yet. */
  readonly settled: ColumnSum;
  /** Distributed to pools. */
  readonly distributed: ColumnSum;
}

export type Column = keyof AssetColumns;

/**
 * The confiscated assets in one currency: of those that no pool has had yet, how far they are; of a pool, what it had of them and what became of it.
 * Money of two currencies is never added.
 */
export interface ConfiscatedAssetsRow {
  readonly currency: Currency;
  readonly assets: AssetColumns;
  readonly pools: readonly PoolColumns[];
}

/** What a pool had of confiscated assets, and what became of it. */
export interface PoolColumns {
  readonly poolId: Id;
  readonly name: LocalizedText;
  readonly status: PoolBalance['status'];
  /** Proceeds of assets that were distributed to it, whole; its rule divides them. */
  readonly settled: Money;
  /** What came in for itself: shares of proceeds, budget, recoveries. */
  readonly credited: Money;
  readonly reserved: Money;
  /** Granted as rewards, given out for operations, settled debts. */
  readonly paid: Money;
  readonly costs: Money;
  /** Came back: also counted in `credited`. */
  readonly recovered: Money;
  /** Debts that were recognised and not paid yet. */
  readonly owed: Money;
  readonly available: Money;
}

interface Part {
  readonly column: Column;
  readonly currency: Currency;
  readonly amount?: Money;
  readonly poolId?: Id;
}

/** What an asset adds to the columns; nothing where it is free or was given back. */
export function partsOf(row: AssetRow): readonly Part[] {
  const valued = row.valuations.reduce<AssetRow['valuations'][number] | undefined>(
    (latest, one) => (latest === undefined || notAfter(latest.valuedAt, one.valuedAt) ? one : latest),
    undefined,
  )?.value;
  const worth = (column: Column, amount = valued): readonly Part[] => [defined({ column, currency: amount?.currency ?? 'KHR', amount })];
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
 * Sums the register up, restricted cases too: sums of one currency tell of none of them. Whoever asks again pays for what changed since: the sums are kept by asset and brought up to date by the positions of the rows.
 */
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
      const query = defined({ sort: [{ field: 'lastPosition' }], limit: 1000, cursor });
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
    const column = (name: Column): ColumnSum =>
      sumOf(
        currency,
        of.filter((part) => part.column === name),
      );
    const settledTo = (pool: PoolBalance): Money =>
      sumOf(
        currency,
        of.filter(({ poolId }) => poolId === pool.poolId),
      ).amount;
    return {
      currency,
      assets: {
        frozen: column('frozen'),
        ordered: column('ordered'),
        final: column('final'),
        escrow: column('escrow'),
        settled: column('settled'),
        distributed: column('distributed'),
      },
      pools: pools.filter((pool) => pool.currency === currency).map((pool) => columnsOf(pool, settledTo(pool))),
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

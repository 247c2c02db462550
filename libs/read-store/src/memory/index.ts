import {
  BEGINNING,
  type Batch,
  type Build,
  type BuildStatus,
  type Found,
  type Position,
  type Query,
  type ReadStore,
  type Row,
  type RowPage,
  type RowShape,
} from '#libs/event-sourcing';
import {
  buildFor,
  goneBuild,
  statusOf,
  encodeBatch,
  indexFields,
  indexFrom,
  indexText,
  liveBuild,
  refusal,
  valueOf,
  type CatalogEntry,
  type Comparable,
  type EncodedRow,
} from '../index-fields.ts';
import { pageOf, planQuery, planUnbuilt, type PlannedCondition, type QueryPlan } from '../query-plan.ts';

/** A read store in memory, for tests: every rule of the port, nothing kept. */
export function memoryReadStore(): ReadStore {
  return new MemoryReadStore();
}

interface StoredBuild {
  readonly projection: string;
  readonly version: number;
  readonly number: number;
  readonly index: string;
  readonly rows: Map<string, EncodedRow>;
  checkpoint: Position;
  live: boolean;
  lease: { readonly owner: string; readonly until: number } | undefined;
}

class MemoryReadStore implements ReadStore {
  readonly #builds = new Set<StoredBuild>();
  readonly #made = new Map<string, number>();

  async get<Doc>(projection: string, key: string): Promise<Found<Doc>> {
    const live = this.#live(projection);
    const row = live?.rows.get(key);
    return { row: row && decode<Doc>(row), position: live?.checkpoint ?? BEGINNING };
  }

  async query<Doc>(projection: string, query: Query): Promise<RowPage<Doc>> {
    const live = this.#live(projection);
    if (live === undefined) {
      planUnbuilt(query);
      return { rows: [], position: BEGINNING };
    }
    const plan = planQuery(projection, indexFrom(live.index), query);
    const found = [...live.rows.values()]
      .filter((row) => plan.where.every((condition) => holds(condition, row)) && isAfter(plan, row))
      .sort((a, b) => inOrder(plan, sortValues(plan, a), a.key, sortValues(plan, b), b.key));
    return pageOf(plan, found, decode<Doc>, live.checkpoint);
  }

  async checkpoint(projection: string): Promise<Position> {
    return this.#live(projection)?.checkpoint ?? BEGINNING;
  }

  async builds(projection?: string): Promise<readonly BuildStatus[]> {
    return this.#entries(projection).map(statusOf);
  }

  async prepare(shape: RowShape, options: { readonly fresh?: boolean } = {}): Promise<BuildStatus> {
    const builds = this.#entries(shape.name);
    const found = buildFor(shape, builds, options.fresh ?? false);
    if (found !== undefined) return statusOf(found);
    const number = (this.#made.get(shape.name) ?? 0) + 1;
    this.#made.set(shape.name, number);
    const { name: projection, version } = shape;
    const live = builds.length === 0;
    this.#builds.add({
      projection,
      version,
      number,
      index: indexText(shape.index),
      rows: new Map(),
      checkpoint: BEGINNING,
      live,
      lease: undefined,
    });
    return { projection, version, number, checkpoint: BEGINNING, live };
  }

  async claim(build: Build, owner: string, leaseMs: number): Promise<boolean> {
    const stored = this.#stored(build);
    const holder = holderOf(stored);
    if (holder !== undefined && holder !== owner) return false;
    stored.lease = { owner, until: Date.now() + leaseMs };
    return true;
  }

  async renew(builds: readonly Build[], owner: string, leaseMs: number): Promise<readonly Build[]> {
    return builds.filter((build) => {
      const stored = this.#find(build);
      const holder = stored && holderOf(stored);
      if (stored === undefined || (holder !== undefined && holder !== owner)) return true;
      stored.lease = { owner, until: Date.now() + leaseMs };
      return false;
    });
  }

  async release(build: Build, owner: string): Promise<void> {
    const stored = this.#find(build);
    if (stored?.lease?.owner === owner) stored.lease = undefined;
  }

  async rowsOf<Doc>(build: Build, keys: readonly string[]): Promise<ReadonlyMap<string, Row<Doc>>> {
    const { rows } = this.#stored(build);
    const found = keys.map((key) => rows.get(key)).filter((row) => row !== undefined);
    return new Map(found.map((row) => [row.key, decode<Doc>(row)]));
  }

  async *scan<Doc>(build: Build): AsyncGenerator<readonly Row<Doc>[]> {
    let after: string | undefined;
    for (;;) {
      const rest = [...this.#stored(build).rows.values()].filter((row) => after === undefined || compare(row.key, after) > 0);
      const page = rest.sort((a, b) => compare(a.key, b.key)).slice(0, 1000);
      if (page.length === 0) return;
      yield page.map((row) => decode<Doc>(row));
      after = page.at(-1)?.key;
    }
  }

  async apply(...batches: readonly Batch[]): Promise<void> {
    const writes = batches.map((batch) => {
      const { build, owner, from } = batch;
      const stored = this.#find(build);
      const refused = refusal(build, owner, stored && { checkpoint: stored.checkpoint, owner: holderOf(stored) }, from);
      if (stored === undefined || refused !== undefined) throw refused ?? goneBuild(build);
      return { stored, to: batch.to, ...encodeBatch(indexFields(indexFrom(stored.index)), batch) };
    });
    for (const { stored, to, upserts, deletes } of writes) {
      for (const row of upserts) stored.rows.set(row.key, row);
      for (const key of deletes) stored.rows.delete(key);
      stored.checkpoint = to;
    }
  }

  async promote(build: Build, owner: string): Promise<void> {
    const stored = this.#find(build);
    const refused = refusal(build, owner, stored && { checkpoint: stored.checkpoint, owner: holderOf(stored) });
    if (refused !== undefined) throw refused;
    for (const other of this.#builds) {
      if (other.projection !== build.projection) continue;
      other.live = other === stored;
      if (other.number < build.number) this.#builds.delete(other);
    }
  }

  async discard(build: Build, owner: string): Promise<void> {
    const stored = this.#find(build);
    const refused = refusal(build, owner, stored && { checkpoint: stored.checkpoint, owner: holderOf(stored) });
    if (stored === undefined || refused !== undefined) throw refused ?? goneBuild(build);
    if (stored.live) throw liveBuild(build);
    this.#builds.delete(stored);
  }

  async close(): Promise<void> {
    this.#builds.clear();
  }

  #live(projection: string): StoredBuild | undefined {
    return [...this.#builds].find((build) => build.projection === projection && build.live);
  }

  #find(build: Build): StoredBuild | undefined {
    return [...this.#builds].find((other) => other.projection === build.projection && other.number === build.number);
  }

  #stored(build: Build): StoredBuild {
    const stored = this.#find(build);
    if (stored === undefined) throw goneBuild(build);
    return stored;
  }

  #entries(projection?: string): CatalogEntry[] {
    return [...this.#builds]
      .filter((build) => projection === undefined || build.projection === projection)
      .map((build) => ({ ...build, owner: holderOf(build) }));
  }
}

const holderOf = (build: StoredBuild): string | undefined =>
  build.lease !== undefined && build.lease.until > Date.now() ? build.lease.owner : undefined;

const decode = <Doc>(row: EncodedRow): Row<Doc> => ({
  key: row.key,
  doc: JSON.parse(row.doc) as Doc,
  position: row.position,
  eventId: row.eventId,
});

function holds(condition: PlannedCondition, row: EncodedRow): boolean {
  const value = row.values[condition.field.column] ?? null;
  if ('absent' in condition) return (value === null) === condition.absent;
  if (value === null) return false;
  if ('contains' in condition) return typeof value === 'object' && value.includes(condition.contains);
  if (typeof value === 'object') return false;
  if ('anyOf' in condition) return condition.anyOf.includes(value);
  const { from, to } = condition;
  return (from === undefined || compare(value, from) >= 0) && (to === undefined || compare(value, to) < 0);
}

const sortValues = (plan: QueryPlan, row: EncodedRow): Comparable[] =>
  plan.sort.map(({ field }) => valueOf(field, JSON.parse(row.doc) as object) as Comparable);

const isAfter = (plan: QueryPlan, row: EncodedRow): boolean =>
  plan.after === undefined || inOrder(plan, sortValues(plan, row), row.key, plan.after.values, plan.after.key) > 0;

function inOrder(plan: QueryPlan, a: readonly Comparable[], aKey: string, b: readonly Comparable[], bKey: string): number {
  for (const [place, { descending }] of plan.sort.entries()) {
    const order = compare(a[place] ?? null, b[place] ?? null);
    if (order !== 0) return descending ? -order : order;
  }
  return compare(aKey, bKey);
}

/** Absent first; text by its bytes in UTF-8, whose order is that of code points. */
function compare(a: Comparable, b: Comparable): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
}

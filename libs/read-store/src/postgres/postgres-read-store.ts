import {
  BEGINNING,
  RowsUnavailable,
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
  encodeBatch,
  goneBuild,
  indexFrom,
  indexText,
  isKey,
  liveBuild,
  refusal,
  statusOf,
  toEntry,
  type TableEntry,
} from '../index-fields.ts';
import { pageOf, planQuery, planUnbuilt } from '../query-plan.ts';
import { selection } from '../select.ts';
import { escapeIdentifier, escapeLiteral, isMissing, isTaken, Server, type Columns, type Value } from './database.ts';
import { migrate } from './schema.ts';
import { BuildTable, writeTogether } from './tables.ts';

export interface PostgresReadStoreOptions {
  /** postgresql://user:password@host:port/database */
  readonly url: string;
  /** The schema that holds everything of this store; made if it is not there. Default: caseledger. */
  readonly schema?: string;
  /** The most connections to hold. Default: 10. */
  readonly connections?: number;
}

/**
 * Rows in PostgreSQL. A server that is away is waited for by its callers, not here: every method says `RowsUnavailable` until it is back.
 * @throws Error the URL is none, or the schema is of a newer program
 */
export async function openPostgresReadStore(options: PostgresReadStoreOptions): Promise<ReadStore> {
  const store = new PostgresReadStore(options);
  try {
    await store.migrated();
  } catch (error) {
    if (error instanceof RowsUnavailable) return store;
    await store.close();
    throw error;
  }
  return store;
}

/** The longest that the indexes of a rebuilt projection may take, in milliseconds. */
const INDEXING_MS = 3_600_000;
/** How long dropping a replaced table waits for its last readers, in milliseconds; what is left is dropped at the next promotion. */
const DROPPING_MS = 2000;
const ROW = ['key', 'doc', 'position', 'event_id'].map((column) => `r.${column}`).join(', ');

class PostgresReadStore implements ReadStore {
  readonly #server: Server;
  readonly #name: string;
  readonly #schema: string;
  #migration: Promise<void> | undefined;
  /** Tables of builds by projection and number: a build's table never changes. */
  readonly #tables = new Map<string, BuildTable>();
  /** The live tables as last seen. Each read checks in its own statement that the table still is the live one. */
  readonly #live = new Map<string, BuildTable>();
  /** The end of the queue of batches of each build: a batch sees the one before. */
  readonly #lastWrites = new Map<number, Promise<unknown>>();

  constructor({ url, schema = 'caseledger', connections = 10 }: PostgresReadStoreOptions) {
    this.#server = new Server(url, connections);
    this.#name = schema;
    this.#schema = escapeIdentifier(schema);
  }

  /** Brings the schema up to date once; tried again by the next call if the server is away. */
  migrated(): Promise<void> {
    this.#migration ??= (async () => {
      await migrate(this.#server, this.#name);
      await this.#dropReplaced();
    })().catch((error: unknown) => {
      this.#migration = undefined;
      throw error;
    });
    return this.#migration;
  }

  async get<Doc>(projection: string, key: string): Promise<Found<Doc>> {
    const found = await this.#read(projection, (table) => ({
      text: `LEFT JOIN ${table.rows} r ON r.key = $3`,
      values: [isKey(key) ? key : null],
    }));
    const [first] = found?.rows ?? [];
    if (first === undefined) return { row: undefined, position: BEGINNING };
    return { row: toRow<Doc>(first), position: Number(first[0]) };
  }

  async query<Doc>(projection: string, query: Query): Promise<RowPage<Doc>> {
    return this.#page(projection, query, true);
  }

  async checkpoint(projection: string): Promise<Position> {
    const [found] = await this.#catalog('b.projection = $1 AND b.id = p.live', [projection]);
    return found?.checkpoint ?? BEGINNING;
  }

  async builds(projection?: string): Promise<readonly BuildStatus[]> {
    const found = projection === undefined ? await this.#catalog('TRUE') : await this.#catalog('b.projection = $1', [projection]);
    return found.map(statusOf);
  }

  async prepare(shape: RowShape, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<BuildStatus> {
    await this.migrated();
    // Each round that makes nothing is one that another process made something in.
    for (let attempt = 0; attempt < 50; attempt++) {
      // Asked first, so that a build made by another process in between is seen below, or has taken the number.
      const made = await this.#ask(`SELECT builds_made FROM ${this.#schema}.projections WHERE name = $1`, [shape.name]);
      const number = Number(made[0]?.[0] ?? 0) + 1;
      const builds = await this.#catalog('b.projection = $1', [shape.name]);
      const found = buildFor(shape, builds, fresh);
      if (found !== undefined) return statusOf(found);
      if (await this.#make(shape, number))
        return { projection: shape.name, version: shape.version, number, checkpoint: BEGINNING, live: number === 1 };
    }
    throw new RowsUnavailable(`Rows are unavailable: too many processes make builds of ${shape.name}`);
  }

  async claim(build: Build, owner: string, leaseMs: number): Promise<boolean> {
    const claimed = await this.#ask(
      `UPDATE ${this.#schema}.builds SET owner = $1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
       WHERE projection = $3 AND number = $4 AND (owner IS NULL OR owner = $1 OR leased_until <= clock_timestamp()) RETURNING id`,
      [owner, leaseMs, build.projection, build.number],
    );
    if (claimed.length === 0 && (await this.#find(build)) === undefined) throw goneBuild(build);
    return claimed.length > 0;
  }

  async renew(builds: readonly Build[], owner: string, leaseMs: number): Promise<readonly Build[]> {
    const renewed = await this.#ask(
      `UPDATE ${this.#schema}.builds b SET owner = $1, leased_until = clock_timestamp() + $2 * interval '1 millisecond'
       FROM (
         SELECT id FROM ${this.#schema}.builds WHERE (projection, number) IN (SELECT * FROM unnest($3::text[], $4::int[]))
         AND (owner IS NULL OR owner = $1 OR leased_until <= clock_timestamp()) ORDER BY id FOR UPDATE
       ) free WHERE b.id = free.id RETURNING b.projection, b.number`,
      [owner, leaseMs, builds.map(({ projection }) => projection), builds.map(({ number }) => number)],
    );
    const held = new Set(renewed.map(([projection, number]) => nameOf({ projection: String(projection), number: Number(number) })));
    return builds.filter((build) => !held.has(nameOf(build)));
  }

  async release(build: Build, owner: string): Promise<void> {
    const release = `UPDATE ${this.#schema}.builds SET owner = NULL, leased_until = NULL WHERE projection = $1 AND number = $2 AND owner = $3`;
    await this.#ask(release, [build.projection, build.number, owner]);
  }

  async rowsOf<Doc>(build: Build, keys: readonly string[]): Promise<ReadonlyMap<string, Row<Doc>>> {
    const rows = await this.#readBuild<Doc>(build, (table) => `LEFT JOIN ${table.rows} r ON r.key = ANY($2::text[])`, [keys.filter(isKey)]);
    return new Map(rows.map((row) => [row.key, row]));
  }

  async *scan<Doc>(build: Build): AsyncGenerator<readonly Row<Doc>[]> {
    let after: string | undefined;
    for (;;) {
      const begin = after === undefined ? '' : 'WHERE key > $2';
      const page = (table: BuildTable) => `LEFT JOIN LATERAL (SELECT * FROM ${table.rows} ${begin} ORDER BY key LIMIT 1000) r ON TRUE`;
      const rows = await this.#readBuild<Doc>(build, page, after === undefined ? [] : [after], 'ORDER BY r.key');
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.key;
    }
  }

  async apply(...batches: readonly Batch[]): Promise<void> {
    const [{ owner } = { owner: '' }] = batches;
    const writes = await Promise.all(
      batches.map(async (batch) => {
        const table = await this.#tableOf(batch.build);
        const { upserts, deletes } = encodeBatch(table.fields, batch);
        return { table, from: batch.from, to: batch.to, upserts: upserts.sort((a, b) => (a.key < b.key ? -1 : 1)), deletes };
      }),
    );
    const { text, values } = writeTogether(this.#schema, owner, writes);
    await this.#inTurn(
      writes.map(({ table }) => table),
      async () => {
        const done = await this.#ask(text, values).catch((error: unknown) => {
          if (isMissing(error)) return [];
          throw error;
        });
        if (done.length === 0) throw await this.#refusalOf(batches);
      },
    );
  }

  async promote(build: Build, owner: string): Promise<void> {
    const table = await this.#tableOf(build);
    const refused = refusal(build, owner, await this.#find(build));
    if (refused !== undefined) throw refused;
    // Nobody reads a build before it is live, so it has no indexes until now and is filled the faster.
    for (const index of table.createIndexes)
      await this.#orGone(build, this.#server.script([`SET LOCAL maintenance_work_mem = '128MB'`, index], INDEXING_MS));
    await this.#orGone(build, this.#server.script([`ANALYZE ${table.rows}`], INDEXING_MS));
    const switched = await this.#ask(
      `WITH held AS (
         SELECT id, projection, number FROM ${this.#schema}.builds
         WHERE projection = $1 AND number = $2 AND owner = $3 AND leased_until > clock_timestamp() FOR UPDATE
       ), switched AS (
         UPDATE ${this.#schema}.projections p SET live = held.id FROM held WHERE p.name = held.projection
       ), older AS (
         DELETE FROM ${this.#schema}.builds b USING held WHERE b.projection = held.projection AND b.number < held.number RETURNING b.id
       ), replaced AS (
         INSERT INTO ${this.#schema}.replaced SELECT id FROM older
       ) SELECT id FROM held`,
      [build.projection, build.number, owner],
    );
    if (switched.length === 0) throw await this.#refusal(build, owner);
    await this.#dropReplaced();
  }

  async discard(build: Build, owner: string): Promise<void> {
    const discarded = await this.#ask(
      `WITH gone AS (
         DELETE FROM ${this.#schema}.builds b USING ${this.#schema}.projections p
         WHERE b.projection = $1 AND b.number = $2 AND b.owner = $3 AND b.leased_until > clock_timestamp() AND p.name = b.projection AND p.live <> b.id
         RETURNING b.id
       ) INSERT INTO ${this.#schema}.replaced SELECT id FROM gone RETURNING build`,
      [build.projection, build.number, owner],
    );
    if (discarded.length === 0) {
      const found = await this.#find(build);
      throw found?.live === true && found.owner === owner ? liveBuild(build) : await this.#refusal(build, owner);
    }
    this.#forget(build);
    await this.#dropReplaced();
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  async #ask(text: string, values: readonly Value[] = []): Promise<readonly Columns[]> {
    await this.migrated();
    return this.#server.query(text, values);
  }

  async #page<Doc>(projection: string, query: Query, partly: boolean): Promise<RowPage<Doc>> {
    const found = await this.#read(projection, (table) => {
      const plan = planQuery(projection, table.index, query);
      // The first two parameters are those of every read.
      const parameters: (string | number)[] = ['', 0, plan.limit + 1];
      const { where, order, partial } = selection(plan, table.dialect, parameters, partly);
      const page = `SELECT * FROM ${table.rows} WHERE ${where} ORDER BY ${order} LIMIT $3`;
      return { text: `LEFT JOIN LATERAL (${page}) r ON TRUE ORDER BY ${order}`, values: parameters.slice(2), plan, partial };
    });
    if (found === undefined) {
      planUnbuilt(query);
      return { rows: [], position: BEGINNING };
    }
    const { plan, partial } = found.asked;
    const all = found.rows.map((columns) => toRow<Doc>(columns)).filter((row) => row !== undefined);
    if (partial && all.length <= plan.limit) return this.#page(projection, query, false);
    return pageOf(plan, all, (row) => row, Number(found.rows[0]?.[0]));
  }

  /** Reads rows and checkpoint of the live build in one statement. Undefined where the projection was never built. */
  async #read<Asked extends { readonly text: string; readonly values: readonly Value[] }>(
    projection: string,
    ask: (table: BuildTable) => Asked,
  ): Promise<{ readonly asked: Asked; readonly rows: readonly Columns[] } | undefined> {
    // The pointer moves once in a rebuild: a few attempts outlast any promotions that could follow one another.
    for (let attempt = 0; attempt < 10; attempt++) {
      const table = this.#live.get(projection) ?? (await this.#findLive(projection));
      if (table === undefined) return undefined;
      const asked = ask(table);
      try {
        const rows = await this.#ask(
          `SELECT b.checkpoint, ${ROW} FROM ${this.#schema}.projections p JOIN ${this.#schema}.builds b ON b.id = p.live AND p.name = $1 AND p.live = $2
           ${asked.text}`,
          [projection, table.id, ...asked.values],
        );
        if (rows.length > 0) return { asked, rows };
      } catch (error) {
        if (!isMissing(error)) throw error;
      }
      this.#live.delete(projection);
    }
    throw new RowsUnavailable(`Rows are unavailable: ${projection} was replaced again and again while it was read`);
  }

  async #findLive(projection: string): Promise<BuildTable | undefined> {
    const [entry] = await this.#catalog('b.projection = $1 AND b.id = p.live', [projection]);
    if (entry === undefined) return undefined;
    const table = this.#remember(entry);
    this.#live.set(projection, table);
    return table;
  }

  async #readBuild<Doc>(build: Build, join: (table: BuildTable) => string, values: readonly Value[], order = ''): Promise<Row<Doc>[]> {
    const table = await this.#tableOf(build);
    const text = `SELECT 0, ${ROW} FROM ${this.#schema}.builds b ${join(table)} WHERE b.id = $1 ${order}`;
    const found = await this.#orGone(build, this.#ask(text, [table.id, ...values]));
    if (found.length === 0) throw this.#forget(build);
    return found.map((columns) => toRow<Doc>(columns)).filter((row) => row !== undefined);
  }

  /** Makes the build with this number; false where another process made it. */
  async #make(shape: RowShape, number: number): Promise<boolean> {
    const [next] = await this.#ask(`SELECT nextval(pg_get_serial_sequence($1, 'id'))`, [`${this.#schema}.builds`]);
    const table = new BuildTable(Number(next?.[0]), shape.index, this.#schema);
    const [name, version, fields] = [shape.name, String(shape.version), indexText(shape.index)].map(escapeLiteral);
    try {
      await this.#server.script([
        `INSERT INTO ${this.#schema}.builds (id, projection, version, number, fields) OVERRIDING SYSTEM VALUE
         VALUES (${table.id}, ${name}, ${version}, ${number}, ${fields})`,
        // No number is given out twice, even if its build came and went since it was asked for: null is refused.
        `INSERT INTO ${this.#schema}.projections AS p VALUES (${name}, ${number}, ${table.id})
         ON CONFLICT (name) DO UPDATE SET builds_made = CASE WHEN p.builds_made = ${number - 1} THEN ${number} END`,
        table.create,
        ...(number === 1 ? table.createIndexes : []),
      ]);
      return true;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }

  async #dropReplaced(): Promise<void> {
    for (const [id] of await this.#server.query(`SELECT build FROM ${this.#schema}.replaced`)) {
      const drop = `DROP TABLE IF EXISTS ${this.#schema}.rows_${Number(id)}`;
      const done = `DELETE FROM ${this.#schema}.replaced WHERE build = ${Number(id)}`;
      try {
        await this.#server.script([`SET LOCAL lock_timeout = ${DROPPING_MS}`, drop, done]);
      } catch (error) {
        // Somebody still reads it, or the server went away: it is dropped at the next promotion or opening.
        if (!(error instanceof RowsUnavailable)) throw error;
      }
    }
  }

  async #catalog(where: string, values: readonly Value[] = []): Promise<TableEntry[]> {
    const catalog = this.#ask(
      `SELECT b.id, b.projection, b.version, b.number, b.fields, b.checkpoint, b.id = p.live,
              CASE WHEN b.leased_until > clock_timestamp() THEN b.owner END
       FROM ${this.#schema}.builds b JOIN ${this.#schema}.projections p ON p.name = b.projection
       WHERE ${where} ORDER BY b.projection COLLATE "C", b.number`,
      values,
    );
    try {
      return (await catalog).map(toEntry);
    } catch (cause) {
      if (!isMissing(cause)) throw cause;
      // The schema was dropped, to have the rows built anew. Nothing that is remembered of it holds any longer.
      this.#migration = undefined;
      this.#tables.clear();
      this.#live.clear();
      throw new RowsUnavailable(`Rows are unavailable: the schema ${this.#name} is gone, and made again at the next call`, { cause });
    }
  }

  async #find({ projection, number }: Build): Promise<TableEntry | undefined> {
    const [found] = await this.#catalog('b.projection = $1 AND b.number = $2', [projection, number]);
    return found;
  }

  /** @throws LeaseLost the build is gone */
  async #tableOf(build: Build): Promise<BuildTable> {
    const known = this.#tables.get(nameOf(build));
    if (known !== undefined) return known;
    const entry = await this.#find(build);
    if (entry === undefined) throw goneBuild(build);
    return this.#remember(entry);
  }

  #remember(entry: TableEntry): BuildTable {
    let table = this.#tables.get(nameOf(entry));
    if (table === undefined) this.#tables.set(nameOf(entry), (table = new BuildTable(entry.id, indexFrom(entry.index), this.#schema)));
    return table;
  }

  #forget(build: Build): Error {
    this.#tables.delete(nameOf(build));
    return goneBuild(build);
  }

  async #orGone<T>(build: Build, call: Promise<T>): Promise<T> {
    try {
      return await call;
    } catch (error) {
      throw isMissing(error) ? this.#forget(build) : error;
    }
  }

  /** Why a write that found nothing to write to was refused. */
  async #refusal(build: Build, owner: string, from?: Position): Promise<Error> {
    const found = await this.#find(build);
    if (found === undefined) return this.#forget(build);
    return refusal(build, owner, found, from) ?? new RowsUnavailable(`Rows are unavailable: the lease on ${build.projection} just changed`);
  }

  /** Why nothing of these was written. */
  async #refusalOf(batches: readonly Batch[]): Promise<Error> {
    for (const { build, owner, from } of batches) {
      const found = await this.#find(build);
      if (found === undefined) return this.#forget(build);
      const refused = refusal(build, owner, found, from);
      if (refused !== undefined) return refused;
    }
    return new RowsUnavailable('Rows are unavailable: a lease just changed');
  }

  /** After the writes to these tables that were asked for before it. */
  async #inTurn(tables: readonly BuildTable[], write: () => Promise<void>): Promise<void> {
    const before = Promise.all(tables.map(({ id }) => this.#lastWrites.get(id) ?? Promise.resolve()));
    const turn = before.then(write);
    const settled = turn.catch(() => undefined);
    for (const { id } of tables) this.#lastWrites.set(id, settled);
    await turn.finally(() => {
      for (const { id } of tables) if (this.#lastWrites.get(id) === settled) this.#lastWrites.delete(id);
    });
  }
}

const nameOf = ({ projection, number }: Pick<Build, 'projection' | 'number'>): string => `${number} ${projection}`;

/** Undefined where the outer join found no row. */
function toRow<Doc>([, key, doc, position, eventId]: Columns): Row<Doc> | undefined {
  if (typeof key !== 'string') return undefined;
  return { key, doc: JSON.parse(String(doc)) as Doc, position: Number(position), eventId: String(eventId) };
}

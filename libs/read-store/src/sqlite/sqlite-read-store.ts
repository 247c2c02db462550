import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as turn, setTimeout as pause } from 'node:timers/promises';
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
  type EncodedRow,
} from '../index-fields.ts';
import { pageOf, planQuery, planUnbuilt } from '../query-plan.ts';
import { selection } from '../select.ts';
import { Connection, type Columns } from './database.ts';
import { migrate } from './schema.ts';
import { BuildTables } from './tables.ts';

export interface SqliteReadStoreOptions {
  /** Path of the database file; made with its folder if it is not there, readable by this user only. */
  readonly file: string;
  /** The largest the file may grow to, so that rows, which can be built anew, never take the space that events need. Default: no limit. */
  readonly maxBytes?: number;
}

/**
 * Rows in an SQLite file. Several processes may have it open; one at a time writes, and readers are never held up by it.
 * @throws RowsUnavailable the file cannot be opened @throws Error the file is of a newer program, or no file of rows
 */
export async function openSqliteReadStore(options: SqliteReadStoreOptions): Promise<ReadStore> {
  const store = new SqliteReadStore(options);
  try {
    await store.open();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

const PAGE_BYTES = 4096;
/** Rows written or read before other work of this process has its turn: a few milliseconds. */
const SLICE = 500;
/** Another process that waits to write looks every few milliseconds: so long the file is left to it after a step that held it for long. */
const BREATH_MS = 10;
const NOW = `CAST(unixepoch('subsec') * 1000 AS INTEGER)`;
const ROW = 'key, doc, position, event_id';
const ENTRY = `b.id, b.projection, b.version, b.number, b.fields, b.checkpoint, b.id = p.live, iif(b.leased_until > ${NOW}, b.owner, NULL)
  FROM builds b JOIN projections p ON p.name = b.projection`;

/** A write of so many rows that is done with others. */
interface Shared {
  readonly size: number;
  readonly work: () => void;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class SqliteReadStore implements ReadStore {
  readonly #writer: Connection;
  readonly #reader: Connection;
  readonly #maxBytes: number | undefined;
  readonly #tables = new Map<number, BuildTables>();
  /** Of builds that were met, by their names: a number of a projection is given once only. */
  readonly #ids = new Map<string, number>();
  /** The end of the queue of writes: one connection can be in one transaction only. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  /** Small writes that wait for a transaction together. */
  readonly #sharing: Shared[] = [];
  #dropping: Promise<void> | undefined;
  #closed = false;

  constructor({ file, maxBytes }: SqliteReadStoreOptions) {
    try {
      mkdirSync(dirname(file), { recursive: true });
      closeSync(openSync(file, 'a', 0o600));
    } catch (cause) {
      throw new RowsUnavailable(`Rows are unavailable: ${file} cannot be opened for writing`, { cause });
    }
    this.#maxBytes = maxBytes;
    this.#writer = new Connection(file, 20);
    this.#reader = new Connection(file, 1000);
  }

  async open(): Promise<void> {
    // In WAL mode readers see the last commit while a write goes on. NORMAL keeps the file sound but may lose the last commits when the power fails:
    // rows are derived and their checkpoint is lost with them, so they are projected again.
    // The cache and a longer log than SQLite's default keep a large batch from writing the same pages several times.
    const settings =
      'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 8000; PRAGMA journal_size_limit = 67108864';
    await this.#writer.patiently(() => this.#writer.exec(`PRAGMA journal_mode = WAL; ${settings}`));
    if (this.#writer.first('PRAGMA journal_mode')?.[0] !== 'wal')
      throw new RowsUnavailable('Rows are unavailable: the disk under the file of rows does not support write-ahead logging');
    if (this.#maxBytes !== undefined) this.#writer.exec(`PRAGMA max_page_count = ${Math.floor(this.#maxBytes / PAGE_BYTES)}`);
    this.#reader.exec('PRAGMA query_only = TRUE; PRAGMA cache_size = -16384');
    await this.#write(() => migrate(this.#writer));
    this.#dropReplaced();
  }

  async get<Doc>(projection: string, key: string): Promise<Found<Doc>> {
    return this.#reader.snapshot(() => {
      const live = this.#live(projection);
      if (live === undefined) return { row: undefined, position: BEGINNING };
      const row = isKey(key) ? this.#reader.first(`SELECT ${ROW} FROM ${this.#tablesOf(live).rows} WHERE key = ?1`, key) : undefined;
      return { row: row && toRow<Doc>(row), position: live.checkpoint };
    });
  }

  async query<Doc>(projection: string, query: Query): Promise<RowPage<Doc>> {
    return this.#reader.snapshot(() => {
      const live = this.#live(projection);
      if (live === undefined) {
        planUnbuilt(query);
        return { rows: [], position: BEGINNING };
      }
      const tables = this.#tablesOf(live);
      const plan = planQuery(projection, tables.index, query);
      const dialect = tables.dialect(this.#reader, plan);
      const select = (partly: boolean): readonly Columns[] => {
        const parameters: (string | number)[] = [plan.limit + 1];
        const { where, order, partial } = selection(plan, dialect, parameters, partly);
        const found = this.#reader.all(`SELECT ${ROW} FROM ${tables.rows} WHERE ${where} ORDER BY ${order} LIMIT ?1`, ...parameters);
        return partial && found.length <= plan.limit ? select(false) : found;
      };
      return pageOf(plan, select(true), toRow<Doc>, live.checkpoint);
    });
  }

  async checkpoint(projection: string): Promise<Position> {
    return this.#live(projection)?.checkpoint ?? BEGINNING;
  }

  async builds(projection?: string): Promise<readonly BuildStatus[]> {
    return this.#entries(this.#reader, projection).map(statusOf);
  }

  async prepare(shape: RowShape, { fresh = false }: { readonly fresh?: boolean } = {}): Promise<BuildStatus> {
    const found = buildFor(shape, this.#entries(this.#reader, shape.name), fresh);
    if (found !== undefined) return statusOf(found);
    const index = indexText(shape.index);
    return this.#write(() => {
      // Another process may have been first.
      const made = buildFor(shape, this.#entries(this.#writer, shape.name), fresh);
      if (made !== undefined) return statusOf(made);
      const number = Number(this.#writer.first('SELECT builds_made FROM projections WHERE name = ?1', shape.name)?.[0] ?? 0) + 1;
      const insert = 'INSERT INTO builds (projection, version, number, fields) VALUES (?1, ?2, ?3, ?4) RETURNING id';
      const id = Number(this.#writer.first(insert, shape.name, shape.version, number, index)?.[0]);
      const count = 'INSERT INTO projections VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET builds_made = excluded.builds_made';
      this.#writer.run(count, shape.name, number, id);
      const tables = new BuildTables(id, shape.index);
      tables.create(this.#writer);
      if (number === 1) {
        tables.createTexts(this.#writer);
        for (const completion of tables.completions) this.#writer.exec(completion);
      }
      return { projection: shape.name, version: shape.version, number, checkpoint: BEGINNING, live: number === 1 };
    });
  }

  async claim(build: Build, owner: string, leaseMs: number): Promise<boolean> {
    return this.#write(() => {
      const claimed = this.#writer.run(
        `UPDATE builds SET owner = ?1, leased_until = ${NOW} + ?2
         WHERE projection = ?3 AND number = ?4 AND (owner IS NULL OR owner = ?1 OR leased_until <= ${NOW})`,
        owner,
        Math.round(leaseMs),
        build.projection,
        build.number,
      );
      if (claimed === 0) this.#entry(this.#writer, build);
      return claimed > 0;
    });
  }

  async renew(builds: readonly Build[], owner: string, leaseMs: number): Promise<readonly Build[]> {
    const names = JSON.stringify(builds.map(({ projection, number }) => `${projection} ${number}`));
    const renewed = await this.#write(() =>
      this.#writer.all(
        `UPDATE builds SET owner = ?1, leased_until = ${NOW} + ?2
         WHERE projection || ' ' || number IN (SELECT value FROM json_each(?3)) AND (owner IS NULL OR owner = ?1 OR leased_until <= ${NOW})
         RETURNING projection, number`,
        owner,
        Math.round(leaseMs),
        names,
      ),
    );
    const held = new Set(renewed.map(([projection, number]) => `${String(projection)} ${String(number)}`));
    return builds.filter((build) => !held.has(nameOf(build)));
  }

  async release(build: Build, owner: string): Promise<void> {
    const release = 'UPDATE builds SET owner = NULL, leased_until = NULL WHERE projection = ?1 AND number = ?2 AND owner = ?3';
    await this.#write(() => this.#writer.run(release, build.projection, build.number, owner));
  }

  async rowsOf<Doc>(build: Build, keys: readonly string[]): Promise<ReadonlyMap<string, Row<Doc>>> {
    const found = new Map<string, Row<Doc>>();
    for (let start = 0; start === 0 || start < keys.length; start += SLICE) {
      if (start > 0) await turn();
      this.#reader.snapshot(() => {
        const select = `SELECT ${ROW} FROM ${this.#tablesOf(this.#entry(this.#reader, build)).rows} WHERE key = ?1`;
        for (const key of keys.slice(start, start + SLICE)) {
          const row = isKey(key) ? this.#reader.first(select, key) : undefined;
          if (row !== undefined) found.set(key, toRow<Doc>(row));
        }
      });
    }
    return found;
  }

  async *scan<Doc>(build: Build): AsyncGenerator<readonly Row<Doc>[]> {
    let after: string | undefined;
    for (;;) {
      const page = this.#reader.snapshot(() => {
        const { rows } = this.#tablesOf(this.#entry(this.#reader, build));
        const begin = after === undefined ? '' : 'WHERE key > ?1';
        return this.#reader.all(`SELECT ${ROW} FROM ${rows} ${begin} ORDER BY key LIMIT 1000`, ...(after === undefined ? [] : [after]));
      });
      if (page.length === 0) return;
      const rows = page.map((columns) => toRow<Doc>(columns));
      yield rows;
      after = rows.at(-1)?.key;
      await turn();
    }
  }

  async apply(...batches: readonly Batch[]): Promise<void> {
    // Neighbours in the table are written together, so that their page is still in the cache.
    const writes = batches.map((batch) => {
      const tables = this.#known(batch.build) ?? this.#tablesOf(this.#entry(this.#reader, batch.build));
      const { upserts, deletes } = encodeBatch(tables.fields, batch);
      return { batch, tables, upserts: upserts.sort((a, b) => (a.key < b.key ? -1 : 1)), deletes };
    });
    const changed = writes.filter(({ upserts, deletes }) => upserts.length + deletes.length > 0);
    const unchanged = writes.filter((write) => !changed.includes(write)).map(({ batch }) => batch);
    const size = changed.reduce((sum, { upserts, deletes }) => sum + upserts.length + deletes.length, 0);
    if (size < SLICE) {
      await this.#share(size, () => {
        this.#moveOn(unchanged);
        for (const { batch, tables, upserts, deletes } of changed) {
          const entry = this.#held(batch.build, batch.owner, batch.from);
          for (const row of upserts) this.#upsert(tables, row, entry);
          for (const key of deletes) tables.delete(this.#writer, key, entry.live);
          this.#advance(entry, batch.to);
        }
      });
      return;
    }
    await this.#write(async () => {
      this.#moveOn(unchanged);
      for (const { batch, tables, upserts, deletes } of changed) {
        const entry = this.#held(batch.build, batch.owner, batch.from);
        for (const [place, row] of upserts.entries()) {
          this.#upsert(tables, row, entry);
          if (place % SLICE === SLICE - 1) await turn();
        }
        for (const [place, key] of deletes.entries()) {
          tables.delete(this.#writer, key, entry.live);
          if (place % SLICE === SLICE - 1) await turn();
        }
        this.#advance(entry, batch.to);
      }
    });
  }

  /** Moves checkpoints where no row changes: of all builds that make the same step in one statement. @throws LeaseLost */
  #moveOn(batches: readonly Batch[]): void {
    for (const [, together] of Map.groupBy(batches, ({ owner, from, to }) => `${from} ${to} ${owner}`)) {
      const [{ owner, from, to }] = together as [Batch];
      const ids = together.map(({ build }) => this.#ids.get(nameOf(build)));
      const moved = this.#writer.all(
        `UPDATE builds SET checkpoint = ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND checkpoint = ?3 AND owner = ?4 AND leased_until > ${NOW}
         RETURNING id`,
        to,
        JSON.stringify(ids),
        from,
        owner,
      );
      if (moved.length === together.length) continue;
      const those = new Set(moved.map(([id]) => Number(id)));
      for (const [place, { build }] of together.entries()) if (!those.has(ids[place] ?? -1)) this.#held(build, owner, from);
    }
  }

  #upsert(tables: BuildTables, row: EncodedRow, { live }: TableEntry): void {
    if (live) tables.upsert(this.#writer, row);
    else tables.put(this.#writer, row);
  }

  #advance({ id }: TableEntry, to: Position): void {
    this.#writer.run('UPDATE builds SET checkpoint = ?1 WHERE id = ?2', to, id);
  }

  async promote(build: Build, owner: string): Promise<void> {
    await this.#complete(build, owner);
    await this.#write(() => {
      const entry = this.#held(build, owner);
      this.#writer.run('UPDATE projections SET live = ?1 WHERE name = ?2', entry.id, build.projection);
      const older = 'projection = ?1 AND number < ?2';
      this.#writer.run(`INSERT INTO replaced SELECT id FROM builds WHERE ${older}`, build.projection, build.number);
      this.#writer.run(`DELETE FROM builds WHERE ${older}`, build.projection, build.number);
    });
    this.#dropReplaced();
  }

  async discard(build: Build, owner: string): Promise<void> {
    await this.#write(() => {
      const entry = this.#held(build, owner);
      if (entry.live) throw liveBuild(build);
      this.#writer.run('INSERT INTO replaced VALUES (?1)', entry.id);
      this.#writer.run('DELETE FROM builds WHERE id = ?1', entry.id);
    });
    this.#dropReplaced();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled([this.#lastWrite, this.#dropping]);
    this.#reader.close();
    this.#writer.close();
  }

  /** Makes what queries are answered from, where a build has none of it yet: in steps, so that others read and write meanwhile. @throws LeaseLost */
  async #complete(build: Build, owner: string): Promise<void> {
    const entry = this.#entry(this.#reader, build);
    if (entry.live) return;
    const tables = this.#tablesOf(entry);
    const step = (work: () => void): Promise<void> =>
      this.#write(() => {
        // Whoever wrote rows since the texts of others were collected has moved the checkpoint.
        this.#held(build, owner, entry.checkpoint);
        work();
      });
    await step(() => tables.createTexts(this.#writer));
    for (const completion of tables.completions) {
      await step(() => this.#writer.exec(completion));
      await pause(BREATH_MS);
    }
  }

  /** Runs in a transaction, after the writes asked for before it. Commits what the work did, or nothing. */
  async #write<T>(work: () => T | Promise<T>): Promise<T> {
    if (this.#closed) throw new RowsUnavailable('Rows are unavailable: the store is closed');
    const write = this.#lastWrite.then(async () => {
      await this.#writer.begin();
      try {
        const result = await work();
        this.#writer.exec('COMMIT');
        return result;
      } catch (error) {
        this.#writer.rollback();
        throw error;
      }
    });
    this.#lastWrite = write.catch(() => undefined);
    return write;
  }

  /**
   * Writes in one transaction with the others that arrive in the same turn or wait already: many projections take the same events at the same time.
   * Where one of them fails, each is done again alone, so that no other one pays for it.
   */
  #share(size: number, work: () => void): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    this.#sharing.push({ size, work, resolve: () => resolve(undefined), reject });
    if (this.#sharing.length === 1) {
      this.#lastWrite = this.#lastWrite.then(() => turn());
      void this.#writeShared();
    }
    return promise;
  }

  async #writeShared(): Promise<void> {
    let taken: readonly Shared[] = [];
    try {
      await this.#write(() => {
        let size = 0;
        const beyond = this.#sharing.findIndex((write) => (size += write.size) > SLICE);
        taken = this.#sharing.splice(0, beyond === -1 ? this.#sharing.length : beyond);
        if (this.#sharing.length > 0) void this.#writeShared();
        for (const { work } of taken) work();
      });
      for (const { resolve } of taken) resolve();
    } catch (error) {
      if (taken.length > 1) for (const { work, resolve, reject } of taken) this.#write(work).then(resolve, reject);
      // It may not have come so far as to take any.
      else for (const { reject } of taken.length > 0 ? taken : this.#sharing.splice(0)) reject(error);
    }
  }

  /** Drops the tables of replaced builds in the background. What is not finished when the store closes is finished when it opens again. */
  #dropReplaced(): void {
    this.#dropping = (this.#dropping ?? Promise.resolve())
      .then(async () => {
        while (!this.#closed && (await this.#write(() => this.#dropSome()))) await turn();
      })
      // Nothing depends on it: the space is given back at the next promotion or opening.
      .catch(() => undefined);
  }

  /** An index or a table at a time: dropping one of a million rows holds this thread for about a tenth of a second. */
  #dropSome(): boolean {
    const id = this.#writer.first('SELECT build FROM replaced LIMIT 1')?.[0];
    if (id === undefined) return false;
    const { rows, texts } = new BuildTables(Number(id), {});
    const parts = `SELECT type, name FROM sqlite_schema WHERE tbl_name IN ('${rows}', '${texts}') AND sql IS NOT NULL ORDER BY type LIMIT 1`;
    const [type, name] = this.#writer.first(parts) ?? [];
    if (type === undefined) this.#writer.run('DELETE FROM replaced WHERE build = ?1', Number(id));
    else this.#writer.exec(`DROP ${String(type)} ${String(name)}`);
    this.#tables.delete(Number(id));
    return true;
  }

  #live(projection: string): TableEntry | undefined {
    const found = this.#reader.first(`SELECT ${ENTRY} WHERE b.projection = ?1 AND b.id = p.live`, projection);
    return found && toEntry(found);
  }

  #entries(connection: Connection, projection?: string): TableEntry[] {
    const order = 'ORDER BY b.projection, b.number';
    if (projection === undefined) return connection.all(`SELECT ${ENTRY} ${order}`).map(toEntry);
    return connection.all(`SELECT ${ENTRY} WHERE b.projection = ?1 ${order}`, projection).map(toEntry);
  }

  #find(connection: Connection, { projection, number }: Build): TableEntry | undefined {
    const found = connection.first(`SELECT ${ENTRY} WHERE b.projection = ?1 AND b.number = ?2`, projection, number);
    return found && toEntry(found);
  }

  /** @throws LeaseLost the build is gone */
  #entry(connection: Connection, build: Build): TableEntry {
    const entry = this.#find(connection, build);
    if (entry === undefined) throw goneBuild(build);
    return entry;
  }

  /** The build, if this owner may write to it from there. @throws LeaseLost */
  #held(build: Build, owner: string, from?: Position): TableEntry {
    const entry = this.#entry(this.#writer, build);
    const refused = refusal(build, owner, entry, from);
    if (refused !== undefined) throw refused;
    return entry;
  }

  #tablesOf({ id, index, ...build }: TableEntry): BuildTables {
    let tables = this.#tables.get(id);
    if (tables === undefined) {
      this.#tables.set(id, (tables = new BuildTables(id, indexFrom(index))));
      this.#ids.set(nameOf(build), id);
    }
    return tables;
  }

  /** The tables of a build that was met before; whether it is still there is for the transaction to say. */
  #known(build: Build): BuildTables | undefined {
    const id = this.#ids.get(nameOf(build));
    return id === undefined ? undefined : this.#tables.get(id);
  }
}

const nameOf = ({ projection, number }: Pick<Build, 'projection' | 'number'>): string => `${projection} ${number}`;

const toRow = <Doc>([key, doc, position, eventId]: Columns): Row<Doc> => ({
  key: String(key),
  doc: JSON.parse(String(doc)) as Doc,
  position: Number(position),
  eventId: String(eventId),
});

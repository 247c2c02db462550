import {
  BEGINNING,
  encodeAppend,
  passes,
  StoreUnavailable,
  type EventStore,
  type FollowOptions,
  type Page,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
} from '#libs/event-sourcing';
import { closeSync, existsSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { StoreInUse, unavailable, UnknownSchema } from './errors.ts';
import { Reader } from './reader.ts';
import { decode } from './row.ts';
import { migrate, MIGRATIONS, versionOf } from './schema.ts';
import { Tail } from './tail.ts';
import { Writer } from './writer.ts';

export { StoreInUse, UnknownSchema };

export interface SqliteOptions {
  /** The database file; made if it is not there. Beside it lie `-wal`, `-shm` and `.lock`. */
  readonly file: string;
  /** Reads only, beside a process that writes: for tools. Its `follow` looks for news every 50 ms. */
  readonly readOnly?: boolean;
  /** When events are recorded: milliseconds since the Unix epoch. Default: the system's clock. It never goes back: an earlier time counts as the last one. */
  readonly now?: () => number;
}

const SQLITE_BUSY = 5;
const POLL_MS = 50;

/**
 * Pages of 4 KiB in the write-ahead log before a commit moves them into the file. Twice SQLite's default halves how often a page that is written again
 * and again is moved; more would make that one commit slow. Larger pages cost more, because an append touches a page of the index anywhere in it.
 */
const LOG_PAGES = 2_000;

/** Holds the index of some two million events. */
const CACHE_KIB = 32_768;

/** How long a call waits for somebody else's lock on the file, an operator's tool for one. The driver is synchronous: everything waits with it. */
const BUSY_MS = 250;

/**
 * Opens an event store in one SQLite file.
 * @throws StoreInUse another process writes to it @throws UnknownSchema it is of another program or version @throws StoreUnavailable it cannot be opened
 */
export async function openSqliteEventStore(options: SqliteOptions): Promise<EventStore> {
  const { file, readOnly = false, now = Date.now } = options;
  const lock = readOnly ? undefined : lockOf(file);
  try {
    const db = openFile(options);
    return new SqliteEventStore(db, file, readOnly, lock, now);
  } catch (error) {
    lock?.close();
    if (error instanceof UnknownSchema) throw error;
    throw unavailable(file, error);
  }
}

/**
 * Held for the life of the store by a lock of the operating system, which frees it however the process ends. It lies in a file of its own,
 * because a lock on the database would keep readers out too.
 */
function lockOf(file: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    makePrivate(`${file}.lock`);
    lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) throw new StoreInUse(file, { cause: error });
    throw unavailable(file, error);
  }
}

/**
 * Makes a file that only this user can read; SQLite gives its log the same mode. A file that is there is left alone: closing a second descriptor of it
 * would drop every lock that this process holds on it.
 */
function makePrivate(file: string): void {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
}

function openFile({ file, readOnly = false }: SqliteOptions): DatabaseSync {
  if (!readOnly) makePrivate(file);
  const db = new DatabaseSync(file, { readOnly, enableForeignKeyConstraints: false, timeout: BUSY_MS });
  try {
    if (readOnly) {
      if (versionOf(db, file) < MIGRATIONS.length)
        throw new UnknownSchema(
          `${file} was written by an older version of this program: open it for writing once, which brings it up to date`,
        );
    } else {
      versionOf(db, file);
      db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${LOG_PAGES}`);
      migrate(db, file);
    }
    db.exec(`PRAGMA cache_size = -${CACHE_KIB}`);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

class SqliteEventStore implements EventStore {
  private readonly reader: Reader;
  private readonly writer: Writer | undefined;
  private readonly tail = new Tail();
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  private readonly db: DatabaseSync;
  private readonly file: string;
  private readonly lock: DatabaseSync | undefined;

  constructor(db: DatabaseSync, file: string, readOnly: boolean, lock: DatabaseSync | undefined, now: () => number) {
    this.db = db;
    this.file = file;
    this.lock = lock;
    this.reader = new Reader(db);
    this.writer = readOnly ? undefined : new Writer(db, file, this.reader, (rows) => this.tail.add(rows), now);
  }

  append: EventStore['append'] = async (stream, expected, events) => {
    const encoded = encodeAppend(stream, expected, events);
    this.requireOpen();
    if (this.writer === undefined) throw new StoreUnavailable(`The event store ${this.file} was opened read-only`);
    return this.writer.append(stream, expected, encoded);
  };

  async *read(name: string, { from, backwards = false, limit = Infinity }: ReadOptions = {}): AsyncGenerator<Page> {
    const found = this.try(() => this.reader.streamOf(name));
    if (found === undefined || limit <= 0) return;
    const stream = { id: found.id, name };
    const first = backwards ? Math.min(from ?? found.revision, found.revision) : (from ?? 0);
    const last = backwards ? Math.max(0, first - limit + 1) : Math.min(found.revision, first + limit - 1);
    for (let at = first; backwards ? at >= last : at <= last;) {
      if (at !== first) await nextTurn();
      const start = at;
      const events = this.try(() => decode(this.reader.streamPage(stream, start, last)));
      const end = events.at(-1);
      if (end === undefined) return;
      at = end.revision + (backwards ? -1 : 1);
      yield { events, through: Math.max(end.position, events[0]?.position ?? BEGINNING) };
    }
  }

  async *readAll({ after = BEGINNING, filter, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<Page> {
    const head = this.try(() => this.headNow());
    const pageAfter = this.try(() => this.reader.allPages(filter));
    let left = limit;
    for (let at = after; at < head && left > 0;) {
      if (at !== after) await nextTurn();
      const start = at;
      const page = this.try(() => pageAfter(start, head, left));
      left -= page.events.length;
      at = page.through;
      yield page;
    }
  }

  async *follow({ after = BEGINNING, filter, signal }: FollowOptions = {}): AsyncGenerator<Page> {
    this.requireOpen();
    const ended = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    const pageAfter = this.try(() => this.reader.allPages(filter));
    for (let at = after; ;) {
      if (ended.aborted) return;
      const start = at;
      const head = this.try(() => this.headNow());
      if (start >= head) {
        await this.more(ended);
        continue;
      }
      const rows = this.tail.after(start);
      const page =
        rows === undefined
          ? this.try(() => pageAfter(start, head, Infinity))
          : {
              events: decode(rows.filter(([, stream, , , , type]) => passes(filter, { stream, type }))),
              through: rows.at(-1)?.[0] ?? start,
            };
      at = page.through;
      yield page;
      if (at < head) await nextTurn();
    }
  }

  async head(): Promise<Position> {
    return this.try(() => this.headNow());
  }

  close(): Promise<void> {
    this.closed ??= (async () => {
      const settled = this.writer?.settled();
      this.closing.abort();
      await settled;
      this.db.close();
      this.lock?.close();
    })();
    return this.closed;
  }

  private headNow(): Position {
    return this.writer?.head ?? this.reader.head();
  }

  /** Resolves when there may be more to follow. Only a reader beside the writing process has to look for itself. */
  private async more(ended: AbortSignal): Promise<void> {
    if (this.writer !== undefined) return this.tail.next(ended);
    await pause(POLL_MS, undefined, { signal: ended }).catch((error: unknown) => {
      if (!ended.aborted) throw error;
    });
  }

  private requireOpen(): void {
    if (this.closing.signal.aborted) throw new StoreUnavailable(`The event store ${this.file} is closed`);
  }

  private try<T>(work: () => T): T {
    this.requireOpen();
    try {
      return work();
    } catch (error) {
      throw unavailable(this.file, error);
    }
  }
}

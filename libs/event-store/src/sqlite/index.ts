import {
  BEGINNING,
  encodeAppend,
  passes,
  StoreUnavailable,
  type EventFilter,
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
import { connect, makeDurable } from './connection.ts';
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
 * Opens an event store in one SQLite file. This thread reads; what it appends is written by a thread of its own.
 * @throws StoreInUse another process writes to it @throws UnknownSchema it is of another program or version @throws StoreUnavailable it cannot be opened
 */
export async function openSqliteEventStore(options: SqliteOptions): Promise<EventStore> {
  const { file, readOnly = false, now = Date.now } = options;
  const lock = readOnly ? undefined : lockOf(file);
  let db: DatabaseSync | undefined;
  try {
    db = openFile(options);
    const reader = new Reader(db);
    const tail = new Tail();
    const writer = readOnly ? undefined : new Writer({ file, head: reader.head(), committed: (rows) => tail.add(rows), now });
    return new SqliteEventStore({ file, db, lock, reader, tail, writer });
  } catch (error) {
    db?.close();
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

/** The connection that this thread reads by; for a store that is written to, the file is made and brought up to date first. */
function openFile({ file, readOnly = false }: SqliteOptions): DatabaseSync {
  if (!readOnly) makePrivate(file);
  const db = connect(file, { readOnly });
  try {
    const version = versionOf(db, file);
    if (readOnly) {
      if (version < MIGRATIONS.length)
        throw new UnknownSchema(
          `${file} was written by an older version of this program: open it for writing once, which brings it up to date`,
        );
    } else {
      makeDurable(db);
      migrate(db, file);
      db.exec('PRAGMA query_only = ON');
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

interface Parts {
  readonly file: string;
  readonly db: DatabaseSync;
  readonly lock: DatabaseSync | undefined;
  readonly reader: Reader;
  readonly tail: Tail;
  readonly writer: Writer | undefined;
}

class SqliteEventStore implements EventStore {
  private readonly closing = new AbortController();
  private closed: Promise<void> | undefined;

  private readonly file: string;
  private readonly db: DatabaseSync;
  private readonly lock: DatabaseSync | undefined;
  private readonly reader: Reader;
  private readonly tail: Tail;
  private readonly writer: Writer | undefined;

  constructor({ file, db, lock, reader, tail, writer }: Parts) {
    this.file = file;
    this.db = db;
    this.lock = lock;
    this.reader = reader;
    this.tail = tail;
    this.writer = writer;
  }

  append: EventStore['append'] = async (stream, expected, events) => {
    const encoded = encodeAppend(stream, expected, events);
    this.requireOpen();
    if (this.writer === undefined) throw new StoreUnavailable(`The event store ${this.file} was opened read-only`);
    return this.writer.append({ stream, expected, events: encoded });
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
    const head = this.try(() => this.reader.head());
    const pageAfter = this.pages(filter);
    let left = limit;
    for (let at = after; at < head && left > 0;) {
      if (at !== after) await nextTurn();
      const page = pageAfter(at, head, left);
      left -= page.events.length;
      at = page.through;
      yield page;
    }
  }

  async *follow({ after = BEGINNING, filter, signal }: FollowOptions = {}): AsyncGenerator<Page> {
    this.requireOpen();
    const ended = signal === undefined ? this.closing.signal : AbortSignal.any([signal, this.closing.signal]);
    const pageAfter = this.pages(filter);
    for (let at = after; ;) {
      if (ended.aborted) return;
      const told = this.writer?.head ?? this.try(() => this.reader.head());
      if (at >= told) {
        await this.more(ended);
        continue;
      }
      const page = pageAfter(at, told, Infinity);
      at = page.through;
      yield page;
      if (at < told) await nextTurn();
    }
  }

  /**
   * Of the file, which may be a commit ahead of what its writer has told: whoever has read an event gets no head before it. What is under way has its time
   * already and is waited for: up to a head, nothing is recorded any more as of a time before it was asked, and an answer as of an instant stays what it was.
   */
  async head(): Promise<Position> {
    this.requireOpen();
    await this.writer?.handedIsAnswered();
    return this.try(() => this.reader.head());
  }

  close(): Promise<void> {
    this.closed ??= (async () => {
      const settled = this.writer?.settled();
      this.closing.abort();
      await settled;
      // First this connection, so that the last one moves the log into the file, which takes a while, in its own thread.
      this.db.close();
      await this.writer?.end();
      this.lock?.close();
    })();
    return this.closed;
  }

  /** Pages of the whole order: out of the tail where it reaches back so far, else out of the file. */
  private pages(filter: EventFilter | undefined): (after: Position, head: Position, limit: number) => Page {
    let ofFile: ReturnType<Reader['allPages']> | undefined;
    return (after, head, limit) =>
      this.try(() => {
        const rows = this.tail.after(after, head) ?? [];
        if (rows.length === 0) return (ofFile ??= this.reader.allPages(filter))(after, head, limit);
        const passing = rows.filter(([, stream, , , , type]) => passes(filter, { stream, type })).slice(0, limit);
        const considered = passing.length === limit ? passing : rows;
        return { events: decode(passing), through: considered.at(-1)?.[0] ?? after };
      });
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

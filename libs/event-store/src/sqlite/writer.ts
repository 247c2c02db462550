import {
  RevisionConflict,
  StoreUnavailable,
  type Appended,
  type EncodedEvent,
  type ExpectedRevision,
  type Position,
} from '#libs/event-sourcing';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { unavailable } from './errors.ts';
import type { Reader } from './reader.ts';
import { Recent } from './recent.ts';
import type { Row } from './row.ts';

/** At most this many appends, and about this many bytes, share a commit: more would make the first of them wait for the last. */
const GROUP_APPENDS = 256;
const GROUP_BYTES = 4_194_304;

/** Bytes of appends that may wait for their commit; beyond it the store says that it is too busy instead of filling the memory. */
const WAITING_BYTES = 67_108_864;

/** Streams whose number and revision stay in memory, and event ids that an append to `any` or an existing stream is compared with. */
const KNOWN_STREAMS = 20_000;
const KNOWN_IDS = 10_000;

interface Append {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly EncodedEvent[];
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

interface Stream {
  readonly id: number;
  revision: number;
}

interface Place extends Appended {
  readonly stream: string;
}

/**
 * The one writer. Appends that arrive in the same turn of the event loop share a transaction, and so its fsync; each is judged on its own
 * against the streams as the appends before it left them, and answered after the commit.
 */
export class Writer {
  /** The last committed position. */
  head: Position;
  private readonly waiting: Append[] = [];
  private waitingBytes = 0;
  private turn: NodeJS.Immediate | undefined;
  private idle: (() => void) | undefined;

  private readonly streams = new Recent<string, Stream>(KNOWN_STREAMS);
  private ids: Recent<string, Place> | undefined;
  private nextStream: number;
  private recordedAt: number;

  private readonly begin: StatementSync;
  private readonly commit: StatementSync;
  private readonly insertEvent: StatementSync;
  private readonly insertStream: StatementSync;
  private readonly storedIds: StatementSync;

  private readonly db: DatabaseSync;
  private readonly file: string;
  private readonly reader: Reader;
  private readonly committed: (rows: readonly Row[]) => void;
  private readonly now: () => number;

  constructor(db: DatabaseSync, file: string, reader: Reader, committed: (rows: readonly Row[]) => void, now: () => number) {
    this.db = db;
    this.file = file;
    this.reader = reader;
    this.committed = committed;
    this.now = now;
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.commit = db.prepare('COMMIT');
    this.insertEvent = db.prepare(
      'INSERT INTO events (position, stream, revision, recorded_at, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.insertStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    this.storedIds = db.prepare('SELECT id, position FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision');
    this.head = reader.head();
    this.nextStream = Number(db.prepare('SELECT ifnull(max(id), 0) + 1 AS next FROM streams').get()?.next);
    this.recordedAt = Number(db.prepare('SELECT recorded_at FROM events WHERE position = ?').get(this.head)?.recorded_at ?? 0);
  }

  append(stream: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): Promise<Appended> {
    const bytes = events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (this.waitingBytes + bytes > WAITING_BYTES)
      throw new StoreUnavailable(`The event store ${this.file} is too busy: ${this.waiting.length} appends are waiting`);
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    this.waiting.push({ stream, expected, events, bytes, resolve, reject });
    this.waitingBytes += bytes;
    this.turn ??= setImmediate(() => this.drain());
    return promise;
  }

  /** Resolves when every append accepted so far is answered. */
  async settled(): Promise<void> {
    if (this.turn === undefined) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.idle = () => resolve(undefined);
    await promise;
  }

  private drain(): void {
    const group = this.nextGroup();
    this.turn = this.waiting.length > 0 ? setImmediate(() => this.drain()) : undefined;
    this.write(group);
    if (this.turn === undefined) this.idle?.();
  }

  private nextGroup(): readonly Append[] {
    let bytes = 0;
    const beyond = this.waiting.findIndex((append, i) => i >= GROUP_APPENDS || (bytes += append.bytes) > GROUP_BYTES);
    const group = this.waiting.splice(0, beyond === -1 ? this.waiting.length : Math.max(1, beyond));
    for (const append of group) this.waitingBytes -= append.bytes;
    return group;
  }

  private write(group: readonly Append[]): void {
    const rows: Row[] = [];
    const outcomes: (Appended | RevisionConflict)[] = [];
    let committing = false;
    try {
      this.recordedAt = Math.max(this.recordedAt, this.now());
      this.begin.run();
      for (const append of group) outcomes.push(this.place(append, rows));
      committing = true;
      this.commit.run();
    } catch (error) {
      this.forget();
      // A commit that failed on the disk may have reached it all the same, should the machine die before the next one.
      const failure = unavailable(this.file, error, committing ? 'unknown' : 'not-applied');
      for (const append of group) append.reject(failure);
      return;
    }
    if (rows.length > 0) {
      this.head += rows.length;
      this.committed(rows);
    }
    for (const [i, append] of group.entries()) {
      const outcome = outcomes[i];
      if (outcome instanceof RevisionConflict) append.reject(outcome);
      else if (outcome !== undefined) append.resolve(outcome);
    }
  }

  /** Undoes the transaction and everything in memory that came of it. */
  private forget(): void {
    this.streams.clear();
    this.ids = undefined;
    try {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      this.nextStream = Number(this.db.prepare('SELECT ifnull(max(id), 0) + 1 AS next FROM streams').get()?.next);
    } catch {
      // The next transaction meets the same condition and reports it.
    }
  }

  /** Puts one append into the open transaction, or says why not. */
  private place({ stream: name, expected, events }: Append, rows: Row[]): Appended | RevisionConflict {
    const stream = this.streams.get(name) ?? this.stored(name);
    const current = stream?.revision ?? -1;
    const conflict = () => new RevisionConflict(name, expected, stream === undefined ? 'none' : current);
    if (expected === 'any' || expected === 'exists') {
      const known = this.knownPlaces(name, events);
      if (known[0] !== undefined) return known.every((place) => place !== undefined) ? lastOf(known) : conflict();
      if (expected === 'exists' && stream === undefined) return conflict();
    } else {
      const at = expected === 'none' ? -1 : expected;
      if (at !== current) return (stream && this.repeated(stream, at, events)) ?? conflict();
    }
    return this.insert(name, stream ?? this.newStream(name), events, rows);
  }

  private stored(name: string): Stream | undefined {
    const stream = this.reader.streamOf(name);
    if (stream !== undefined) this.streams.set(name, stream);
    return stream;
  }

  private newStream(name: string): Stream {
    const stream = { id: this.nextStream++, revision: -1 };
    this.insertStream.run(stream.id, name);
    return stream;
  }

  private insert(name: string, stream: Stream, events: readonly EncodedEvent[], rows: Row[]): Appended {
    let position = this.head + rows.length;
    for (const { id, type, data, metadata } of events) {
      position += 1;
      stream.revision += 1;
      this.insertEvent.run(position, stream.id, stream.revision, this.recordedAt, id, type, data, metadata);
      rows.push([position, name, stream.revision, this.recordedAt, id, type, data, metadata]);
      this.ids?.set(id, { stream: name, revision: stream.revision, position });
    }
    this.streams.set(name, stream);
    return { revision: stream.revision, position };
  }

  /** Where the same events were put after this revision, if it was these. */
  private repeated(stream: Stream, at: number, events: readonly EncodedEvent[]): Appended | undefined {
    const stored = this.storedIds.all(stream.id, at + 1, at + events.length);
    if (!events.every(({ id }, i) => stored[i]?.id === id)) return undefined;
    return { revision: at + events.length, position: Number(stored.at(-1)?.position) };
  }

  /** Where events of these ids were put into this stream lately. After a start or a failure the newest stored ones are what is known. */
  private knownPlaces(name: string, events: readonly EncodedEvent[]): readonly (Place | undefined)[] {
    this.ids ??= this.newestIds();
    const ids = this.ids;
    return events.map(({ id }) => {
      const place = ids.get(id);
      return place?.stream === name ? place : undefined;
    });
  }

  private newestIds(): Recent<string, Place> {
    const ids = new Recent<string, Place>(KNOWN_IDS);
    const newest = this.db.prepare(
      `SELECT e.id, s.name AS stream, e.revision, e.position FROM events e JOIN streams s ON s.id = e.stream
       WHERE e.position > (SELECT max(position) FROM events) - ${KNOWN_IDS} ORDER BY e.position`,
    );
    for (const { id, stream, revision, position } of newest.all())
      ids.set(String(id), { stream: String(stream), revision: Number(revision), position: Number(position) });
    return ids;
  }
}

function lastOf(places: readonly (Place | undefined)[]): Appended {
  const last = places.at(-1);
  return { revision: last?.revision ?? 0, position: last?.position ?? 0 };
}

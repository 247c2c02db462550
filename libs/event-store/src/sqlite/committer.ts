import type { Appended, EncodedEvent, ExpectedRevision } from '#libs/event-sourcing';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Call, Committed, Failed, Group, Outcome } from './group.ts';
import { Reader } from './reader.ts';
import { Recent } from './recent.ts';

/** Streams whose number and revision stay in memory, and event ids that an append to `any` or an existing stream is compared with. */
const KNOWN_STREAMS = 20_000;
const KNOWN_IDS = 10_000;

interface Stream {
  readonly id: number;
  revision: number;
}

interface Place extends Appended {
  readonly stream: string;
}

/**
 * Commits groups of appends: a transaction each, and so one fsync. Each append is judged on its own against the streams as those before it left them.
 * Whatever is no condition of the file or its disk is a defect, and thrown.
 */
export class Committer {
  private head: number;
  private readonly streams = new Recent<string, Stream>(KNOWN_STREAMS);
  private ids: Recent<string, Place> | undefined;
  private nextStream: number;
  private recordedAt: number;

  private readonly begin: StatementSync;
  private readonly end: StatementSync;
  private readonly insertEvent: StatementSync;
  private readonly insertStream: StatementSync;
  private readonly storedIds: StatementSync;

  private readonly db: DatabaseSync;
  private readonly reader: Reader;

  constructor(db: DatabaseSync) {
    this.db = db;
    this.reader = new Reader(db);
    this.begin = db.prepare('BEGIN IMMEDIATE');
    this.end = db.prepare('COMMIT');
    this.insertEvent = db.prepare(
      'INSERT INTO events (position, stream, revision, recorded_at, id, type, data, metadata) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    );
    this.insertStream = db.prepare('INSERT INTO streams (id, name) VALUES (?, ?)');
    this.storedIds = db.prepare('SELECT id, position FROM events WHERE stream = ? AND revision BETWEEN ? AND ? ORDER BY revision');
    this.head = this.reader.head();
    this.nextStream = this.firstFreeStream();
    this.recordedAt = Number(db.prepare('SELECT recorded_at FROM events WHERE position = ?').get(this.head)?.recorded_at ?? 0);
  }

  commit({ at, calls }: Group): Committed | Failed {
    const before = this.head;
    let committing = false;
    try {
      this.recordedAt = Math.max(this.recordedAt, at);
      this.begin.run();
      const outcomes = calls.map((call) => this.place(call));
      committing = true;
      this.end.run();
      return { outcomes, recordedAt: this.recordedAt, head: this.head };
    } catch (error) {
      if (!isOfSqlite(error)) throw error;
      this.head = before;
      this.forget();
      // A commit that failed on the disk may have reached it all the same, should the machine die before the next one.
      return { error, outcome: committing ? 'unknown' : 'not-applied' };
    }
  }

  /** Undoes the transaction and everything in memory that came of it. */
  private forget(): void {
    this.streams.clear();
    this.ids = undefined;
    try {
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
      this.nextStream = this.firstFreeStream();
    } catch (error) {
      // The next transaction meets the same condition and reports it.
      if (!isOfSqlite(error)) throw error;
    }
  }

  private firstFreeStream(): number {
    return Number(this.db.prepare('SELECT ifnull(max(id), 0) + 1 AS next FROM streams').get()?.next);
  }

  /** Puts one append into the open transaction, or says why not. */
  private place({ stream: name, expected, events }: Call): Outcome {
    const stream = this.streams.get(name) ?? this.stored(name);
    if (expected === 'any' || expected === 'exists') {
      const known = this.knownPlaces(name, events);
      if (known[0] !== undefined) return known.every((place) => place !== undefined) ? lastOf(known) : conflictWith(stream);
      if (expected === 'exists' && stream === undefined) return conflictWith(stream);
    } else if (revisionOf(expected) !== (stream?.revision ?? -1)) {
      return (stream && this.repeated(stream, revisionOf(expected), events)) ?? conflictWith(stream);
    }
    return this.insert(name, stream ?? this.newStream(name), events);
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

  private insert(name: string, stream: Stream, events: readonly EncodedEvent[]): Outcome {
    for (const { id, type, data, metadata } of events) {
      this.head += 1;
      stream.revision += 1;
      this.insertEvent.run(this.head, stream.id, stream.revision, this.recordedAt, id, type, data, metadata);
      this.ids?.set(id, { stream: name, revision: stream.revision, position: this.head });
    }
    this.streams.set(name, stream);
    return { is: 'stored', revision: stream.revision, position: this.head };
  }

  /** Where the same events were put after this revision, if it was these. */
  private repeated(stream: Stream, at: number, events: readonly EncodedEvent[]): Outcome | undefined {
    const stored = this.storedIds.all(stream.id, at + 1, at + events.length);
    if (!events.every(({ id }, i) => stored[i]?.id === id)) return undefined;
    return { is: 'repeated', revision: at + events.length, position: Number(stored.at(-1)?.position) };
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

const revisionOf = (expected: Exclude<ExpectedRevision, 'any' | 'exists'>): number => (expected === 'none' ? -1 : expected);

function conflictWith(stream: Stream | undefined): Outcome {
  return { is: 'conflict', actual: stream?.revision ?? 'none' };
}

function lastOf(places: readonly (Place | undefined)[]): Outcome {
  const last = places.at(-1);
  return { is: 'repeated', revision: last?.revision ?? 0, position: last?.position ?? 0 };
}

/** The disk is full, the file is locked, a read failed: what SQLite itself says went wrong. */
function isOfSqlite(error: unknown): error is Error {
  return (error as NodeJS.ErrnoException).code === 'ERR_SQLITE_ERROR';
}

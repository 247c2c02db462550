import { setImmediate as nextTurn, setTimeout as deadline } from 'node:timers/promises';
import { ANY, jsonEvent, NO_STREAM, STREAM_EXISTS, type AppendResult } from '@eventstore/db-client';
import {
  BEGINNING,
  encodeAppend,
  EventTooLarge,
  passes,
  RevisionConflict,
  StoreUnavailable,
  StreamDeleted,
  type Appended,
  type EncodedEvent,
  type EventStore,
  type ExpectedRevision,
  type FollowOptions,
  type NewEvent,
  type Page,
  type Position,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
} from '#libs/event-sourcing';
import { Budget, Connection, InOrder, type Session } from './connection.ts';
import type { Certificates } from './client.ts';
import type { ConnectionSettings } from './connection-string.ts';
import { Live, pause, pauseOf, type Tuning } from './live.ts';
import { batchSizes, Reader, ReadFailed, type Batch } from './reader.ts';
import { sentenceOf, troubleOf, unavailable, type Trouble } from './trouble.ts';

/** Of the server's 100 calls a connection; one more carries the batch appends, one the subscription. */
const READS_AT_A_TIME = 38;
const APPENDS_AT_A_TIME = 40;

/**
 * How far the server's clock may be ahead of ours before appends fail: what the nodes of a cluster allow each other. The server takes the
 * deadline of an append as a time of day, and itself never waits longer than its own write time-out.
 */
const CLOCK_TOLERANCE_MS = 60_000;

/** Tries of one append while the leader changes. */
const LEADER_TRIES = 5;

/** The port over one EventStoreDB, or one cluster of it. */
export class EventStoreDb implements EventStore {
  readonly #connection: Connection;
  readonly #reader: Reader;
  readonly #live: Live;
  readonly #appends = new Budget(APPENDS_AT_A_TIME, 'appends');
  readonly #order = new InOrder();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #tuning: Tuning;
  readonly #requiresLeader: boolean;
  #closed: Promise<void> | undefined;
  /** Up to `to` the log has been looked through, and its last event of ours is at `head`. */
  #seen = { to: BEGINNING, head: BEGINNING };

  constructor(settings: ConnectionSettings, certificates: Certificates, tuning: Tuning) {
    this.#tuning = tuning;
    // Who prefers other nodes accepts reads that lag behind; asking those for the leader would turn the whole client back to it.
    this.#requiresLeader = settings.nodePreference === 'leader';
    this.#connection = new Connection(settings, certificates, tuning.deadlineMs + CLOCK_TOLERANCE_MS, tuning);
    const reads = new Budget(READS_AT_A_TIME, 'reads');
    this.#reader = new Reader(this.#connection, reads, tuning.deadlineMs, this.#requiresLeader, this.#closing.signal);
    this.#live = new Live(this.#connection, () => this.head(), tuning);
  }

  async append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    const encoded = encodeAppend(stream, expected, events);
    this.#requireOpen();
    const { deadlineMs } = this.#tuning;
    const appending = this.#order.of(stream, deadlineMs, () =>
      this.#appends.within(deadlineMs, () => this.#append(stream, expected, encoded)),
    );
    this.#pending.add(appending);
    try {
      return await appending;
    } finally {
      this.#pending.delete(appending);
    }
  }

  async *read(stream: string, { from, backwards = false, limit = Infinity }: ReadOptions = {}): AsyncGenerator<Page> {
    this.#requireOpen();
    const sizes = batchSizes();
    let next = from;
    for (let left = limit; left > 0 && (next === undefined || next >= 0);) {
      this.#requireOpen();
      const batch = await this.#reader.stream(stream, next, backwards, Math.min(left, sizeFrom(sizes)));
      if (batch === undefined) return;
      const last = batch.entries.at(-1);
      const events = eventsIn(batch);
      left -= events.length;
      if (events.length > 0) yield { events, through: Math.max(...events.map(({ position }) => position)) };
      if (batch.atEnd || last === undefined) return;
      next = last.revision + (backwards ? -1 : 1);
    }
  }

  async *readAll({ after = BEGINNING, filter, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<Page> {
    this.#requireOpen();
    const end = await this.head();
    const sizes = batchSizes();
    let position: Position = after;
    for (let left = limit; left > 0 && position < end;) {
      this.#requireOpen();
      const batch = await this.#after(position, Math.min(left + 32, sizeFrom(sizes)));
      const considered = batch.entries.filter((entry) => entry.position <= end);
      const events = eventsIn({ entries: considered }).filter((event) => passes(filter, event));
      const wanted = events.slice(0, left);
      left -= wanted.length;
      const through = wanted.length < events.length ? wanted.at(-1)?.position : considered.at(-1)?.position;
      // Nothing up to the end, though the end had an event: it was scavenged meanwhile.
      if (through === undefined) return;
      position = through;
      yield { events: wanted, through };
    }
  }

  async *follow({ after = BEGINNING, filter, signal }: FollowOptions = {}): AsyncGenerator<Page> {
    this.#requireOpen();
    const ended = signal ? AbortSignal.any([signal, this.#closing.signal]) : this.#closing.signal;
    let sizes = batchSizes();
    let position: Position = after;
    const follower = this.#live.join();
    try {
      for (let attempt = 0; !ended.aborted;) {
        const live = this.#live.after(follower, position, filter);
        if (live === 'nothing yet') {
          await this.#live.change(follower, ended);
          continue;
        }
        if (live !== 'not here') {
          sizes = batchSizes();
          position = live.through;
          yield live;
          continue;
        }
        const batch = await this.#patiently(position, sizeFrom(sizes), attempt, ended);
        attempt = batch ? 0 : attempt + 1;
        if (batch === undefined) continue;
        const last = batch.entries.at(-1);
        if (last) {
          position = last.position;
          yield { events: eventsIn(batch).filter((event) => passes(filter, event)), through: position };
        }
        if (!batch.atEnd) continue;
        if (this.#live.isRunning && last === undefined) await this.#live.change(follower, ended);
        this.#live.startFrom(position);
      }
    } finally {
      this.#live.leave(follower);
    }
  }

  async head(): Promise<Position> {
    this.#requireOpen();
    const sizes = batchSizes();
    const { to, head } = this.#seen;
    let newest: Position = BEGINNING;
    for (let before: Position | undefined; ;) {
      const batch = await this.#reader.before(before, before === undefined ? 8 : sizeFrom(sizes)).catch(this.#refuse);
      newest = Math.max(newest, batch.entries[0]?.position ?? BEGINNING);
      const last = batch.entries.find((entry) => entry.event !== undefined || entry.position <= to);
      before = batch.entries.at(-1)?.position;
      if (last === undefined && before !== undefined && !batch.atEnd) continue;
      // Behind what was looked through before lies nothing new, however much the system has written for itself since.
      // A follower that lags behind shows less than what is known.
      const found = Math.max(head, last?.event ? last.position : head);
      if (newest > this.#seen.to) this.#seen = { to: newest, head: found };
      return found;
    }
  }

  async close(): Promise<void> {
    this.#closed ??= (async () => {
      this.#closing.abort();
      await Promise.allSettled(this.#pending);
      this.#live.stop();
      await this.#connection.close();
    })();
    await this.#closed;
  }

  #requireOpen(): void {
    if (this.#closed) throw new StoreUnavailable('The event store is closed');
  }

  async #append(stream: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): Promise<Appended> {
    let maybeWritten = false;
    for (let tries = 1; ; tries++) {
      const begun = Date.now();
      try {
        const result = await this.#connection.use((session) => this.#send(session, stream, expected, events));
        const revision = Number(result.nextExpectedRevision);
        const position = await this.#positionOf(result, stream, revision);
        if (position > this.#seen.to) this.#seen = { to: position, head: position };
        return { revision, position };
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        const trouble = error === UNANSWERED ? this.#unanswered() : troubleOf(error);
        // Every append that shared the refused stream is told so, even one that was written before. Only where the same ids are
        // recognised for certain may they go out again.
        const repeatable = expected === 'none' || typeof expected === 'number';
        if (trouble.kind !== 'not-leader' || !repeatable || tries === LEADER_TRIES)
          throw sure(this.#appendError(stream, expected, events, trouble, Date.now() - begun, error), maybeWritten);
        maybeWritten = true;
        await nextTurn();
      }
    }
  }

  async #send(session: Session, stream: string, expected: ExpectedRevision, events: readonly EncodedEvent[]): Promise<AppendResult> {
    const { client } = session;
    const settled = new AbortController();
    client.appending += 1;
    try {
      return await Promise.race([
        client.appendToStream(stream, events.map(proposed), {
          expectedRevision:
            expected === 'none' ? NO_STREAM : expected === 'any' ? ANY : expected === 'exists' ? STREAM_EXISTS : BigInt(expected),
          requiresLeader: this.#requiresLeader,
          deadline: this.#tuning.deadlineMs + CLOCK_TOLERANCE_MS,
        }),
        deadline(this.#tuning.deadlineMs, undefined, { signal: settled.signal }).then(() => {
          throw UNANSWERED;
        }),
      ]);
    } catch (error) {
      const trouble = error === UNANSWERED ? this.#unanswered() : troubleOf(error);
      if (trouble.kind === 'lost') this.#connection.giveUp(session, trouble);
      throw error;
    } finally {
      settled.abort();
      client.appending -= 1;
    }
  }

  #unanswered(): Extract<Trouble, { kind: 'lost' }> {
    return { kind: 'lost', message: `no answer to an append within ${this.#tuning.deadlineMs} ms`, sent: true };
  }

  #appendError(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EncodedEvent[],
    trouble: Trouble,
    elapsedMs: number,
    cause: unknown,
  ): Error {
    switch (trouble.kind) {
      case 'conflict':
        return new RevisionConflict(stream, expected, trouble.actual);
      case 'stream-deleted':
        return new StreamDeleted(stream);
      case 'too-large': {
        if (trouble.limit !== undefined) return new EventTooLarge(stream, bytesOf(events), trouble.limit);
        // A limit for single events, which reaches us without its number: less than the largest one.
        const largest = Math.max(...events.map((event) => bytesOf([event])));
        return new EventTooLarge(stream, largest, largest - 1);
      }
      case 'gave-up':
        return new StoreUnavailable(gaveUp(elapsedMs), 'unknown', { cause });
      case 'lost':
      case 'not-leader':
        return new StoreUnavailable(sentenceOf(trouble), trouble.kind === 'lost' && !trouble.sent ? 'not-applied' : 'unknown', { cause });
      default:
        return unavailable(trouble, cause);
    }
  }

  /** A repeated append whose last event was truncated meanwhile is answered without a position. */
  async #positionOf(result: AppendResult, stream: string, revision: number): Promise<Position> {
    const position = Number(result.position?.commit ?? Number.NaN);
    if (Number.isSafeInteger(position)) return position;
    try {
      const batch = await this.#reader.stream(stream, revision, false, 1);
      return batch?.entries[0]?.position ?? (await this.head());
    } catch (cause) {
      throw new StoreUnavailable(`The append to ${stream} was written before, but where it is cannot be read just now`, 'unknown', {
        cause,
      });
    }
  }

  async #after(position: Position, size: number): Promise<Batch> {
    return this.#reader.after(position, size).catch(this.#refuse);
  }

  /** A batch for a follower; undefined where the store could not be reached, after a pause. @throws StoreUnavailable the server refuses the read */
  async #patiently(position: Position, size: number, attempt: number, ended: AbortSignal): Promise<Batch | undefined> {
    try {
      return await this.#reader.after(position, size);
    } catch (error) {
      if (ended.aborted) return undefined;
      if (error instanceof ReadFailed && error.trouble.kind === 'refused') throw unavailable(error.trouble, error.cause);
      if (!(error instanceof ReadFailed) && !(error instanceof StoreUnavailable)) throw error;
      await pause(pauseOf(this.#tuning.backoff, attempt), ended);
      return undefined;
    }
  }

  readonly #refuse = (error: unknown): never => {
    if (error instanceof ReadFailed) throw unavailable(error.trouble, error.cause);
    throw error;
  };
}

/** What the last try says of itself does not undo what an earlier one may have written. */
function sure(error: Error, maybeWritten: boolean): Error {
  return maybeWritten && error instanceof StoreUnavailable ? new StoreUnavailable(error.message, 'unknown', { cause: error.cause }) : error;
}

const UNANSWERED = new Error('No answer in time');

/** The client serialises data itself, so it gets a value of its own that surely is JSON; metadata goes as the bytes it is. */
function proposed({ id, type, data, metadata }: EncodedEvent) {
  return jsonEvent({ id, type, data: JSON.parse(data) as Record<string, unknown>, metadata: Uint8Array.from(Buffer.from(metadata)) });
}

const bytesOf = (events: readonly EncodedEvent[]) =>
  events.reduce((sum, { type, data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * type.length, 0);

const eventsIn = ({ entries }: Pick<Batch, 'entries'>): RecordedEvent[] => entries.flatMap((entry) => entry.event ?? []);

const sizeFrom = (sizes: Iterator<number>): number => Number(sizes.next().value);

function gaveUp(elapsedMs: number): string {
  const skew = `Its clock may be more than ${CLOCK_TOLERANCE_MS / 1_000} s ahead of this machine's: both are to follow the same time (NTP)`;
  return elapsedMs < 1_000
    ? `EventStoreDB declared the append late on arrival, after ${elapsedMs} ms. ${skew}`
    : `EventStoreDB stopped waiting for the append to be replicated, after ${elapsedMs} ms; it may still have been written`;
}

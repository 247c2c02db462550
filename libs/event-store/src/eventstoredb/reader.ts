import { BACKWARDS, END, FORWARDS, START, type ResolvedEvent, type StreamingRead } from '@eventstore/db-client';
import { BEGINNING, StoreUnavailable, StreamDeleted, type Position } from '#libs/event-sourcing';
import type { Budget, Connection, Session } from './connection.ts';
import { entryOf, sizeOf, type Entry } from './events.ts';
import { troubleOf, unavailable, type Trouble } from './trouble.ts';

/** A bounded run of records; `atEnd` where there were no more. */
export interface Batch {
  readonly entries: readonly Entry[];
  readonly atEnd: boolean;
}

/** A read that could not be made, with what is wrong. */
export class ReadFailed extends Error {
  constructor(
    readonly trouble: Trouble,
    override readonly cause: unknown,
  ) {
    super('read failed', { cause });
  }
}

const BATCH_EVENTS = 500;
const BATCH_BYTES = 1_048_576;

/** Sizes of batches, small first: a short read and a loop left early cost little, a long read is made of few calls. */
export function* batchSizes(): Generator<number> {
  for (let size = 64; size < BATCH_EVENTS; size *= 4) yield size;
  for (;;) yield BATCH_EVENTS;
}

/**
 * Reads in bounded calls. Each ends before its events are handed on, so that a reader who dawdles or leaves holds nothing of the server's, and
 * a read that brings nothing for `deadlineMs` is broken off.
 */
export class Reader {
  readonly #connection: Connection;
  readonly #budget: Budget;
  readonly #deadlineMs: number;
  readonly #requiresLeader: boolean;
  readonly #closing: AbortSignal;

  constructor(connection: Connection, budget: Budget, deadlineMs: number, requiresLeader: boolean, closing: AbortSignal) {
    this.#connection = connection;
    this.#budget = budget;
    this.#deadlineMs = deadlineMs;
    this.#requiresLeader = requiresLeader;
    this.#closing = closing;
  }

  /** A stream from a revision on, that one included; undefined where there is no such stream. @throws StreamDeleted @throws StoreUnavailable */
  async stream(stream: string, from: number | undefined, backwards: boolean, size: number): Promise<Batch | undefined> {
    try {
      return await this.#batch(size, (session) =>
        session.client.readStream(stream, {
          fromRevision: from === undefined ? (backwards ? END : START) : BigInt(from),
          direction: backwards ? BACKWARDS : FORWARDS,
          maxCount: size,
          requiresLeader: this.#requiresLeader,
        }),
      );
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      if (error.trouble.kind === 'stream-not-found') return undefined;
      if (error.trouble.kind === 'stream-deleted') throw new StreamDeleted(stream);
      throw unavailable(error.trouble, error.cause);
    }
  }

  /** All records after a position, oldest first. @throws ReadFailed */
  async after(position: Position, size: number): Promise<Batch> {
    // The server begins with the very record at the position, where it is still there.
    const batch = await this.#batch(size + 1, (session) =>
      session.client.readAll({
        fromPosition: position === BEGINNING ? START : { commit: BigInt(position), prepare: BigInt(position) },
        maxCount: size + 1,
        requiresLeader: this.#requiresLeader,
      }),
    );
    return { ...batch, entries: batch.entries.filter((entry) => entry.position > position) };
  }

  /** All records before a position (the end of the log by default), newest first. @throws ReadFailed */
  async before(position: Position | undefined, size: number): Promise<Batch> {
    return this.#batch(size, (session) =>
      session.client.readAll({
        fromPosition: position === undefined ? END : { commit: BigInt(position), prepare: BigInt(position) },
        direction: BACKWARDS,
        maxCount: size,
        requiresLeader: this.#requiresLeader,
      }),
    );
  }

  /** One bounded call; once again on a fresh connection where the old one had died meanwhile or another node leads. */
  async #batch(size: number, call: (session: Session) => StreamingRead<ResolvedEvent>): Promise<Batch> {
    for (let repeats = 0; ; repeats++) {
      try {
        return await this.#budget.within(this.#deadlineMs, () => this.#connection.use((session) => this.#collect(session, size, call)));
      } catch (error) {
        if (!(error instanceof ReadFailed)) throw error;
        const { kind } = error.trouble;
        const stalled = error.cause === STALLED;
        if (repeats >= 2 || stalled || (kind !== 'lost' && kind !== 'not-leader')) throw error;
      }
    }
  }

  async #collect(session: Session, size: number, call: (session: Session) => StreamingRead<ResolvedEvent>): Promise<Batch> {
    const entries: Entry[] = [];
    let bytes = 0;
    const read = call(session);
    // The client destroys nothing by itself: an error may still come when nobody listens any more.
    read.on('error', ignore);
    let timer: NodeJS.Timeout | undefined;
    let abort: () => void = ignore;
    try {
      const atEnd = await new Promise<boolean>((resolve, reject) => {
        abort = () => {
          reject(new StoreUnavailable('The event store is closed'));
        };
        this.#closing.addEventListener('abort', abort);
        if (this.#closing.aborted) abort();
        timer = setTimeout(() => {
          reject(STALLED);
        }, this.#deadlineMs);
        read.on('error', reject);
        read.on('end', () => resolve(true));
        read.on('data', (resolved: ResolvedEvent) => {
          timer?.refresh();
          try {
            const entry = entryOf(resolved);
            entries.push(entry);
            bytes += entry.event ? sizeOf(entry.event) : 0;
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
          if (bytes < BATCH_BYTES) return;
          read.pause();
          resolve(false);
        });
      });
      return { entries, atEnd: atEnd && entries.length < size };
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      const trouble: Trouble =
        error === STALLED ? { kind: 'lost', message: `nothing came for ${this.#deadlineMs} ms`, sent: true } : troubleOf(error);
      if (trouble.kind === 'lost') this.#connection.giveUp(session, trouble);
      throw new ReadFailed(trouble, error);
    } finally {
      clearTimeout(timer);
      this.#closing.removeEventListener('abort', abort);
      read.removeAllListeners('data');
      // Leaving a read without cancelling it leaks its call, one of a hundred. Not waited for: a client that is still looking for its node
      // cancels only when it has found it, and one that finds none has nothing to cancel.
      read.cancel().catch(ignore);
      read.destroy();
    }
  }
}

const STALLED = new Error('The read stalled');
const ignore = () => undefined;

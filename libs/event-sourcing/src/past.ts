import type { Capability } from './capability.ts';
import { defined } from './defined.ts';
import { BEGINNING, type Event, type Position, type RecordedEvent } from './event.ts';
import type { EventStore } from './event-store.ts';
import { type Freshness, ProjectionBehind } from './freshness.ts';
import { history, HISTORY, type HistoryEntry } from './history.ts';
import { type Projection, rowAfter } from './projection.ts';
import { eventsUpTo, makeAsOf } from './projector.ts';
import { type Found, InvalidQuery, type Query, type ReadStore, type Row, type RowPage } from './read-store.ts';
import { streamIndexName, streamIndexOf, type StreamOfRow } from './stream-index.ts';
import type { Upcaster } from './upcast.ts';

/** Rows as of that moment are not there yet: they are still being made, or too much else is. Ask again a little later. */
export class PastNotReady extends Error {
  override readonly name = 'PastNotReady';
  readonly code = 'past.not-ready';
  readonly retryable = true;
  constructor(
    message: string,
    /** Seconds. */
    readonly retryAfter: number,
  ) {
    super(message);
  }
}

/** A read store for a while; disposing of it leaves nothing behind, and never fails. */
export interface Scratch extends AsyncDisposable {
  readonly rows: ReadStore;
}

export interface PastOptions {
  readonly store: EventStore;
  /** Where the indexes are that `indexesOf` describes. */
  readonly rows: ReadStore;
  readonly freshness: Freshness;
  readonly upcaster: Upcaster;
  /** Opens an empty read store for the rows of one list as of one moment. */
  readonly openScratch: () => Promise<Scratch>;
  /** How long one who asks waits for an index at most, milliseconds. */
  readonly patienceMs: number;
  /** How long one who asks waits for rows that are being made, milliseconds; they go on being made. Default: as long. */
  readonly makingMs?: number;
  /** Called every few seconds while rows are made of the whole history, and when they are there. */
  readonly onProgress?: (progress: { readonly projection: string; readonly asOf: Position; readonly position: Position }) => void;
  /** Milliseconds since the Unix epoch, of the clock that events are recorded by. Default: the system's. */
  readonly now?: () => number;
  /** Lists made of the whole history that are kept to be asked again, as for their next page. Default: 4. */
  readonly kept?: number;
  /** Such lists that wait to be made, while one is; who wants one more is refused. Default: 4. */
  readonly waiting?: number;
}

/** What finding the past needs beside the projections themselves: the history, and which streams touched which rows. */
export function indexesOf(capabilities: readonly Capability[]): Capability {
  const types = capabilities.flatMap(({ events }) => Object.keys(events));
  const indexed = capabilities.flatMap(({ projections }) => projections).filter((projection) => projection.streamsOf === undefined);
  return { events: {}, projections: [history(types), ...indexed.map((projection) => streamIndexOf(projection))], processes: [] };
}

/** Streams of one row that are read for it; a row of more is looked up among all rows of its projection as of that moment. */
const MAX_STREAMS = 1_000;
/** Instants whose position is remembered. */
const MAX_INSTANTS = 1_000;
/** Rows made of the whole history are made one at a time, those of few streams in a queue of their own. */
const SCOPED_WAITING = 32;
const SCOPED_KEPT = 16;
const SAY_EVERY_MS = 5_000;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

interface Making {
  /** Made of the whole history: dear, and not to be given up for what is cheap. */
  readonly whole: boolean;
  readonly done: Promise<ReadStore>;
  position: Position;
  readers: number;
  state: 'making' | 'kept' | 'given-up';
}

/**
 * Rows as they were: folded from the events up to a position by the definition of today. One row costs the events of its streams; a list is made
 * once, of the whole history, beside everything else, and kept for a while. Nothing of this is in any reader's or writer's way.
 */
export class Past {
  /** By what is in them; the one asked for last is the last. */
  private readonly made = new Map<string, Making>();
  private readonly instants = new Map<number, Position>();
  private readonly whole: Queue;
  private readonly scoped = new Queue(SCOPED_WAITING);
  private readonly closing = new AbortController();
  private knownHead: Position = BEGINNING;

  constructor(private readonly options: PastOptions) {
    this.whole = new Queue(options.waiting ?? 4);
  }

  /**
   * The position that is meant: the position itself; or the last one that was recorded at or before an instant (ISO 8601 with offset). Recorded time
   * grows with the order but where the store's clock was set back; there, an instant that came twice is its first coming, and all that follows it
   * without a later time in between.
   * @throws InvalidQuery it is neither, or is not past yet: an answer as of a moment must never change @throws ProjectionBehind
   */
  async positionOf(asOf: Position | string): Promise<Position> {
    const position = typeof asOf === 'number' ? asOf : /^\d{1,16}$/.test(asOf) ? Number(asOf) : undefined;
    if (position === undefined) return this.positionAt(instantOf(String(asOf)));
    if (!Number.isSafeInteger(position) || position < 0) throw new InvalidQuery('asOf', `${position} is not a position`);
    if (position > this.knownHead) this.knownHead = await this.options.store.head();
    if (position > this.knownHead)
      throw new InvalidQuery('asOf', `What was recorded ends at position ${this.knownHead}; nothing can be shown as of ${position} yet`);
    return position;
  }

  /** A row as of a position. @throws PastNotReady @throws StreamDeleted @throws StoreUnavailable @throws RowsUnavailable */
  async get<E extends Event, Doc extends object>(of: Projection<E, Doc>, key: string, at: Position): Promise<Found<Doc>> {
    const streams = of.streamsOf?.(key) ?? (await this.streamsTouching(of.name, key, at));
    if (streams === undefined) return this.asked(of, undefined, at, (rows) => rows.get<Doc>(of.name, key));
    const { events } = await eventsUpTo(this.options.store, streams, of, at);
    let row: Row<Doc> | undefined;
    for (const raw of events) {
      const event = this.options.upcaster.upcast(raw) as RecordedEvent<E>;
      if (of.keysOf(event).includes(key)) row = rowAfter(of, row, event, key);
    }
    return { row, position: at };
  }

  /** A page of rows as of a position. @throws InvalidQuery @throws PastNotReady @throws StreamDeleted @throws StoreUnavailable @throws RowsUnavailable */
  async query<E extends Event, Doc extends object>(of: Projection<E, Doc>, query: Query, at: Position): Promise<RowPage<Doc>> {
    return this.asked(of, streamsMeant(of, query), at, (rows) => rows.query<Doc>(of.name, query));
  }

  /** Breaks off what is being made, and removes everything that was. */
  async close(): Promise<void> {
    this.closing.abort(new PastNotReady('This server is stopping', 1));
    const all = [...this.made.values()];
    this.made.clear();
    await Promise.all(
      all.map(({ done }) =>
        done.then(
          (rows) => this.scratches.get(rows)?.[Symbol.asyncDispose](),
          () => undefined,
        ),
      ),
    );
  }

  private readonly scratches = new WeakMap<ReadStore, Scratch>();

  private async positionAt(instant: number): Promise<Position> {
    if (instant > (this.options.now ?? Date.now)())
      throw new InvalidQuery('asOf', 'That moment is still to come: nothing can be shown as of it yet');
    const known = this.instants.get(instant);
    if (known !== undefined) return known;
    const { store, rows, freshness, patienceMs } = this.options;
    const next = { from: new Date(instant + 1).toISOString() };
    const { rows: later } = await rows.query<HistoryEntry>(HISTORY, {
      where: { recordedAt: next },
      sort: [{ field: 'recordedAt' }],
      limit: 1,
    });
    if (later.length === 0) await freshness.reach(HISTORY, await store.head(), patienceMs);
    const { rows: before } = await rows.query<HistoryEntry>(HISTORY, {
      where: { recordedAt: { to: next.from } },
      sort: [{ field: 'recordedAt', descending: true }],
      limit: 1,
    });
    let position = before[0]?.position ?? BEGINNING;
    if (before.length === 0) return position;
    for await (const page of store.readAll({ after: position })) {
      const over = page.events.find(({ recordedAt }) => recordedAt > instant);
      position = page.events.findLast((event) => over === undefined || event.position < over.position)?.position ?? position;
      if (over === undefined) continue;
      // Nothing recorded from now on can come before it.
      if (this.instants.size >= MAX_INSTANTS) this.instants.clear();
      this.instants.set(instant, position);
      break;
    }
    return position;
  }

  /** The streams that touched a row up to a position; undefined where the index does not tell, or tells of too many. */
  private async streamsTouching(projection: string, key: string, at: Position): Promise<readonly string[] | undefined> {
    const { rows, freshness, patienceMs } = this.options;
    const index = streamIndexName(projection);
    try {
      await freshness.reach(index, at, Math.min(patienceMs, 1_000));
    } catch (error) {
      if (error instanceof ProjectionBehind) return undefined;
      throw error;
    }
    const where = { key: { is: key }, since: { to: at + 1 } };
    const { rows: found, next } = await rows.query<StreamOfRow>(index, { where, limit: MAX_STREAMS });
    return next === undefined ? found.filter(({ doc }) => doc.key === key).map(({ doc }) => doc.stream) : undefined;
  }

  /** Asks the rows of a projection as of a position, which are made first if they are not there. */
  private async asked<E extends Event, Doc extends object, T>(
    of: Projection<E, Doc>,
    streams: readonly string[] | undefined,
    at: Position,
    ask: (rows: ReadStore) => Promise<T>,
  ): Promise<T> {
    const name = JSON.stringify([of.name, of.version, at, ...(streams ?? ['the whole history', 0])]);
    const making = this.made.get(name) ?? this.begin(of, streams, at, name);
    this.made.delete(name);
    this.made.set(name, making);
    making.readers++;
    try {
      return await ask(await this.patiently(making, at));
    } finally {
      making.readers--;
      this.giveUpOld();
      if (making.state === 'given-up') await this.remove(making);
    }
  }

  private begin<E extends Event, Doc extends object>(
    of: Projection<E, Doc>,
    streams: readonly string[] | undefined,
    at: Position,
    name: string,
  ): Making {
    const queue = streams === undefined ? this.whole : this.scoped;
    const done = queue.next(() => this.make(of, streams, at, (position) => (making.position = position)));
    const making: Making = { whole: streams === undefined, done, position: BEGINNING, readers: 0, state: 'making' };
    done.then(
      () => (making.state = 'kept'),
      () => this.made.delete(name),
    );
    return making;
  }

  private async make<E extends Event, Doc extends object>(
    of: Projection<E, Doc>,
    streams: readonly string[] | undefined,
    at: Position,
    reached: (position: Position) => void,
  ): Promise<ReadStore> {
    const { store, upcaster, openScratch, onProgress } = this.options;
    this.closing.signal.throwIfAborted();
    const scratch = await openScratch();
    let said = Date.now();
    const progress = (position: Position): void => {
      reached(position);
      if (streams !== undefined || (position < at && Date.now() < said + SAY_EVERY_MS)) return;
      said = Date.now();
      onProgress?.({ projection: of.name, asOf: at, position });
    };
    try {
      const { rows } = scratch;
      const { signal } = this.closing;
      await makeAsOf(of, defined({ store, rows, upcaster, owner: 'past', at, streams, signal, onProgress: progress }));
      this.scratches.set(rows, scratch);
      return rows;
    } catch (error) {
      await scratch[Symbol.asyncDispose]();
      throw error;
    }
  }

  private async patiently(making: Making, at: Position): Promise<ReadStore> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const share = at === 0 ? 0 : Math.floor((making.position / at) * 100);
        reject(new PastNotReady(`The rows as of position ${at} are being made from the history: ${share} % are done`, 2));
      }, this.options.makingMs ?? this.options.patienceMs);
    });
    try {
      return await Promise.race([making.done, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private giveUpOld(): void {
    for (const [whole, most] of [
      [true, this.options.kept ?? 4],
      [false, SCOPED_KEPT],
    ] as const) {
      const kept = [...this.made].filter(([, making]) => making.state === 'kept' && making.whole === whole);
      for (const [name, making] of kept.slice(0, Math.max(0, kept.length - most))) {
        this.made.delete(name);
        making.state = 'given-up';
        void this.remove(making);
      }
    }
  }

  /** Nobody who still reads it is disturbed: the last one removes it. */
  private async remove(making: Making): Promise<void> {
    if (making.readers > 0) return;
    const rows = await making.done;
    const scratch = this.scratches.get(rows);
    this.scratches.delete(rows);
    await scratch?.[Symbol.asyncDispose]();
  }
}

/** The streams that a list is made of, where one of its conditions tells. */
function streamsMeant<E extends Event, Doc extends object>(
  { streamsWith = {} }: Projection<E, Doc>,
  { where = {} }: Query,
): readonly string[] | undefined {
  for (const [field, streams] of Object.entries(streamsWith)) {
    const condition = where[field];
    if (condition !== undefined && 'is' in condition && typeof condition.is === 'string') return streams(condition.is);
  }
  return undefined;
}

function instantOf(text: string): number {
  const instant = INSTANT.test(text) ? Date.parse(text) : NaN;
  if (Number.isNaN(instant))
    throw new InvalidQuery('asOf', 'This is neither a position nor a moment with its offset, for example 2026-03-02T14:30:00+07:00');
  return instant;
}

/** Work that is done one after the other, and refused where too much of it waits. */
class Queue {
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly most: number) {}

  /** @throws PastNotReady */
  next<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting > this.most)
      return Promise.reject(
        new PastNotReady('Others have asked for rows of so many other moments that yours would have to wait for long', 10),
      );
    this.waiting++;
    const done = this.last.then(work).finally(() => this.waiting--);
    this.last = done.catch(() => undefined);
    return done;
  }
}

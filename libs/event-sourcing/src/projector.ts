import { defined } from './defined.ts';
import { BEGINNING, type Event, type Position, type RecordedEvent } from './event.ts';
import { type EventStore, type Page, StoreUnavailable } from './event-store.ts';
import { type Projection, rowAfter } from './projection.ts';
import { type Batch, type Build, type BuildStatus, LeaseLost, type ReadStore, type Row, RowsUnavailable } from './read-store.ts';
import type { Upcaster } from './upcast.ts';

/** Where a projection or process is and how it fares. */
export interface RunnerStatus {
  readonly name: string;
  readonly kind: 'projection' | 'process';
  readonly version: number;
  /** standby: another worker has it. waiting: a store is unavailable, trying again. failed: stopped at an event it cannot take. */
  readonly state: 'stopped' | 'starting' | 'catching-up' | 'live' | 'standby' | 'waiting' | 'failed';
  /** Everything up to here is in its rows. */
  readonly position: Position;
  /** Last sign of life, milliseconds since the Unix epoch. */
  readonly heartbeatAt: number;
  /** Instances of a process that cannot go on, each alone, and are tried again; absent where there is none. */
  readonly stuck?: number;
  readonly error?: {
    readonly message: string;
    readonly at: number;
    readonly event?: { readonly id: string; readonly type: string; readonly position: Position };
  };
}

/** A definition could not take an event, or what it made could not be carried out: the runner stops there until the program is mended. */
export class Poisoned extends Error {
  override readonly name = 'Poisoned';
  constructor(
    readonly event: RecordedEvent | undefined,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** The rows know of events that the store does not: it was restored to an older state. They have to be made anew. */
export class RowsAheadOfLog extends Error {
  override readonly name = 'RowsAheadOfLog';
  constructor(checkpoint: Position, head: Position) {
    super(
      `The rows are true to position ${checkpoint}, but the event store ends at ${head}: it was restored to an older state. Rebuild the projection`,
    );
  }
}

/**
 * Work besides projecting that a runner does while it holds the lease: a process carries out its commands here.
 * Called at the head of the log, whenever rows changed, and when the time it asked for has passed.
 * Answers how long until it wants to be called again, in milliseconds; undefined to wait for the next event.
 */
export type Duty = (build: Build, checkpoint: Position, signal: AbortSignal) => Promise<number | undefined>;

export interface ProjectorOptions {
  readonly store: EventStore;
  readonly rows: ReadStore;
  readonly upcaster: Upcaster;
  /** Names this worker in leases. Unique among all that run. */
  readonly owner: string;
  /** A dead worker's work is taken over after this long. Default 5,000 ms. */
  readonly leaseMs?: number;
  /** Events folded in memory before their rows are written once. Default 5,000. */
  readonly batchEvents?: number;
  /** Called after each commit of rows, with the new checkpoint. */
  readonly onProgress?: (position: Position) => void;
  readonly onStatus?: (status: RunnerStatus) => void;
  readonly kind?: RunnerStatus['kind'];
  readonly duty?: Duty;
}

/**
 * Runs one projection: catches up, switches a finished rebuild live, then follows. Holds a lease, so that of many workers exactly one projects;
 * rows and checkpoint commit together, so that a crash neither loses nor repeats an event. Waits out unavailable stores; stops, alone and loudly,
 * at an event that its definition cannot take, with everything before it kept.
 */
export class Projector<E extends Event = Event, Doc extends object = object> {
  private current: RunnerStatus;
  private stopping = new AbortController();
  private running: Promise<void> | undefined;
  private alarm = new AbortController();

  constructor(
    private readonly projection: Projection<E, Doc>,
    private readonly options: ProjectorOptions,
  ) {
    this.current = {
      name: projection.name,
      kind: options.kind ?? 'projection',
      version: projection.version,
      state: 'stopped',
      position: 0,
      heartbeatAt: Date.now(),
    };
  }

  get status(): RunnerStatus {
    return this.current;
  }

  start(): void {
    if (this.running !== undefined) return;
    this.stopping = new AbortController();
    this.running = this.run(this.stopping.signal);
  }

  /** Has a duty that waits for its time called now: its timer follows the machine's clock, and the one it goes by may be another. */
  wake(): void {
    this.alarm.abort();
    this.alarm = new AbortController();
  }

  /** Finishes the batch under way, gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
  }

  private async run(stop: AbortSignal): Promise<void> {
    const { rows, owner, leaseMs = 5_000 } = this.options;
    this.say('starting');
    let build: BuildStatus | undefined;
    for (let failures = 0; !stop.aborted;) {
      try {
        build = await rows.prepare(this.projection);
        if (await this.isSuperseded()) {
          this.say('standby');
          await pause(leaseMs, stop);
          continue;
        }
        if (!(await rows.claim(build, owner, leaseMs))) {
          this.say('standby', { position: build.checkpoint });
          await pause(Math.min(1_000, leaseMs / 5), stop);
          continue;
        }
        failures = 0;
        await this.underLease(build, leaseMs, stop);
      } catch (error) {
        if (error instanceof LeaseLost) {
          this.say('standby');
          await pause(50, stop);
        } else if (error instanceof RowsUnavailable || error instanceof StoreUnavailable) {
          this.say('waiting', { error: { message: error.message, at: Date.now() } });
          await pause(Math.min(5_000, 50 * 2 ** Math.min(failures++, 10)) * (0.5 + Math.random() / 2), stop);
        } else {
          this.fail(error);
          if (!(error instanceof RowsAheadOfLog)) break;
          // Mended from outside, by a rebuild: look again now and then.
          await pause(leaseMs, stop);
        }
      }
    }
    if (build !== undefined) await rows.release(build, owner).catch(() => undefined);
    if (this.current.state !== 'failed') this.say('stopped');
  }

  /** A newer program has already put a later version live: an older one must not project over it. */
  private async isSuperseded(): Promise<boolean> {
    const builds = await this.options.rows.builds(this.projection.name);
    return builds.some((build) => build.live && build.version > this.projection.version);
  }

  private async underLease(build: BuildStatus, leaseMs: number, stop: AbortSignal): Promise<void> {
    const { rows, owner } = this.options;
    const lost = new AbortController();
    const signal = AbortSignal.any([stop, lost.signal]);
    let renewing: Promise<void> = Promise.resolve();
    const heartbeat = setInterval(() => {
      renewing = renewing.then(async () => {
        try {
          if (!(await rows.claim(build, owner, leaseMs))) lost.abort();
          else this.current = { ...this.current, heartbeatAt: Date.now() };
        } catch {
          lost.abort();
        }
      });
    }, leaseMs / 3);
    try {
      await this.project(build, signal);
    } finally {
      clearInterval(heartbeat);
      await renewing;
    }
  }

  private async project(build: BuildStatus, signal: AbortSignal): Promise<void> {
    const { rows, owner, store, duty } = this.options;
    const filter = { types: this.projection.handles };
    const fold = new Fold(this.projection, build, build.checkpoint, this.options, (position) => this.advance(position));
    this.say('catching-up', { position: fold.checkpoint });
    const head = await store.head();
    if (fold.checkpoint > head) throw new RowsAheadOfLog(fold.checkpoint, head);
    await catchUp(fold, store, signal, this.options);
    if (isAborted(signal)) return;
    if (!build.live) await rows.promote(build, owner);
    this.say('live', { position: fold.checkpoint });
    /** When the duty wants to be called again, by the same clock as `performance.now`. */
    let dueAt: number | undefined;
    const attend = async (): Promise<void> => {
      const again = await duty?.(build, fold.checkpoint, signal);
      dueAt = again === undefined ? undefined : performance.now() + again;
    };
    await attend();
    const left = new AbortController();
    const pages = store.follow({ after: fold.checkpoint, filter, signal: AbortSignal.any([signal, left.signal]) })[Symbol.asyncIterator]();
    let next = pages.next();
    try {
      for (;;) {
        const page =
          dueAt === undefined
            ? await next
            : await earlier(next, Math.max(0, dueAt - performance.now()), AbortSignal.any([signal, this.alarm.signal]));
        if (isAborted(signal)) return;
        if (page === 'time') {
          await attend();
          continue;
        }
        if (page.done) return;
        const gathered = [page.value];
        next = pages.next();
        // What arrives meanwhile is taken along: under load one transaction then serves many commits, at the price of a moment's delay.
        for (const until = Date.now() + GATHER_MS; Date.now() < until; next = pages.next()) {
          const more = await atHand(next);
          if (more === undefined || more.done === true) break;
          gathered.push(more.value);
        }
        const events = gathered.flatMap((each) => each.events);
        await fold.take({ events, through: gathered.at(-1)?.through ?? page.value.through });
        // Most pages say nothing that concerns it: then its rows are as it left them.
        if (events.length > 0 || (dueAt !== undefined && performance.now() >= dueAt)) await attend();
      }
    } finally {
      // A follow that waits for news is only left by its signal.
      left.abort();
      await next.catch(() => undefined);
    }
  }

  private advance(position: Position): void {
    this.current = { ...this.current, position, heartbeatAt: Date.now() };
    this.options.onProgress?.(position);
  }

  private fail(error: unknown): void {
    const event = error instanceof Poisoned ? error.event : undefined;
    this.say('failed', {
      error: defined({
        message: error instanceof Error ? error.message : String(error),
        at: Date.now(),
        event: event && { id: event.id, type: event.type, position: event.position },
      }),
    });
  }

  private say(state: RunnerStatus['state'], more: Partial<Pick<RunnerStatus, 'position' | 'error'>> = {}): void {
    const { name, kind, version, position } = this.current;
    this.current = { name, kind, version, position, state, heartbeatAt: Date.now(), ...more };
    this.options.onStatus?.(this.current);
  }
}

/** How an operator's work on a projection is done. */
export interface OperatorOptions extends Pick<
  ProjectorOptions,
  'store' | 'rows' | 'upcaster' | 'owner' | 'leaseMs' | 'batchEvents' | 'onProgress'
> {
  readonly signal?: AbortSignal;
}

/**
 * Makes a new build of a projection beside the live one and switches to it: the rows as today's definition makes them from the whole history.
 * Readers keep the live rows until the one pointer switch at the end.
 * @throws Poisoned at an event the definition cannot take; the live build stays @throws LeaseLost
 */
export async function rebuild<E extends Event, Doc extends object>(
  projection: Projection<E, Doc>,
  options: OperatorOptions,
): Promise<BuildStatus> {
  return beside(projection, options, async (build, checkpoint) => {
    await options.rows.promote(build, options.owner);
    return { ...build, checkpoint, live: true };
  });
}

/** A row that is not the same when it is made anew. */
export interface Difference {
  readonly key: string;
  /** only-live: the rebuild has no such row. only-rebuilt: the live rows lack it. */
  readonly difference: 'only-live' | 'only-rebuilt' | 'content';
}

export interface Comparison {
  /** Rows looked at, on either side. */
  readonly rows: number;
  readonly different: number;
  /** The first hundred. */
  readonly differences: readonly Difference[];
  readonly position: Position;
}

/**
 * Makes the rows of a projection anew beside the live ones, and compares the two row by row. Changes nothing that readers see.
 * A row that either side has from an event which the other has not seen yet is left out.
 */
export async function compare<E extends Event, Doc extends object>(
  projection: Projection<E, Doc>,
  options: OperatorOptions,
): Promise<Comparison> {
  const { rows } = options;
  return beside(projection, options, async (rebuilt, position) => {
    const live = (await rows.builds(projection.name)).find((build) => build.live);
    if (live === undefined || live.number === rebuilt.number) return { rows: 0, different: 0, differences: [], position };
    const both = Math.min(position, live.checkpoint);
    const differences: Difference[] = [];
    let seen = 0;
    let different = 0;
    const note = (key: string, difference: Difference['difference']): void => {
      different++;
      if (differences.length < 100) differences.push({ key, difference });
    };
    for await (const page of rows.scan<Doc>(live)) {
      const made = await rows.rowsOf<Doc>(
        rebuilt,
        page.map(({ key }) => key),
      );
      for (const row of page) {
        seen++;
        const other = made.get(row.key);
        if (row.position > both || (other !== undefined && other.position > both)) continue;
        if (other === undefined) note(row.key, 'only-live');
        else if (other.position !== row.position || JSON.stringify(other.doc) !== JSON.stringify(row.doc)) note(row.key, 'content');
      }
    }
    for await (const page of rows.scan<Doc>(rebuilt)) {
      const known = await rows.rowsOf<Doc>(
        live,
        page.map(({ key }) => key),
      );
      for (const row of page) {
        if (known.has(row.key) || row.position > both) continue;
        seen++;
        note(row.key, 'only-rebuilt');
      }
    }
    return { rows: seen, different, differences, position };
  });
}

/** Which rows are made anew, and of what. */
export interface AsOfOptions extends OperatorOptions {
  /** The last position whose event is in them. */
  readonly at: Position;
  /** The only streams that are read. Default: the whole history. */
  readonly streams?: readonly string[];
}

/**
 * Fills an empty read store with the rows of a projection as they were at a position, and makes them its live ones.
 * @throws Poisoned at an event the definition cannot take @throws StoreUnavailable @throws RowsUnavailable
 */
export async function makeAsOf<E extends Event, Doc extends object>(projection: Projection<E, Doc>, options: AsOfOptions): Promise<void> {
  const { store, rows, owner, at, streams, signal, leaseMs = 30_000, batchEvents } = options;
  // The first build is live at once, and kept fit for queries row by row; the second one is made so in one go at its end.
  await rows.prepare(projection);
  const build = await rows.prepare(projection, { fresh: true });
  if (!(await rows.claim(build, owner, leaseMs))) throw new LeaseLost(build, 'another worker has taken the new build');
  const renew = setInterval(() => void rows.claim(build, owner, leaseMs).catch(() => false), leaseMs / 3);
  const fold = new Fold(projection, build, BEGINNING, options, (position) => options.onProgress?.(position));
  try {
    const pages =
      streams === undefined ? store.readAll({ filter: { types: projection.handles } }) : [await eventsUpTo(store, streams, projection, at)];
    for await (const { events, through } of pages) {
      signal?.throwIfAborted();
      await fold.add({ events: events.filter(({ position }) => position <= at), through: Math.min(through, at) }, batchEvents);
      if (through >= at) break;
    }
    await fold.add({ events: [], through: at });
    await fold.finish();
    await rows.promote(build, owner);
  } finally {
    clearInterval(renew);
    await fold.abandon();
  }
}

/** Streams read at a time. */
const READERS = 8;

/** The events of these streams that a projection handles, up to a position, in the one order. @throws StreamDeleted @throws StoreUnavailable */
export async function eventsUpTo(
  store: EventStore,
  streams: readonly string[],
  { handles }: Pick<Projection, 'handles'>,
  at: Position,
): Promise<Page> {
  const found: RecordedEvent[] = [];
  const left = [...new Set(streams)];
  const reader = async (): Promise<void> => {
    for (let stream = left.pop(); stream !== undefined; stream = left.pop())
      for await (const { events } of store.read(stream)) {
        for (const event of events) if (event.position <= at && handles.includes(event.type)) found.push(event);
        if ((events.at(-1)?.position ?? at) >= at) break;
      }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return { events: found.sort((a, b) => a.position - b.position), through: at };
}

/** Builds a projection from the beginning, beside the live build, until it is as far, and then does something with it. */
async function beside<E extends Event, Doc extends object, T>(
  projection: Projection<E, Doc>,
  options: OperatorOptions,
  then: (build: BuildStatus, checkpoint: Position) => Promise<T>,
): Promise<T> {
  const { rows, store, owner, leaseMs = 30_000, signal = new AbortController().signal } = options;
  const build = await rows.prepare(projection, { fresh: true });
  if (!(await rows.claim(build, owner, leaseMs))) throw new LeaseLost(build, 'another worker has taken the new build');
  const fold = new Fold(projection, build, build.checkpoint, options, (position) => options.onProgress?.(position));
  // A lease that could not be renewed shows in the next batch, which then fails.
  const renew = setInterval(() => void rows.claim(build, owner, leaseMs).catch(() => false), leaseMs / 3);
  try {
    await catchUp(fold, store, signal, options);
    signal.throwIfAborted();
    return await then(build, fold.checkpoint);
  } finally {
    clearInterval(renew);
    // What did not become live is of no use to anybody; where it cannot be dropped now, the next promotion does.
    await rows.discard(build, owner).catch(() => undefined);
    await rows.release(build, owner).catch(() => undefined);
  }
}

/** Takes everything there is, in batches; again as long as there is more and the live build, which goes on meanwhile, is further. */
async function catchUp<E extends Event, Doc extends object>(
  fold: Fold<E, Doc>,
  store: EventStore,
  signal: AbortSignal,
  { rows, batchEvents = BATCH_EVENTS }: Pick<ProjectorOptions, 'rows' | 'batchEvents'>,
): Promise<void> {
  for (let before = -1; before < fold.checkpoint && !isAborted(signal);) {
    before = fold.checkpoint;
    try {
      for await (const page of pagesAfter(fold, store)) {
        if (isAborted(signal)) break;
        await fold.add(page, batchEvents);
      }
      await fold.finish();
    } catch (error) {
      await fold.abandon();
      if (!isRefusedRow(error)) throw error;
      // Batches are written while the next ones are read: the event that made such a row is found by taking them one after the other.
      for await (const page of pagesAfter(fold, store)) {
        if (isAborted(signal)) break;
        await fold.take(page);
      }
    }
    if (fold.checkpoint >= (await rows.checkpoint(fold.projection.name))) return;
  }
}

const pagesAfter = <E extends Event, Doc extends object>(
  { checkpoint, projection }: Fold<E, Doc>,
  store: EventStore,
): AsyncIterable<Page> => store.readAll({ after: checkpoint, filter: { types: projection.handles } });

/** A read store says so of a row that its definition must not make. */
const isRefusedRow = (error: unknown): error is TypeError | RangeError => error instanceof TypeError || error instanceof RangeError;

/** Events folded in memory before their rows are written once. */
const BATCH_EVENTS = 5_000;
/** Rows that a batch has at most when it is written, give or take a page: two batches are in memory, the one that is folded and the one before. */
const BATCH_ROWS = 2_000;
/** Keys that are remembered as written; some 25 MB. */
const MAX_WRITTEN = 250_000;

/**
 * Folds pages of events into rows: each key of a batch is loaded once, folded in memory and written once, while the next batch is folded already.
 * What it knows of rows holds while nobody else writes to the build: until `finish`.
 */
class Fold<E extends Event, Doc extends object> {
  /** Everything up to here is in `made`. */
  private folded: Position;
  private events = 0;
  /** Rows as the events so far left them, in this batch; undefined where they end. */
  private made = new Map<string, Row<Doc> | undefined>();
  /** Rows as they are without this batch, of all keys in it: what the batch before made, which may still be on its way, and what was loaded. */
  private before = new Map<string, Row<Doc> | undefined>();
  /** All keys that the build has, where it began empty and they are not too many: no others need to be asked for. */
  private written: Set<string> | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    readonly projection: Projection<E, Doc>,
    private readonly build: Build,
    public checkpoint: Position,
    private readonly options: Pick<ProjectorOptions, 'rows' | 'owner' | 'upcaster'>,
    private readonly progress: (checkpoint: Position) => void,
  ) {
    this.folded = checkpoint;
    if (checkpoint === BEGINNING) this.written = new Set();
  }

  /**
   * Takes a page whole; or, if its definition throws, everything before that event, and then throws.
   * @throws Poisoned @throws LeaseLost @throws RowsUnavailable
   */
  async take(page: Page): Promise<void> {
    try {
      await this.add(page);
      await this.finish();
    } catch (error) {
      await this.abandon();
      if (!isRefusedRow(error)) throw error;
      // A row was made that cannot be stored: the event that made it is found, and everything before it kept.
      const [only, ...more] = page.events;
      if (more.length === 0) throw new Poisoned(only, error);
      for (const event of page.events) if (event.position > this.checkpoint) await this.take({ events: [event], through: event.position });
      await this.take({ events: [], through: page.through });
    }
  }

  /** Folds a page, and begins to write the batch if it has become so large. @throws as `take`, also of the batch before */
  async add(page: Page, batchEvents = BATCH_EVENTS): Promise<void> {
    const { work, poison } = await this.planned(page.events);
    this.events += work.length;
    for (const { event, keys } of work) {
      let rows: readonly (Row<Doc> | undefined)[];
      try {
        rows = keys.map((key) => rowAfter(this.projection, this.row(key), event, key));
      } catch (error) {
        await this.finish();
        throw new Poisoned(event, error);
      }
      for (const [place, key] of keys.entries()) {
        const row = rows[place];
        if (row !== this.row(key)) this.made.set(key, row);
      }
      this.folded = event.position;
    }
    if (poison !== undefined) {
      await this.finish();
      throw poison;
    }
    this.folded = page.through;
    if (this.events >= batchEvents || this.made.size >= BATCH_ROWS) await this.commit();
  }

  /** Writes what is left, and waits until everything is written. Rows are asked for anew afterwards. */
  async finish(): Promise<void> {
    await this.commit();
    await this.writing;
    this.forget();
  }

  /** Waits for what is being written, whatever becomes of it, and goes back to the last checkpoint. */
  async abandon(): Promise<void> {
    await this.writing.catch(() => undefined);
    this.forget();
  }

  /** The events up to one that cannot be read, each with its distinct keys, whose rows are known then. */
  private async planned(events: readonly RecordedEvent[]): Promise<{
    readonly work: readonly { readonly event: RecordedEvent<E>; readonly keys: readonly string[] }[];
    readonly poison?: Poisoned;
  }> {
    const work: { readonly event: RecordedEvent<E>; readonly keys: readonly string[] }[] = [];
    const missing = new Set<string>();
    let poison: Poisoned | undefined;
    for (const raw of events) {
      try {
        const event = this.options.upcaster.upcast(raw) as RecordedEvent<E>;
        const keys = this.projection.keysOf(event);
        work.push({ event, keys: keys.length > 1 ? [...new Set(keys)] : keys });
      } catch (error) {
        poison = new Poisoned(raw, error);
        break;
      }
      for (const key of work.at(-1)?.keys ?? []) {
        if (this.made.has(key) || this.before.has(key)) continue;
        if (this.written === undefined || this.written.has(key)) missing.add(key);
        else this.before.set(key, undefined);
      }
    }
    if (missing.size > 0) {
      const stored = await this.options.rows.rowsOf<Doc>(this.build, [...missing]);
      for (const key of missing) this.before.set(key, stored.get(key));
    }
    return defined({ work, poison });
  }

  private row(key: string): Row<Doc> | undefined {
    return this.made.has(key) ? this.made.get(key) : this.before.get(key);
  }

  /** Begins to write the batch once the one before is written. */
  private async commit(): Promise<void> {
    await this.writing;
    if (this.folded === this.checkpoint) return;
    const { made, before, folded: to } = this;
    const upserts: Row[] = [];
    const deletes: string[] = [];
    for (const [key, row] of made) {
      if (row !== undefined) upserts.push(row);
      else if (before.get(key) !== undefined) deletes.push(key);
      this.written?.add(key);
    }
    if ((this.written?.size ?? 0) > MAX_WRITTEN) this.written = undefined;
    this.before = made;
    this.made = new Map();
    this.events = 0;
    this.writing = this.write({ build: this.build, owner: this.options.owner, from: this.checkpoint, to, upserts, deletes });
    // It is looked at when the next batch is written, or at the end.
    this.writing.catch(() => undefined);
  }

  private async write(batch: Batch): Promise<void> {
    await this.options.rows.apply(batch);
    this.checkpoint = batch.to;
    this.progress(batch.to);
  }

  private forget(): void {
    this.made = new Map();
    this.before = new Map();
    this.written = undefined;
    this.writing = Promise.resolve();
    this.events = 0;
    this.folded = this.checkpoint;
  }
}

/** How long a follower gathers at most what keeps arriving, milliseconds. */
const GATHER_MS = 25;

/** What a promise resolves to within this turn of the event loop, if it does. */
function atHand<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}

/** Asked anew each time: a signal can abort during any await. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Resolves after this long, or at once when the signal aborts. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}

async function earlier<T>(next: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'time'> {
  const timer = new AbortController();
  try {
    return await Promise.race([next, pause(ms, AbortSignal.any([signal, timer.signal])).then(() => 'time' as const)]);
  } finally {
    timer.abort();
  }
}

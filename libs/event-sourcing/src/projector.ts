import type { Event, Position, RecordedEvent } from './event.ts';
import { type EventStore, type Page, StoreUnavailable } from './event-store.ts';
import type { Projection } from './projection.ts';
import { type Build, type BuildStatus, LeaseLost, type ReadStore, type Row, RowsUnavailable } from './read-store.ts';
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
    let again = await duty?.(build, fold.checkpoint, signal);
    const left = new AbortController();
    const pages = store.follow({ after: fold.checkpoint, filter, signal: AbortSignal.any([signal, left.signal]) })[Symbol.asyncIterator]();
    let next = pages.next();
    try {
      for (;;) {
        const page = again === undefined ? await next : await earlier(next, again, signal);
        if (isAborted(signal)) return;
        if (page === 'time') {
          again = await duty?.(build, fold.checkpoint, signal);
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
        await fold.take({ events: gathered.flatMap(({ events }) => events), through: gathered.at(-1)?.through ?? page.value.through });
        if (duty !== undefined) again = await duty(build, fold.checkpoint, signal);
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
      error: {
        message: error instanceof Error ? error.message : String(error),
        at: Date.now(),
        ...(event && { event: { id: event.id, type: event.type, position: event.position } }),
      },
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
  { rows, batchEvents = 5_000 }: Pick<ProjectorOptions, 'rows' | 'batchEvents'>,
): Promise<void> {
  for (let before = -1; before < fold.checkpoint && !isAborted(signal);) {
    before = fold.checkpoint;
    let events: RecordedEvent[] = [];
    let through = before;
    for await (const page of store.readAll({ after: before, filter: { types: fold.projection.handles } })) {
      events.push(...page.events);
      through = page.through;
      if (events.length >= batchEvents) {
        await fold.take({ events, through });
        events = [];
      }
      if (isAborted(signal)) break;
    }
    if (through > fold.checkpoint) await fold.take({ events, through });
    if (fold.checkpoint >= (await rows.checkpoint(fold.projection.name))) return;
  }
}

/** Folds batches of events into rows: each key is loaded once, folded in memory and written once. */
class Fold<E extends Event, Doc extends object> {
  private readonly upcaster: Upcaster;

  constructor(
    readonly projection: Projection<E, Doc>,
    private readonly build: Build,
    public checkpoint: Position,
    private readonly options: Pick<ProjectorOptions, 'rows' | 'owner' | 'upcaster'>,
    private readonly progress: (checkpoint: Position) => void,
  ) {
    this.upcaster = options.upcaster;
  }

  /** Takes a page whole; or, if its definition throws, everything before that event, and then throws. @throws Poisoned @throws LeaseLost @throws RowsUnavailable */
  async take(page: Page): Promise<void> {
    let poison: Poisoned | undefined;
    const work: { readonly event: RecordedEvent<E>; readonly keys: readonly string[] }[] = [];
    for (const raw of page.events) {
      try {
        const event = this.upcaster.upcast(raw) as RecordedEvent<E>;
        work.push({ event, keys: this.projection.keysOf(event) });
      } catch (error) {
        poison = new Poisoned(raw, error);
        break;
      }
    }
    const wanted = new Set(work.flatMap(({ keys }) => keys));
    const stored = wanted.size === 0 ? new Map<string, Row<Doc>>() : await this.options.rows.rowsOf<Doc>(this.build, [...wanted]);
    const touched = new Map<string, Row<Doc> | undefined>();
    let to = page.through;
    let before = this.checkpoint;
    for (const { event, keys } of work) {
      const results = new Map<string, Doc | undefined>();
      try {
        for (const key of new Set(keys)) {
          const row = touched.has(key) ? touched.get(key) : stored.get(key);
          results.set(key, this.projection.evolve(row?.doc, event, key));
        }
      } catch (error) {
        poison = new Poisoned(event, error);
        break;
      }
      for (const [key, doc] of results) touched.set(key, doc && { key, doc, position: event.position, eventId: event.id });
      before = event.position;
    }
    if (poison !== undefined) to = before;
    const upserts: Row[] = [];
    const deletes: string[] = [];
    for (const [key, row] of touched) {
      if (row !== undefined) upserts.push(row);
      else if (stored.has(key)) deletes.push(key);
    }
    if (to > this.checkpoint) {
      try {
        await this.options.rows.apply({ build: this.build, owner: this.options.owner, from: this.checkpoint, to, upserts, deletes });
        this.checkpoint = to;
        this.progress(to);
      } catch (error) {
        if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
        await this.takeEach(work, to, error);
      }
    }
    if (poison !== undefined) throw poison;
  }

  /** A row was made that cannot be stored: finds the event that made it, and keeps everything before. @throws Poisoned */
  private async takeEach(work: readonly { readonly event: RecordedEvent<E> }[], to: Position, refusal: Error): Promise<void> {
    const [only] = work;
    if (work.length <= 1) throw new Poisoned(only?.event, refusal);
    for (const { event } of work) await this.take({ events: [event], through: event.position });
    await this.take({ events: [], through: to });
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

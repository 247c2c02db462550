import { BatchedFold, catchUp, type FoldOptions } from './batched-fold.ts';
import { defined } from './defined.ts';
import type { Event, Position } from './event.ts';
import { type EventStore, StoreUnavailable } from './event-store.ts';
import { isAborted, pause } from './pause.ts';
import { PoisonEvent, type Projection } from './projection.ts';
import { type Build, type BuildStatus, LeaseLost, RowsUnavailable } from './read-store.ts';

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
 * Carries out what rows ask for, while the runner holds the lease: the outbox of a process. Called at the head of the log, whenever rows changed, and when
 * the time it asked for has passed. Answers how long until it wants to be called again, in milliseconds; undefined to wait for the next event.
 */
export type Dispatcher = (build: Build, checkpoint: Position, signal: AbortSignal) => Promise<number | undefined>;

export interface ProjectorOptions extends FoldOptions {
  readonly store: EventStore;
  /** A dead worker's work is taken over after this long. Default 5,000 ms. */
  readonly leaseMs?: number;
  /** Called after each commit of rows, with the new checkpoint. */
  readonly onProgress?: (position: Position) => void;
  readonly onStatus?: (status: RunnerStatus) => void;
  readonly kind?: RunnerStatus['kind'];
  readonly dispatcher?: Dispatcher;
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

  /** Has a dispatcher that waits for its time called now: its timer follows the machine's clock, and the one it goes by may be another. */
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
    const { rows, owner, store } = this.options;
    const fold = new BatchedFold(this.projection, build, build.checkpoint, this.options, (position) => this.advance(position));
    this.say('catching-up', { position: fold.checkpoint });
    const head = await store.head();
    if (fold.checkpoint > head) throw new RowsAheadOfLog(fold.checkpoint, head);
    await catchUp(fold, store, rows, signal);
    if (isAborted(signal)) return;
    if (!build.live) await rows.promote(build, owner);
    this.say('live', { position: fold.checkpoint });
    await this.follow(fold, build, signal);
  }

  /** Takes pages as they come, and has dispatched what they and the time ask for, until the signal aborts. */
  private async follow(fold: BatchedFold<E, Doc>, build: Build, signal: AbortSignal): Promise<void> {
    const { store, dispatcher } = this.options;
    /** When the dispatcher wants to be called again, by the same clock as `performance.now`. */
    let dueAt: number | undefined;
    const dispatch = async (): Promise<void> => {
      const again = await dispatcher?.(build, fold.checkpoint, signal);
      dueAt = again === undefined ? undefined : performance.now() + again;
    };
    await dispatch();
    const left = new AbortController();
    const filter = { types: this.projection.handles };
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
          await dispatch();
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
        if (events.length > 0 || (dueAt !== undefined && performance.now() >= dueAt)) await dispatch();
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
    const event = error instanceof PoisonEvent ? error.event : undefined;
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

/** How long a follower gathers at most what keeps arriving, milliseconds. */
const GATHER_MS = 25;

/** What a promise resolves to within this turn of the event loop, if it does. */
function atHand<T>(promise: Promise<T>): Promise<T | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(resolve, undefined))]);
}

async function earlier<T>(next: Promise<T>, ms: number, signal: AbortSignal): Promise<T | 'time'> {
  const timer = new AbortController();
  try {
    return await Promise.race([next, pause(ms, AbortSignal.any([signal, timer.signal])).then(() => 'time' as const)]);
  } finally {
    timer.abort();
  }
}

import { BatchedFold, type FoldOptions } from './batched-fold.ts';
import { CatchUp } from './catch-up.ts';
import { defined } from './defined.ts';
import type { Event, Position, RecordedEvent } from './event.ts';
import { type EventStore, type Page, StoreUnavailable } from './event-store.ts';
import { Feed, type Follower } from './feed.ts';
import { type Lease, Leases } from './leases.ts';
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
  /** What it follows the log by, with others. Default: one of its own. */
  readonly feed?: Feed;
  /** What it makes up by for what it lacks of the history, with others. Default: one of its own. */
  readonly catchUp?: CatchUp;
  /** What keeps its lease up, with those of others. Default: some of its own. */
  readonly leases?: Leases;
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
  /** Of one that has a dispatcher, while it follows. */
  private inbox: Inbox | undefined;
  private readonly feed: Feed;
  private readonly catchUp: CatchUp;
  private readonly leases: Leases;

  constructor(
    private readonly projection: Projection<E, Doc>,
    private readonly options: ProjectorOptions,
  ) {
    const { store, rows, upcaster, owner, leaseMs = 5_000, feed, catchUp, leases, kind = 'projection' } = options;
    this.feed = feed ?? new Feed(store, rows, upcaster, projection.handles);
    this.catchUp = catchUp ?? new CatchUp({ store, rows, upcaster });
    this.leases = leases ?? new Leases(rows, owner, leaseMs);
    this.current = { name: projection.name, kind, version: projection.version, state: 'stopped', position: 0, heartbeatAt: Date.now() };
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
    this.inbox?.wake();
  }

  /** Finishes the batch under way, gives the lease back. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.running = undefined;
  }

  private async run(stop: AbortSignal): Promise<void> {
    const { rows, owner } = this.options;
    const { leaseMs } = this.leases;
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
        const lease = await this.leases.take(build, () => (this.current = { ...this.current, heartbeatAt: Date.now() }));
        if (lease === undefined) {
          this.say('standby', { position: build.checkpoint });
          await pause(Math.min(1_000, leaseMs / 5), stop);
          continue;
        }
        failures = 0;
        await this.underLease(build, lease, stop);
      } catch (error) {
        if (error instanceof LeftBehind) continue;
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

  private async underLease(build: BuildStatus, lease: Lease, stop: AbortSignal): Promise<void> {
    try {
      await this.project(build, AbortSignal.any([stop, lease.lost]));
    } finally {
      await lease.end();
    }
  }

  private async project(build: BuildStatus, signal: AbortSignal): Promise<void> {
    const { rows, owner, store, dispatcher } = this.options;
    const fold = new BatchedFold(this.projection, build, build.checkpoint, this.options, (position) => this.advance(position));
    this.say('catching-up', { position: fold.checkpoint });
    const head = await store.head();
    if (fold.checkpoint > head) throw new RowsAheadOfLog(fold.checkpoint, head);
    await this.catchUp.bring(fold, signal);
    if (isAborted(signal)) return;
    if (!build.live) await this.catchUp.inTurn(() => rows.promote(build, owner));
    this.say('live', { position: fold.checkpoint });
    if (dispatcher === undefined) await this.feed.follow(this.withOthers(fold), signal);
    else await this.attend(fold, build, dispatcher, signal);
  }

  /** Its rows are written with those of others that follow by the same feed. */
  private withOthers(fold: BatchedFold<E, Doc>): Follower {
    const { store } = this.options;
    const types = this.projection.handles;
    return {
      types,
      get position() {
        return fold.checkpoint;
      },
      async catchUpTo() {
        for await (const page of store.readAll({ after: fold.checkpoint, filter: { types } })) await fold.take(page);
      },
      async take({ events, through }) {
        return fold.plan({ events, through: Math.max(through, fold.checkpoint) });
      },
      written() {
        fold.settle();
      },
      async takeAlone(page) {
        await fold.abandon();
        await fold.take(page);
      },
    };
  }

  /** Takes pages as they come, and has dispatched what they and the time ask for, until the signal aborts. Nobody else waits for what it carries out. */
  private async attend(fold: BatchedFold<E, Doc>, build: Build, dispatcher: Dispatcher, signal: AbortSignal): Promise<void> {
    const inbox = new Inbox(this.options.store, this.projection.handles, fold.checkpoint);
    /** When the dispatcher wants to be called again, by the same clock as `performance.now`. */
    let dueAt: number | undefined;
    const dispatch = async (): Promise<void> => {
      const again = await dispatcher(build, fold.checkpoint, signal);
      dueAt = again === undefined ? undefined : performance.now() + again;
    };
    const left = new AbortController();
    const following = this.feed.follow(inbox, AbortSignal.any([signal, left.signal]));
    following.catch((error: unknown) => inbox.end(error));
    const wake = (): void => inbox.wake();
    signal.addEventListener('abort', wake, { once: true });
    this.inbox = inbox;
    try {
      await dispatch();
      for (;;) {
        const ms = dueAt === undefined ? undefined : Math.max(0, dueAt - performance.now());
        const page = await inbox.next(ms);
        if (isAborted(signal)) return;
        if (page === undefined || page.events.length > 0) {
          if (page !== undefined) await fold.take(page);
          await dispatch();
        } else {
          // Most pages say nothing that concerns it: then its rows are as it left them.
          await fold.skip(page.through);
          if (dueAt !== undefined && performance.now() >= dueAt) await dispatch();
        }
      }
    } finally {
      this.inbox = undefined;
      signal.removeEventListener('abort', wake);
      left.abort();
      await following.catch(() => undefined);
      if (isAborted(signal)) await fold.finish().catch(() => undefined);
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

/** Events that wait in an inbox at most: more, and the log is read again from where it stands. */
const MOST_WAITING = 10_000;

/** What a feed has handed over and its owner has not yet looked at. */
class Inbox implements Follower {
  private waiting: RecordedEvent[] = [];
  private taken: Position;
  private failed: { readonly why: unknown } | undefined;
  private news = Promise.withResolvers<undefined>();

  constructor(
    private readonly store: Pick<EventStore, 'readAll'>,
    readonly types: readonly string[],
    public position: Position,
  ) {
    this.taken = position;
  }

  async catchUpTo(): Promise<void> {
    for await (const page of this.store.readAll({ after: this.position, filter: { types: this.types } })) this.put(page);
  }

  async take(page: Page): Promise<undefined> {
    this.put(page);
  }

  written(): void {
    throw new Error('It writes by itself');
  }

  takeAlone(): Promise<void> {
    throw new Error('It writes by itself');
  }

  /** Nothing more will come. */
  end(why: unknown): void {
    this.failed = { why };
    this.wake();
  }

  /** Whoever waits looks again: at the signal, at the time. */
  wake(): void {
    this.news.resolve(undefined);
  }

  /** Everything that has come; undefined when the time is over, milliseconds, or it was woken first. @throws what the feed ended with */
  async next(ms: number | undefined): Promise<Page | undefined> {
    if (this.position === this.taken && this.failed === undefined) {
      const timer = ms === undefined ? undefined : setTimeout(() => this.wake(), ms);
      await this.news.promise;
      clearTimeout(timer);
    }
    this.news = Promise.withResolvers();
    if (this.position > this.taken) {
      const page = { events: this.waiting, through: this.position };
      this.waiting = [];
      this.taken = this.position;
      return page;
    }
    if (this.failed !== undefined) throw this.failed.why;
    return undefined;
  }

  private put({ events, through }: Page): void {
    if (this.waiting.length + events.length > MOST_WAITING) throw new LeftBehind();
    this.waiting.push(...events);
    this.position = Math.max(this.position, through);
    this.wake();
  }
}

/** More has come than it has looked at: it catches up by itself. */
class LeftBehind extends Error {
  override readonly name = 'LeftBehind';
}

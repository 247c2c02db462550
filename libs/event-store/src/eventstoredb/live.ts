import { setTimeout } from 'node:timers/promises';
import { excludeSystemEvents, START, type AllStreamResolvedEvent } from '@eventstore/db-client';
import {
  BEGINNING,
  passes,
  type EventFilter,
  type EventMetadata,
  type Page,
  type Position,
  type RecordedEvent,
  type StoreUnavailable,
} from '#libs/event-sourcing';
import type { Connection, Log, Session } from './connection.ts';
import { entryOf } from './events.ts';
import { sentenceOf, troubleOf, unavailable, type Trouble } from './trouble.ts';

/** Waits between attempts: doubling from the first to the longest, each shortened at random by up to half. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** How much of the latest history is kept to hand to followers; one that falls further behind reads from the server until it is back. */
export interface Window {
  readonly events: number;
  readonly bytes: number;
}

export interface Tuning {
  readonly deadlineMs: number;
  readonly backoff: Backoff;
  readonly window: Window;
  readonly log: Log;
}

export function pauseOf({ firstMs, longestMs }: Backoff, attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** attempt) * (0.5 + Math.random() / 2);
}

/** Pages never hold more events than this, nor more bytes by more than one event. */
const PAGE_EVENTS = 500;
const PAGE_BYTES = 1_048_576;

/** One that follows, and why it cannot go on where the server refuses the subscription. Who joins later asks the server again. */
export interface Follower {
  refused?: StoreUnavailable;
}

/** Kept as text: each follower gets objects of its own, which none of the others can change. */
interface Kept {
  readonly event: Omit<RecordedEvent, 'data' | 'metadata'>;
  readonly data: string;
  readonly metadata: string;
}

/**
 * The one subscription to all events of ours, for all followers of the store.
 *
 * It keeps the latest events in a bounded window. A follower holds no buffer, only its own position: while that lies in the window it takes from
 * it, otherwise it reads from the server and joins again. So a slow follower costs nothing and holds back nobody, and joining has no seam: the
 * window says exactly what it is complete for, everything after `from` up to `through`.
 */
export class Live {
  readonly #connection: Connection;
  readonly #head: () => Promise<Position>;
  readonly #tuning: Tuning;
  readonly #waiting = new Set<() => void>();
  #kept: Kept[] = [];
  #bytes = 0;
  #from: Position = BEGINNING;
  #through: Position = BEGINNING;
  readonly #followers = new Set<Follower>();
  #running: AbortController | undefined;

  constructor(connection: Connection, head: () => Promise<Position>, tuning: Tuning) {
    this.#connection = connection;
    this.#head = head;
    this.#tuning = tuning;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  join(): Follower {
    const follower = {};
    this.#followers.add(follower);
    return follower;
  }

  /** The last follower to leave ends the subscription. */
  leave(follower: Follower): void {
    this.#followers.delete(follower);
    if (this.#followers.size === 0) this.stop();
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#kept = [];
    this.#bytes = 0;
    this.#wakeAll();
  }

  /** Subscribes from a position where a follower has read everything before; nothing where a subscription runs already. */
  startFrom(position: Position): void {
    if (this.#running) return;
    this.#from = this.#through = position;
    this.#running = new AbortController();
    void this.#run(this.#running.signal);
  }

  /**
   * What came after the position: a page, 'nothing yet', or 'not here' where the window does not reach back so far.
   * @throws StoreUnavailable the server refuses the subscription
   */
  after(follower: Follower, position: Position, filter: EventFilter | undefined): Page | 'nothing yet' | 'not here' {
    if (follower.refused) throw follower.refused;
    if (!this.#running || position < this.#from) return 'not here';
    if (position >= this.#through) return 'nothing yet';
    const first = this.#indexAfter(position);
    const events: RecordedEvent[] = [];
    let bytes = 0;
    for (let index = first; index < this.#kept.length; index++) {
      const kept = this.#kept[index];
      if (kept === undefined || index - first >= PAGE_EVENTS || bytes >= PAGE_BYTES)
        return { events, through: this.#kept[index - 1]?.event.position ?? position };
      if (!passes(filter, kept.event)) continue;
      bytes += kept.data.length + kept.metadata.length;
      events.push(eventOf(kept));
    }
    return { events, through: this.#through };
  }

  /** Resolves at the next change of what `after` answers, or when the signal aborts. */
  async change(follower: Follower, signal: AbortSignal): Promise<void> {
    if (signal.aborted || follower.refused) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  #indexAfter(position: Position): number {
    let low = 0;
    let high = this.#kept.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#kept[middle]?.event.position ?? position) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Subscribes, and again from the last event taken, until stopped or refused. */
  async #run(stopped: AbortSignal): Promise<void> {
    for (let attempt = 0; !stopped.aborted; attempt++) {
      const before = this.#through;
      const trouble = await this.#connection.use((session) => this.#subscribe(session, stopped, () => (attempt = 0)));
      if (trouble === undefined || this.#running?.signal !== stopped) continue;
      if (trouble.kind === 'refused') {
        for (const follower of this.#followers) follower.refused = unavailable(trouble, undefined);
        this.#running = undefined;
        this.#wakeAll();
        return;
      }
      const pauseMs = pauseOf(this.#tuning.backoff, attempt);
      this.#tuning.log(
        'warn',
        `Following is interrupted: ${sentenceOf(trouble)}. It resumes after position ${Math.max(before, this.#through)} in ${Math.round(pauseMs)} ms`,
      );
      await pause(pauseMs, stopped);
    }
  }

  /** One subscription until it ends; answers what ended it, nothing where its session is over or it was stopped. */
  async #subscribe(session: Session, stopped: AbortSignal, confirmed: () => void): Promise<Trouble | undefined> {
    const from = this.#through;
    const subscription = session.client.subscribeToAll({
      fromPosition: from === BEGINNING ? START : { commit: BigInt(from), prepare: BigInt(from) },
      // No checkpoint callback: the client calls it ahead of events that wait in its buffer, so that resuming there would skip them; and one
      // that throws would silence the subscription. The multiple keeps checkpoints rare.
      filter: excludeSystemEvents({ checkpointInterval: 1_000 }),
    });
    const ends = [session.over, stopped];
    let end: () => void = () => undefined;
    let watch: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Trouble | undefined>((resolve) => {
        end = () => {
          resolve(undefined);
        };
        for (const signal of ends) signal.addEventListener('abort', end);
        if (ends.some((signal) => signal.aborted)) end();
        const failed = (error: unknown) => {
          const trouble = troubleOf(error);
          // Settled first: giving up ends the session, which would count as an end without trouble and so without a pause.
          resolve(trouble);
          if (trouble.kind === 'lost') this.#connection.giveUp(session, trouble);
        };
        watch = this.#watch(failed);
        subscription.on('error', failed);
        subscription.on('end', () => {
          failed(new Error('the subscription ended'));
        });
        subscription.on('confirmation', confirmed);
        // The taking is done before the next event comes, so that nothing heaps up without bound.
        subscription.on('data', (resolved: AllStreamResolvedEvent) => {
          try {
            if (!stopped.aborted) this.#take(resolved);
          } catch (error) {
            failed(error);
          }
        });
      });
    } finally {
      clearInterval(watch);
      for (const signal of ends) signal.removeEventListener('abort', end);
      subscription.removeAllListeners('data');
      // The client emits an error once more when its call is cancelled; leaving without cancelling would leak the call.
      subscription.on('error', () => undefined);
      subscription.unsubscribe().catch(() => undefined);
      subscription.destroy();
    }
  }

  /**
   * Looks after a subscription that is quiet: one that brings nothing while the log has more is dead without knowing it, as on a node that was
   * cut off from its cluster and keeps its clients, or that hangs. Two looks apart, so that an event on its way is not taken for a lost one.
   */
  #watch(failed: (error: Error) => void): NodeJS.Timeout {
    let missing: Position | undefined;
    return setInterval(() => {
      const at = this.#through;
      this.#head().then(
        (head) => {
          if (missing === at && this.#through === at) failed(new Error(`the subscription is silent, though there is more after ${at}`));
          missing = head > at ? at : undefined;
        },
        // Whoever cannot read the head gets a new connection, and so does the subscription.
        () => undefined,
      );
    }, this.#tuning.deadlineMs);
  }

  #take(resolved: AllStreamResolvedEvent): void {
    const { position, event } = entryOf(resolved);
    if (position <= this.#through) return;
    this.#through = position;
    if (event) {
      const { data, metadata, ...rest } = event;
      const kept = { event: rest, data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
      this.#kept.push(kept);
      this.#bytes += kept.data.length + kept.metadata.length;
      // Trimmed in halves, so that a full window is not shifted at every event.
      if (this.#kept.length > 2 * this.#tuning.window.events || this.#bytes > 2 * this.#tuning.window.bytes) this.#trim();
    }
    this.#wakeAll();
  }

  #trim(): void {
    let dropped = 0;
    while (this.#kept.length - dropped > this.#tuning.window.events || this.#bytes > this.#tuning.window.bytes) {
      const kept = this.#kept[dropped];
      if (kept === undefined) break;
      this.#bytes -= kept.data.length + kept.metadata.length;
      this.#from = kept.event.position;
      dropped += 1;
    }
    this.#kept.splice(0, dropped);
  }

  #wakeAll(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

function eventOf({ event, data, metadata }: Kept): RecordedEvent {
  return { ...event, data: JSON.parse(data) as unknown, metadata: JSON.parse(metadata) as EventMetadata };
}

/** Waits, but not beyond the signal. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => undefined);
}

import { setImmediate as turn } from 'node:timers/promises';
import { type BatchedFold, isRefusedRow } from './batched-fold.ts';
import type { Event, Position, RecordedEvent } from './event.ts';
import type { EventStore, Page } from './event-store.ts';
import { isAborted } from './pause.ts';
import type { ReadStore } from './read-store.ts';
import type { Upcaster } from './upcast.ts';

/** How far those are who read the history together. */
export interface Progress {
  /** How many they are. */
  readonly together: number;
  /** All of them have read up to here. */
  readonly position: Position;
  /** Where the log ended when they began. */
  readonly head: Position;
  /** Until they are there, at the pace so far. */
  readonly secondsLeft: number;
}

/** The same for a person. */
export const howFar = ({ together, position, head, secondsLeft }: Progress): string =>
  `${together} read models at position ${position} of ${head}, ${Math.floor((position / head) * 100)} %, about ${secondsLeft} s left`;

export interface CatchUpOptions {
  readonly store: Pick<EventStore, 'readAll' | 'head'>;
  readonly rows: Pick<ReadStore, 'checkpoint'>;
  readonly upcaster: Upcaster;
  readonly onProgress?: (progress: Progress) => void;
  /** How often it is told, milliseconds. Default: 3,000. */
  readonly tellEveryMs?: number;
}

/** What catches up: a `BatchedFold`, of whatever projection. */
type Fold = Pick<BatchedFold<Event, object>, 'checkpoint' | 'position' | 'pending' | 'add' | 'take' | 'flush' | 'finish' | 'abandon'> & {
  readonly projection: { readonly name: string; readonly handles: readonly string[] };
};

interface Member {
  readonly fold: Fold;
  readonly signal: AbortSignal;
  readonly done: PromiseWithResolvers<undefined>;
  /** Where it was when the end was last reached. */
  ended: Position | undefined;
}

/** One who comes joins those who are no further away than this many positions: a second or two, which those ahead wait for those behind. */
const NEAR = 20_000;
/** Rows that all who read together have folded and not begun to write. Those that are on their way, or were last, are as many again at most. */
const ROWS_TOGETHER = 8_000;

/**
 * The history, read once for all who lack it: each page is read, parsed and upcast once and handed to everybody whom its events concern. Rows are written in
 * batches while the next pages are read; how many wait in memory is bounded for all together. Whoever cannot take a page leaves, alone, and is told why.
 */
export class CatchUp {
  private readonly readings = new Set<Reading>();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: CatchUpOptions) {}

  /**
   * Resolves when a fold has everything there is, and is as far as the live build, which goes on meanwhile; or, with what it read so far, when the signal aborts.
   * @throws PoisonEvent everything before that event is written @throws LeaseLost @throws RowsUnavailable @throws StoreUnavailable
   */
  async bring(fold: Fold, signal: AbortSignal): Promise<void> {
    while (!isAborted(signal)) {
      try {
        await this.readingFrom(fold.checkpoint).join(fold, signal);
        return;
      } catch (error) {
        await fold.abandon();
        if (!isRefusedRow(error)) throw error;
        // Batches are written while the next pages are read: the event that made such a row is found by taking one page after the other.
        for await (const page of this.options.store.readAll({ after: fold.checkpoint, filter: { types: fold.projection.handles } })) {
          if (isAborted(signal)) break;
          await fold.take(page);
        }
      }
    }
  }

  /** What is done with rows that are made, and holds others up, as making their indexes: one after the other. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private readingFrom(position: Position): Reading {
    for (const reading of this.readings) if (Math.abs(reading.position - position) <= NEAR) return reading;
    const reading = new Reading(position, this.options, () => this.readings.delete(reading));
    this.readings.add(reading);
    return reading;
  }
}

/** One reading of the history, from where the first one stands to the end. */
class Reading {
  private readonly members = new Set<Member>();
  private newcomers: Member[] = [];
  private running = false;
  private toldAt = performance.now();

  constructor(
    /** Everybody has everything up to here. */
    public position: Position,
    private readonly options: CatchUpOptions,
    private readonly over: () => void,
  ) {}

  async join(fold: Fold, signal: AbortSignal): Promise<void> {
    const member: Member = { fold, signal, done: Promise.withResolvers(), ended: undefined };
    this.newcomers.push(member);
    if (!this.running) void this.run();
    await member.done.promise;
  }

  private async run(): Promise<void> {
    this.running = true;
    // Those who start together come within a moment.
    await turn();
    try {
      while (this.members.size + this.newcomers.length > 0) {
        this.admit();
        if (await this.readOn()) await this.end();
      }
    } catch (error) {
      for (const member of [...this.members, ...this.newcomers]) this.leave(member, error);
    } finally {
      this.over();
    }
  }

  /** Whoever is ahead leaves out what it has, until those behind have it too. */
  private admit(): void {
    for (const member of this.newcomers) {
      this.members.add(member);
      this.position = Math.min(this.position, member.fold.position);
    }
    this.newcomers = [];
  }

  /** Reads what concerns anybody: to the end, which it answers, or until somebody comes. */
  private async readOn(): Promise<boolean> {
    const { store } = this.options;
    const concerned = new Map<string, Member[]>();
    for (const member of this.members)
      for (const type of new Set(member.fold.projection.handles)) {
        const those = concerned.get(type);
        if (those === undefined) concerned.set(type, [member]);
        else those.push(member);
      }
    const began = { position: this.position, at: performance.now(), head: await store.head() };
    for await (const page of store.readAll({ after: this.position, filter: { types: [...concerned.keys()] } })) {
      await this.hand(page, concerned);
      await this.each(async (member) => {
        if (!member.signal.aborted) return;
        await member.fold.finish();
        this.leave(member);
      });
      if (this.members.size === 0 || this.newcomers.length > 0) return false;
      this.tell(began);
    }
    return true;
  }

  private async hand({ events, through }: Page, concerned: ReadonlyMap<string, readonly Member[]>): Promise<void> {
    const theirs = new Map<Member, RecordedEvent[]>();
    for (const member of this.members) theirs.set(member, []);
    for (const raw of events) {
      const event = this.options.upcaster.readable(raw);
      for (const member of concerned.get(event.type) ?? []) if (event.position > member.fold.position) theirs.get(member)?.push(event);
    }
    await this.each(async (member) => {
      if (through > member.fold.position) await member.fold.add({ events: theirs.get(member) ?? [], through });
    });
    this.position = through;
    let pending = 0;
    for (const { fold } of this.members) pending += fold.pending;
    // All of them, also where there is nothing to write: they stand at one place then, and are together again after a kill.
    if (pending >= ROWS_TOGETHER) await this.each(({ fold }) => fold.flush());
  }

  /** Writes what is left. Who is as far as its live build leaves, or who has found nothing new since it was here before. */
  private async end(): Promise<void> {
    await this.each(async (member) => {
      const { fold, ended } = member;
      await fold.finish();
      if (fold.checkpoint === ended || fold.checkpoint >= (await this.options.rows.checkpoint(fold.projection.name))) this.leave(member);
      else member.ended = fold.checkpoint;
    });
  }

  private async each(work: (member: Member) => Promise<void>): Promise<void> {
    await Promise.all([...this.members].map((member) => work(member).catch((error: unknown) => this.leave(member, error))));
  }

  private leave(member: Member, why?: unknown): void {
    this.members.delete(member);
    if (why === undefined) member.done.resolve(undefined);
    else member.done.reject(why);
  }

  private tell({ position, at, head }: { readonly position: Position; readonly at: number; readonly head: Position }): void {
    const { onProgress, tellEveryMs = 3_000 } = this.options;
    const now = performance.now();
    if (onProgress === undefined || now - this.toldAt < tellEveryMs) return;
    this.toldAt = now;
    const left = Math.max(0, head - this.position) / ((this.position - position) / ((now - at) / 1_000));
    onProgress({ together: this.members.size, position: this.position, head, secondsLeft: Math.ceil(left) });
  }
}

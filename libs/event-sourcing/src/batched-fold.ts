import { defined } from './defined.ts';
import { BEGINNING, type Event, type Position, type RecordedEvent } from './event.ts';
import type { Page } from './event-store.ts';
import { KeyFilter } from './key-filter.ts';
import { PoisonEvent, type Projection, rowAfter } from './projection.ts';
import type { Batch, Build, ReadStore, Row } from './read-store.ts';
import type { Upcaster } from './upcast.ts';

/** What a fold needs besides the projection and the build. */
export interface FoldOptions {
  readonly rows: ReadStore;
  readonly upcaster: Upcaster;
  /** Names this worker in leases. Unique among all that run. */
  readonly owner: string;
  /** Events folded in memory before their rows are written once. Default 5,000. */
  readonly batchEvents?: number;
}

/** Events folded in memory before their rows are written once. */
const BATCH_EVENTS = 5_000;
/** Rows that a batch has at most when it is written, give or take a page: two batches are in memory, the one that is folded and the one before. */
const BATCH_ROWS = 2_000;
/** Positions that a checkpoint which is not written may lag behind: so many events are looked at again after a crash. */
const MOST_SKIPPED = 1_000;

/**
 * Folds pages of events into rows: each key of a batch is loaded once, folded in memory and written once, while the next batch is folded already.
 * What it knows of rows holds while nobody else writes to the build: until `finish`.
 */
export class BatchedFold<E extends Event, Doc extends object> {
  /** Everything up to here is in `made`. */
  private folded: Position;
  private events = 0;
  /** Rows as the events so far left them, in this batch; undefined where they end. */
  private made = new Map<string, Row<Doc> | undefined>();
  /** Rows as they are without this batch, of all keys in it: what the batch before made, which may still be on its way, and what was loaded. */
  private before = new Map<string, Row<Doc> | undefined>();
  /** The keys that the build has, where it began empty: no others need to be asked for. */
  private written: KeyFilter | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    readonly projection: Projection<E, Doc>,
    private readonly build: Build,
    public checkpoint: Position,
    private readonly options: FoldOptions,
    private readonly progress: (checkpoint: Position) => void,
  ) {
    this.folded = checkpoint;
    if (checkpoint === BEGINNING) this.written = new KeyFilter();
  }

  /** Everything up to here is folded; what of it is not written yet is lost where it is abandoned. */
  get position(): Position {
    return this.folded;
  }

  /** Rows that are folded, and not on their way to be written. */
  get pending(): number {
    return this.made.size;
  }

  /**
   * Takes a page whole; or, if its definition throws, everything before that event, and then throws.
   * @throws PoisonEvent @throws LeaseLost @throws RowsUnavailable
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
      if (more.length === 0) throw new PoisonEvent(only, error);
      for (const event of page.events) if (event.position > this.checkpoint) await this.take({ events: [event], through: event.position });
      await this.take({ events: [], through: page.through });
    }
  }

  /**
   * Folds a page, and answers what is to be written: by somebody else, who says `settle` then, or has `take` do it. Undefined where nothing is new.
   * @throws as `take`
   */
  async plan(page: Page): Promise<Batch | undefined> {
    await this.add(page);
    await this.writing;
    return this.folded === this.checkpoint ? undefined : this.batch();
  }

  /** What was planned is written. */
  settle(): void {
    const { folded } = this;
    this.checkpoint = folded;
    this.forget();
    this.progress(folded);
  }

  /** Goes on to a position behind which nothing concerned it. It is written with the next rows, at `finish`, or when it has become many. */
  async skip(through: Position): Promise<void> {
    this.folded = through;
    this.progress(through);
    if (through - this.checkpoint >= MOST_SKIPPED) await this.finish();
  }

  /** Folds a page, and begins to write the batch if it has become so large. @throws as `take`, also of the batch before */
  async add(page: Page): Promise<void> {
    const { work, poison } = await this.planned(page.events);
    this.events += work.length;
    for (const { event, keys } of work) {
      let rows: readonly (Row<Doc> | undefined)[];
      try {
        rows = keys.map((key) => rowAfter(this.projection, this.row(key), event, key));
      } catch (error) {
        await this.finish();
        throw new PoisonEvent(event, error);
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
    if (this.events >= (this.options.batchEvents ?? BATCH_EVENTS) || this.made.size >= BATCH_ROWS) await this.flush();
  }

  /** Writes what is left, and waits until everything is written. Rows are asked for anew afterwards. */
  async finish(): Promise<void> {
    await this.flush();
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
    readonly poison?: PoisonEvent;
  }> {
    const work: { readonly event: RecordedEvent<E>; readonly keys: readonly string[] }[] = [];
    const missing = new Set<string>();
    let poison: PoisonEvent | undefined;
    for (const raw of events) {
      try {
        const event = this.options.upcaster.upcast(raw) as RecordedEvent<E>;
        const keys = this.projection.keysOf(event);
        work.push({ event, keys: keys.length > 1 ? [...new Set(keys)] : keys });
      } catch (error) {
        poison = new PoisonEvent(raw, error);
        break;
      }
      for (const key of work.at(-1)?.keys ?? []) {
        if (this.made.has(key) || this.before.has(key)) continue;
        if (this.written === undefined || this.written.mayHave(key)) missing.add(key);
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

  /** Begins to write the batch once the one before is written. @throws as `take`, of the batch before */
  async flush(): Promise<void> {
    await this.writing;
    if (this.folded === this.checkpoint) return;
    const batch = this.batch();
    for (const key of this.made.keys()) this.written?.add(key);
    this.before = this.made;
    this.made = new Map();
    this.events = 0;
    this.writing = this.write(batch);
    // It is looked at when the next batch is written, or at the end.
    this.writing.catch(() => undefined);
  }

  private batch(): Batch {
    const upserts: Row[] = [];
    const deletes: string[] = [];
    for (const [key, row] of this.made) {
      if (row !== undefined) upserts.push(row);
      else if (this.before.get(key) !== undefined) deletes.push(key);
    }
    return { build: this.build, owner: this.options.owner, from: this.checkpoint, to: this.folded, upserts, deletes };
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

/** A read store says so of a row that its definition must not make. */
export const isRefusedRow = (error: unknown): error is TypeError | RangeError => error instanceof TypeError || error instanceof RangeError;

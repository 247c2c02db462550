import { BatchedFold } from './batched-fold.ts';
import { CatchUp } from './catch-up.ts';
import { BEGINNING, type Event, type Position, type RecordedEvent } from './event.ts';
import type { EventStore, Page } from './event-store.ts';
import type { Projection } from './projection.ts';
import type { ProjectorOptions } from './projector.ts';
import { type Build, type BuildStatus, LeaseLost } from './read-store.ts';

/** How an operator's work on a projection is done. */
export interface OperatorOptions extends Pick<
  ProjectorOptions,
  'store' | 'rows' | 'upcaster' | 'owner' | 'leaseMs' | 'batchEvents' | 'onProgress' | 'catchUp'
> {
  readonly signal?: AbortSignal;
}

/**
 * Makes a new build of a projection beside the live one and switches to it: the rows as today's definition makes them from the whole history.
 * Readers keep the live rows until the one pointer switch at the end.
 * @throws PoisonEvent at an event the definition cannot take; the live build stays @throws LeaseLost
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
        // To the letter, the order of fields included: one fold of one history writes one text, and readers get it as it was written.
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
 * @throws PoisonEvent at an event the definition cannot take @throws StoreUnavailable @throws RowsUnavailable
 */
export async function makeAsOf<E extends Event, Doc extends object>(projection: Projection<E, Doc>, options: AsOfOptions): Promise<void> {
  const { store, rows, owner, at, streams, signal } = options;
  // The first build is live at once, and kept fit for queries row by row; the second one is made so in one go at its end.
  await rows.prepare(projection);
  const build = await rows.prepare(projection, { fresh: true });
  const renewal = await leased(build, options);
  const fold = new BatchedFold(projection, build, BEGINNING, options, (position) => options.onProgress?.(position));
  try {
    const pages =
      streams === undefined ? store.readAll({ filter: { types: projection.handles } }) : [await eventsUpTo(store, streams, projection, at)];
    for await (const { events, through } of pages) {
      signal?.throwIfAborted();
      await fold.add({ events: events.filter(({ position }) => position <= at), through: Math.min(through, at) });
      if (through >= at) break;
    }
    await fold.add({ events: [], through: at });
    await fold.finish();
    await rows.promote(build, owner);
  } finally {
    clearInterval(renewal);
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
  const { rows, store, upcaster, owner, catchUp = new CatchUp({ store, rows, upcaster }), signal = new AbortController().signal } = options;
  const build = await rows.prepare(projection, { fresh: true });
  const renewal = await leased(build, options);
  const fold = new BatchedFold(projection, build, build.checkpoint, options, (position) => options.onProgress?.(position));
  try {
    await catchUp.bring(fold, signal);
    signal.throwIfAborted();
    return await catchUp.inTurn(async () => {
      // Others had their turn before, and the live build went on.
      await catchUp.bring(fold, signal);
      signal.throwIfAborted();
      return then(build, fold.checkpoint);
    });
  } finally {
    clearInterval(renewal);
    // What did not become live is of no use to anybody; where it cannot be dropped now, the next promotion does.
    await rows.discard(build, owner).catch(() => undefined);
    await rows.release(build, owner).catch(() => undefined);
  }
}

/** Takes the lease on a new build, and renews it until the timer is cleared. One that could not be renewed shows in the next batch, which then fails. */
async function leased(build: Build, { rows, owner, leaseMs = 30_000 }: OperatorOptions): Promise<NodeJS.Timeout> {
  if (!(await rows.claim(build, owner, leaseMs))) throw new LeaseLost(build, 'another worker has taken the new build');
  return setInterval(() => void rows.claim(build, owner, leaseMs).catch(() => false), leaseMs / 3);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Event, Position } from './event.ts';
import type { EventStore } from './event-store.ts';
import { type Freshness, ProjectionBehind } from './freshness.ts';
import type { Past } from './past.ts';
import type { Projection } from './projection.ts';
import { type Found, InvalidQuery, type Query, type ReadStore, type RowPage } from './read-store.ts';
import { type LinesAsked, linesOf, type LinesFrom, type Timeline } from './timeline.ts';

/**
 * The moment that a reader wants rows of. `after`: at least as fresh as this position. `asOf`: as they were at this position, or at this instant of
 * recorded time (ISO 8601 with offset). Neither: as they are.
 */
export interface Moment {
  readonly after?: Position;
  readonly asOf?: Position | string;
}

/** Rows of projections, at least as fresh as the reader asks for, or as they were at a moment. */
export class Views {
  constructor(
    private readonly rows: ReadStore,
    private readonly freshness: Freshness,
    /** How long a reader waits for a projection at most, milliseconds. */
    private readonly patienceMs: number,
    private readonly past?: Past,
    /** Where timelines are read. */
    private readonly streams?: LinesFrom & { readonly store: Pick<EventStore, 'head'> },
  ) {}

  /** One row. A bare position is `after`. @throws InvalidQuery @throws ProjectionBehind @throws PastNotReady @throws RowsUnavailable */
  async get<E extends Event, Doc extends object>(of: Projection<E, Doc>, key: string, moment: Moment | Position = {}): Promise<Found<Doc>> {
    const then = await this.reached(of.name, moment);
    return then === undefined ? this.rows.get<Doc>(of.name, key) : then.past.get(of, key, then.at);
  }

  /** A page of rows. A bare position is `after`. @throws InvalidQuery @throws ProjectionBehind @throws PastNotReady @throws RowsUnavailable */
  async query<E extends Event, Doc extends object>(
    of: Projection<E, Doc>,
    query: Query,
    moment: Moment | Position = {},
  ): Promise<RowPage<Doc>> {
    const then = await this.reached(of.name, moment);
    return then === undefined ? this.rows.query<Doc>(of.name, query) : then.past.query(of, query, then.at);
  }

  /** A page of the timeline of one subject, from its stream. A bare position is `after`. @throws InvalidQuery @throws ProjectionBehind @throws StoreUnavailable */
  async lines<E extends Event, Line extends object>(
    of: Timeline<E, Line>,
    id: string,
    page: LinesAsked,
    moment: Moment | Position = {},
  ): Promise<RowPage<Line>> {
    if (this.streams === undefined) throw new Error('These views show rows, and read no streams');
    const wanted: Moment = typeof moment === 'number' ? { after: moment } : moment;
    const at = (await this.positionOf(wanted)) ?? (await this.headAfter(of.name, wanted.after ?? 0, this.streams.store));
    return linesOf(of, id, page, at, this.streams);
  }

  /** The position that is meant by `asOf`; undefined where rows are wanted as they are. @throws InvalidQuery @throws ProjectionBehind */
  async positionOf({ after, asOf }: Moment): Promise<Position | undefined> {
    if (asOf === undefined) return undefined;
    if (after !== undefined)
      throw new InvalidQuery('asOf', 'Either `after` or `asOf`: what is known after a moment is not what was known as of one');
    return this.known.positionOf(asOf);
  }

  /** The end of the log, once it is there: a store of several nodes may answer from one that lags. */
  private async headAfter(name: string, wanted: Position, store: Pick<EventStore, 'head'>): Promise<Position> {
    const deadline = Date.now() + this.patienceMs;
    for (;;) {
      const head = await store.head();
      if (head >= wanted) return head;
      if (Date.now() >= deadline) throw new ProjectionBehind(name, head, wanted);
      await pause(25);
    }
  }

  private get known(): Past {
    if (this.past === undefined) throw new Error('These views show rows as they are, and know no past');
    return this.past;
  }

  /** Waits until rows as they are show enough; answers where to look for rows as they were. */
  private async reached(
    projection: string,
    moment: Moment | Position,
  ): Promise<{ readonly past: Past; readonly at: Position } | undefined> {
    const wanted: Moment = typeof moment === 'number' ? { after: moment } : moment;
    const at = await this.positionOf(wanted);
    if (at !== undefined) return { past: this.known, at };
    if (wanted.after !== undefined) await this.freshness.reach(projection, wanted.after, this.patienceMs);
    return undefined;
  }
}

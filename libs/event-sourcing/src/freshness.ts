import type { Position } from './event.ts';
import type { Event } from './event.ts';
import type { Past } from './past.ts';
import type { Projection } from './projection.ts';
import { type Found, InvalidQuery, type Query, type ReadStore, type RowPage } from './read-store.ts';

/** A projection has not reached the wanted position in the time allowed. Ask again a little later. */
export class ProjectionBehind extends Error {
  override readonly name = 'ProjectionBehind';
  readonly code = 'projection.behind';
  readonly retryable = true;
  constructor(
    readonly projection: string,
    readonly position: Position,
    readonly wanted: Position,
  ) {
    super(`${projection} has reached position ${position}, not yet ${wanted}`);
  }
}

/**
 * Read-your-writes without guessing: a query names the position of the command it follows and waits until its projection is there.
 * Woken by projectors in this process; a projector elsewhere is noticed by looking at its checkpoint.
 */
export class Freshness {
  private readonly waiting = new Set<() => void>();
  private readonly reached = new Map<string, Position>();

  constructor(
    private readonly rows: ReadStore,
    /** How often a checkpoint is looked at while waiting, milliseconds. */
    private readonly lookEveryMs = 25,
  ) {}

  /** A projector of this process committed. */
  advanced(projection: string, position: Position): void {
    this.reached.set(projection, position);
    for (const wake of [...this.waiting]) wake();
  }

  /** Resolves once the projection's rows hold everything up to `wanted`. @throws ProjectionBehind after `timeoutMs` @throws RowsUnavailable */
  async reach(projection: string, wanted: Position, timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      // What this process heard may be of a build since replaced: the checkpoint of the live rows decides.
      const position = await this.rows.checkpoint(projection);
      if (position >= wanted) return;
      const left = deadline - Date.now();
      if (left <= 0) throw new ProjectionBehind(projection, position, wanted);
      await this.look(projection, wanted, Math.min(left, this.lookEveryMs));
    }
  }

  private look(projection: string, wanted: Position, ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        if ((this.reached.get(projection) ?? 0) >= wanted) done();
      };
      const done = (): void => {
        clearTimeout(timer);
        this.waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.waiting.add(wake);
    });
  }
}

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

  /** The position that is meant by `asOf`; undefined where rows are wanted as they are. @throws InvalidQuery @throws ProjectionBehind */
  async positionOf({ after, asOf }: Moment): Promise<Position | undefined> {
    if (asOf === undefined) return undefined;
    if (after !== undefined)
      throw new InvalidQuery('asOf', 'Either `after` or `asOf`: what is known after a moment is not what was known as of one');
    return this.known.positionOf(asOf);
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

import type { Position } from './event.ts';
import type { Event } from './event.ts';
import type { Projection } from './projection.ts';
import type { Found, Query, ReadStore, RowPage } from './read-store.ts';

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

/** Rows of projections, at least as fresh as the reader asks for. */
export class Views {
  constructor(
    private readonly rows: ReadStore,
    private readonly freshness: Freshness,
    /** How long a reader waits for a projection at most, milliseconds. */
    private readonly patienceMs: number,
  ) {}

  /** One row. @throws ProjectionBehind @throws RowsUnavailable */
  async get<E extends Event, Doc extends object>(of: Projection<E, Doc>, key: string, after?: Position): Promise<Found<Doc>> {
    if (after !== undefined) await this.freshness.reach(of.name, after, this.patienceMs);
    return this.rows.get<Doc>(of.name, key);
  }

  /** A page of rows. @throws InvalidQuery @throws ProjectionBehind @throws RowsUnavailable */
  async query<E extends Event, Doc extends object>(of: Projection<E, Doc>, query: Query, after?: Position): Promise<RowPage<Doc>> {
    if (after !== undefined) await this.freshness.reach(of.name, after, this.patienceMs);
    return this.rows.query<Doc>(of.name, query);
  }
}

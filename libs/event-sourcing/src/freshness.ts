import type { Position } from './event.ts';
import type { ReadStore } from './read-store.ts';

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

  /** Resolves when this process hears that the projection is there, or after this long. By hand, as aborting a promised timer costs some 25 µs a query. */
  private async look(projection: string, wanted: Position, ms: number): Promise<void> {
    const { promise: woken, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => {
      if ((this.reached.get(projection) ?? 0) >= wanted) resolve(undefined);
    };
    const timer = setTimeout(resolve, ms, undefined);
    this.waiting.add(wake);
    await woken;
    clearTimeout(timer);
    this.waiting.delete(wake);
  }
}

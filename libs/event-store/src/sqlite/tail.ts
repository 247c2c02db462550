import type { Position } from '#libs/event-sourcing';
import { PAGE_BYTES, PAGE_EVENTS, type Row } from './row.ts';

/** What the tail keeps at least, so that a follower who keeps up never reads the disk; at most twice this. */
const KEPT_EVENTS = 4 * PAGE_EVENTS;
const KEPT_BYTES = 2 * PAGE_BYTES;

/**
 * The newest committed events in memory, and who waits for the next ones. One tail serves all followers: what it costs does not grow with them,
 * and a slow one falls behind it and reads the disk instead.
 */
export class Tail {
  private old: readonly Row[] = [];
  private young: Row[] = [];
  private bytes = 0;
  private readonly waiting = new Set<() => void>();

  /** Adds what was just committed and wakes who waits. */
  add(rows: readonly Row[]): void {
    for (const row of rows) {
      if (this.young.length >= KEPT_EVENTS || this.bytes >= KEPT_BYTES) {
        this.old = this.young;
        this.young = [];
        this.bytes = 0;
      }
      this.young.push(row);
      this.bytes += row[6].length + row[7].length;
    }
    this.wake();
  }

  /** The next page of rows after a position and up to another, or undefined where the tail does not reach back that far. */
  after(position: Position, through: Position = Infinity): readonly Row[] | undefined {
    for (const rows of [this.young, this.old]) {
      const first = rows[0]?.[0];
      // Positions are dense in this store, so that a row's place follows from its position.
      if (first !== undefined && position >= first - 1) {
        const page = rows.slice(position + 1 - first, Math.min(position + PAGE_EVENTS, through) + 1 - first);
        let bytes = 0;
        const end = page.findIndex((row) => (bytes += row[6].length + row[7].length) > PAGE_BYTES);
        return end === -1 ? page : page.slice(0, Math.max(1, end));
      }
    }
    return undefined;
  }

  /** Resolves at the next commit, or when the signal aborts. */
  async next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = () => resolve(undefined);
    this.waiting.add(wake);
    signal.addEventListener('abort', wake);
    await promise;
    this.waiting.delete(wake);
    signal.removeEventListener('abort', wake);
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
  }
}

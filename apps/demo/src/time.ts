import { AHEAD_MS } from '#libs/vocabulary';

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** The moment as it is written there, ISO 8601 with offset. */
export const written = (at: number): string => `${new Date(at + AHEAD_MS).toISOString().slice(0, 19)}+07:00`;

/** The day there, `YYYY-MM-DD`. */
export const dayOf = (at: number): string => new Date(at + AHEAD_MS).toISOString().slice(0, 10);

/** When the day of this moment began there. */
export const midnightOf = (at: number): number => Math.floor((at + AHEAD_MS) / DAY_MS) * DAY_MS - AHEAD_MS;

/** A clock that is set by hand. It never goes back. */
export class Clock {
  /** Read by a program in place of the system's clock: milliseconds since the Unix epoch. */
  readonly now = (): number => this.at;

  constructor(private at: number) {}

  set(at: number): void {
    this.at = Math.max(this.at, at);
  }
}

import type { Instant, RegisterEntry } from './formats.ts';
import type { Office } from './words.ts';

/** An officer who took part, in one office. */
export interface RosterOfficer {
  /** Who is or was assigned to the case; the unit is the one that officer was assigned from. */
  readonly officerId: RegisterEntry;
  readonly unit: RegisterEntry;
  readonly office: Office;
  /** When they were put on it, UTC, where that was after it was frozen. */
  readonly addedAt?: Instant;
}

/** Who took part in an operation, as its unit's head froze it: nobody else can be rewarded for it. */
export interface Roster {
  /** When it was frozen, UTC: the moment of the command, so that nobody is written into the past. */
  readonly frozenAt: Instant;
  /** The unit that led the case then. */
  readonly leadUnit: RegisterEntry;
  /** With the unit that each was assigned from. */
  readonly officers: readonly RosterOfficer[];
  /** The lead unit, the units of the officers, and others that took part, in order. */
  readonly units: readonly RegisterEntry[];
}

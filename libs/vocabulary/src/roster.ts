import type { Instant, RegisterEntry } from './formats.ts';
import type { Office } from './words.ts';

/**
 * What is irregular about somebody's place on a roster. It is frozen with them all the same; their share is not paid until two have said what they did.
 * `roster.no-fact` assigned only after the seizure was on record, and no seizure, search or arrest of the case names them; `officer.other-unit` assigned from
 * another unit than the register has them in; `officer.not-registered` the register did not know them when they were assigned.
 */
export const rosterDefects = ['roster.no-fact', 'officer.other-unit', 'officer.not-registered'] as const;
export type RosterDefect = (typeof rosterDefects)[number];

/** An officer who took part, in one office. */
export interface RosterOfficer {
  /** Who is or was assigned to the case; the unit is the one that officer was assigned from. */
  readonly officerId: RegisterEntry;
  readonly unit: RegisterEntry;
  readonly office: Office;
  /** When they were put on it, UTC, where that was after it was frozen. */
  readonly addedAt?: Instant;
  /** When the office they acted in was corrected last, UTC, where it was. */
  readonly correctedAt?: Instant;
  /** What is irregular about their being on it; absent where nothing is. */
  readonly defects?: readonly RosterDefect[];
}

/** Somebody who was taken off a frozen roster: they have no share, and what they did in the case they have done. */
export interface RemovedOfficer extends RosterOfficer {
  /** UTC. */
  readonly removedAt: Instant;
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
  /** Who was on it by mistake. Absent where nobody was. */
  readonly removed?: readonly RemovedOfficer[];
}

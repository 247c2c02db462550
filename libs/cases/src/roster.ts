import type { Event } from '#libs/event-sourcing';
import type { Id, Line, Lines, RegisterEntry, Roster, RosterDefect, RosterOfficer } from '#libs/vocabulary';

export type RosterEvent =
  | Event<'RosterFrozen', { operationId: Id; roster: Roster; frozenBy: RegisterEntry }>
  // The roster as it is from then on, whole: whoever was added, corrected or taken off stands on it as such.
  | Event<'RosterAmended', { operationId: Id; roster: Roster; reason: Line; amendedBy: RegisterEntry; confirmedBy?: RegisterEntry }>
  | Event<'ParticipationSettled', Participating & { settledBy: RegisterEntry; confirmedBy?: RegisterEntry }>;

/**
 * Whether people took part in the case of whom others have said so, or who are on its roster and named in no fact: said by two. What one of them has done in
 * it with their own hand is not undone by that.
 */
export interface Participating {
  readonly officers: readonly RegisterEntry[];
  readonly tookPart: boolean;
  /** What they did, or how they came to be named. */
  readonly what: Lines;
  /** A document of the case that says so. */
  readonly documentId?: Id;
  /** A paper that is kept elsewhere, where the case has no copy of it. */
  readonly reference?: Line;
}

/** Who is to be on a roster, in which office. */
export type Placing = Pick<RosterOfficer, 'officerId' | 'office'>;

/** What is to be changed of a frozen roster. */
export interface RosterChanges {
  /** Who was forgotten. */
  readonly officers?: readonly Placing[];
  /** Who is on it in another office than they acted in. */
  readonly corrected?: readonly Placing[];
  /** Who is on it and did not take part. */
  readonly removed?: readonly RegisterEntry[];
}

/** Who is to be on a roster. */
export interface RosterProposal {
  readonly officers: readonly Placing[];
  /** Units that took part without sending an officer who is on it. */
  readonly units?: readonly RegisterEntry[];
}

/** What a case knows of who took part in it. */
export interface Participation {
  readonly leadUnit: RegisterEntry;
  /** Officers who are or were assigned, each with the unit it was assigned from last. */
  readonly assigned: ReadonlyMap<RegisterEntry, RegisterEntry>;
  /** What is irregular about somebody's being on its roster. */
  readonly defectsOf: (officerId: RegisterEntry) => readonly RosterDefect[];
  /** Units that a seizure, an arrest or a search names. */
  readonly units: ReadonlySet<RegisterEntry>;
}

import type { Event } from '#libs/event-sourcing';
import type { Id, Instant, Office, RegisterEntry } from '#libs/vocabulary';

/** An officer who took part, in one office. */
export interface RosterOfficer {
  /** Who is or was assigned to the case; the unit is the one that officer was assigned from. */
  readonly officerId: RegisterEntry;
  readonly unit: RegisterEntry;
  readonly office: Office;
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

export type RosterEvent = Event<'RosterFrozen', { operationId: Id; roster: Roster; frozenBy: RegisterEntry }>;

/** Who is to be on a roster. */
export interface RosterProposal {
  readonly officers: readonly Omit<RosterOfficer, 'unit'>[];
  /** Units that took part without sending an officer who is on it. */
  readonly units?: readonly RegisterEntry[];
}

/** What a case knows of who took part in it. */
export interface Participation {
  readonly leadUnit: RegisterEntry;
  /** Officers who are or were assigned, each with the unit it was assigned from last. */
  readonly assigned: ReadonlyMap<RegisterEntry, RegisterEntry>;
  /** Units that a seizure, an arrest or a search names. */
  readonly units: ReadonlySet<RegisterEntry>;
}

import type { Event } from '#libs/event-sourcing';
import type { Id, Line, RegisterEntry, Roster, RosterOfficer } from '#libs/vocabulary';

export type RosterEvent =
  | Event<'RosterFrozen', { operationId: Id; roster: Roster; frozenBy: RegisterEntry }>
  // The roster as it is from then on, whole: whoever was added stands on it as such.
  | Event<'RosterAmended', { operationId: Id; roster: Roster; reason: Line; amendedBy: RegisterEntry; confirmedBy?: RegisterEntry }>;

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

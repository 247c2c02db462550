import { type Event, RuleBroken } from '#libs/event-sourcing';
import type { Actor } from '#libs/event-sourcing';
import type { Office } from '#libs/vocabulary';

/** Who took part in an operation, as its unit's head froze it: nobody else can be rewarded for it. */
export interface Roster {
  /** When it was frozen, ISO 8601 in UTC: the moment of the command, so that nobody is written into the past. */
  readonly frozenAt: string;
  /** The unit that led the case then. */
  readonly leadUnit: string;
  /** With the unit that each was assigned from. */
  readonly officers: readonly { readonly officerId: string; readonly unit: string; readonly office: Office }[];
  /** The lead unit, the units of the officers, and others that took part, in order. */
  readonly units: readonly string[];
}

export type RosterEvent = Event<'RosterFrozen', { operationId: string; roster: Roster; frozenBy: string }>;

/** Who is to be on a roster. */
export interface RosterProposal {
  readonly officers: readonly { readonly officerId: string; readonly office: Office }[];
  /** Units that took part without sending an officer who is on it. */
  readonly units?: readonly string[];
}

/** What a case knows of who took part in it. */
export interface Participation {
  readonly leadUnit: string;
  /** Officers who are or were assigned, each with the unit it was assigned from last. */
  readonly assigned: ReadonlyMap<string, string>;
  /** Units that a seizure, an arrest or a search names. */
  readonly units: ReadonlySet<string>;
}

/**
 * The roster that a unit's head freezes.
 * @throws RuleBroken 'roster.not-unit-head', 'roster.other-unit', 'roster.empty', 'roster.repeated', 'roster.not-assigned', 'roster.unit-not-involved'
 */
export function frozenRoster(
  { officers, units = [] }: RosterProposal,
  { leadUnit, assigned, units: involved }: Participation,
  by: Actor,
  at: string,
): Roster {
  if (!by.roles.includes('unit-head')) throw new RuleBroken('roster.not-unit-head', "A roster is frozen by the head of the case's unit");
  if (by.unit !== leadUnit)
    throw new RuleBroken('roster.other-unit', `The case is led by ${leadUnit}; its roster is frozen by the head of that unit`, {
      leadUnit,
    });
  if (officers.length === 0) throw new RuleBroken('roster.empty', 'A roster names at least one officer');
  const ids = officers.map(({ officerId }) => officerId);
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    throw new RuleBroken('roster.repeated', `The roster names ${repeated} twice; an officer acts in one office`, { officerId: repeated });
  const placed = officers.map(({ officerId, office }) => {
    const unit = assigned.get(officerId);
    if (unit === undefined)
      throw new RuleBroken('roster.not-assigned', `Officer ${officerId} was never assigned to the case and cannot be on its roster`, {
        officerId,
      });
    return { officerId, unit, office };
  });
  const sent = [leadUnit, ...placed.map(({ unit }) => unit)];
  const stranger = units.find((unit) => !sent.includes(unit) && !involved.has(unit));
  if (stranger !== undefined)
    throw new RuleBroken(
      'roster.unit-not-involved',
      `No officer of ${stranger} is on the roster, and no seizure, arrest or search names it`,
      {
        unit: stranger,
      },
    );
  return { frozenAt: at, leadUnit, officers: placed, units: [...new Set([...sent, ...units])].sort() };
}

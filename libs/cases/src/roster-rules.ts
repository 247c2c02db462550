import { type Actor, RuleBroken } from '#libs/event-sourcing';
import { personIn, type Instant, type RegisterEntry, type Roster } from '#libs/vocabulary';
import type { Participation, RosterProposal } from './roster.ts';

/**
 * The roster that a unit's head freezes.
 * @throws RuleBroken 'roster.not-unit-head', 'roster.other-unit', 'roster.empty', 'roster.repeated', 'roster.not-assigned', 'roster.unit-not-involved'
 */
export function frozenRoster({ officers, units = [] }: RosterProposal, known: Participation, by: Actor, at: Instant): Roster {
  const { leadUnit } = known;
  requireHeadOf(leadUnit, by);
  requireOneOfficeEach(officers);
  const placed = officers.map(({ officerId, office }) => ({ officerId, unit: requireAssigned(officerId, known), office }));
  const sent = [leadUnit, ...placed.map(({ unit }) => unit)];
  requireInvolved(units, sent, known);
  return { frozenAt: at, leadUnit, officers: placed, units: [...new Set([...sent, ...units])].sort() };
}

/** Who took part is said by the head of the unit that leads the case, and by nobody who would gain elsewhere. */
function requireHeadOf(leadUnit: RegisterEntry, by: Actor): void {
  if (!by.roles.includes('unit-head')) throw new RuleBroken('roster.not-unit-head', "A roster is frozen by the head of the case's unit");
  if (by.unit !== leadUnit)
    throw new RuleBroken('roster.other-unit', `The case is led by ${leadUnit}; its roster is frozen by the head of that unit`, {
      leadUnit,
    });
}

/** A roster names somebody, and nobody twice. */
function requireOneOfficeEach(officers: RosterProposal['officers']): void {
  if (officers.length === 0) throw new RuleBroken('roster.empty', 'A roster names at least one officer');
  const ids = officers.map(({ officerId }) => officerId);
  const repeated = ids.find((id, index) => personIn(ids.slice(0, index), id));
  if (repeated !== undefined)
    throw new RuleBroken('roster.repeated', `The roster names ${repeated} twice; an officer acts in one office`, { officerId: repeated });
}

/** The unit that an officer was assigned from: only who was ever assigned to the case is on its roster. */
function requireAssigned(officerId: RegisterEntry, { assigned }: Participation): RegisterEntry {
  const unit = assigned.get(officerId);
  if (unit === undefined)
    throw new RuleBroken('roster.not-assigned', `Officer ${officerId} was never assigned to the case and cannot be on its roster`, {
      officerId,
    });
  return unit;
}

/** A unit took part that sent an officer, or that a report from the field names. */
function requireInvolved(units: readonly RegisterEntry[], sent: readonly RegisterEntry[], { units: inField }: Participation): void {
  const stranger = units.find((unit) => !sent.includes(unit) && !inField.has(unit));
  if (stranger !== undefined)
    throw new RuleBroken(
      'roster.unit-not-involved',
      `No officer of ${stranger} is on the roster, and no seizure, arrest or search names it`,
      { unit: stranger },
    );
}

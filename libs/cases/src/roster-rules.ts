import { type Actor, type Command, type Issued, RuleBroken } from '#libs/event-sourcing';
import { type Instant, personIn, type RegisterEntry, type Roster, type RosterOfficer, samePerson } from '#libs/vocabulary';
import type { Participation, Placing, RosterChanges, RosterProposal } from './roster.ts';

/**
 * The roster that is frozen by the head of the unit that leads the case: by nobody who would gain elsewhere (case-parts.ts).
 * @throws RuleBroken 'roster.empty', 'roster.repeated', 'roster.not-assigned', 'roster.unit-not-involved'
 */
export function frozenRoster({ officers, units = [] }: RosterProposal, known: Participation, at: Instant): Roster {
  const { leadUnit } = known;
  requireOneOfficeEach(officers);
  const placed = officers.map((officer) => placedOf(officer, known));
  const sent = [leadUnit, ...placed.map(({ unit }) => unit)];
  requireInvolved(units, sent, known);
  return { frozenAt: at, leadUnit, officers: placed, units: [...new Set([...sent, ...units])].sort() };
}

function placedOf({ officerId, office }: Placing, known: Participation): RosterOfficer {
  const defects = known.defectsOf(officerId);
  return { officerId, unit: requireAssigned(officerId, known), office, ...(defects.length > 0 && { defects }) };
}

/**
 * The roster with what was wrong when it was frozen put right: who was forgotten comes on it, an office is corrected, who was not there is taken off. Each is
 * marked with when.
 * @throws RuleBroken 'roster.not-frozen', 'roster.empty', 'roster.repeated', 'roster.not-assigned', 'roster.not-on-it'
 */
export function amendedRoster(
  { officers: added = [], corrected = [], removed = [] }: RosterChanges,
  roster: Roster | undefined,
  known: Participation,
  at: Instant,
): Roster {
  if (roster === undefined)
    throw new RuleBroken('roster.not-frozen', 'The roster is not frozen yet; whoever took part is put on it when it is');
  requireOnIt([...removed, ...corrected.map(({ officerId }) => officerId)], roster);
  const [off, left] = [
    roster.officers.filter(({ officerId }) => personIn(removed, officerId)),
    roster.officers.filter(({ officerId }) => !personIn(removed, officerId)),
  ];
  requireOneOfficeEach([...left, ...added], [...added, ...corrected, ...off]);
  const stay = left.map((officer) => {
    const office = corrected.find(({ officerId }) => samePerson(officerId, officer.officerId))?.office ?? officer.office;
    return office === officer.office ? officer : { ...officer, office, correctedAt: at };
  });
  const officers = [...stay, ...added.map((officer) => ({ ...placedOf(officer, known), addedAt: at }))];
  if (officers.length === 0) throw new RuleBroken('roster.empty', 'A roster names at least one officer: say who was there instead');
  const gone = [...(roster.removed ?? []), ...off.map((officer) => ({ ...officer, removedAt: at }))];
  return { ...roster, officers, units: unitsOf(roster, officers, known), ...(gone.length > 0 && { removed: gone }) };
}

/** Whether a frozen roster reads already as it is to read. */
export function isAmended({ officers = [], corrected = [], removed = [] }: RosterChanges, roster: Roster | undefined): boolean {
  const isThere = ({ officerId, office }: Placing): boolean =>
    roster?.officers.some((one) => one.officerId === officerId && one.office === office) === true;
  const isOff = (officerId: RegisterEntry): boolean =>
    roster?.removed?.some((one) => one.officerId === officerId) === true &&
    !roster.officers.some((one) => samePerson(one.officerId, officerId));
  const placed = [...officers, ...corrected];
  return placed.length + removed.length > 0 && placed.every(isThere) && removed.every(isOff);
}

/** A unit that took part only by somebody who was not there did not. */
function unitsOf(
  { leadUnit, units }: Roster,
  officers: readonly RosterOfficer[],
  { units: inField }: Participation,
): readonly RegisterEntry[] {
  const sent = [leadUnit, ...officers.map(({ unit }) => unit)];
  return [...new Set([...units.filter((unit) => inField.has(unit)), ...sent])].sort();
}

/** What is corrected of somebody is corrected of who is on it. */
function requireOnIt(named: readonly RegisterEntry[], { officers }: Roster): void {
  const ids = officers.map(({ officerId }) => officerId);
  const stranger = named.find((id) => !personIn(ids, id));
  if (stranger !== undefined)
    throw new RuleBroken('roster.not-on-it', `Officer ${stranger} is not on the roster; nothing is to be corrected of them`, {
      officerId: stranger,
    });
}

/** What is put right on a roster is proposed by the head of the unit that froze the roster, or of one above it; a second head is one of these too. */
export function requireHeadOfRoster({ leadUnit }: Roster, { by, said, standing }: Pick<Issued<Command>, 'by' | 'said' | 'standing'>): void {
  const hands = [
    { hand: by, commands: standing.commands },
    ...(said.confirmedBy === undefined ? [] : [{ hand: said.confirmedBy, commands: standing.confirmer?.commands }]),
  ];
  for (const { hand, commands } of hands)
    if (!hand.roles.includes('integrity-officer') && commands?.includes(leadUnit) !== true)
      throw new RuleBroken(
        'roster.other-unit',
        `The roster is that of ${leadUnit}; the head of that unit, or of one above it, puts right what is wrong on it`,
        {
          leadUnit,
        },
      );
}

/** Nobody puts themself on a roster, says in which office they acted, nor confirms either. */
export function requireNotOneself(placed: readonly Placing[], hands: readonly Actor[]): void {
  const own = placed.find(({ officerId }) =>
    personIn(
      hands.map(({ id }) => id),
      officerId,
    ),
  );
  if (own !== undefined)
    throw new RuleBroken('roster.own-addition', 'Nobody puts themself on a roster; somebody else has to do this', {
      officerId: own.officerId,
    });
}

/** A roster names somebody, and nobody twice. */
function requireOneOfficeEach(officers: readonly Placing[], named: readonly Placing[] = officers): void {
  if (named.length === 0) throw new RuleBroken('roster.empty', 'A roster names at least one officer');
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

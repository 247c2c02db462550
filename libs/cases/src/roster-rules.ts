import { type Actor, type Command, type Issued, RuleBroken } from '#libs/event-sourcing';
import { type Instant, personIn, type RegisterEntry, type Roster } from '#libs/vocabulary';
import type { Participation, RosterProposal } from './roster.ts';

/**
 * The roster that is frozen by the head of the unit that leads the case: by nobody who would gain elsewhere (case-parts.ts).
 * @throws RuleBroken 'roster.empty', 'roster.repeated', 'roster.not-assigned', 'roster.unit-not-involved'
 */
export function frozenRoster({ officers, units = [] }: RosterProposal, known: Participation, at: Instant): Roster {
  const { leadUnit } = known;
  requireOneOfficeEach(officers);
  const placed = officers.map(({ officerId, office }) => ({ officerId, unit: requireAssigned(officerId, known), office }));
  const sent = [leadUnit, ...placed.map(({ unit }) => unit)];
  requireInvolved(units, sent, known);
  return { frozenAt: at, leadUnit, officers: placed, units: [...new Set([...sent, ...units])].sort() };
}

/**
 * The roster with somebody who was forgotten when it was frozen: each marked with when they came on it.
 * @throws RuleBroken 'roster.not-frozen', 'roster.empty', 'roster.repeated', 'roster.not-assigned'
 */
export function amendedRoster(
  added: RosterProposal['officers'],
  roster: Roster | undefined,
  known: Pick<Participation, 'assigned'>,
  addedAt: Instant,
): Roster {
  if (roster === undefined)
    throw new RuleBroken('roster.not-frozen', 'The roster is not frozen yet; whoever took part is put on it when it is');
  requireOneOfficeEach([...roster.officers, ...added], added);
  const placed = added.map(({ officerId, office }) => ({ officerId, unit: requireAssigned(officerId, known), office, addedAt }));
  const units = [...new Set([...roster.units, ...placed.map(({ unit }) => unit)])].sort();
  return { ...roster, officers: [...roster.officers, ...placed], units };
}

/** A late addition is proposed by the head of the unit that froze the roster, or of one above it; a second head is one of these too. */
export function requireHeadOfRoster({ leadUnit }: Roster, { by, said, standing }: Pick<Issued<Command>, 'by' | 'said' | 'standing'>): void {
  const hands = [
    { hand: by, commands: standing.commands },
    ...(said.confirmedBy === undefined ? [] : [{ hand: said.confirmedBy, commands: standing.confirmer?.commands }]),
  ];
  for (const { hand, commands } of hands)
    if (!hand.roles.includes('integrity-officer') && commands?.includes(leadUnit) !== true)
      throw new RuleBroken(
        'roster.other-unit',
        `The roster is that of ${leadUnit}; the head of that unit, or of one above it, adds to it`,
        {
          leadUnit,
        },
      );
}

/** Nobody puts themself on a roster, nor confirms that they are. */
export function requireNotOneself(added: RosterProposal['officers'], hands: readonly Actor[]): void {
  const own = added.find(({ officerId }) =>
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
function requireOneOfficeEach(officers: RosterProposal['officers'], named: RosterProposal['officers'] = officers): void {
  if (named.length === 0) throw new RuleBroken('roster.empty', 'A roster names at least one officer');
  const ids = officers.map(({ officerId }) => officerId);
  const repeated = ids.find((id, index) => personIn(ids.slice(0, index), id));
  if (repeated !== undefined)
    throw new RuleBroken('roster.repeated', `The roster names ${repeated} twice; an officer acts in one office`, { officerId: repeated });
}

/** The unit that an officer was assigned from: only who was ever assigned to the case is on its roster. */
function requireAssigned(officerId: RegisterEntry, { assigned }: Pick<Participation, 'assigned'>): RegisterEntry {
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

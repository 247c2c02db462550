import { type AggregateStore, RuleBroken } from '#libs/event-sourcing';
import { agency, agencyStream } from '../agency.ts';
import { dayBegins } from '../day.ts';
import { officer } from '../officer.ts';
import { officerStream } from '../officer-events.ts';
import { chainOf, unit, unitStream } from '../unit.ts';

// Entries refer to each other, and who may decide on a reward rests on it: a unit that nobody registered would end a chain of command unnoticed.
// So what is referred to is there first. Entries never go away; what was there stays there.

/** @throws RuleBroken 'agency.not-registered' */
export async function requireAgency(aggregates: AggregateStore, agencyId: string): Promise<void> {
  const { state } = await aggregates.load(agency, agencyStream(agencyId));
  if (state.entry === undefined)
    throw new RuleBroken('agency.not-registered', 'The unit is of an agency that is not in the register; register that first', {
      agencyId,
    });
}

/** The agency that a registered unit belongs to, and with it everybody who serves there. @throws RuleBroken 'unit.not-registered' */
export async function agencyOfUnit(aggregates: AggregateStore, unitId: string): Promise<string> {
  const { state } = await aggregates.load(unit, unitStream(unitId));
  if (state.entry === undefined)
    throw new RuleBroken('unit.not-registered', 'There is no such unit in the register; register it first', { unitId });
  return state.entry.agencyId;
}

/** Whom and what somebody who is no officer belongs to is registered, where it is said. @throws RuleBroken 'officer.not-registered', 'unit.not-registered' */
export async function requireBelongings(
  aggregates: AggregateStore,
  { officer: officerId, unit: unitId }: { readonly officer?: string; readonly unit?: string },
): Promise<void> {
  if (unitId !== undefined) await agencyOfUnit(aggregates, unitId);
  if (officerId !== undefined && (await aggregates.load(officer, officerStream(officerId))).state.entry === undefined)
    throw new RuleBroken('officer.not-registered', 'There is no such officer in the register; register them first', { officerId });
}

/**
 * What a unit is put under is registered and not under that unit itself: not from the day on (`YYYY-MM-DD`; absent for one that is registered now), and not
 * once everything that is ordered already has come.
 * @throws RuleBroken 'unit.not-registered', 'unit.circle'
 */
export async function requireSoundParent(
  aggregates: AggregateStore,
  unitId: string,
  parent: string | null | undefined,
  from?: string,
): Promise<void> {
  if (parent === undefined || parent === null) return;
  await agencyOfUnit(aggregates, parent);
  const moments = from === undefined ? [undefined] : [dayBegins(from), undefined];
  for (const at of moments) {
    const above = await chainOf(async (id) => (await aggregates.load(unit, unitStream(id))).state, parent, at);
    if (above.includes(unitId))
      throw new RuleBroken('unit.circle', 'The unit would be above itself: the other one is under it', { unitId, parent, above });
  }
}

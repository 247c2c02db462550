import { type AggregateStore, RuleBroken } from '#libs/event-sourcing';
import { agency, agencyStream, unit, unitStream } from '#libs/registry';
import { agencies, type Agency } from '#libs/vocabulary';

/**
 * Whoever gives a case away has no part in it from then on: under a unit that nobody registered it would be nobody's, and nobody could give it back. Read
 * from the stream: no row is as fresh. @throws RuleBroken 'case.unit-not-registered'
 */
export async function requireRegisteredUnit(aggregates: AggregateStore, unitId: string): Promise<void> {
  if ((await aggregates.load(unit, unitStream(unitId))).state.entry === undefined)
    throw new RuleBroken(
      'case.unit-not-registered',
      `There is no unit ${unitId} in the register; say the unit that is to lead the case as the register spells it`,
      { unit: unitId },
    );
}

/**
 * The agency that leads a case decides who may know it: it is that of the unit, by the register, or the one that this is of its kind.
 * @throws RuleBroken 'case.unit-not-registered', 'case.agency-of-unit'
 */
export async function requireUnitOfAgency(aggregates: AggregateStore, unitId: string, said: string): Promise<void> {
  await requireRegisteredUnit(aggregates, unitId);
  const { agencyId, kind } = await registeredAgency(aggregates, unitId);
  if (said !== agencyId && said !== kind)
    throw new RuleBroken(
      'case.agency-of-unit',
      `By the register ${unitId} is of ${agencyId}, and not of ${said}; a case goes to another agency by its transfer, to a unit of that one`,
      { unit: unitId, agency: agencyId },
    );
}

/**
 * The agency that a unit’s cases are led by: of the register, whatever somebody says who opens one, as who may know it follows from that. Undefined where the
 * unit is of an agency that leads none, as a ministry.
 */
export async function agencyOfUnit(aggregates: AggregateStore, unitId: string): Promise<Agency | undefined> {
  const { agencyId, kind } = await registeredAgency(aggregates, unitId);
  return agencies.find((one) => one === kind) ?? agencies.find((one) => one === agencyId);
}

async function registeredAgency(aggregates: AggregateStore, unitId: string) {
  const agencyId = (await aggregates.load(unit, unitStream(unitId))).state.entry?.agencyId ?? '';
  return { agencyId, kind: (await aggregates.load(agency, agencyStream(agencyId))).state.entry?.kind };
}

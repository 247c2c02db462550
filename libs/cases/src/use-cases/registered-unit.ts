import { type AggregateStore, RuleBroken } from '#libs/event-sourcing';
import { agency, agencyStream, unit, unitStream } from '#libs/registry';

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
  const agencyId = (await aggregates.load(unit, unitStream(unitId))).state.entry?.agencyId ?? '';
  const kind = (await aggregates.load(agency, agencyStream(agencyId))).state.entry?.kind;
  if (said !== agencyId && said !== kind)
    throw new RuleBroken(
      'case.agency-of-unit',
      `By the register ${unitId} is of ${agencyId}, and not of ${said}; a case goes to another agency by its transfer, to a unit of that one`,
      { unit: unitId, agency: agencyId },
    );
}

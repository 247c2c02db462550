import { type AggregateStore, RuleBroken } from '#libs/event-sourcing';
import { unit, unitStream } from '#libs/registry';

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

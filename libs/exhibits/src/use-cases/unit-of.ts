import { type AggregateStore, defined } from '#libs/event-sourcing';
import { agencyAt, laboratory, laboratoryStream, officer, officerStream, unitAt } from '#libs/registry';

/** The unit that the register of officers says somebody was of; undefined where it does not know them. */
export async function unitOf(aggregates: AggregateStore, personId: string, at: string): Promise<string | undefined> {
  return unitAt((await aggregates.load(officer, officerStream(personId))).state, at);
}

/** The agency that the register of officers says somebody was of; undefined where it does not know them. */
export async function agencyOf(aggregates: AggregateStore, personId: string, at: string): Promise<string | undefined> {
  return agencyAt((await aggregates.load(officer, officerStream(personId))).state, at);
}

/** The unit that a laboratory is by the register; undefined where it has none, or nobody registered it. */
export async function unitOfLaboratory(aggregates: AggregateStore, laboratoryId: string | undefined): Promise<string | undefined> {
  if (laboratoryId === undefined) return undefined;
  return (await aggregates.load(laboratory, laboratoryStream(laboratoryId))).state.entry?.unit;
}

/** The units of the two analysts of a result, each as the register says; the first one is also of that in their token. */
export async function unitsOf(
  aggregates: AggregateStore,
  first: string,
  { secondAnalyst, certifiedAt }: { readonly secondAnalyst: string; readonly certifiedAt: string },
  laboratoryId: string | undefined,
): Promise<{ readonly firstUnit?: string; readonly secondUnit?: string; readonly laboratoryUnit?: string }> {
  const [firstUnit, secondUnit, laboratoryUnit] = await Promise.all([
    unitOf(aggregates, first, certifiedAt),
    unitOf(aggregates, secondAnalyst, certifiedAt),
    unitOfLaboratory(aggregates, laboratoryId),
  ]);
  return defined({ firstUnit, secondUnit, laboratoryUnit });
}

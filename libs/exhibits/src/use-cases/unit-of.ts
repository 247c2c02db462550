import { type AggregateStore, defined } from '#libs/event-sourcing';
import { agencyAt, officer, officerStream, unitAt } from '#libs/registry';

/** The unit that the register of officers says somebody was of; undefined where it does not know them. */
export async function unitOf(aggregates: AggregateStore, personId: string, at: string): Promise<string | undefined> {
  return unitAt((await aggregates.load(officer, officerStream(personId))).state, at);
}

/** The agency that the register of officers says somebody was of; undefined where it does not know them. */
export async function agencyOf(aggregates: AggregateStore, personId: string, at: string): Promise<string | undefined> {
  return agencyAt((await aggregates.load(officer, officerStream(personId))).state, at);
}

/** The units of the two analysts of a result, each as the register says; the first one is also of that in their token. */
export async function unitsOf(
  aggregates: AggregateStore,
  first: string,
  { secondAnalyst, certifiedAt }: { readonly secondAnalyst: string; readonly certifiedAt: string },
): Promise<{ readonly firstUnit?: string; readonly secondUnit?: string }> {
  const [firstUnit, secondUnit] = await Promise.all([
    unitOf(aggregates, first, certifiedAt),
    unitOf(aggregates, secondAnalyst, certifiedAt),
  ]);
  return defined({ firstUnit, secondUnit });
}

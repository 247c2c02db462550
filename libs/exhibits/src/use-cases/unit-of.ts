import { type AggregateStore, defined } from '#libs/event-sourcing';
import {
  agency,
  agencyAt,
  agencyStream,
  laboratory,
  laboratoryStream,
  madeByOne,
  officer,
  officerStream,
  unit,
  unitAt,
  unitStream,
} from '#libs/registry';
import type { DestructionApproval } from '../exhibit-events.ts';

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

/** Whether somebody receives for a laboratory: it is in the register, and so is that they were of its unit. Of no known unit is nobody's. */
export async function servesInLaboratory(aggregates: AggregateStore, personId: string, laboratoryId: string, at: string): Promise<boolean> {
  const [own, its] = await Promise.all([unitOf(aggregates, personId, at), unitOfLaboratory(aggregates, laboratoryId)]);
  return its !== undefined && own === its;
}

/** The units of the two analysts of a result, each as the register says, and whether they and their laboratory are there by one person's word alone. */
export async function unitsOf(
  aggregates: AggregateStore,
  first: string,
  { secondAnalyst, certifiedAt }: { readonly secondAnalyst: string; readonly certifiedAt: string },
  laboratoryId: string | undefined,
): Promise<{ readonly firstUnit?: string; readonly secondUnit?: string; readonly laboratoryUnit?: string; readonly madeByOne?: true }> {
  const [firstUnit, secondUnit, laboratoryUnit, alone] = await Promise.all([
    unitOf(aggregates, first, certifiedAt),
    unitOf(aggregates, secondAnalyst, certifiedAt),
    unitOfLaboratory(aggregates, laboratoryId),
    laboratoryId === undefined ? undefined : madeByOne(aggregates, laboratoryId, [first, secondAnalyst]),
  ]);
  return defined({ firstUnit, secondUnit, laboratoryUnit, madeByOne: alone === undefined ? undefined : (true as const) });
}

/** Whether who decided is an agency or a unit of the registers; of the order of a court, whether that is one. */
export async function isAuthority(
  aggregates: AggregateStore,
  { kind, authority }: Pick<DestructionApproval, 'kind' | 'authority'>,
): Promise<boolean> {
  const [ofAgencies, ofUnits] = await Promise.all([
    aggregates.load(agency, agencyStream(authority)),
    aggregates.load(unit, unitStream(authority)),
  ]);
  const above = ofUnits.state.entry?.agencyId;
  const entry =
    ofAgencies.state.entry ?? (above === undefined ? undefined : (await aggregates.load(agency, agencyStream(above))).state.entry);
  return entry !== undefined && (kind !== 'court-order' || entry.kind === 'courts');
}

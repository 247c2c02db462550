import { type AggregateStore, defined, type Position } from '#libs/event-sourcing';
import {
  agency,
  agencyAt,
  agencyStream,
  capHistoryOf,
  chainOf,
  instrument,
  instrumentStream,
  isInForce,
  isSuspended,
  officer,
  officerStream,
  unit,
  unitAt,
  unitStream,
} from '#libs/registry';
import type { Currency } from '#libs/vocabulary';
import type { Placed, RegisteredRecipient } from '../reward/reward-commands.ts';
import type { Recipient } from '../reward/reward-events.ts';

// What the register says now, for commands that rest on it. Read from the streams themselves: no row is as fresh.

/** The recipient as registered, with what an officer was granted before in this currency; undefined for one that nobody registered. */
export async function registeredRecipient(
  aggregates: AggregateStore,
  { recipientId, kind }: Pick<Recipient, 'recipientId' | 'kind'>,
  currency: Currency,
  at: string,
): Promise<RegisteredRecipient | undefined> {
  if (kind === 'unit') {
    const { state } = await aggregates.load(unit, unitStream(recipientId));
    return state.entry === undefined ? undefined : { recipientId, suspended: false };
  }
  const { state } = await aggregates.load(officer, officerStream(recipientId));
  if (state.entry === undefined) return undefined;
  const ofCourts = await servesInCourts(aggregates, agencyAt(state, at));
  return {
    recipientId,
    suspended: isSuspended(state, at),
    officerId: recipientId,
    ...(ofCourts && { ofCourts }),
    ...capHistoryOf(state, currency, at),
  };
}

/** Whether the register has a recipient suspended. Of whom it knows nothing nobody can say so: they were in it when it was granted. */
export async function isSuspendedAt(aggregates: AggregateStore, recipient: Recipient | undefined, at: string): Promise<true | undefined> {
  if (recipient?.kind !== 'person') return undefined;
  const { state } = await aggregates.load(officer, officerStream(recipient.recipientId));
  return isSuspended(state, at) || undefined;
}

/** Whether an agency is of the courts, by its kind and not by what it is called. */
async function servesInCourts(aggregates: AggregateStore, agencyId: string | undefined): Promise<boolean> {
  return agencyId !== undefined && (await aggregates.load(agency, agencyStream(agencyId))).state.entry?.kind === 'courts';
}

/** Where a unit stands; `asOf`: as the log stood there. One that nobody registered is above nobody, and of no agency. */
export async function placedUnit(aggregates: AggregateStore, unitId: string, at: string, asOf?: Position): Promise<Placed> {
  const stream = unitStream(unitId);
  const state = asOf === undefined ? (await aggregates.load(unit, stream)).state : await aggregates.loadAsOf(unit, stream, asOf);
  return defined({ id: unitId, agency: state.entry?.agencyId, chain: await chainAbove(aggregates, unitId, at, asOf) });
}

/**
 * Where an officer stands by the register; what `otherwise` is said counts only for somebody whom the register does not know. `asOf`: by the
 * register as it was where the log stood there.
 */
export async function placedOfficer(
  aggregates: AggregateStore,
  officerId: string,
  at: string,
  otherwise: { readonly unit?: string | undefined; readonly agency?: string | undefined } = {},
  asOf?: Position,
): Promise<Placed> {
  const stream = officerStream(officerId);
  const state = asOf === undefined ? (await aggregates.load(officer, stream)).state : await aggregates.loadAsOf(officer, stream, asOf);
  const known = state.entry !== undefined;
  const serves = known ? unitAt(state, at) : otherwise.unit;
  const agencyId = known ? agencyAt(state, at) : otherwise.agency;
  return defined({ id: officerId, agency: agencyId, chain: serves === undefined ? [] : await chainAbove(aggregates, serves, at, asOf) });
}

/** Whether an instrument is law now. */
export async function isEnacted(aggregates: AggregateStore, instrumentId: string, at: string): Promise<boolean> {
  return isInForce((await aggregates.load(instrument, instrumentStream(instrumentId))).state, at);
}

async function chainAbove(aggregates: AggregateStore, unitId: string, at: string, asOf?: Position): Promise<readonly string[]> {
  const known = async (id: string) =>
    asOf === undefined ? (await aggregates.load(unit, unitStream(id))).state : aggregates.loadAsOf(unit, unitStream(id), asOf);
  return chainOf(known, unitId, at);
}

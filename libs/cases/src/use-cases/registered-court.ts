import type { AggregateStore } from '#libs/event-sourcing';
import { agency, agencyStream, unit, unitStream } from '#libs/registry';

/** Whether the register knows a court of this name: an agency that is one, or a unit of such an agency. Read from the streams: no row is as fresh. */
export async function isCourt(aggregates: AggregateStore, court: string): Promise<boolean> {
  const { state: ofItsOwn } = await aggregates.load(agency, agencyStream(court));
  if (ofItsOwn.entry !== undefined) return ofItsOwn.entry.kind === 'courts';
  const { state: chamber } = await aggregates.load(unit, unitStream(court));
  if (chamber.entry === undefined) return false;
  return (await aggregates.load(agency, agencyStream(chamber.entry.agencyId))).state.entry?.kind === 'courts';
}

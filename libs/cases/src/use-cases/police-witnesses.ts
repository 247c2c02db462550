import type { AggregateStore } from '#libs/event-sourcing';
import { officer, officerStream } from '#libs/registry';
import type { Witness } from '../seizure.ts';

/** Those of the witnesses who are officers by the register, of whatever agency: read from their streams, as no row is as fresh. */
export async function policeAmong(aggregates: AggregateStore, witnesses: readonly Witness[] = []): Promise<readonly string[]> {
  const known = await Promise.all(
    witnesses.map(async ({ personId }) => {
      if (personId === undefined) return [];
      return (await aggregates.load(officer, officerStream(personId))).state.entry === undefined ? [] : [personId];
    }),
  );
  return known.flat();
}

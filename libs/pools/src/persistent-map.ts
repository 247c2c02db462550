/**
 * Things by id, as a value that is never changed: a change copies one bucket of 256 instead of everything,
 * so that folding the history of a pool with a hundred thousand reservations stays quick.
 */
export type PersistentMap<T> = readonly (ReadonlyMap<string, T> | undefined)[];

const BUCKETS = 256;

export const entryOf = <T>(map: PersistentMap<T>, id: string): T | undefined => map[bucketOf(id)]?.get(id);

export function withEntry<T>(map: PersistentMap<T>, id: string, thing: T): PersistentMap<T> {
  const bucket = bucketOf(id);
  const changed = Array.from({ length: BUCKETS }, (_, index) => map[index]);
  changed[bucket] = new Map(map[bucket]).set(id, thing);
  return changed;
}

function bucketOf(id: string): number {
  let sum = 0;
  for (let index = 0; index < id.length; index++) sum = (sum * 31 + id.charCodeAt(index)) % 65_521;
  return sum % BUCKETS;
}

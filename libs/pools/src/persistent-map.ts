/**
 * Things by id, as a value that is never changed: a change copies one bucket of 256 instead of everything,
 * so that folding the history of a pool with a hundred thousand reservations stays quick.
 */
export type Register<T> = readonly (ReadonlyMap<string, T> | undefined)[];

const BUCKETS = 256;

export const registered = <T>(register: Register<T>, id: string): T | undefined => register[bucketOf(id)]?.get(id);

export function registerWith<T>(register: Register<T>, id: string, thing: T): Register<T> {
  const bucket = bucketOf(id);
  const changed = Array.from({ length: BUCKETS }, (_, index) => register[index]);
  changed[bucket] = new Map(register[bucket]).set(id, thing);
  return changed;
}

function bucketOf(id: string): number {
  let sum = 0;
  for (let index = 0; index < id.length; index++) sum = (sum * 31 + id.charCodeAt(index)) % 65_521;
  return sum % BUCKETS;
}

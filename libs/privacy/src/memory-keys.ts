import { KeysUnavailable, type KeyStore, type StoredKey, type WaitingKey } from './key-store.ts';

/** Keys in memory, for tests: nothing outlives the process. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, StoredKey>();
  const waiting = new Map<string, WaitingKey>();
  let closed = false;
  const open = (): Map<string, StoredKey> => {
    if (closed) throw new KeysUnavailable('the store is closed');
    return keys;
  };
  return {
    async add(person, key) {
      const known = open().get(person);
      if (known !== undefined) return known;
      keys.set(person, key);
      return key;
    },
    async begin(person, key, stream) {
      if (open().has(person)) return undefined;
      keys.set(person, key);
      const begun = { person, stream, since: Date.now() };
      waiting.set(person, begun);
      return begun;
    },
    async settle(person) {
      open();
      waiting.delete(person);
    },
    async renew(person) {
      open();
      const known = waiting.get(person);
      if (known !== undefined) waiting.set(person, { ...known, since: Math.max(Date.now(), known.since + 1) });
    },
    async waiting(forMs) {
      open();
      const until = forMs === 0 ? Infinity : Date.now() - forMs;
      return [...waiting.values()]
        .filter(({ since }) => since <= until)
        .sort((one, other) => one.since - other.since)
        .slice(0, 1_000);
    },
    async drop({ person, since }) {
      open();
      if (waiting.get(person)?.since !== since) return false;
      waiting.delete(person);
      return keys.delete(person);
    },
    async find(persons) {
      return new Map(
        persons.flatMap((person) => {
          const key = open().get(person);
          return key === undefined ? [] : [[person, key]];
        }),
      );
    },
    async replace(person, from, to) {
      const known = open().get(person);
      if (known === undefined || known === 'destroyed') return false;
      if (known.master !== from.master || Buffer.compare(known.bytes, from.bytes) !== 0) return false;
      keys.set(person, to);
      return true;
    },
    async notUnder(master, after, limit) {
      return [...open()]
        .filter(([person, key]) => person > after && key !== 'destroyed' && key.master !== master)
        .map(([person]) => person)
        .sort()
        .slice(0, limit);
    },
    async destroy(person) {
      open().set(person, 'destroyed');
      waiting.delete(person);
    },
    async check() {
      open();
    },
    async close() {
      closed = true;
    },
  };
}

import { KeysUnavailable, type KeyStore, type StoredKey } from './key-store.ts';

/** Keys in memory, for tests: nothing outlives the process. */
export function memoryKeyStore(): KeyStore {
  const keys = new Map<string, StoredKey>();
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
    },
    async check() {
      open();
    },
    async close() {
      closed = true;
    },
  };
}

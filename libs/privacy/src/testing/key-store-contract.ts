import fc from 'fast-check';
import { Keyring } from '../keyring.ts';
import { type KeyStore, KeysUnavailable, PersonErased } from '../key-store.ts';
import { MasterKeys, type WrappedKey } from '../master-key.ts';

/** A key store opened for one test. */
export interface OpenedKeyStore {
  readonly store: KeyStore;
  /** Another client of the same keys, as a second program holds one. Without it the store itself stands in. The suite closes it. */
  second?(): Promise<KeyStore>;
  /** Everything that lies in the store's files. Absent where it has none. */
  bytes?(): Promise<Buffer>;
  dispose(): Promise<void>;
}

export const sokunthea = '11111111-1111-8111-8111-111111111111';
export const vannak = '22222222-2222-8222-8222-222222222222';
export const master = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);
const wrapped = (fill: number, under = 'master-1'): WrappedKey => ({ master: under, bytes: new Uint8Array(60).fill(fill) });

/** Proves that an adapter keeps the word of `KeyStore`, alone and under a keyring. `open` gives an empty store to each test. */
export function keyStoreContract(name: string, open: () => Promise<OpenedKeyStore>): void {
  describe(`${name} keeps the contract of a key store: it`, () => {
    let opened: OpenedKeyStore;
    let store: KeyStore;
    let other: KeyStore;
    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      other = (await opened.second?.()) ?? store;
    });
    afterEach(async () => {
      if (other !== store) await other.close();
      await opened.dispose();
    });

    it('keeps the first key of a person, whoever adds another', async () => {
      expect(await store.add(sokunthea, wrapped(1))).toEqual(wrapped(1));
      expect(await other.add(sokunthea, wrapped(2))).toEqual(wrapped(1));
      expect(await other.find([sokunthea, vannak])).toEqual(new Map([[sokunthea, wrapped(1)]]));
    });

    it('gives all who add at once the same key', async () => {
      const added = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 2 ? store : other).add(sokunthea, wrapped(n))));
      for (const key of added) expect(key).toEqual(added[0]);
    });

    it('knows nobody who was not added, and takes no notice of odd ids', async () => {
      expect(await store.find([])).toEqual(new Map());
      const odd = ["'; DROP TABLE keys; --", '__proto__', '"', 'ឈ្មោះ'];
      expect(await store.find(odd)).toEqual(new Map());
      for (const person of odd) await store.add(person, wrapped(7));
      expect([...(await store.find(odd)).keys()].toSorted()).toEqual(odd.toSorted());
    });

    it('destroys a key for ever, once or again, and makes that person none any more', async () => {
      await store.add(sokunthea, wrapped(1));
      await store.add(vannak, wrapped(2));
      await other.destroy(sokunthea);
      await store.destroy(sokunthea);
      expect(await store.find([sokunthea, vannak])).toEqual(
        new Map<string, unknown>([
          [sokunthea, 'destroyed'],
          [vannak, wrapped(2)],
        ]),
      );
      expect(await store.add(sokunthea, wrapped(3))).toBe('destroyed');
      expect(await other.replace(sokunthea, wrapped(1), wrapped(3))).toBe(false);
    });

    it('destroys the key of somebody it never heard of, so that a late first fact makes none', async () => {
      await store.destroy(sokunthea);
      expect(await other.add(sokunthea, wrapped(1))).toBe('destroyed');
    });

    it('lists a key that nothing is sealed with yet until it is settled, and takes it away without a mark', async () => {
      const hers = await store.begin(sokunthea, wrapped(1), 'case-1');
      await store.begin(vannak, wrapped(2), 'case-2');
      expect(await other.waiting(0)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ person: sokunthea, stream: 'case-1' }),
          expect.objectContaining({ person: vannak }),
        ]),
      );
      expect(await other.waiting(3_600_000)).toEqual([]);
      await other.settle(vannak);
      await other.settle(vannak);
      expect(await store.waiting(0)).toEqual([hers]);
      expect(hers && (await other.drop(hers))).toBe(true);
      expect(await store.waiting(0)).toEqual([]);
      expect(await store.find([sokunthea, vannak])).toEqual(new Map([[vannak, wrapped(2)]]));
      expect(await store.add(sokunthea, wrapped(3))).toEqual(wrapped(3));
    });

    it('leaves a key that somebody wanted since, is settled or destroyed where it is told to take it away', async () => {
      const begun = await store.begin(sokunthea, wrapped(1), 'case-1');
      await other.renew(sokunthea);
      expect(begun && (await store.drop(begun))).toBe(false);
      const [renewed] = await store.waiting(0);
      await other.settle(sokunthea);
      expect(renewed && (await store.drop(renewed))).toBe(false);
      expect(await store.find([sokunthea])).toEqual(new Map([[sokunthea, wrapped(1)]]));
      const his = await store.begin(vannak, wrapped(2), 'case-2');
      await other.destroy(vannak);
      expect(his && (await store.drop(his))).toBe(false);
      expect(await store.waiting(0)).toEqual([]);
      expect(await store.find([vannak])).toEqual(new Map([[vannak, 'destroyed']]));
    });

    it('begins no key where there is one or one was destroyed, and notes none of those that are simply added', async () => {
      await store.add(sokunthea, wrapped(1));
      await store.destroy(vannak);
      for (const person of [sokunthea, vannak]) {
        expect(await other.begin(person, wrapped(2), 'case-1')).toBeUndefined();
        await other.renew(person);
      }
      expect(await store.waiting(0)).toEqual([]);
      const begun = await Promise.all([store, other, store, other].map((one, n) => one.begin('somebody', wrapped(n), 'case-1')));
      expect(begun.filter((one) => one !== undefined)).toHaveLength(1);
    });

    it('replaces exactly the key it is told, or nothing', async () => {
      await store.add(sokunthea, wrapped(1));
      expect(await store.replace(sokunthea, wrapped(2), wrapped(3))).toBe(false);
      expect(await store.replace(sokunthea, wrapped(1, 'master-2'), wrapped(3))).toBe(false);
      expect(await store.replace(vannak, wrapped(1), wrapped(3))).toBe(false);
      expect(await store.replace(sokunthea, wrapped(1), wrapped(3, 'master-2'))).toBe(true);
      expect(await other.find([sokunthea])).toEqual(new Map([[sokunthea, wrapped(3, 'master-2')]]));
    });

    it('lists those under another master key, in order, page by page, without the destroyed', async () => {
      const persons = Array.from({ length: 7 }, (_, n) => `person-${n}`);
      for (const [n, person] of persons.entries()) await store.add(person, wrapped(n, n === 3 ? 'master-2' : 'master-1'));
      await store.destroy('person-5');
      expect(await store.notUnder('master-2', '', 4)).toEqual(['person-0', 'person-1', 'person-2', 'person-4']);
      expect(await store.notUnder('master-2', 'person-4', 4)).toEqual(['person-6']);
      expect(await store.notUnder('master-2', 'person-6', 4)).toEqual([]);
    });

    it('answers whether it can be used, and after closing nothing but that it cannot', async () => {
      await store.check();
      await store.close();
      await store.close();
      for (const call of [
        () => store.check(),
        () => store.find([sokunthea]),
        () => store.add(sokunthea, wrapped(1)),
        () => store.replace(sokunthea, wrapped(1), wrapped(2)),
        () => store.notUnder('master-1', '', 1),
        () => store.destroy(sokunthea),
        () => store.begin(sokunthea, wrapped(1), 'case-1'),
        () => store.settle(sokunthea),
        () => store.renew(sokunthea),
        () => store.waiting(0),
        () => store.drop({ person: sokunthea, stream: 'case-1', since: 0 }),
      ])
        await expect(call()).rejects.toBeInstanceOf(KeysUnavailable);
    });

    it('holds no byte of a destroyed key in its files, however many keys were made before and after', async () => {
      if (opened.bytes === undefined) return;
      const keyOf = (n: number): WrappedKey => ({ master: 'master-1', bytes: Buffer.alloc(60, `<key ${n} of many>`) });
      const persons = Array.from({ length: 300 }, (_, n) => `person-${(n * 7919) % 300}`);
      await Promise.all(persons.map((person, n) => store.add(person, keyOf(n))));
      const gone = [0, 1, 150, 299];
      const held = async (): Promise<readonly number[]> => {
        const bytes = await opened.bytes?.();
        return [...gone, 2].filter((n) => bytes?.includes(Buffer.from(keyOf(n).bytes)));
      };
      expect(await held()).toEqual([...gone, 2]);
      for (const n of gone) await store.destroy(persons[n] ?? '');
      expect(await held()).toEqual([2]);
    }, 30_000);

    it('serves two keyrings that make, open, destroy and rewrap in any order', async () => {
      const step = fc.record({
        at: fc.constantFrom('here', 'there'),
        person: fc.constantFrom(sokunthea, vannak),
        does: fc.constantFrom('create', 'get', 'destroy', 'rewrap'),
      });
      let run = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const here = `${run++}-`;
          const rings = {
            here: new Keyring(store, new MasterKeys([master(1), master(2)]), { believedMs: 0 }),
            there: new Keyring(other, new MasterKeys([master(2), master(1)]), { believedMs: 0 }),
          };
          const sealed = new Map<string, string>();
          const erased = new Set<string>();
          for (const { at, person: name, does } of steps) {
            const person = here + name;
            const ring = rings[at];
            const seen = (key: Awaited<ReturnType<Keyring['create']>>): string =>
              key.seal('Chea Sokunthea', { person, field: 'name', commandId: 'command-1' }).sealed;
            if (does === 'rewrap') await ring.rewrap();
            else if (does === 'destroy') {
              await ring.destroy(person);
              erased.add(person);
            } else if (erased.has(person)) {
              await expect(ring.create(person)).rejects.toBeInstanceOf(PersonErased);
              expect(await ring.get(person)).toBeUndefined();
            } else if (does === 'create') {
              const key = seen(await ring.create(person));
              expect(sealed.get(person) ?? key).toBe(key);
              sealed.set(person, key);
            } else {
              const key = await ring.get(person);
              expect(key && seen(key)).toBe(sealed.get(person));
            }
          }
        }),
        { numRuns: 15 },
      );
    }, 30_000);
  });
}

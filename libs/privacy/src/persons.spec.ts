import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { contentHash, PreconditionFailed, StoreUnavailable } from '#libs/event-sourcing';
import { faulty } from '#libs/event-sourcing/testing';
import { Keyring } from './keyring.ts';
import { type KeyStore, KeysUnavailable, PersonErased } from './key-store.ts';
import { MasterKeys } from './master-key.ts';
import { memoryKeyStore } from './memory-keys.ts';
import { Persons, type Recording } from './persons.ts';
import type { Sealed } from './sealed.ts';
import { CannotOpen } from './seal.ts';
import { master, sokunthea, vannak } from './testing/key-store-contract.ts';

const commandId = '33333333-3333-8333-8333-333333333333';
const name = { km: 'ជា សុគន្ធា', en: 'Chea Sokunthea' };

/** A key store that counts how often it is looked into. */
function counted(store: KeyStore = memoryKeyStore()): { readonly store: KeyStore; readonly asked: string[][] } {
  const asked: string[][] = [];
  const find: KeyStore['find'] = (persons) => {
    asked.push([...persons]);
    return store.find(persons);
  };
  return { store: faulty(store, { find }), asked };
}

describe('what is personal', () => {
  const masters = new MasterKeys([master(1)]);

  it('is sealed field by field, and opened wherever it lies', async () => {
    const persons = new Persons(new Keyring(memoryKeyStore(), masters));
    const fields = await persons.seal({ person: sokunthea, commandId }, { name, nationality: 'KH' });
    const row = { caseId: 'case-1', suspects: [{ suspectId: sokunthea, ...fields }], empty: null };
    expect(JSON.stringify(row)).not.toMatch(/Sokunthea|សុគន្ធា|"KH"/);
    expect(await persons.open(row)).toEqual({
      caseId: 'case-1',
      suspects: [{ suspectId: sokunthea, name, nationality: 'KH' }],
      empty: null,
    });
    expect(persons.withhold(row).suspects[0]).toEqual({ suspectId: sokunthea, name: { withheld: true }, nationality: { withheld: true } });
  });

  it('has the same content hash when its command is tried again, by this program or another', async () => {
    const store = memoryKeyStore();
    const once = await new Persons(new Keyring(store, masters)).seal({ person: sokunthea, commandId }, { name });
    const again = await new Persons(new Keyring(store, masters)).seal(
      { person: sokunthea, commandId },
      { name: { en: name.en, km: name.km } },
    );
    expect(contentHash(again)).toBe(contentHash(once));
  });

  it('of nobody costs no look at a key', async () => {
    const { store, asked } = counted();
    const nobody = { items: [{ caseId: 'case-1' }] };
    expect(await new Persons(new Keyring(store, masters)).open(nobody)).toBe(nobody);
    expect(asked).toEqual([]);
  });

  it('of many is opened with one look, and again with none', async () => {
    const { store, asked } = counted();
    const seal = new Persons(new Keyring(store, masters));
    const rows = await Promise.all([sokunthea, vannak].map((person) => seal.seal({ person, commandId }, { name })));
    asked.length = 0;
    const persons = new Persons(new Keyring(store, masters));
    await persons.open(rows);
    await persons.open(rows);
    expect(asked).toEqual([[sokunthea, vannak]]);
  });

  it('reads as erased once the key is destroyed, and what is of others opens as before', async () => {
    const persons = new Persons(new Keyring(memoryKeyStore(), masters));
    const hers = await persons.seal({ person: sokunthea, commandId }, { name, note: null });
    const his = await persons.seal({ person: vannak, commandId }, { name: 'Vannak' });
    expect(await persons.open([hers, his])).toEqual([{ name, note: null }, { name: 'Vannak' }]);
    await persons.erase(sokunthea);
    await persons.erase(sokunthea);
    expect(await persons.open([hers, his])).toEqual([{ name: { erased: true }, note: { erased: true } }, { name: 'Vannak' }]);
    await expect(persons.seal({ person: sokunthea, commandId }, { name })).rejects.toBeInstanceOf(PersonErased);
  });

  it('moved to another field is refused, not shown', async () => {
    const persons = new Persons(new Keyring(memoryKeyStore(), masters));
    const fields = await persons.seal({ person: sokunthea, commandId }, { name });
    await expect(persons.open({ alias: fields.name })).rejects.toBeInstanceOf(CannotOpen);
  });

  it('cannot be sealed or opened while the keys are away, and nothing is shown in its place', async () => {
    const away = (): Promise<never> => Promise.reject(new KeysUnavailable('the disk is gone'));
    const store = memoryKeyStore();
    const fields = await new Persons(new Keyring(store, masters)).seal({ person: sokunthea, commandId }, { name });
    const persons = new Persons(new Keyring(faulty(store, { find: away, check: away }), masters));
    await expect(persons.open(fields)).rejects.toBeInstanceOf(KeysUnavailable);
    await expect(persons.seal({ person: vannak, commandId }, { name })).rejects.toBeInstanceOf(KeysUnavailable);
    await expect(persons.check()).rejects.toBeInstanceOf(KeysUnavailable);
  });
});

describe('what is recorded of a person', () => {
  const masters = new MasterKeys([master(1)]);
  const of = { person: sokunthea, commandId, stream: 'case-1' };
  const stale = new PreconditionFailed('case-1', 1, 2);
  /** A stream, and recording into it. */
  function opened() {
    const store = memoryKeyStore();
    const persons = new Persons(new Keyring(store, masters));
    const stream: unknown[] = [];
    const read = async function* (): AsyncIterable<unknown> {
      yield* stream;
    };
    const accepted = { rehearse: () => Promise.resolve(undefined), record: async (sealed: unknown) => void stream.push({ says: sealed }) };
    const recording = (how: Partial<Recording<{ name: typeof name }, unknown>>) =>
      persons.record<{ name: typeof name }, unknown>({ of, fields: { name }, ...accepted, ...how });
    return { store, persons, stream, read, recording };
  }

  it('makes the key with the first fact, and the next one takes the same', async () => {
    const { store, persons, stream, recording } = opened();
    await recording({});
    await recording({ of: { ...of, commandId: vannak } });
    expect(await persons.open(stream)).toEqual([{ says: { name } }, { says: { name } }]);
    expect(await store.waiting(0)).toEqual([]);
  });

  it('leaves no key behind when it is refused, before there is one or at the last moment, nor where there is nothing to record', async () => {
    const { store, stream, recording } = opened();
    await expect(recording({ rehearse: () => Promise.reject(stale) })).rejects.toBe(stale);
    await expect(recording({ record: () => Promise.reject(stale) })).rejects.toBe(stale);
    expect(await recording({ rehearse: () => Promise.resolve('nothing new') })).toBe('nothing new');
    expect(await store.find([sokunthea])).toEqual(new Map());
    expect(stream).toEqual([]);
  });

  it('keeps the key where nobody knows whether it was recorded, and a sweep finds out', async () => {
    const { store, persons, stream, read, recording } = opened();
    const lost = new StoreUnavailable('the answer was lost', 'unknown');
    const arrives = async (sealed: unknown): Promise<never> => {
      stream.push({ says: [sealed] });
      throw lost;
    };
    await expect(recording({ record: arrives })).rejects.toBe(lost);
    await expect(recording({ of: { ...of, person: vannak }, record: () => Promise.reject(lost) })).rejects.toBe(lost);
    expect(await persons.sweep(3_600_000, read)).toBe(0);
    expect([...(await store.find([sokunthea, vannak])).keys()]).toEqual([sokunthea, vannak]);
    expect(await persons.sweep(0, read)).toBe(1);
    expect([...(await store.find([sokunthea, vannak])).keys()]).toEqual([sokunthea]);
    expect(await persons.open(stream)).toEqual([{ says: [{ name }] }]);
    expect(await persons.sweep(0, read)).toBe(0);
  });

  it('is not left without its key by the same command that is refused at the same moment', async () => {
    const { persons, stream, recording } = opened();
    const other = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const refusedLate = async (): Promise<never> => {
      begun.resolve(undefined);
      await other.promise;
      throw stale;
    };
    const first = recording({ record: refusedLate });
    await begun.promise;
    await recording({});
    other.resolve(undefined);
    await expect(first).rejects.toBe(stale);
    expect(await persons.open(stream)).toEqual([{ says: { name } }]);
    expect(
      await persons.sweep(0, async function* () {
        yield* stream;
      }),
    ).toBe(0);
    expect(await persons.open(stream)).toEqual([{ says: { name } }]);
  });

  it('has a key in any order of commands, crashes and sweeps of two programs, and no key stays of what was not recorded', async () => {
    const step = fc.record({
      person: fc.constantFrom(sokunthea, vannak),
      at: fc.constantFrom('here', 'there'),
      does: fc.constantFrom('records', 'is refused', 'is refused late', 'dies before', 'dies after', 'sweeps'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 8 }), async (rounds) => {
        const { store, stream, read } = opened();
        const program = (): Persons => new Persons(new Keyring(store, masters, { believedMs: 0 }));
        const programs = { here: program(), there: program() };
        const died = new StoreUnavailable('the program died', 'unknown');
        const take = async ({ person, at, does }: { person: string; at: 'here' | 'there'; does: string }): Promise<unknown> => {
          const persons = programs[at];
          // What may be under way elsewhere is not old: only what waited from before this round is.
          if (does === 'sweeps') return persons.sweep(3_600_000, read);
          return persons.record<{ name: typeof name }, unknown>({
            of: { ...of, person },
            fields: { name },
            rehearse: () => (does === 'is refused' ? Promise.reject(stale) : Promise.resolve(undefined)),
            record: async (sealed) => {
              await setImmediate();
              if (does === 'is refused late') throw stale;
              if (does === 'dies before') throw died;
              stream.push(sealed);
              if (does === 'dies after') throw died;
            },
          });
        };
        for (const round of rounds) {
          await Promise.allSettled(round.map(take));
          expect(JSON.stringify(await new Persons(new Keyring(store, masters)).open(stream))).not.toContain('erased');
        }
        await programs.here.sweep(0, read);
        const known = new Set((stream as { name: Sealed }[]).map(({ name: { person } }) => person));
        expect(new Set((await store.find([sokunthea, vannak])).keys())).toEqual(known);
        expect(await store.waiting(0)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a keyring', () => {
  const masters = new MasterKeys([master(1)]);

  it('holds no more unwrapped keys than it may, and believes none longer than it may', async () => {
    const { store, asked } = counted();
    let now = 0;
    const keyring = new Keyring(store, masters, { cached: 1, believedMs: 1_000, now: () => now });
    await keyring.create(sokunthea);
    await keyring.create(vannak);
    asked.length = 0;
    await keyring.get(vannak);
    expect(asked).toEqual([]);
    await keyring.get(sokunthea);
    expect(asked).toEqual([[sokunthea]]);
    now = 1_000;
    await keyring.get(sokunthea);
    expect(asked).toEqual([[sokunthea], [sokunthea]]);
  });

  it('opens nothing with a key that another program destroyed, once it has to look again', async () => {
    const store = memoryKeyStore();
    let now = 0;
    const here = new Keyring(store, masters, { believedMs: 1_000, now: () => now });
    await here.create(sokunthea);
    await new Keyring(store, masters).destroy(sokunthea);
    now = 1_000;
    expect(await here.get(sokunthea)).toBeUndefined();
  });

  it('does not keep a key that it was just reading when it was destroyed', async () => {
    const real = memoryKeyStore();
    await new Keyring(real, masters).create(sokunthea);
    const reading = Promise.withResolvers<undefined>();
    const asked = Promise.withResolvers<undefined>();
    let slow = true;
    const find: KeyStore['find'] = async (persons) => {
      const found = await real.find(persons);
      if (!slow) return found;
      slow = false;
      asked.resolve(undefined);
      await reading.promise;
      return found;
    };
    const keyring = new Keyring(faulty(real, { find }), masters);
    const read = keyring.get(sokunthea);
    await asked.promise;
    await keyring.destroy(sokunthea);
    reading.resolve(undefined);
    expect(await read).toBeDefined();
    expect(await keyring.get(sokunthea)).toBeUndefined();
  });

  it('is wrapped anew under another master key, after which the old one is needed no more', async () => {
    const store = memoryKeyStore();
    const before = new Keyring(store, masters);
    const people = Array.from({ length: 1_500 }, (_, n) => `person-${n}`);
    for (const person of people) await before.create(person);
    await before.destroy('person-7');
    const fields = await new Persons(before).seal({ person: 'person-1', commandId }, { name });
    expect(await new Keyring(store, new MasterKeys([master(2), master(1)])).rewrap()).toBe(1_499);
    expect(await new Keyring(store, new MasterKeys([master(2), master(1)])).rewrap()).toBe(0);
    const after = new Keyring(store, new MasterKeys([master(2)]));
    expect(await new Persons(after).open(fields)).toEqual({ name });
    expect((await after.getAll(people)).size).toBe(1_499);
    await expect(new Keyring(store, masters).get('person-1')).rejects.toThrow('MASTER_KEY_FILE');
  });

  it('leaves destroyed what is destroyed while it is wrapped anew', async () => {
    const real = memoryKeyStore();
    await new Keyring(real, masters).create(sokunthea);
    const replace: KeyStore['replace'] = async (person, from, to) => {
      await real.destroy(person);
      return real.replace(person, from, to);
    };
    const keyring = new Keyring(faulty(real, { replace }), new MasterKeys([master(2), master(1)]));
    expect(await keyring.rewrap()).toBe(0);
    expect(await keyring.get(sokunthea)).toBeUndefined();
  });
});

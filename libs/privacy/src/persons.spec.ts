import { contentHash } from '#libs/event-sourcing';
import { faulty } from '#libs/event-sourcing/testing';
import { Keyring } from './keyring.ts';
import { type KeyStore, KeysUnavailable, PersonErased } from './key-store.ts';
import { MasterKeys } from './master-key.ts';
import { memoryKeyStore } from './memory-keys.ts';
import { Persons } from './persons.ts';
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

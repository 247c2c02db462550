import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { folderForEach } from '../../../test/folder.ts';
import { postgresForAll } from '../../../test/postgres.ts';
import { KeysUnavailable } from './key-store.ts';
import { memoryKeyStore } from './memory-keys.ts';
import { openPostgresKeyStore } from './postgres-keys.ts';
import { openSqliteKeyStore } from './sqlite-keys.ts';
import { keyStoreContract, sokunthea } from './testing/key-store-contract.ts';

const key = { master: 'master-1', bytes: new Uint8Array(60).fill(1) };

keyStoreContract('The key store in memory', async () => {
  const store = memoryKeyStore();
  return { store, dispose: () => store.close() };
});

keyStoreContract('The key store in SQLite', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'caseledger-keys-'));
  const file = join(directory, 'keys.sqlite');
  const store = openSqliteKeyStore(file);
  return {
    store,
    second: async () => openSqliteKeyStore(file),
    // Every file there is, whatever SQLite calls it.
    bytes: async () => Buffer.concat(await Promise.all((await readdir(directory)).map((name) => readFile(join(directory, name))))),
    dispose: async () => {
      await store.close();
      await rm(directory, { recursive: true });
    },
  };
});

describe('the key store in SQLite', () => {
  const folder = folderForEach();
  const path = () => folder.at('keys.sqlite');

  it('is one file, readable by its owner alone, and outlives its program', async () => {
    const store = openSqliteKeyStore(path());
    await store.add(sokunthea, key);
    for (const name of await readdir(folder.path)) {
      expect(name).toMatch(/^keys\.sqlite/);
      expect((await stat(folder.at(name))).mode & 0o777).toBe(0o600);
    }
    await store.close();
    const again = openSqliteKeyStore(path());
    expect((await again.find([sokunthea])).get(sokunthea)).toEqual(key);
    await again.close();
  });

  it('leaves alone what is something else, or of a newer program', async () => {
    const made = (sql: string): void => {
      const database = new DatabaseSync(path());
      database.exec(sql);
      database.close();
    };
    made('CREATE TABLE recipes (name TEXT)');
    expect(() => openSqliteKeyStore(path())).toThrow('a SQLite database of something else');
    await rm(path());
    await openSqliteKeyStore(path()).close();
    made('PRAGMA user_version = 2');
    expect(() => openSqliteKeyStore(path())).toThrow('written by a newer version');
  });

  it('does not call a key destroyed while somebody who reads keeps it in the log, and destroys it when it is told again', async () => {
    const store = openSqliteKeyStore(path(), { busyMs: 1 });
    await store.add(sokunthea, key);
    const reader = new DatabaseSync(path());
    reader.exec('BEGIN; SELECT * FROM keys');
    reader.prepare('SELECT * FROM keys').all();
    await expect(store.destroy(sokunthea)).rejects.toBeInstanceOf(KeysUnavailable);
    reader.exec('COMMIT');
    reader.close();
    await store.destroy(sokunthea);
    for (const name of await readdir(folder.path)) expect((await readFile(folder.at(name))).includes(Buffer.from(key.bytes))).toBe(false);
    await store.close();
  });

  it('says that it cannot be used while its file is held or broken, and goes on after', async () => {
    await rm(path(), { force: true });
    expect(() => openSqliteKeyStore(join(folder.path, 'nowhere', 'keys.sqlite'))).toThrow();
    const store = openSqliteKeyStore(path());
    const intruder = new DatabaseSync(path());
    intruder.exec('ALTER TABLE keys RENAME TO hidden');
    await expect(store.check()).rejects.toBeInstanceOf(KeysUnavailable);
    intruder.exec('ALTER TABLE hidden RENAME TO keys');
    intruder.close();
    await store.check();
    await store.close();
  });
});

describe('PostgreSQL', () => {
  const server = postgresForAll();

  let schemas = 0;
  keyStoreContract('The key store in PostgreSQL', async () => {
    const options = { url: server.url, schema: `Keys of test "${++schemas}"` };
    const store = await openPostgresKeyStore(options);
    const asked = async (sql: string): Promise<unknown[]> => {
      const client = new pg.Client(server.url);
      await client.connect();
      try {
        const { rows } = await client.query<unknown[]>({ text: sql, rowMode: 'array' });
        return rows.flat();
      } finally {
        await client.end();
      }
    };
    const schema = pg.escapeIdentifier(options.schema);
    return {
      store,
      second: () => openPostgresKeyStore(options),
      bytes: async () => {
        await asked('CHECKPOINT');
        const files = await asked(`SELECT pg_read_binary_file(pg_relation_filepath(${pg.escapeLiteral(`${schema}.persons`)}))`);
        return Buffer.concat(files as Buffer[]);
      },
      dispose: async () => {
        await store.close();
        await asked(`DROP SCHEMA ${schema} CASCADE`);
      },
    };
  });

  it('may be opened by many programs at once for the first time', async () => {
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresKeyStore({ url: server.url, schema: 'raced' })));
    const added = await Promise.all(stores.map((store, n) => store.add(sokunthea, { master: 'm', bytes: new Uint8Array(60).fill(n) })));
    for (const one of added) expect(one).toEqual(added[0]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('that is away makes keys unavailable, and they are there again with it', async () => {
    const store = await openPostgresKeyStore({ url: server.url, schema: 'away' });
    await store.add(sokunthea, key);
    await server.pause();
    const refusal = await store.find([sokunthea]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(KeysUnavailable);
    expect(String(refusal)).not.toContain('secret-of-the-test');
    const early = await openPostgresKeyStore({ url: server.url, schema: 'early' });
    await expect(early.check()).rejects.toBeInstanceOf(KeysUnavailable);
    await server.resume();
    await early.add(sokunthea, key);
    await early.close();
    expect((await store.find([sokunthea])).get(sokunthea)).toEqual(key);
    await store.close();
  }, 60_000);

  it('is not looked for at what is no URL of it, and the error does not repeat the password', async () => {
    await expect(openPostgresKeyStore({ url: 'mysql://user:hunter2@host' })).rejects.toThrow(/^(?!.*hunter2).*postgresql:\/\//);
  });
});

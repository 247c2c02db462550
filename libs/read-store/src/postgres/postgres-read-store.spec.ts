import { inspect } from 'node:util';
import pg from 'pg';
import { readStoreContract } from '#libs/event-sourcing/testing';
import { postgresForAll } from '../../../../test/postgres.ts';
import { Server } from './database.ts';
import { openPostgresReadStore } from './index.ts';
import { migrate, steps } from './schema.ts';
import { BuildTable } from './tables.ts';

const server = postgresForAll();

let schemas = 0;
readStoreContract('The read store in PostgreSQL', {
  open: async () => {
    const options = { url: server.url, schema: `Rows of test "${++schemas}"`, connections: 4 };
    const store = await openPostgresReadStore(options);
    return {
      store,
      second: () => openPostgresReadStore(options),
      reopen: async () => {
        await store.close();
        return openPostgresReadStore(options);
      },
      dispose: async () => {
        await store.close();
        await execute(`DROP SCHEMA ${pg.escapeIdentifier(options.schema)} CASCADE`);
      },
    };
  },
});

describe('PostgreSQL', () => {
  it('may be opened by many processes at once for the first time', async () => {
    const options = { url: server.url, schema: 'raced' };
    const stores = await Promise.all(Array.from({ length: 6 }, () => openPostgresReadStore(options)));
    expect(await Promise.all(stores.map((store) => store.builds()))).toEqual([[], [], [], [], [], []]);
    await Promise.all(stores.map((store) => store.close()));
  });

  it('is brought up to date from every earlier step, and its rows stay', async () => {
    const name = 'of_an_earlier_time';
    const client = new Server(server.url, 1);
    const [first = ''] = steps(name);
    await migrate(client, name, [first]);
    await client.script([
      `INSERT INTO ${name}.builds (projection, version, number, fields, checkpoint) VALUES ('cases', 1, 1, '[]', 7)`,
      `INSERT INTO ${name}.projections VALUES ('cases', 1, 1)`,
      new BuildTable(1, {}, name).create,
      `INSERT INTO ${name}.rows_1 VALUES ('case-1', '{"status":"open"}', 7, 'event-7')`,
    ]);
    await client.close();
    const store = await openPostgresReadStore({ url: server.url, schema: name });
    expect(await store.get('cases', 'case-1')).toEqual({
      row: { key: 'case-1', doc: { status: 'open' }, position: 7, eventId: 'event-7' },
      position: 7,
    });
    const next = await store.prepare({ name: 'cases', version: 2, index: {} });
    await store.claim(next, 'worker', 60_000);
    await store.promote(next, 'worker');
    expect(await execute(`SELECT count(*)::int AS n FROM pg_tables WHERE schemaname = '${name}' AND tablename = 'rows_1'`)).toEqual([
      { n: 0 },
    ]);
    await store.close();
  });

  it('is left alone when it was written by a newer program', async () => {
    const options = { url: server.url, schema: 'of_the_future' };
    await (await openPostgresReadStore(options)).close();
    await execute('INSERT INTO of_the_future.schema_steps VALUES (3)');
    await expect(openPostgresReadStore(options)).rejects.toThrow('has taken 3 steps of a newer version of this program, which knows 2');
  });

  it('is started over when its schema was dropped under a running program', async () => {
    const options = { url: server.url, schema: 'dropped' };
    const store = await openPostgresReadStore(options);
    const shape = { name: 'cases', version: 1, index: { status: 'text' } } as const;
    const build = await store.prepare(shape);
    await store.claim(build, 'worker', 60_000);
    await store.apply({ build, owner: 'worker', from: 0, to: 1, upserts: [], deletes: [] });
    expect(await store.get('cases', 'a')).toEqual({ row: undefined, position: 1 });
    await execute('DROP SCHEMA dropped CASCADE');
    await expect(store.get('cases', 'a')).rejects.toMatchObject({ name: 'RowsUnavailable' });
    expect(await store.get('cases', 'a')).toEqual({ row: undefined, position: 0 });
    expect(await store.prepare(shape)).toMatchObject({ number: 1, checkpoint: 0 });
    await store.close();
  });

  it('drops a replaced table only when its last reader is gone, and fails no reader', async () => {
    const options = { url: server.url, schema: 'held' };
    const store = await openPostgresReadStore(options);
    const build = await store.prepare({ name: 'cases', version: 1, index: {} });
    const reader = new pg.Client(server.url);
    await reader.connect();
    await reader.query('BEGIN; SELECT * FROM held.rows_1');
    const next = await store.prepare({ name: 'cases', version: 2, index: {} });
    await store.claim(next, 'worker', 60_000);
    await store.promote(next, 'worker');
    expect((await reader.query('SELECT * FROM held.rows_1')).rows).toEqual([]);
    expect((await store.builds()).map(({ number }) => number)).toEqual([2]);
    await reader.end();
    await store.promote(next, 'worker');
    await expect(execute('SELECT * FROM held.rows_1')).rejects.toThrow('does not exist');
    expect(build.number).toBe(1);
    await store.close();
  });

  it('may end every connection without ending the program', async () => {
    const store = await openPostgresReadStore({ url: server.url, schema: 'ended' });
    const build = await store.prepare({ name: 'cases', version: 1, index: {} });
    for (let i = 0; i < 5; i++) {
      const calls = Array.from({ length: 12 }, () => store.checkpoint('cases'));
      await execute(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'caseledger' AND pid <> pg_backend_pid()`,
      );
      for (const { reason } of (await Promise.allSettled(calls)).filter((call) => call.status === 'rejected'))
        expect(reason).toMatchObject({ name: 'RowsUnavailable' });
    }
    for (;;) if (await store.claim(build, 'worker', 60_000).catch(() => false)) break;
    await store.close();
  });

  it('keeps its password to itself', async () => {
    const secret = 'hunter2-of-the-ministry';
    const said: unknown[] = [];
    const note = (error: unknown) => said.push(error);
    await openPostgresReadStore({ url: `postgresql://u:${secret}@:not-a-port/db` }).catch(note);
    await openPostgresReadStore({ url: `mysql://u:${secret}@127.0.0.1/db` }).catch(note);
    const wrong = server.url.replace(/:[^:@]+@/, `:${secret}@`);
    const urls = [wrong, `postgresql://u:${secret}@127.0.0.1:1/db`, `postgresql://u:${secret}@host.invalid:1/db`];
    for (const url of urls) {
      const store = await openPostgresReadStore({ url });
      await store.builds().catch(note);
      await store.close();
    }
    expect(said).toHaveLength(5);
    expect(inspect(said, { depth: 20, showHidden: true })).not.toContain(secret);
    expect(JSON.stringify(said.map((error) => [String(error), Object.entries(error as Error)]))).not.toContain(secret);
    expect(said.slice(2).map(String)).toEqual([
      expect.stringContaining('password authentication failed'),
      expect.stringContaining('ECONNREFUSED'),
      expect.stringMatching(/ENOTFOUND|EAI_AGAIN/),
    ]);
  });
});

async function execute(sql: string): Promise<unknown[]> {
  const client = new pg.Client(server.url);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

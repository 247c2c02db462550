import pg from 'pg';
import { readStoreContract } from '#libs/event-sourcing/testing';
import { startPostgres, type TestPostgres } from '../../../../test/postgres.ts';
import { openPostgresReadStore } from './index.ts';

let server: TestPostgres;
beforeAll(async () => {
  server = await startPostgres();
}, 60_000);
afterAll(() => server.stop());

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

async function execute(sql: string): Promise<void> {
  const client = new pg.Client(server.url);
  await client.connect();
  await client.query(sql);
  await client.end();
}

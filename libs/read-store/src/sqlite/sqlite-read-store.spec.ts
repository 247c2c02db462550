import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStoreContract } from '#libs/event-sourcing/testing';
import { openSqliteReadStore } from './index.ts';

readStoreContract('The read store in SQLite', {
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rows-'));
    const file = join(folder, 'rows.db');
    const store = await openSqliteReadStore({ file });
    return {
      store,
      second: () => openSqliteReadStore({ file }),
      reopen: async () => {
        await store.close();
        return openSqliteReadStore({ file });
      },
      dispose: async () => {
        await store.close();
        await rm(folder, { recursive: true });
      },
    };
  },
});

import { eventStoreContract } from '#libs/event-sourcing/testing';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteEventStore } from './index.ts';

eventStoreContract('the SQLite store', {
  can: ['reopen'],
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'event-store-'));
    const open = () => openSqliteEventStore({ file: join(folder, 'events.db') });
    let store = await open();
    return {
      get store() {
        return store;
      },
      async reopen() {
        await store.close();
        return (store = await open());
      },
      async dispose() {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
});

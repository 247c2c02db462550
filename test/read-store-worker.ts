import { setImmediate as turn } from 'node:timers/promises';
import { LeaseLost, RowsUnavailable, type ReadStore, type RowShape } from '#libs/event-sourcing';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';

/** What the workers of `read-store-faults.spec.ts` project: a counter that is true to the checkpoint, and one row for each step. */
export const counted: RowShape = { name: 'counted', version: 1, index: { n: 'integer', by: 'text' } };

export interface Counted {
  readonly n: number;
  readonly by: string;
}

/** Counts one step after another up to `last`, whenever it can have the lease. */
export async function work(store: ReadStore, owner: string, last: number): Promise<void> {
  for (;;) {
    try {
      const build = await store.prepare(counted);
      if (build.checkpoint >= last) return;
      if (await store.claim(build, owner, 400)) {
        const n = ((await store.rowsOf<Counted>(build, ['counter'])).get('counter')?.doc.n ?? 0) + 1;
        const at = { position: n, eventId: `event-${n}` };
        const upserts = ['counter', `step-${n}`].map((key) => ({ key, doc: { n, by: owner }, ...at }));
        await store.apply({ build, owner, from: build.checkpoint, to: build.checkpoint + 1, upserts, deletes: [] });
      }
    } catch (error) {
      if (!(error instanceof LeaseLost || error instanceof RowsUnavailable)) throw error;
    }
    await turn();
  }
}

const [owner, last, where] = process.argv.slice(2);
if (import.meta.main && owner !== undefined && where !== undefined) {
  const store = await (where.startsWith('postgresql:') ? openPostgresReadStore({ url: where }) : openSqliteReadStore({ file: where }));
  await work(store, owner, Number(last));
  await store.close();
}

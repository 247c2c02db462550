import { capabilities } from '#libs/composition';
import { rebuild, Upcaster } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';

// Rebuilds every projection once, one after the other, in a process of its own so that its memory can be told. Arguments: events file, rows file or PostgreSQL URL.
const [, , file = '', target = ''] = process.argv;
const store = await openSqliteEventStore({ file, readOnly: true });
const rows = target.startsWith('postgres') ? await openPostgresReadStore({ url: target }) : await openSqliteReadStore({ file: target });
const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
const seconds: Record<string, number> = {};
for (const projection of capabilities.flatMap(({ projections }) => projections)) {
  // The first build of all is live at once; what is measured is one beside it, as an operator has it made.
  await rows.prepare(projection);
  const started = performance.now();
  await rebuild(projection, { store, rows, upcaster, owner: 'bench' });
  seconds[projection.name] = (performance.now() - started) / 1000;
  process.stderr.write(`  models: ${projection.name} in ${(seconds[projection.name] ?? 0).toFixed(1)} s\n`);
}
await rows.close();
await store.close();
process.stdout.write(JSON.stringify({ seconds, maxRssMiB: process.resourceUsage().maxRSS / 1024 }));

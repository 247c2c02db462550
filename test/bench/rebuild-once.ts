import { caseFileEvents, caseStatus } from '#libs/cases';
import { rebuild, Upcaster } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';

// Rebuilds case status once, in a process of its own so that its memory can be told. Arguments: events file, rows file or PostgreSQL URL.
const [, , file = '', target = ''] = process.argv;
const store = await openSqliteEventStore({ file, readOnly: true });
const rows = target.startsWith('postgres') ? await openPostgresReadStore({ url: target }) : await openSqliteReadStore({ file: target });
const started = performance.now();
const idle = process.cpuUsage();
const build = await rebuild(caseStatus, { store, rows, upcaster: new Upcaster(caseFileEvents), owner: 'bench' });
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(idle);
await store.close();
await rows.close();
process.stdout.write(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    position: build.checkpoint,
    maxRssMiB: process.resourceUsage().maxRSS / 1024,
  }),
);

import { capabilities } from '#libs/composition';
import { CatchUp, howFar, type Progress, rebuild, Upcaster } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';

// Rebuilds all projections by one reading of the history, in a process of its own so that its memory can be told. Arguments: events file, rows file or PostgreSQL URL.
const [, , file = '', target = ''] = process.argv;
const store = await openSqliteEventStore({ file, readOnly: true });
const rows = target.startsWith('postgres') ? await openPostgresReadStore({ url: target }) : await openSqliteReadStore({ file: target });
const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
const projections = capabilities.flatMap(({ projections }) => projections);
// The first build of all is live at once; what is measured is one beside it, as an operator has it made.
for (const projection of projections) await rows.prepare(projection);
const onProgress = (progress: Progress): void => void process.stderr.write(`  models: ${howFar(progress)}\n`);
const catchUp = new CatchUp({ store, rows, upcaster, onProgress });
const started = performance.now();
const idle = process.cpuUsage();
await Promise.all(projections.map((projection) => rebuild(projection, { store, rows, upcaster, owner: 'bench', catchUp })));
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(idle);
await rows.close();
await store.close();
const cpuSeconds = (user + system) / 1e6;
process.stdout.write(JSON.stringify({ seconds, cpuSeconds, maxRssMiB: process.resourceUsage().maxRSS / 1024 }));

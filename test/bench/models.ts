import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { startPostgres } from '../postgres.ts';
import { type Figures, inFolder, interleaved, print, type Row, row } from './kit.ts';
import { multiply } from './multiplied.ts';
import { parseAll } from './rebuild.ts';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const ROUNDS = 1;

/** Every read model made anew from a large history of the sample country's mix, on SQLite and on PostgreSQL, against reading and parsing the same events once. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'events.sqlite');
    const store = await openSqliteEventStore({ file });
    const { events } = await multiply(store, { events: EVENTS });
    await store.close();
    await using server = await startPostgres();
    const results = await interleaved(ROUNDS, {
      parse: () => Promise.resolve(parseAll(file)),
      sqlite: async () => {
        const target = join(folder, 'rows.sqlite');
        const figures = rates(events, await modelsInto(file, target));
        for (const end of ['', '-wal', '-shm']) rmSync(target + end, { force: true });
        return figures;
      },
      postgres: async () => rates(events, await modelsInto(file, server.url)),
    });
    const limit = { name: 'select + JSON.parse of the same events', results: results.parse };
    const names = Object.keys(results.sqlite[0] ?? {}).filter((name) => name !== 'all' && name !== 'maxRssMiB');
    return [
      row(limit.name, 'events/s', 'perSecond', results.parse),
      ...(['sqlite', 'postgres'] as const).flatMap((rows) => [
        row(`${rows}: all ${names.length} read models, one after the other`, 'events/s', 'all', results[rows], limit, 'perSecond'),
        row(`${rows}: peak memory`, 'MiB', 'maxRssMiB', results[rows]),
      ]),
      ...names.map((name) => row(`sqlite: ${name}`, 'events/s', name, results.sqlite, limit, 'perSecond')),
    ];
  });
}

/** What one process took to make all read models in this store. */
export interface Made {
  readonly seconds: Readonly<Record<string, number>>;
  readonly maxRssMiB: number;
}

/** Makes all read models of these events in an SQLite file or a PostgreSQL database. */
export async function modelsInto(file: string, target: string): Promise<Made> {
  const script = new URL('models-once.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [...process.execArgv, script, file, target], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const said = await text(child.stdout);
  const [code] = (await ended) as [number | null];
  if (code !== 0) throw new Error('The read models could not be made');
  return JSON.parse(said) as Made;
}

/** Events of the whole history a second, whether a model handles them or not. */
function rates(events: number, { seconds, maxRssMiB }: Made): Figures {
  const each = Object.fromEntries(Object.entries(seconds).map(([name, took]) => [name, events / took]));
  return { ...each, all: events / Object.values(seconds).reduce((sum, took) => sum + took, 0), maxRssMiB };
}

if (import.meta.main) print(await measure());

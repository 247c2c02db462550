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
/** What all of it is to fit into. */
const MEMORY_MIB = 400;

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
    return [
      row(limit.name, 'events/s', 'perSecond', results.parse),
      ...(['sqlite', 'postgres'] as const).flatMap((rows) => [
        row(`${rows}: all read models by one reading`, 'events/s', 'perSecond', results[rows], limit),
        row(`${rows}: processor time an event`, 'µs', 'cpuMicros', results[rows]),
        row(`${rows}: peak memory, at most ${MEMORY_MIB} wanted`, 'MiB', 'maxRssMiB', results[rows]),
      ]),
    ];
  });
}

/** What one process took to make all read models of this store. */
export interface Made {
  readonly seconds: number;
  readonly cpuSeconds: number;
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

/** Events of the whole history, whether a model handles them or not. */
const rates = (events: number, { seconds, cpuSeconds, maxRssMiB }: Made): Figures => ({
  perSecond: events / seconds,
  cpuMicros: (cpuSeconds * 1e6) / events,
  maxRssMiB,
});

if (import.meta.main) print(await measure());

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { caseStatus } from '#libs/cases';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { startPostgres } from '../postgres.ts';
import { settle } from './country.ts';
import { type Figures, inFolder, interleaved, percentile, print, type Row, row } from './kit.ts';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 1_000_000);
const ROUNDS = 3;
const run = promisify(execFile);

/** Case status made anew from a million events, on SQLite and on PostgreSQL, against reading and parsing the same events; and reads of the live rows meanwhile. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const file = join(folder, 'events.sqlite');
    const store = await openSqliteEventStore({ file });
    await settle(store, EVENTS);
    await store.close();
    await using server = await startPostgres();
    const live = join(folder, 'rows.sqlite');
    await rebuildInto(file, live);
    const results = await interleaved(ROUNDS, {
      parse: () => Promise.resolve(parseAll(file)),
      sqlite: () => rebuildInto(file, live),
      postgres: () => rebuildInto(file, server.url),
      idle: () => readsWhile(live, () => new Promise((resolve) => setTimeout(resolve, 3_000))),
      reading: () => readsWhile(live, () => rebuildInto(file, live)),
    });
    const limit = { name: 'select + JSON.parse of the same events', results: results.parse };
    return [
      row(limit.name, 'events/s', 'perSecond', results.parse),
      row('rebuild of case status, SQLite', 'events/s', 'perSecond', results.sqlite, limit),
      row('rebuild of case status, SQLite, peak memory', 'MiB', 'maxRssMiB', results.sqlite),
      row('rebuild of case status, PostgreSQL', 'events/s', 'perSecond', results.postgres, limit),
      row('rebuild of case status, PostgreSQL, peak memory', 'MiB', 'maxRssMiB', results.postgres),
      row('read of a live row, p99, nothing else going on', 'ms', 'p99', results.idle),
      row('read of a live row, p99, during a rebuild', 'ms', 'p99', results.reading, {
        name: 'the same with nothing else going on',
        results: results.idle,
      }),
    ];
  });
}

async function rebuildInto(file: string, target: string): Promise<Figures> {
  const child = new URL('rebuild-once.js', import.meta.url).pathname;
  const { stdout } = await run(process.execPath, [...process.execArgv, child, file, target], { maxBuffer: 1 << 20 });
  const { seconds, maxRssMiB } = JSON.parse(stdout) as { seconds: number; maxRssMiB: number };
  return { perSecond: EVENTS / seconds, maxRssMiB };
}

/** The limit of whatever reads all events of a file: selects and parses them, and does nothing else. */
export function parseAll(file: string): Figures {
  const db = new DatabaseSync(file, { readOnly: true });
  const started = performance.now();
  const page = db.prepare('SELECT position, data, metadata FROM events WHERE position > ? ORDER BY position LIMIT 500');
  page.setReturnArrays(true);
  let count = 0;
  for (let after: unknown = 0; ;) {
    const rows = page.all(after as number) as unknown as [number, string, string][];
    if (rows.length === 0) break;
    for (const [, data, metadata] of rows) {
      JSON.parse(data);
      JSON.parse(metadata);
      count++;
    }
    after = rows.at(-1)?.[0];
  }
  const perSecond = (count * 1000) / (performance.now() - started);
  db.close();
  return { perSecond };
}

async function readsWhile(rowsFile: string, work: () => Promise<unknown>): Promise<Figures> {
  const rows = await openSqliteReadStore({ file: rowsFile });
  const keys: string[] = [];
  const live = (await rows.builds(caseStatus.name)).find((build) => build.live);
  if (live === undefined) throw new Error('Nothing is live');
  for await (const page of rows.scan(live)) {
    keys.push(...page.map(({ key }) => key));
    if (keys.length > 5_000) break;
  }
  const done = new AbortController();
  const worked = work().finally(() => done.abort());
  const times: number[] = [];
  while (!done.signal.aborted) {
    const started = performance.now();
    await rows.get(caseStatus.name, keys[Math.floor(Math.random() * keys.length)] ?? '');
    times.push(performance.now() - started);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await worked;
  await rows.close();
  return { p99: percentile(times, 0.99), p50: percentile(times, 0.5) };
}

if (import.meta.main) print(await measure());

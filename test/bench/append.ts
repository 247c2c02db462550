import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { join } from 'node:path';
import { anEvent, RawTable, streamNames } from './history.ts';
import { inFolder, interleaved, percentile, print, repeatedly, row, type Figures, type Row } from './kit.ts';

const ROUND_MS = 2_000;
const ROUNDS = 5;
const STREAMS = 1_000;

/** Durable appends: 32 writers at once, and one after the other, against raw inserts of the same rows. */
export async function measure(): Promise<Row[]> {
  const results = await interleaved(ROUNDS, {
    raw64: () => inFolder(async (folder) => raw(folder, 64)),
    writers32: () => inFolder((folder) => writers(folder, 32)),
    raw1: () => inFolder(async (folder) => raw(folder, 1)),
    writers1: () => inFolder((folder) => writers(folder, 1)),
  });
  const [of64, of1] = [
    { name: 'node:sqlite, 64 inserts a transaction', results: results.raw64 },
    { name: 'node:sqlite, one insert a transaction', results: results.raw1 },
  ];
  return [
    row(of64.name, 'events/s', 'perSecond', results.raw64),
    row('append, 32 writers', 'events/s', 'perSecond', results.writers32, of64),
    row('append, 32 writers, median', 'ms', 'p50', results.writers32),
    row('append, 32 writers, p99', 'ms', 'p99', results.writers32),
    row('append, 32 writers, slowest', 'ms', 'max', results.writers32),
    row(of1.name, 'events/s', 'perSecond', results.raw1),
    row('append, one writer', 'events/s', 'perSecond', results.writers1, of1),
    row('append, one writer, p99', 'ms', 'p99', results.writers1),
  ];
}

function raw(folder: string, perTransaction: number): Figures {
  const table = new RawTable(folder);
  const streams = streamNames(STREAMS);
  const revisions = streams.map(() => 0);
  const insert = () => {
    const n = Math.floor(Math.random() * STREAMS);
    table.insert(streams[n] ?? '', revisions[n] ?? 0, anEvent());
    revisions[n] = (revisions[n] ?? 0) + 1;
  };
  const start = performance.now();
  let count = 0;
  while (performance.now() - start < ROUND_MS) {
    table.transaction(() => {
      for (let n = 0; n < perTransaction; n++) insert();
    });
    count += perTransaction;
  }
  const perSecond = (count * 1000) / (performance.now() - start);
  table.close();
  return { perSecond };
}

/** Each writer has its share of the streams, and expects the exact revision of each. */
async function writers(folder: string, count: number): Promise<Figures> {
  const store = await openSqliteEventStore({ file: join(folder, 'events.db') });
  const streams = streamNames(STREAMS);
  const revisions = streams.map(() => -1);
  const done = await Promise.all(
    Array.from({ length: count }, (_, writer) =>
      repeatedly(ROUND_MS, async () => {
        const n = writer + count * Math.floor(Math.random() * Math.floor(STREAMS / count));
        const at = revisions[n] ?? -1;
        revisions[n] = (await store.append(streams[n] ?? '', at === -1 ? 'none' : at, [anEvent()])).revision;
      }),
    ),
  );
  await store.close();
  const times = done.flatMap((writer) => writer.times);
  return {
    perSecond: done.reduce((sum, { perSecond }) => sum + perSecond, 0),
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    max: percentile(times, 1),
  };
}

if (import.meta.main) print(await measure());

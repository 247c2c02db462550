import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { settle } from './country.ts';
import { type Figures, inFolder, interleaved, print, type Row, row } from './kit.ts';

const ROUNDS = 5;

/** From the start of the program to its first answer: with nothing stored, and with a million events stored and their rows made. */
export async function measure(): Promise<Row[]> {
  return inFolder((empty) =>
    inFolder(async (full) => {
      const store = await openSqliteEventStore({ file: join(full, 'events.sqlite') });
      await settle(store, Number(process.env.BENCH_EVENTS ?? 1_000_000));
      await store.close();
      await started(full, true);
      const results = await interleaved(ROUNDS, { empty: () => started(empty), full: () => started(full) });
      const limit = { name: 'the same with nothing stored', results: results.empty };
      return [
        row('start to first answer, nothing stored', 'ms', 'ms', results.empty),
        row('start to first answer, a million events stored', 'ms', 'ms', results.full, limit),
      ];
    }),
  );
}

/** Milliseconds from the start of the program on this folder to its first answer, or until every runner has caught up. */
export async function started(folder: string, untilCaughtUp = false): Promise<Figures> {
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const began = performance.now();
  const main = new URL('../../apps/api/src/main.js', import.meta.url).pathname;
  const child = spawn(process.execPath, [main], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DATA_DIR: folder, PORT: String(port), LOG_LEVEL: 'warn' },
  });
  const ready = async (): Promise<boolean> => {
    const answer = await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined);
    if (!answer?.ok) return false;
    const { runners } = (await answer.json()) as { runners: { lag: number; state: string }[] };
    return !untilCaughtUp || runners.every(({ lag, state }) => lag === 0 && state === 'live');
  };
  while (!(await ready())) await new Promise((resolve) => setTimeout(resolve, untilCaughtUp ? 250 : 5));
  const ms = performance.now() - began;
  child.kill('SIGTERM');
  await once(child, 'exit');
  return { ms };
}

if (import.meta.main) print(await measure());

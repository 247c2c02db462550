import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inFolder, percentile, print, type Row } from './kit.ts';
import { Scheme } from './life.ts';
import { Caller, Server } from './servers.ts';

/** Which seizures of one case are looked at; BENCH_SEIZURES leaves out those beyond it, where somebody has no hour. */
const LOOKED_AT = [50, 500, 2_000, 5_000].filter((number) => number <= Number(process.env.BENCH_SEIZURES ?? 5_000));
/** So many are recorded one after the other around each of them, and everything that follows from each is waited for. */
const EACH = 10;
/** Writers that fill the case up in between. */
const WRITERS = 16;

/** What one more seizure of a case costs that has many already, with a policy in force that it is assessed under: command, rows, processes and assessment. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    await using server = await Server.program(folder);
    using caller = new Caller(server.url);
    const scheme = await Scheme.found(caller, folder);
    const seize = await scheme.beginLargeCase();
    const look = looking(server, folder);
    const rows: Row[] = [];
    let recorded = 0;
    let first: Cost | undefined;
    for (const number of LOOKED_AT) {
      for (; recorded < number - EACH; recorded += WRITERS)
        await Promise.all(Array.from({ length: Math.min(WRITERS, number - EACH - recorded) }, seize));
      recorded = number - EACH;
      await look.rest();
      const cost = await look.costOf(async () => {
        for (; recorded < number; recorded++) {
          await seize();
          await look.rest();
        }
      });
      first ??= cost;
      const { cpuMs, eventBytes, writtenBytes, waitedMs } = cost;
      const name = `seizure ${number.toLocaleString('en')} of a case`;
      const limitName = `seizure ${LOOKED_AT[0]?.toString() ?? ''}`;
      rows.push(
        { name: `${name}, processor time`, value: cpuMs / EACH, unit: 'ms', limitName, ratio: cpuMs / first.cpuMs },
        { name: `${name}, events stored`, value: eventBytes / EACH / 1024, unit: 'KiB', limitName, ratio: eventBytes / first.eventBytes },
        { name: `${name}, written`, value: writtenBytes / EACH / 1024, unit: 'KiB', limitName, ratio: writtenBytes / first.writtenBytes },
        { name: `${name}, another request waits at most`, value: waitedMs, unit: 'ms' },
      );
      print(rows.slice(-4));
    }
    const { bytes, ms } = await scheme.rewardPageOf();
    rows.push(
      { name: `page of its reward, ${recorded.toLocaleString('en')} seizures`, value: bytes / 1024, unit: 'KiB' },
      { name: `page of its reward, ${recorded.toLocaleString('en')} seizures`, value: ms, unit: 'ms' },
    );
    return rows;
  });
}

interface Cost {
  readonly cpuMs: number;
  readonly eventBytes: number;
  /** To files, with logs and rows. */
  readonly writtenBytes: number;
  /** The longest that a request waited which had nothing to do with it. */
  readonly waitedMs: number;
}

function looking({ pid, url }: Server, folder: string) {
  const events = new DatabaseSync(join(folder, 'events.sqlite'), { readOnly: true });
  const eventBytes = (): number =>
    Number(events.prepare('SELECT coalesce(sum(length(data) + length(metadata)), 0) AS bytes FROM events').get()?.bytes);
  const cpuMs = (): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    // Ticks of a hundredth of a second, in the program and for it in the kernel.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  const writtenBytes = (): number => Number(/^wchar: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]);
  /** Until the program has had next to nothing to do for a while. */
  const rest = async (): Promise<void> => {
    for (let quiet = 0, before = cpuMs(); quiet < 3;) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      const now = cpuMs();
      quiet = now - before <= 10 ? quiet + 1 : 0;
      before = now;
    }
  };
  const costOf = async (work: () => Promise<void>): Promise<Cost> => {
    const before = { cpu: cpuMs(), events: eventBytes(), written: writtenBytes() };
    const waits: number[] = [];
    const over = new AbortController();
    const asking = (async () => {
      while (!over.signal.aborted) {
        waits.push(await waitOf(`${url}/health/live`));
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    await work();
    over.abort();
    await asking;
    return {
      cpuMs: cpuMs() - before.cpu,
      eventBytes: eventBytes() - before.events,
      writtenBytes: writtenBytes() - before.written,
      waitedMs: percentile(waits, 1),
    };
  };
  return { rest, costOf };
}

function waitOf(url: string): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    request(url, (response) => {
      response.resume();
      response.on('end', () => resolve(performance.now() - started));
    })
      .on('error', reject)
      .end();
  });
}

if (import.meta.main) print(await measure());

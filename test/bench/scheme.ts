import { seizureBody } from '../bodies.ts';
import { type Figures, inFolder, interleaved, percentile, print, type Row, row } from './kit.ts';
import { Scheme } from './life.ts';
import { Caller, Server } from './servers.ts';

const ROUNDS = 3;
/** Cases at once, and for how many milliseconds new ones are begun. */
const LEVELS = { 1: 2_000, 8: 2_000, 32: 3_000 } as const;
type Level = keyof typeof LEVELS;
const levels = Object.keys(LEVELS).map(Number) as Level[];

/** How much later the next of many begins, milliseconds. */
const STAGGER_MS = 15;

/** The body that the server which does nothing validates. */
export const nothing = { ...seizureBody(), units: ['unit-pp-1'], officers: ['officer-0'] };

/** Whole cases over HTTP, from the opening to the last payment or the clawback, with projections and processes in the same program; against as many requests to a server that does nothing. */
export async function measure(): Promise<Row[]> {
  const results = await interleaved(ROUNDS, { scheme, noOp });
  const name = (level: Level) => `as many requests at which nothing is done, ${level} at once`;
  return levels.flatMap((level) => [
    row(name(level), 'cases/s', `perSecond${level}`, results.noOp),
    row(`whole scheme, ${level} cases at once`, 'cases/s', `perSecond${level}`, results.scheme, {
      name: name(level),
      results: results.noOp,
    }),
    row(`whole scheme, ${level} cases at once, from opening to end`, 'ms', `whole${level}`, results.scheme),
    row(`whole scheme, ${level} cases at once, p50 of commands`, 'ms', `p50-${level}`, results.scheme),
    row(`whole scheme, ${level} cases at once, p99 of commands`, 'ms', `p99-${level}`, results.scheme),
  ]);
}

/** Commands of a case that a round has found, for the round's floor. */
let commandsEach = 25;

async function scheme(): Promise<Figures> {
  return inFolder(async (folder) => {
    await using server = await Server.program(folder);
    using caller = new Caller(server.url);
    const founded = await Scheme.found(caller, folder);
    // Warm before it counts, as a program that runs is.
    await Promise.all(Array.from({ length: 8 }, () => founded.live()));
    const figures: Record<string, number> = {};
    for (const level of levels) {
      caller.times.length = 0;
      const { perSecond, each, count } = await manyAtOnce(level, () => founded.live());
      commandsEach = caller.times.length / count;
      Object.assign(figures, {
        [`perSecond${level}`]: perSecond,
        [`whole${level}`]: percentile(each, 0.5),
        [`p50-${level}`]: percentile(caller.times, 0.5),
        [`p99-${level}`]: percentile(caller.times, 0.99),
      });
      tell(`${level} at once: ${perSecond.toFixed(1)} cases/s, ${commandsEach.toFixed(1)} commands each`);
    }
    return figures;
  });
}

async function noOp(): Promise<Figures> {
  await using server = await Server.noOp();
  using caller = new Caller(server.url);
  const path = '/v1/cases/00000000-0000-4000-8000-000000000000/seizures';
  const life = async (): Promise<void> => {
    for (let command = 0; command < commandsEach; command++) await caller.post(path, undefined, nothing);
  };
  await Promise.all(Array.from({ length: 8 }, life));
  const figures: Record<string, number> = {};
  for (const level of levels) figures[`perSecond${level}`] = (await manyAtOnce(level, life, LEVELS[level] / 3)).perSecond;
  return figures;
}

/** Lives one after the other by so many at once; no new one is begun after this long, and all that were begun are waited for. */
async function manyAtOnce(
  level: Level,
  life: () => Promise<void>,
  forMs: number = LEVELS[level],
): Promise<{ perSecond: number; each: number[]; count: number }> {
  const each: number[] = [];
  const began = performance.now();
  const one = async (_: unknown, place: number): Promise<void> => {
    // Nowhere does everybody begin at the same moment.
    await new Promise((resolve) => setTimeout(resolve, place * STAGGER_MS));
    while (performance.now() - began < forMs) {
      const started = performance.now();
      await life();
      each.push(performance.now() - started);
    }
  };
  await Promise.all(Array.from({ length: level }, one));
  return { perSecond: (each.length * 1000) / (performance.now() - began), each, count: each.length };
}

function tell(progress: string): void {
  process.stderr.write(`  scheme: ${progress}\n`);
}

if (import.meta.main) print(await measure());

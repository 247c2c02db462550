import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** One line of the benchmark's table. The ratio is what to trust: the median over rounds of this value to the limit's in the same round. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly limitName?: string;
  readonly ratio?: number;
}

/** What a contender did in one round; more is better, except where the unit is a time. */
export type Figures = Readonly<Record<string, number>>;

/** Every contender once a round, so that a noisy minute of the machine is noisy for all of them. Answers each one's figures by round. */
export async function interleaved<Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<Figures>>>,
): Promise<Record<Name, Figures[]>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Figures[]])) as Record<Name, Figures[]>;
  for (let round = 0; round < rounds; round++) for (const name of names) results[name].push(await contenders[name]());
  return results;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** What a load generator saw. */
export interface Answered {
  readonly '2xx': number;
  readonly non2xx: number;
  readonly errors: number;
}

/** A figure is one of commands that were carried out. @throws Error some were refused, failed or never answered, or nothing was answered at all */
export function requireAnswered({ '2xx': carriedOut, non2xx, errors }: Answered): void {
  if (non2xx > 0 || errors > 0) throw new Error(`${non2xx} answers were refusals, ${errors} requests failed`);
  if (carriedOut === 0) throw new Error('Nothing was answered: whoever is measured hangs');
}

/** A row for one figure of a contender, against the same figure of its limit or another one. @throws Error nobody measured it, or nothing was done */
export function row(
  name: string,
  unit: string,
  figure: string,
  results: readonly Figures[],
  limit?: { name: string; results: readonly Figures[] },
  figureOfLimit = figure,
): Row {
  const value = median(results.map((round) => round[figure] ?? Number.NaN));
  if (!Number.isFinite(value) || (figure === 'perSecond' && value === 0)) throw new Error(`${name}: ${value} ${unit} is no measurement`);
  if (limit === undefined) return { name, value, unit };
  const ratios = results.map((round, i) => (round[figure] ?? Number.NaN) / (limit.results[i]?.[figureOfLimit] ?? Number.NaN));
  return { name, value, unit, limitName: limit.name, ratio: median(ratios) };
}

/** Runs with a folder of its own, removed afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'caseledger-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Does something again and again for so long, and answers how often a second, with the time each took in milliseconds. */
export async function repeatedly(
  forMs: number,
  once: (n: number) => Promise<void> | void,
): Promise<{ perSecond: number; times: number[] }> {
  const times: number[] = [];
  const start = performance.now();
  let last = start;
  for (let n = 0; last - start < forMs; n++) {
    const answer = once(n);
    if (answer !== undefined) await answer;
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  return { perSecond: (times.length * 1000) / (last - start), times };
}

/** Prints rows as a table. */
export function print(rows: readonly Row[]): void {
  for (const { name, value, unit, limitName, ratio } of rows) {
    const figure = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(2);
    console.log(
      `${name.padEnd(58)} ${figure.padStart(12)} ${unit.padEnd(10)} ${ratio === undefined ? '' : `${ratio.toFixed(2)} of ${limitName ?? ''}`}`,
    );
  }
}

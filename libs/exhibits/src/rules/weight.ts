import { RuleBroken } from '#libs/event-sourcing';
import type { Reconciliation } from '../exhibit-events.ts';
import { type Exhibit, sampledMg } from '../exhibit-standing.ts';
import type { Irregularities } from './any-fact.ts';

// Weight: what is there, and what was taken, against what was sealed.

const DRIFT_MG = 1000;

/** More than 0.5 % of what it should weigh and more than 1 g away from it. Exact: whole milligrams, no fraction is ever formed. */
export function isDrift(expectedMg: number, grossMg: number): boolean {
  const driftMg = Math.abs(grossMg - expectedMg);
  return driftMg > DRIFT_MG && BigInt(driftMg) * 200n > BigInt(expectedMg);
}

/** An exhibit weighs what it weighed last, less the samples taken since. */
export function irregularWeighing({ expectedMg }: Exhibit, grossMg: number): Irregularities {
  return { 'weight.drift': isDrift(expectedMg, grossMg) };
}

/** No sample weighs more than what it is taken from. */
export function irregularSample({ expectedMg }: Exhibit, massMg: number): Irregularities {
  return { 'sample.over-weight': massMg > expectedMg };
}

/** What was sealed against what is there and what was taken. */
export function lossOf({
  sealed,
  expectedMg,
  samples,
}: Exhibit): Pick<Reconciliation, 'sealedMg' | 'presentMg' | 'sampledMg' | 'differenceMg' | 'closes'> {
  const sealedMg = sealed?.grossMg ?? 0;
  const taken = sampledMg(samples);
  const accountedMg = Math.min(expectedMg + taken, Number.MAX_SAFE_INTEGER);
  return {
    sealedMg,
    presentMg: expectedMg,
    sampledMg: taken,
    differenceMg: sealedMg - accountedMg,
    closes: !isDrift(sealedMg, accountedMg),
  };
}

/** A balance is drawn up of what was weighed, not of what is thought to be there. */
export function requireWeighed({ weighed }: Exhibit): void {
  if (!weighed)
    throw new RuleBroken(
      'exhibit.not-weighed',
      'The exhibit is weighed before its balance is drawn up: after sealing and after each sample',
    );
}

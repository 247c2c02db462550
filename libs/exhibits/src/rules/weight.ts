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

/** 100 g. */
const SAMPLES_MG = 100_000;
/** 1 g: so much of a lot, however small, is spent on its analysis. */
const SPENT_MG = 1_000;

/**
 * Samples that together are more than 5 % of what was sealed and more than 100 g. The UNODC and ENFSI guidelines on representative drug sampling take
 * grams out of a lot, however large it is; whoever takes more carries the lot away under another name. They set no figure: this one is the policy's, and
 * wide enough for every analysis, its repetition and a reference. Of a small lot it is more than a gram and more than half of what was sealed: where more than
 * half is a sample, what is left is none of the lot. Exact: whole milligrams.
 */
export function isLargeSample(sealedMg: number, takenMg: number): boolean {
  const of = (share: bigint): boolean => BigInt(takenMg) * share > BigInt(sealedMg);
  return (takenMg > SAMPLES_MG && of(20n)) || (takenMg > SPENT_MG && of(2n));
}

/** No sample weighs more than what it is taken from, and all of them together are a small part of what was sealed. */
export function irregularSample({ expectedMg, sealed, samples }: Exhibit, massMg: number): Irregularities {
  return {
    'sample.over-weight': massMg > expectedMg,
    'sample.large': isLargeSample(sealed?.grossMg ?? 0, Math.min(sampledMg(samples) + massMg, Number.MAX_SAFE_INTEGER)),
  };
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

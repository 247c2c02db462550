import { defined } from '#libs/event-sourcing';
import { formatNumber } from '#libs/vocabulary';
import type { Measure } from '../terms/policy-terms.ts';
import type { CertifiedExhibit, SeizureFacts } from './assessment-inputs.ts';
import { groupedBy } from './grouped.ts';
import { type AssessmentLine, type MeasuredExhibit, notApplicable, type Rule } from './statement-of-reasons.ts';

// How much was seized, by what a laboratory certified. Only a policy on assets does without.

/** Rules of reward, 2: a field weight never suffices. A seizure of which no laboratory certified anything does not count. */
export const requireACertificate: Rule = ({ seizures, policy: { terms } }) => ({
  lines:
    terms.quantity === undefined
      ? []
      : seizures
          .filter(({ exhibits }) => exhibits.length === 0)
          .map(({ seizureId, fieldGrossMg }) => ({
            rule: 'quantity.certificate',
            inputs: { seizureId, fieldGrossMg },
            outcome: 'excludes',
            sentence: `No laboratory certified anything of seizure ${seizureId}; its field weight of ${formatNumber(fieldGrossMg)} mg never suffices`,
          })),
});

/**
 * Rules of reward, 1 and 2: what is measured is the certified gross, net or pure value less its expanded uncertainty, exhibit by exhibit.
 * One exhibit that is named twice counts once, at its lower reading; an excluded seizure it belongs to excludes it.
 */
export const measureExhibits: Rule = ({ seizures, excluded, policy: { terms } }) => {
  if (terms.quantity === undefined) return notApplicable;
  const { measure } = terms.quantity;
  const readings = seizures.flatMap((seizure) => seizure.exhibits.map((exhibit) => ({ seizure, exhibit })));
  const measured = [...groupedBy(readings, ({ exhibit }) => exhibit.exhibitId).values()].map((known) => {
    const reading = known.reduce((least, one) => (countsLess(one, least, measure) ? one : least));
    const seizureIds = [...new Set(known.map(({ seizure }) => seizure.seizureId))].toSorted();
    return measuredAs(reading, seizureIds, !seizureIds.some((seizureId) => excluded.has(seizureId)), measure);
  });
  return { known: { measured: measured.flatMap(({ counting }) => counting) }, lines: measured.map(({ line }) => line) };
};

interface Reading {
  readonly exhibit: CertifiedExhibit;
  readonly seizure: SeizureFacts;
}

function measuredAs(
  { exhibit, seizure }: Reading,
  seizureIds: readonly string[],
  counts: boolean,
  measure: Measure,
): { readonly counting: readonly MeasuredExhibit[]; readonly line: AssessmentLine } {
  const { exhibitId, certificate, netMg, purityBp, uncertaintyMg, grossMg } = exhibit;
  const { certifiedMg, measuredMg, pureMg } = measurementOf(exhibit, measure);
  return {
    counting: counts ? [{ substance: exhibit.substance ?? seizure.substance, measuredMg, pureMg }] : [],
    line: {
      rule: 'quantity.measure',
      inputs: defined({ exhibitId, seizureIds, certificate, measure, netMg, purityBp, uncertaintyMg, grossMg }),
      outcome: counts ? 'counts' : 'excludes',
      value: counts ? Number(measuredMg) : 0,
      sentence: `Certificate ${certificate} gives ${formatNumber(certifiedMg)} mg ${measure}${measure === 'gross' && grossMg === undefined ? ' (at least: the net weight, as no gross weight is certified)' : ''}; less the uncertainty of ${formatNumber(uncertaintyMg)} mg that is ${formatNumber(measuredMg)} mg${counts ? '' : ', which does not count as its seizure is excluded'}`,
    },
  };
}

/** A total order, so that it does not matter which reading was named first. */
function countsLess(a: Reading, b: Reading, measure: Measure): boolean {
  const [one, other] = [measurementOf(a.exhibit, measure), measurementOf(b.exhibit, measure)];
  if (one.measuredMg !== other.measuredMg) return one.measuredMg < other.measuredMg;
  if (one.pureMg !== other.pureMg) return one.pureMg < other.pureMg;
  return identityOf(a) < identityOf(b);
}

function identityOf({ exhibit, seizure }: Reading): string {
  const { certificate, substance = seizure.substance, grossMg = -1, netMg, purityBp, uncertaintyMg } = exhibit;
  return JSON.stringify([substance, certificate, grossMg, netMg, purityBp, uncertaintyMg]);
}

/** `pure = floor(net × purity / 10,000)`; what is measured is the certified value less its uncertainty, and never below zero. */
function measurementOf({ netMg, grossMg = netMg, purityBp, uncertaintyMg }: CertifiedExhibit, measure: Measure) {
  const pure = (BigInt(netMg) * BigInt(purityBp)) / 10_000n;
  const certifiedMg = measure === 'pure' ? pure : BigInt(measure === 'net' ? netMg : grossMg);
  return { certifiedMg, measuredMg: lessUncertainty(certifiedMg, uncertaintyMg), pureMg: lessUncertainty(pure, uncertaintyMg) };
}

function lessUncertainty(certifiedMg: bigint, uncertaintyMg: number): bigint {
  const left = certifiedMg - BigInt(uncertaintyMg);
  return left > 0n ? left : 0n;
}

/** Rules of reward, 4: the seizures of one operation are added before the formula. */
export const addUpTheOperation: Rule = ({ measured, policy: { terms } }) => {
  if (terms.quantity === undefined) return notApplicable;
  const { measure } = terms.quantity;
  const measuredMg = measured.reduce((total, exhibit) => total + exhibit.measuredMg, 0n);
  return {
    known: { measuredMg },
    lines: [
      {
        rule: 'quantity.sum',
        inputs: { measure, exhibits: measured.length },
        outcome: 'gives',
        value: Number(measuredMg),
        sentence: `What counts of the operation adds up to ${formatNumber(measuredMg)} mg ${measure}`,
      },
    ],
  };
};

/** Rules of reward, 1: "one kilogram or more" is the threshold itself and above. Below it nothing is due. */
export const requireTheThreshold: Rule = ({ measuredMg, policy: { terms } }) => {
  if (terms.quantity === undefined) return notApplicable;
  const { measure, thresholdMg } = terms.quantity;
  const reached = measuredMg >= BigInt(thresholdMg);
  return {
    ...(!reached && { refused: true }),
    lines: [
      {
        rule: 'quantity.threshold',
        inputs: { measuredMg: Number(measuredMg), thresholdMg },
        outcome: reached ? 'holds' : 'fails',
        sentence: `From ${formatNumber(thresholdMg)} mg on a reward is due; ${formatNumber(measuredMg)} mg ${measure} ${reached ? 'reach' : 'do not reach'} that`,
      },
    ],
  };
};

import { RuleBroken } from '#libs/event-sourcing';
import { formatNumber } from '#libs/vocabulary';
import type { AssessmentInputs, SeizureFacts } from './assessment-inputs.ts';
import { groupedBy } from './grouped.ts';
import { notApplicable, type Rule } from './statement-of-reasons.ts';

// What is assessed: one operation, whole and once, under one version of one policy.

/**
 * The version that applies to the case is named first, with where it comes from. Rules of reward, 12: an assessment recomputes from it for
 * ever.
 */
export const nameTheVersion: Rule = ({ policy: { policyId, version, terms } }) => ({
  lines: [
    {
      rule: 'policy.version',
      inputs: { policyId, version },
      outcome: 'holds',
      sentence: `Version ${version} of the policy is applied. ${terms.source}`,
    },
  ],
});

/** Rules of reward, 14: of two policies that give something for one operation, the law says which is paid. */
export const giveWayToAnotherPolicy: Rule = ({ inputs: { replacedBy } }) =>
  replacedBy === undefined
    ? notApplicable
    : {
        refused: true,
        lines: [
          {
            rule: 'policy.replaced',
            inputs: { replacedBy },
            outcome: 'fails',
            sentence: `Policy ${replacedBy} gives something for the operation, and says that it is paid in the place of this one`,
          },
        ],
      };

/**
 * Rules of reward, 4: one entitlement an operation and policy. Its seizures are assessed together, so that splitting a bust earns nothing.
 */
export const assessTheOperationOnce: Rule = ({ inputs }) => {
  const seizures = mergedSeizures(inputs.seizures);
  const repeated = inputs.seizures.length - seizures.length;
  return {
    known: { seizures },
    lines: [
      {
        rule: 'operation.once',
        inputs: { operationId: inputs.operationId, seizures: seizures.map(({ seizureId }) => seizureId), repeated },
        outcome: 'holds',
        sentence: `${formatCount(seizures.length, 'seizure')} of one operation ${seizures.length === 1 ? 'is' : 'are'} assessed together, once${repeated > 0 ? `; what was told ${formatCount(repeated, 'time')} more counts once` : ''}`,
      },
    ],
  };
};

/** So many of something: `1 seizure`, `2 seizures`. */
const formatCount = (count: number, what: string): string => `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`;

/** Each seizure once, by id: what is said of it in several places is put together, to its disadvantage. */
function mergedSeizures(seizures: readonly SeizureFacts[]): readonly SeizureFacts[] {
  return [...groupedBy(seizures, ({ seizureId }) => seizureId)].map(([seizureId, said]) => ({
    seizureId,
    substance: first(said.map(({ substance }) => substance)),
    fieldGrossMg: Math.min(...said.map(({ fieldGrossMg }) => fieldGrossMg)),
    defects: [...new Set(said.flatMap(({ defects }) => defects))].toSorted(),
    ...laterOf(said),
    exhibits: said.flatMap(({ exhibits }) => exhibits),
  }));
}

/** What was said later in any of them. */
function laterOf(said: readonly SeizureFacts[]): Pick<SeizureFacts, 'later'> {
  const later = said.flatMap((seizure) => seizure.later ?? []);
  return later.length === 0 ? {} : { later };
}

function first<T extends string>(values: readonly T[]): T {
  return values.reduce((least, value) => (value < least ? value : least));
}

/**
 * Only measurements are assessed: whole milligrams and basis points, and not more together than can be counted exactly.
 * @throws RuleBroken 'assessment.no-measurement' a broken number, a purity above the whole, more than can be counted, proceeds below
 * nothing
 */
export function requireMeasurements({ seizures, netProceeds }: AssessmentInputs): void {
  let totalMg = 0n;
  for (const { seizureId, fieldGrossMg, exhibits } of seizures) {
    requireWhole(fieldGrossMg, Number.MAX_SAFE_INTEGER, 'field weight', seizureId);
    for (const { exhibitId, grossMg, netMg, purityBp, uncertaintyMg } of exhibits) {
      if (grossMg !== undefined) requireWhole(grossMg, Number.MAX_SAFE_INTEGER, 'gross weight', exhibitId);
      requireWhole(netMg, Number.MAX_SAFE_INTEGER, 'net weight', exhibitId);
      requireWhole(purityBp, 10_000, 'purity', exhibitId);
      requireWhole(uncertaintyMg, Number.MAX_SAFE_INTEGER, 'uncertainty', exhibitId);
      totalMg += BigInt(Math.max(netMg, grossMg ?? 0));
    }
  }
  if (totalMg > BigInt(Number.MAX_SAFE_INTEGER))
    throw new RuleBroken('assessment.no-measurement', 'The exhibits weigh more together than can be counted exactly', {
      totalMg: totalMg.toString(),
    });
  if (netProceeds !== undefined && !/^\d+$/.test(netProceeds.amount))
    throw new RuleBroken('assessment.no-measurement', 'Net proceeds are zero or more', { netProceeds });
}

function requireWhole(value: number, most: number, what: string, id: string): void {
  if (!Number.isSafeInteger(value) || value < 0 || value > most)
    throw new RuleBroken('assessment.no-measurement', `The ${what} of ${id} is no measurement: ${value}`, { id, value });
}

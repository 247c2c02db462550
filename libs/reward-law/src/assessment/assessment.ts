import { nothingIn } from '#libs/vocabulary';
import type { AppliedPolicy, AssessmentInputs } from './assessment-inputs.ts';
import { judgeDefects, judgeTheOperation, requireASeizureThatCounts } from './defects.ts';
import { applyTheFormula } from './formulas.ts';
import { assessTheOperationOnce, giveWayToAnotherPolicy, nameTheVersion, requireMeasurements } from './operation.ts';
import { capTheCase, divideIntoStages, requireAnAmount, stateWhatIsDue } from './payment.ts';
import { addUpTheOperation, measureExhibits, requireACertificate, requireTheThreshold } from './quantity.ts';
import type { Assessment, AssessmentLine, Known, Rule } from './statement-of-reasons.ts';
import {
  addForAnOrganiserConvicted,
  multiplyByTheMostImportantSuspect,
  nameClaimedRoles,
  nameIrregularVerdicts,
  sendCourierOnlyCasesToTheUnit,
  waitWhereEverybodyWasLetGo,
} from './suspects.ts';

/** The law of reward, rule by rule, in the order in which they are applied. A rule that refuses is the last one. */
export const LAW: readonly Rule[] = [
  // What is assessed.
  nameTheVersion,
  giveWayToAnotherPolicy,
  assessTheOperationOnce,
  // What of it counts.
  judgeDefects,
  judgeTheOperation,
  requireACertificate,
  measureExhibits,
  addUpTheOperation,
  requireTheThreshold,
  requireASeizureThatCounts,
  // What the courts made of it.
  nameIrregularVerdicts,
  waitWhereEverybodyWasLetGo,
  nameClaimedRoles,
  // What that is worth.
  applyTheFormula,
  multiplyByTheMostImportantSuspect,
  sendCourierOnlyCasesToTheUnit,
  addForAnOrganiserConvicted,
  // What of that is paid, and when.
  capTheCase,
  requireAnAmount,
  divideIntoStages,
  stateWhatIsDue,
];

/**
 * Applies one version of a policy to an operation. Pure and exact: whole milligrams, basis points and minor units; every division is a
 * floor. The order of seizures, exhibits and suspects, and saying one twice, changes nothing in the result.
 * @throws RuleBroken 'assessment.no-measurement' an input is not a measurement: a broken number, a purity above the whole, more than can be
 * counted
 */
export function assess(policy: AppliedPolicy, inputs: AssessmentInputs): Assessment {
  requireMeasurements(inputs);
  const lines: AssessmentLine[] = [];
  let known = nothingFound(policy, inputs);
  for (const rule of LAW) {
    const finding = rule(known);
    lines.push(...finding.lines);
    known = { ...known, ...finding.known };
    if (finding.refused) return concluded({ ...known, amount: nothingIn(policy.terms.currency), stages: [] }, 'ineligible', lines);
  }
  return concluded(known, known.suspended ? 'suspended' : 'eligible', lines);
}

function nothingFound(policy: AppliedPolicy, inputs: AssessmentInputs): Known {
  const nothing = nothingIn(policy.terms.currency);
  return {
    policy,
    inputs,
    seizures: [],
    excluded: new Set(),
    suspended: false,
    measured: [],
    measuredMg: 0n,
    base: nothing,
    amount: nothing,
    payee: 'beneficiaries',
    stages: [],
  };
}

function concluded(
  { policy: { policyId, version }, inputs: { operationId }, amount, payee, measuredMg, stages }: Known,
  verdict: Assessment['verdict'],
  lines: readonly AssessmentLine[],
): Assessment {
  return { method: 1, policyId, version, operationId, verdict, amount, payee, measuredMg: Number(measuredMg), stages, lines };
}

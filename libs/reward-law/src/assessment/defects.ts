import type { ClearedDefect } from './assessment-inputs.ts';
import { type AssessmentLine, notApplicable, type Rule } from './statement-of-reasons.ts';

// What is irregular about a seizure. It is recorded whatever it is; whether a reward can rest on the seizure is for the policy to say.

/**
 * The guiding rule: never refuse to record a fact, refuse to reward on it. The policy names which defects exclude a seizure and which hold
 * the reward up; what holds it up can be cleared up by integrity, what excludes a seizure excludes it for ever.
 */
export const judgeDefects: Rule = ({ seizures, inputs: { cleared = [] }, policy: { terms } }) => {
  const { excluding, suspending } = terms.defects;
  const judged = seizures.flatMap(({ seizureId, defects }) =>
    defects.map((defect) => {
      const excludes = excluding.includes(defect);
      const clearing = suspending.includes(defect) && !excludes ? clearingOf(cleared, seizureId, defect) : undefined;
      const suspends = suspending.includes(defect) && clearing === undefined;
      const line = clearing === undefined ? defectLine(seizureId, defect, excludes, suspends) : clearedLine(clearing);
      return { seizureId, excludes, suspends, line };
    }),
  );
  const excluded = new Set(judged.filter(({ excludes }) => excludes).map(({ seizureId }) => seizureId));
  // Of a seizure that does not count, nothing holds the others up.
  const suspended = judged.some(({ seizureId, suspends }) => suspends && !excluded.has(seizureId));
  return { known: { excluded, suspended }, lines: judged.map(({ line }) => line) };
};

function defectLine(seizureId: string, defect: string, excludes: boolean, suspends: boolean): AssessmentLine {
  return {
    rule: 'defects',
    inputs: { seizureId, defect },
    outcome: excludes ? 'excludes' : suspends ? 'suspends' : 'notes',
    sentence: `Seizure ${seizureId} has the defect ${defect}, ${excludes ? 'for which it does not count' : suspends ? 'which holds the reward up' : 'which this policy lets pass'}`,
  };
}

function clearedLine({ seizureId, defect, by, reason }: ClearedDefect): AssessmentLine {
  return {
    rule: 'defects.cleared',
    inputs: { seizureId, defect, by, reason },
    outcome: 'notes',
    sentence: `Seizure ${seizureId} has the defect ${defect}, which ${by} cleared up: ${reason}`,
  };
}

/** Of several that cleared up the same, the one that comes first whatever their order. */
function clearingOf(cleared: readonly ClearedDefect[], seizureId: string, defect: string): ClearedDefect | undefined {
  const all = cleared.filter((one) => one.seizureId === seizureId && one.defect === defect);
  const saidBy = ({ by, reason }: ClearedDefect): string => JSON.stringify([by, reason]);
  return all.toSorted((a, b) => (saidBy(a) < saidBy(b) ? -1 : 1))[0];
}

/** A policy on assets alone weighs nothing; it gives nothing for an operation of which every seizure is excluded. */
export const requireASeizureThatCounts: Rule = ({ seizures, excluded, policy: { terms } }) => {
  if (terms.quantity !== undefined || seizures.length === 0 || excluded.size < seizures.length) return notApplicable;
  return {
    refused: true,
    lines: [
      {
        rule: 'defects.all',
        inputs: { excluded: [...excluded] },
        outcome: 'fails',
        sentence: 'Every seizure of the operation is excluded, and so are its assets',
      },
    ],
  };
};

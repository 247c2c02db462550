import type { AssessmentInputs, LaterWord, SettledDefect } from './assessment-inputs.ts';
import type { DefectCode, DefectRules } from '../terms/policy-terms.ts';
import { type AssessmentLine, notApplicable, type Rule } from './statement-of-reasons.ts';

// What is irregular about a seizure. It is recorded whatever it is; whether a reward can rest on the seizure is for the policy to say, and of
// what one person says later, for the law.

/**
 * "No single fact moves money" (what keeps it honest, 2): whatever the policy says, these hold the reward up until two hands have settled
 * them. A field fact that comes after the roster was frozen or a laboratory had an exhibit neither raises nor lowers nor bars anything.
 */
export const ALWAYS_SUSPENDING = [
  // A seizure of which the case knew nothing when the roster was frozen, or when a laboratory had an exhibit.
  'seizure.added-later',
  // What was seized, when, by what authority was said anew since.
  'seizure.corrected-later',
  // It was said to be another one, recorded twice, since.
  'seizure.withdrawn-later',
  // The day that decides which law applies was said anew, whenever.
  'seizure.redated',
  // A lot was sealed of a seizure of which a laboratory had another lot already.
  'exhibit.sealed-later',
  // Somebody was said to have taken part by somebody else, since the roster was frozen.
  'officer.named-later',
  // Somebody came on the roster after it was frozen.
  'roster.added-later',
  // Somebody was taken off the roster after it was frozen, or stands on it in another office than before.
  'roster.corrected-later',
  // By the log the roster was frozen first, by the time that is reported a laboratory had an exhibit before.
  'roster.doubtful-order',
  // The case was said to be the same operation as another one, or not to be it any more.
  'case.linked-later',
  // Of a case that was linked as a duplicate: in another province, or more than a day away from whatever the other cases of the operation seized.
  'seizure.apart',
  // A seal, certificate or paper that was used before.
  'identifier.used-twice',
  // More was taken out of a lot as samples than samples are.
  'sample.large',
  // One person alone entered the laboratory and both analysts who certified.
  'laboratory.one-hand',
  // The law reaches back over a seizure that was on record before the law was.
  'policy.back-dated',
  // Another policy, which was law before, gives something for the operation too, and neither says which of them counts.
  'policy.covered-twice',
] as const satisfies readonly DefectCode[];

/** One of the defects that hold a reward up whatever its policy says. */
export type AlwaysSuspending = (typeof ALWAYS_SUSPENDING)[number];

const alwaysSuspends = (defect: DefectCode): boolean => (ALWAYS_SUSPENDING as readonly string[]).includes(defect);

/** Whether a settlement is of this defect as it now stands: a word that came after it is open again. */
function settles(one: SettledDefect, subjectId: string, defect: DefectCode, word: LaterWord | undefined): boolean {
  const same = one.seizureId === subjectId && one.defect === defect;
  return same && (word === undefined || (one.upTo !== undefined && one.upTo >= word.position));
}

/** What a defect does, and why: what was settled comes first, then what is one person's word, then what the policy says. */
function judgementOf(
  subjectId: string,
  defect: DefectCode,
  word: LaterWord | undefined,
  { cleared = [], upheld = [] }: AssessmentInputs,
  { excluding, suspending }: DefectRules,
): { readonly excludes: boolean; readonly suspends: boolean; readonly settled?: SettledDefect } {
  const found = firstSaid(upheld.filter((one) => settles(one, subjectId, defect, word)));
  if (found !== undefined) return { excludes: true, suspends: false, settled: found };
  const excludes = excluding.includes(defect) && word === undefined;
  const suspends = alwaysSuspends(defect) || suspending.includes(defect) || (word !== undefined && excluding.includes(defect));
  const clearing = suspends && !excludes ? firstSaid(cleared.filter((one) => settles(one, subjectId, defect, word))) : undefined;
  return clearing === undefined ? { excludes, suspends } : { excludes, suspends: false, settled: clearing };
}

/** Whether this defect, as it now stands, holds the reward up: what can be cleared up or upheld. */
export function holdsUp(subjectId: string, defect: DefectCode, inputs: AssessmentInputs, rules: DefectRules): boolean {
  const { suspends, excludes } = judgementOf(subjectId, defect, wordOf(subjectId, defect, inputs), inputs, rules);
  return suspends && !excludes;
}

/** What somebody said later of a seizure, or of the operation, that is this defect. */
export function wordOf(subjectId: string, defect: DefectCode, inputs: AssessmentInputs): LaterWord | undefined {
  const own = subjectId === inputs.operationId ? (inputs.later ?? []) : [];
  const said = [...own, ...inputs.seizures.filter(({ seizureId }) => seizureId === subjectId).flatMap(({ later = [] }) => later)];
  return latest(said.filter((word) => word.defect === defect));
}

/** Whether everything that somebody said later and that is one of these defects was cleared up; also where nobody said anything. */
export function isCleared(inputs: AssessmentInputs, ...defects: readonly AlwaysSuspending[]): boolean {
  const { operationId, seizures, later: ofAll = [], cleared = [] } = inputs;
  return [...seizures, { seizureId: operationId, later: ofAll }].every(({ seizureId, later = [] }) =>
    later
      .filter(({ defect }) => (defects as readonly string[]).includes(defect))
      .every((word) => cleared.some((one) => settles(one, seizureId, word.defect, word))),
  );
}

/**
 * The guiding rule: never refuse to record a fact, refuse to reward on it. The policy names which defects exclude a seizure and which hold
 * the reward up; what holds it up can be cleared up, what excludes a seizure excludes it for ever. What one person says later excludes
 * nothing: it holds the reward up, whatever the policy says of it.
 */
export const judgeDefects: Rule = ({ seizures, inputs, policy: { terms } }) => {
  const judged = seizures.flatMap(({ seizureId, defects, later = [] }) =>
    [...new Set([...defects, ...later.map(({ defect }) => defect)])].toSorted().map((defect) => {
      const word = latest(later.filter((one) => one.defect === defect));
      const { excludes, suspends, settled } = judgementOf(seizureId, defect, word, inputs, terms.defects);
      const line = settled === undefined ? defectLine(seizureId, defect, excludes, suspends) : settledLine(settled, excludes);
      return { seizureId, excludes, suspends, line };
    }),
  );
  const excluded = new Set(judged.filter(({ excludes }) => excludes).map(({ seizureId }) => seizureId));
  // Of a seizure that does not count, nothing holds the others up.
  const suspended = judged.some(({ seizureId, suspends }) => suspends && !excluded.has(seizureId));
  return { known: { excluded, suspended }, lines: judged.map(({ line }) => line) };
};

/** "No single fact moves money": what somebody said later about the operation as a whole holds everything up, and where two found it so, ends it. */
export const judgeTheOperation: Rule = ({ inputs, suspended, policy: { terms } }) => {
  const { operationId, later = [] } = inputs;
  if (later.length === 0) return notApplicable;
  const judged = [...new Set(later.map(({ defect }) => defect))].toSorted().map((defect) => {
    const { excludes, suspends, settled } = judgementOf(operationId, defect, wordOf(operationId, defect, inputs), inputs, terms.defects);
    const line = settled === undefined ? operationLine(operationId, defect, suspends) : settledLine(settled, excludes, operationId);
    return { excludes, suspends, line };
  });
  return {
    ...(judged.some(({ excludes }) => excludes) && { refused: true }),
    known: { suspended: suspended || judged.some(({ suspends }) => suspends) },
    lines: judged.map(({ line }) => line),
  };
};

function defectLine(seizureId: string, defect: string, excludes: boolean, suspends: boolean): AssessmentLine {
  return {
    rule: 'defects',
    inputs: { seizureId, defect },
    outcome: excludes ? 'excludes' : suspends ? 'suspends' : 'notes',
    sentence: `Seizure ${seizureId} has the defect ${defect}, ${excludes ? 'for which it does not count' : suspends ? 'which holds the reward up' : 'which this policy lets pass'}`,
  };
}

function operationLine(operationId: string, defect: string, suspends: boolean): AssessmentLine {
  return {
    rule: 'defects.operation',
    inputs: { operationId, defect },
    outcome: suspends ? 'suspends' : 'notes',
    sentence: `The operation has the defect ${defect}, ${suspends ? 'which holds the reward up' : 'which this policy lets pass'}`,
  };
}

function settledLine({ seizureId, defect, by, confirmedBy, reason }: SettledDefect, upheld: boolean, operationId?: string): AssessmentLine {
  const hands = confirmedBy === undefined ? by : `${by} with ${confirmedBy}`;
  const whose = operationId === undefined ? `Seizure ${seizureId}` : 'The operation';
  const outcome = upheld ? (operationId === undefined ? 'excludes' : 'fails') : 'notes';
  return {
    rule: upheld ? 'defects.upheld' : 'defects.cleared',
    inputs: {
      ...(operationId === undefined ? { seizureId } : { operationId }),
      defect,
      by,
      ...(confirmedBy !== undefined && { confirmedBy }),
      reason,
    },
    outcome,
    sentence: `${whose} has the defect ${defect}, which ${hands} ${upheld ? 'found to be so' : 'cleared up'}: ${reason}`,
  };
}

const latest = (words: readonly LaterWord[]): LaterWord | undefined =>
  words.reduce<LaterWord | undefined>((last, word) => (last === undefined || word.position > last.position ? word : last), undefined);

/** Of several that settled the same, the one that comes first whatever their order. */
function firstSaid(all: readonly SettledDefect[]): SettledDefect | undefined {
  const saidBy = ({ by, reason }: SettledDefect): string => JSON.stringify([by, reason]);
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

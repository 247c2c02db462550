import { changesBetween, contentHash, type DataOf, defined, sameJson, withChanges } from '#libs/event-sourcing';
import { type Assessment, isCleared, type SeizureFacts, toldInShort } from '#libs/reward-law';
import type { Assessed, AssessmentInBrief, KnownOfOperation, Reassessed, RewardEvent } from './reward-events.ts';
import { isEverybodyAcquitted } from './rules/verdicts.ts';

// How an assessment is recorded: whole, or by what is other than in the one before. Either way the stream has all that it rests on, and it is made again from
// that to the letter (rules of reward, 12).

/** An operation of so many seizures is told whole each time, for people to read; a larger one by what changed. */
const WHOLE_UP_TO = 32;

/** What is recorded of an assessment, beside the one before it. */
export function recordedOf(whole: Assessed, before: Assessed | undefined): DataOf<RewardEvent, 'EligibilityAssessed'> {
  const { seizures } = whole.inputs;
  const short = inShort(whole);
  if (before === undefined || seizures.length <= WHOLE_UP_TO || !isInOrder(seizures) || !isInOrder(before.inputs.seizures)) return short;
  return defined({
    number: whole.number,
    changes: changesBetween(withoutSeizures(inShort(before)), withoutSeizures(short)),
    seizures: seizuresBetween(before.inputs.seizures, seizures),
    seizureCount: seizures.length,
    hash: hashOfFacts(short),
    brief: briefOf(whole),
  });
}

/** The whole assessment after one that was recorded. Undefined where changes are told of nothing, which nobody ever recorded. */
export function assessedAfter(before: Assessed | undefined, recorded: DataOf<RewardEvent, 'EligibilityAssessed'>): Assessed | undefined {
  if (!isReassessed(recorded)) return recorded;
  if (before === undefined) return undefined;
  const { inputs } = before;
  const rest = withChanges(withoutSeizures(inShort(before)), recorded.changes);
  return { ...rest, inputs: { ...rest.inputs, seizures: seizuresAfter(inputs.seizures, recorded.seizures) } };
}

/** Whether it is told by what changed. */
export const isReassessed = (recorded: DataOf<RewardEvent, 'EligibilityAssessed'>): recorded is Reassessed => 'seizures' in recorded;

/** What others go by. */
export function inBrief(recorded: DataOf<RewardEvent, 'EligibilityAssessed'>): AssessmentInBrief {
  return isReassessed(recorded) ? recorded.brief : briefOf(recorded);
}

/** What came of it. */
export const verdictOf = (recorded: DataOf<RewardEvent, 'EligibilityAssessed'>): Assessment['verdict'] =>
  isReassessed(recorded) ? recorded.brief.verdict : recorded.assessment.verdict;

/** With a statement of reasons that stays one to read. */
export function inShort(whole: Assessed): Assessed {
  const assessment = toldInShort(whole.assessment);
  return assessment === whole.assessment ? whole : { ...whole, assessment };
}

/** SHA-256 (hex) over what an assessment rests on; of seizures that were looked at before nothing is looked at again. */
export function hashOfFacts(known: Pick<KnownOfOperation, 'inputs'>): string {
  return contentHash([withoutSeizures(known), known.inputs.seizures.map(digestOf)]);
}

/** The facts with the very seizures of the last assessment where they say the same, so that these are neither weighed nor stored again. */
export function sharing<Known extends KnownOfOperation>(known: Known, { assessment }: { readonly assessment?: Assessed }): Known {
  if (assessment === undefined) return known;
  const before = new Map(assessment.inputs.seizures.map((seizure) => [seizure.seizureId, seizure]));
  const seizures = known.inputs.seizures.map((seizure) => {
    const same = before.get(seizure.seizureId);
    return same !== undefined && sameJson(same, seizure) ? same : seizure;
  });
  return { ...known, inputs: { ...known.inputs, seizures } };
}

const withoutSeizures = <Known extends Pick<KnownOfOperation, 'inputs'>>(known: Known): Known => ({
  ...known,
  inputs: { ...known.inputs, seizures: [] },
});

const digests = new WeakMap<object, string>();

function digestOf(facts: object): string {
  const known = digests.get(facts);
  if (known !== undefined) return known;
  const digest = contentHash(facts);
  digests.set(facts, digest);
  return digest;
}

const isInOrder = (seizures: readonly SeizureFacts[]): boolean =>
  seizures.every(({ seizureId }, place) => place === 0 || (seizures[place - 1]?.seizureId ?? '') < seizureId);

function seizuresBetween(before: readonly SeizureFacts[], after: readonly SeizureFacts[]): Reassessed['seizures'] {
  const set: SeizureFacts[] = [];
  const gone: string[] = [];
  let old = 0;
  for (const seizure of after) {
    for (let known = before[old]; known !== undefined && known.seizureId < seizure.seizureId; known = before[++old])
      gone.push(known.seizureId);
    const known = before[old];
    if (known?.seizureId === seizure.seizureId) old++;
    if (known?.seizureId !== seizure.seizureId || !sameJson(known, seizure)) set.push(seizure);
  }
  return { set, gone: [...gone, ...before.slice(old).map(({ seizureId }) => seizureId)] };
}

function seizuresAfter(before: readonly SeizureFacts[], { set, gone }: Reassessed['seizures']): readonly SeizureFacts[] {
  if (set.length === 0 && gone.length === 0) return before;
  const changed = new Set([...gone, ...set.map(({ seizureId }) => seizureId)]);
  const after: SeizureFacts[] = [];
  let next = 0;
  for (const known of before) {
    for (let one = set[next]; one !== undefined && one.seizureId <= known.seizureId; one = set[++next]) after.push(one);
    if (!changed.has(known.seizureId)) after.push(known);
  }
  return [...after, ...set.slice(next)];
}

function briefOf({ inputs, assessment, duplicateOf }: Assessed): AssessmentInBrief {
  const { suspects, seizures, cleared = [], upheld } = inputs;
  return defined({
    operationId: inputs.operationId,
    verdict: assessment.verdict,
    why: assessment.lines.findLast(({ outcome }) => outcome === 'fails')?.sentence,
    stages: assessment.stages.map(({ on }) => on),
    convicted: suspects.some(({ outcome }) => outcome === 'convicted'),
    acquitted: isEverybodyAcquitted(inputs),
    duplicateOf: isCleared(inputs, 'case.linked-later') ? duplicateOf : undefined,
    linkAccepted: cleared.some(({ defect }) => defect === 'case.linked-later') || undefined,
    upheld: upheld && [...new Set(upheld.map(({ defect }) => defect))],
    certified: contentHash(seizures.flatMap(({ exhibits }) => exhibits.map(digestOf))),
    ...foundIn(assessment),
  });
}

function foundIn({ verdict, lines }: Assessment): Pick<AssessmentInBrief, 'holding' | 'irregular'> {
  const holding: Record<string, number> = {};
  const irregular: Record<string, string> = {};
  for (const { rule, outcome, inputs } of lines) {
    const { defect, suspectId, defects } = inputs;
    if (verdict === 'suspended' && outcome === 'suspends' && typeof defect === 'string') holding[defect] = (holding[defect] ?? 0) + 1;
    if (rule === 'verdicts.irregular' && typeof suspectId === 'string')
      irregular[suspectId] = Array.isArray(defects) ? defects.join(', ') : '';
  }
  return { holding, irregular };
}

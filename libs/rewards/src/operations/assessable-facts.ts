import { defined } from '#libs/event-sourcing';
import type { CertifiedExhibit, SuspectFacts } from '#libs/reward-law';
import { type Id, type Instant, isBefore, type Milligrams } from '#libs/vocabulary';
import { type ExhibitDefect, finalVerdictOf, irregularIn, isDrift, outcomeIn, type Proceedings } from '../published.ts';
import type { EnteredVerdict, KnownOfOperation } from '../reward/reward-events.ts';
import type { OperationFacts } from './operation-standing.ts';

/**
 * Certified of its lots together is more than the seizure weighed with its packaging: a lot that was sealed and certified twice, or a
 * result that was lifted. Judged by what is known now, so that correcting the seizure clears it up.
 */
const isOver = (fieldGrossMg: Milligrams, certified: readonly CertifiedExhibit[]): boolean => {
  const netMg = Math.min(
    certified.reduce((total, result) => total + result.netMg, 0),
    Number.MAX_SAFE_INTEGER,
  );
  return netMg > fieldGrossMg && isDrift(fieldGrossMg, netMg);
};

/**
 * Money follows a verdict that is on record. That one became final says neither who decided it nor when, and anybody may have misread its
 * paper.
 */
const enteredIn = (proceedings: Proceedings): Proceedings => ({
  ...proceedings,
  verdicts: proceedings.verdicts.filter(({ instance }) => instance !== undefined),
});

/**
 * What came of a suspect, as far as money follows it: a final verdict that is not regular is named, and counts for nothing. That it is dated after the
 * seizure is judged by what is known to be seized now: what was entered before anything was seized said nothing of that.
 */
function outcomeOf(entered: Proceedings, suspectId: Id, seizedAt: Instant): Pick<SuspectFacts, 'outcome' | 'irregular'> {
  const outcome = outcomeIn(entered, suspectId);
  const verdict = finalVerdictOf(entered, suspectId);
  if (verdict === undefined) return { outcome };
  const { decidedAt } = verdict;
  const early = decidedAt !== undefined && isBefore(decidedAt, seizedAt);
  const defects = [...new Set([...irregularIn(entered, suspectId), ...(early ? (['verdict.before-seizure'] as const) : [])])];
  return defects.length === 0 ? { outcome } : { outcome: 'pending', irregular: { outcome: verdict.outcome, defects } };
}

/** Who entered what the outcome of each suspect rests on. */
function verdictsIn(entered: Proceedings, suspects: OperationFacts['suspects']): readonly EnteredVerdict[] | undefined {
  const verdicts = suspects.flatMap(({ suspectId }): readonly EnteredVerdict[] => {
    const verdict = finalVerdictOf(entered, suspectId);
    const people = [verdict?.enteredBy, verdict?.finality?.enteredBy].filter((person) => person !== undefined);
    return people.length === 0 ? [] : [{ suspectId, enteredBy: [...new Set(people)].toSorted() }];
  });
  return verdicts.length === 0 ? undefined : verdicts.toSorted(by(({ suspectId }) => suspectId));
}

/** What an assessment is given of an operation. */
export interface AssessableFacts extends KnownOfOperation {
  readonly operationId: Id;
}

/**
 * The facts as an assessment takes them; undefined while nothing is known to be seized. Their order follows from ids, not from who reported
 * first.
 */
export function assessableFacts({
  caseId,
  seizures,
  exhibits,
  suspects,
  proceedings,
  accused = [],
  roster,
  sameAs: [duplicateOf],
  hands,
  analysts,
}: OperationFacts): AssessableFacts | undefined {
  const [first, ...more] = seizures.map(({ seizedAt }) => seizedAt);
  if (first === undefined) return undefined;
  const entered = enteredIn(proceedings);
  const seizedAt = more.reduce(earlier, first);
  const received = exhibits.flatMap(({ laboratoryReceivedAt }) => laboratoryReceivedAt ?? []);
  const [firstReceived, ...moreReceived] = received;
  return defined({
    operationId: caseId,
    inputs: {
      operationId: caseId,
      seizures: seizures
        .map(({ seizureId, substance, fieldGrossMg, defects }) => {
          const lots = exhibits.filter((exhibit) => exhibit.seizureId === seizureId).toSorted(by((lot) => lot.exhibitId));
          const certified = lots.flatMap((lot): readonly CertifiedExhibit[] => (lot.certified === undefined ? [] : [lot.certified]));
          const over: ExhibitDefect[] = isOver(fieldGrossMg, certified) ? ['weight.over-seizure'] : [];
          const all = [...defects, ...lots.flatMap((lot) => lot.defects).filter((defect) => defect !== 'weight.over-seizure'), ...over];
          return { seizureId, substance, fieldGrossMg, defects: [...new Set(all)].toSorted(), exhibits: certified };
        })
        .toSorted(by(({ seizureId }) => seizureId)),
      suspects: suspects
        .map(({ suspectId, role, standing }) => ({
          suspectId,
          role,
          standing,
          ...outcomeOf(entered, suspectId, seizedAt),
          ...(accused.includes(suspectId) && { accused: true }),
        }))
        .toSorted(by(({ suspectId }) => suspectId)),
    },
    seizedAt,
    roster,
    laboratoryReceivedAt: firstReceived === undefined ? undefined : moreReceived.reduce(earlier, firstReceived),
    duplicateOf,
    hands,
    analysts,
    verdicts: verdictsIn(entered, suspects),
  });
}

const by =
  <T>(keyOf: (one: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;

const earlier = (one: Instant, other: Instant): Instant => (isBefore(other, one) ? other : one);

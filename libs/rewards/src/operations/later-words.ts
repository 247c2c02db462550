import type { DataOf, Position } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import { dayOf, type RegisterEntry } from '#libs/vocabulary';
import type { CaseFileEvent } from '../published.ts';
import type { NamedLater } from '../reward/reward-events.ts';
import type { KnownSeizure, OperationFacts } from './known-facts.ts';

// "No single fact moves money": what comes after the roster was frozen, or after a laboratory had an exhibit, is somebody's later word. Later is
// what the log has later; what is reported of times decides nothing.

/** What a reward will rest on can be known, or is fixed: from here on every word is a later one. */
export const isClosed = ({ roster, exhibits }: OperationFacts): boolean =>
  roster !== undefined || exhibits.some(({ laboratoryReceivedAt }) => laboratoryReceivedAt !== undefined);

/** The last word of each kind about each subject: it takes the place of the one before. */
export function withWords(facts: OperationFacts, subjectId: string, defects: readonly string[], position: Position): OperationFacts {
  if (defects.length === 0) return facts;
  const others = (facts.later ?? []).filter((word) => word.subjectId !== subjectId || !defects.includes(word.defect));
  return { ...facts, later: [...others, ...defects.map((defect) => ({ subjectId, defect, position }))] };
}

/** What a first report of a seizure is, where it comes late. */
export const wordsOfSeizure = (facts: OperationFacts): readonly AlwaysSuspending[] => (isClosed(facts) ? ['seizure.added-later'] : []);

/** On what of a seizure a reward rests. Who took part is a word of its own: see `withNamed`. */
const WEIGHTY = ['substance', 'grossMg', 'seizedAt', 'authorisation'] as const;

/** What a correction is, beside what it says: it counts as a later word once something rests on it, and always where another law would apply. */
export function wordsOfCorrection(
  facts: OperationFacts,
  { changed, seizure, defects }: DataOf<CaseFileEvent, 'SeizureCorrected'>,
  known: KnownSeizure | undefined,
): readonly string[] {
  if (known === undefined) return wordsOfSeizure(facts);
  const redated = dayOf(seizure.seizedAt) !== dayOf(known.seizedAt);
  const found = isClosed(facts) ? defects.filter((defect) => !known.defects.includes(defect)) : [];
  const weighty = isClosed(facts) && WEIGHTY.some((field) => changed.includes(field));
  return [...(weighty ? ['seizure.corrected-later'] : []), ...(redated ? ['seizure.redated'] : []), ...found];
}

/**
 * Who is named by somebody else after the roster was frozen is barred from nothing by that: it holds the reward up, and two hands say whether
 * they were there. Before it, who is named has had a hand in it.
 */
export function withNamed(
  facts: OperationFacts,
  people: readonly RegisterEntry[],
  subjectId: string,
  { by, position }: { readonly by: string; readonly position: Position },
): OperationFacts {
  if (facts.roster === undefined) return withHands(facts, people);
  const { hands = [], named = [] } = facts;
  const isNew = (person: string): boolean => !named.some((one) => one.subjectId === subjectId && one.person === person);
  const strangers = people.filter((person) => person !== by && !hands.includes(person) && isNew(person));
  if (strangers.length === 0) return facts;
  const more = strangers.map((person): NamedLater => ({ person, subjectId, position }));
  return withWords({ ...facts, named: [...named, ...more] }, subjectId, ['officer.named-later'], position);
}

/** Nobody is taken off it again: who was unassigned, or named by mistake, has had a hand in it all the same. */
export function withHands(facts: OperationFacts, people: readonly string[]): OperationFacts {
  const hands = joined(facts.hands, people);
  return hands === undefined ? facts : { ...facts, hands };
}

/** All of them once, in order, so that it does not matter who was heard of first; undefined where there is nobody. */
export function joined(known: readonly string[] = [], more: readonly string[]): readonly string[] | undefined {
  const all = [...new Set([...known, ...more])].toSorted();
  return all.length === 0 ? undefined : all;
}

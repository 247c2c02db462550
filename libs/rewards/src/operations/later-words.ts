import { type DataOf, defined, type Position } from '#libs/event-sourcing';
import type { AlwaysSuspending } from '#libs/reward-law';
import { dayOf, personIn, type RegisterEntry, type Roster } from '#libs/vocabulary';
import type { CaseFileEvent } from '../published.ts';
import type { NamedLater } from '../reward/reward-events.ts';
import type { KnownSeizure, OperationFacts, WordAbout } from './known-facts.ts';

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

/** What a roster that was put right is: somebody came on it, or somebody was taken off it or acted in another office. */
export function wordsOfAmendment(roster: Roster, before: Roster | undefined): readonly AlwaysSuspending[] {
  const known = before?.officers ?? [];
  const added = roster.officers.some(({ officerId }) => !known.some((one) => one.officerId === officerId));
  const isLeft = ({ officerId, office }: Roster['officers'][number]): boolean =>
    roster.officers.some((one) => one.officerId === officerId && one.office === office);
  return [...(added ? (['roster.added-later'] as const) : []), ...(known.every(isLeft) ? [] : (['roster.corrected-later'] as const))];
}

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
 * What somebody says of others. Of who has had a hand in it already it says nothing new. Before the roster is frozen they took part by that word, until two say
 * otherwise; after it, it bars nobody from anything: it holds the reward up, and two hands say whether they were there.
 */
export function withNamed(
  facts: OperationFacts,
  people: readonly RegisterEntry[],
  subjectId: string,
  { by, position }: { readonly by: string; readonly position: Position },
): OperationFacts {
  if (facts.roster === undefined) return withSaid(facts, people);
  const { hands = [], absent = [], named = [] } = facts;
  const isNew = (person: string): boolean => !named.some((one) => one.subjectId === subjectId && one.person === person);
  const isKnown = (person: string): boolean => person === by || (hands.includes(person) && !personIn(absent, person));
  const strangers = people.filter((person) => !isKnown(person) && isNew(person));
  if (strangers.length === 0) return facts;
  const more = strangers.map((person): NamedLater => ({ person, subjectId, position }));
  return withWords({ ...facts, named: [...named, ...more] }, subjectId, [NAMED_LATER], position);
}

const NAMED_LATER: AlwaysSuspending = 'officer.named-later';

/** Who took part by somebody else's word, said before the roster was frozen. What two had said of them is open again. */
export function withSaid(facts: OperationFacts, people: readonly RegisterEntry[]): OperationFacts {
  const hands = joined(facts.hands, people);
  if (hands === undefined) return facts;
  const absent = facts.absent?.filter((person) => !personIn(people, person));
  return defined({ ...facts, hands, acted: actedIn(facts), absent });
}

/** Who was known before it was kept whose word it is has acted, as far as anybody can tell. */
const actedIn = ({ acted, hands = [] }: OperationFacts): readonly RegisterEntry[] => acted ?? hands;

/**
 * Two have said whether people took part: nothing that others said of them is open any more, whether it bars or holds up. What they have done themselves they
 * have done.
 */
export function withParticipation(
  facts: OperationFacts,
  { officers, tookPart }: DataOf<CaseFileEvent, 'ParticipationSettled'>,
): OperationFacts {
  const isOther = (person: string): boolean => !personIn(officers, person);
  const named = facts.named?.filter(({ person }) => isOther(person));
  const isOver = ({ subjectId, defect }: WordAbout): boolean =>
    defect === NAMED_LATER && named?.some((one) => one.subjectId === subjectId) !== true;
  const absent = (facts.absent ?? []).filter(isOther);
  const explained = (facts.explained ?? []).filter(isOther);
  const settled = defined({
    ...facts,
    acted: actedIn(facts),
    named,
    later: facts.later?.filter((word) => !isOver(word)),
    absent: tookPart ? absent : joined(absent, officers),
    explained: tookPart ? joined(explained, officers) : explained,
  });
  return tookPart ? withHands(settled, officers) : settled;
}

/** Nobody is taken off it again: who was unassigned has had a hand in it all the same. */
export function withHands(facts: OperationFacts, people: readonly string[]): OperationFacts {
  const hands = joined(facts.hands, people);
  return hands === undefined ? facts : defined({ ...facts, hands, acted: joined(actedIn(facts), people) });
}

/** Who had a hand in it as far as it stands: less of whom two have said that others said so wrongly. */
export function handsIn({ hands, absent = [], ...facts }: OperationFacts): readonly RegisterEntry[] | undefined {
  if (hands === undefined || absent.length === 0) return hands;
  const acted = actedIn({ ...facts, hands });
  const left = hands.filter((person) => personIn(acted, person) || !personIn(absent, person));
  return left.length === 0 ? undefined : left;
}

/** All of them once, in order, so that it does not matter who was heard of first; undefined where there is nobody. */
export function joined(known: readonly string[] = [], more: readonly string[]): readonly string[] | undefined {
  const all = [...new Set([...known, ...more])].toSorted();
  return all.length === 0 ? undefined : all;
}

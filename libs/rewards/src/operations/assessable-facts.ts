import { defined } from '#libs/event-sourcing';
import type { AlwaysSuspending, CertifiedExhibit, LaterWord, SeizureFacts, SuspectFacts } from '#libs/reward-law';
import { type Id, type Instant, isBefore, type Milligrams, personIn } from '#libs/vocabulary';
import {
  type ExhibitDefect,
  type ExhibitStanding,
  finalVerdictOf,
  handsBehind,
  handsBehindEnds,
  irregularIn,
  isDrift,
  letGoByTwoIn,
  letGoIn,
  outcomeIn,
  type Proceedings,
} from '../published.ts';
import type { EndHands, EnteredVerdict, KnownOfOperation, RoleHands, Unexplained } from '../reward/reward-events.ts';
import { countedRole } from './counted-role.ts';
import type { KnownSeizure, KnownSuspect, OperationFacts, WordAbout } from './known-facts.ts';
import { handsIn } from './later-words.ts';
import { wordsOfSearches } from './searches.ts';
import { wordsOfUses } from './used-twice.ts';

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
 * seizure is judged by the first date that was said of it or is said now, whichever is earlier: what was entered before anything was seized said nothing of
 * that, and whoever moves the date alone takes no verdict away.
 */
function outcomeOf(entered: Proceedings, suspectId: Id, seizedAt: Instant | undefined): Pick<SuspectFacts, 'outcome' | 'irregular'> {
  const outcome = outcomeIn(entered, suspectId);
  const verdict = finalVerdictOf(entered, suspectId);
  if (verdict === undefined) return letGoOf(entered, suspectId) ?? { outcome };
  const { decidedAt } = verdict;
  const early = decidedAt !== undefined && seizedAt !== undefined && isBefore(decidedAt, seizedAt);
  const defects = [...new Set([...irregularIn(entered, suspectId), ...(early ? (['verdict.before-seizure'] as const) : [])])];
  return defects.length === 0 ? { outcome } : { outcome: 'pending', irregular: { outcome: verdict.outcome, defects } };
}

/** That somebody was let go is two persons' word; what one alone says of it is named, and moves nothing. */
function letGoOf(entered: Proceedings, suspectId: Id): Pick<SuspectFacts, 'outcome' | 'irregular'> | undefined {
  const said = letGoIn(entered, suspectId);
  const outcome = letGoByTwoIn(entered, suspectId) ?? 'pending';
  if (said === undefined || said === outcome) return undefined;
  return outcome === 'pending' ? { outcome, irregular: { outcome: said, defects: ['charges.one-hand'] } } : { outcome };
}

/** Whose word the end of each charge is of those who were let go. */
function endsIn(entered: Proceedings, suspects: OperationFacts['suspects']): readonly EndHands[] | undefined {
  const ends = suspects.flatMap(({ suspectId }): readonly EndHands[] =>
    finalVerdictOf(entered, suspectId) !== undefined || letGoByTwoIn(entered, suspectId) === undefined
      ? []
      : handsBehindEnds(entered, suspectId).map((hands) => ({ suspectId, hands: [...new Set(hands)].toSorted() })),
  );
  return ends.length === 0 ? undefined : ends.toSorted(by(({ suspectId }) => suspectId));
}

/** Who entered what the outcome of each suspect rests on. */
function verdictsIn(entered: Proceedings, suspects: OperationFacts['suspects']): readonly EnteredVerdict[] | undefined {
  const verdicts = suspects.flatMap(({ suspectId }): readonly EnteredVerdict[] => {
    const verdict = finalVerdictOf(entered, suspectId);
    if (verdict === undefined) return [];
    const words = [verdict.enteredBy, verdict.statedBy, verdict.finality?.enteredBy, verdict.finality?.statedBy];
    const people = [...new Set(words.filter((person) => person !== undefined))].toSorted();
    const seconds = [...new Set(handsBehind(verdict))].filter((person) => !people.includes(person)).toSorted();
    return people.length === 0 ? [] : [{ suspectId, enteredBy: people, ...(seconds.length > 0 && { attestedBy: seconds }) }];
  });
  return verdicts.length === 0 ? undefined : verdicts.toSorted(by(({ suspectId }) => suspectId));
}

const partOf = (known: Omit<KnownSuspect, 'suspectId'>): Pick<SuspectFacts, 'role' | 'standing' | 'claimed'> => {
  const { role, standing, claimed } = countedRole(known);
  return defined({ role, standing, claimed });
};

/** Whose word the part of each suspect is. */
function rolesIn(suspects: OperationFacts['suspects']): readonly RoleHands[] | undefined {
  const roles = suspects.flatMap((suspect): readonly RoleHands[] => {
    const hands = [...new Set(countedRole(suspect).hands)].toSorted();
    return hands.length === 0 ? [] : [{ suspectId: suspect.suspectId, hands }];
  });
  return roles.length === 0 ? undefined : roles.toSorted(by(({ suspectId }) => suspectId));
}

/** What an assessment is given of an operation. */
export interface AssessableFacts extends KnownOfOperation {
  readonly operationId: Id;
}

/**
 * The facts as an assessment takes them; undefined while nothing is known to be seized. Their order follows from ids, not from who reported
 * first.
 */
export function assessableFacts(facts: OperationFacts): AssessableFacts | undefined {
  return withSeizures(factsOfCase(facts));
}

/** What is known of a case, whether or not anything is known to be seized in it. */
export type FactsOfCase = Omit<AssessableFacts, 'seizedAt'> & Partial<Pick<AssessableFacts, 'seizedAt'>>;

/** Before something is seized there is nothing to assess. */
export function withSeizures({ seizedAt, ...facts }: FactsOfCase): AssessableFacts | undefined {
  return seizedAt === undefined ? undefined : { ...facts, seizedAt };
}

/** The facts of one case, as an assessment takes them. */
export function factsOfCase(facts: OperationFacts): FactsOfCase {
  const { caseId, seizures, exhibits, suspects, proceedings, accused = [], roster, order, named } = facts;
  const [duplicateOf] = facts.sameAs;
  const said = earliest(inTime(facts).map(({ firstSaidAt, seizedAt }) => firstSaidAt ?? seizedAt));
  const saidNow = earliest(seizures.map(({ seizedAt }) => seizedAt));
  const entered = enteredIn(proceedings);
  const about = aboutEach(facts);
  return defined({
    operationId: caseId,
    inputs: {
      operationId: caseId,
      seizures: seizures.map((seizure) => seizureOf(seizure, facts, about)).toSorted(by(({ seizureId }) => seizureId)),
      suspects: suspects
        .map(({ suspectId, ...known }) => ({
          suspectId,
          ...partOf(known),
          ...outcomeOf(entered, suspectId, earliest([said, saidNow].flatMap((moment) => moment ?? []))),
          ...(accused.includes(suspectId) && { accused: true }),
        }))
        .toSorted(by(({ suspectId }) => suspectId)),
      ...laterOf(wordsAbout(caseId, about)),
    },
    seizedAt: said,
    seizedAtNow: saidNow === said ? undefined : saidNow,
    roster,
    order,
    laboratoryReceivedAt: earliest(exhibits.flatMap(({ laboratoryReceivedAt }) => laboratoryReceivedAt ?? [])),
    duplicateOf,
    hands: handsIn(facts),
    named: named?.length === 0 ? undefined : named,
    unexplained: unexplainedIn(facts),
    analysts: facts.analysts,
    verdicts: verdictsIn(entered, suspects),
    roles: rolesIn(suspects),
    ends: endsIn(entered, suspects),
  });
}

/**
 * Whose place on the roster is doubtful still: in no fact, and with no hand in any; or of another unit than the roster says, which no hand explains. Who was not
 * registered has no share before they are.
 */
function unexplainedIn({ roster, acted = [], explained = [] }: OperationFacts): readonly Unexplained[] | undefined {
  const open = (roster?.officers ?? []).flatMap(({ officerId, defects = [] }): readonly Unexplained[] => {
    if (personIn(explained, officerId)) return [];
    const left = defects.filter(
      (defect) => defect === 'officer.other-unit' || (defect === 'roster.no-fact' && !personIn(acted, officerId)),
    );
    return left.length === 0 ? [] : [{ officerId, defects: left }];
  });
  return open.length === 0 ? undefined : open;
}

/** What is known of each seizure beside itself, looked for once: there are as many lots and words as seizures. */
interface AboutEach {
  readonly lots: ReadonlyMap<Id, readonly ExhibitStanding[]>;
  readonly words: ReadonlyMap<Id, readonly WordAbout[]>;
}

const aboutEach = (facts: OperationFacts): AboutEach => ({
  lots: Map.groupBy(facts.exhibits, ({ seizureId }) => seizureId),
  words: Map.groupBy([...(facts.later ?? []), ...wordsOfUses(facts)], ({ subjectId }) => subjectId),
});

function seizureOf(seizure: KnownSeizure, facts: OperationFacts, about: AboutEach): SeizureFacts {
  const { seizureId, substance, fieldGrossMg, defects } = seizure;
  const lots = (about.lots.get(seizureId) ?? []).toSorted(by((lot) => lot.exhibitId));
  const certified = lots.flatMap((lot): readonly CertifiedExhibit[] => (lot.certified === undefined ? [] : [lot.certified]));
  const words = [...wordsAbout(seizureId, about), ...wordsOfSearches(seizure, facts).map(({ defect, position }) => ({ defect, position }))];
  const over = isOver(fieldGrossMg, certified) ? OVER : [];
  const all = [...defects, ...lots.flatMap((lot) => lot.defects).filter((defect) => !isOverSeizure(defect)), ...over];
  // Too much is made of what was said, by whomever it was said last.
  const last = Math.max(...words.map(({ position }) => position));
  const overWords = words.length === 0 ? [] : over.map((defect) => ({ defect, position: last }));
  return {
    seizureId,
    substance,
    fieldGrossMg,
    defects: [...new Set(all)].toSorted(),
    ...laterOf([...words.filter(({ defect }) => !isOverSeizure(defect)), ...overWords]),
    exhibits: certified,
  };
}

const OVER: readonly ExhibitDefect[] = ['weight.over-seizure'];
const isOverSeizure = (defect: string): boolean => (OVER as readonly string[]).includes(defect);

/** Those seizures that were known when later words began; all of them where there were none. */
function inTime({ seizures, later = [] }: OperationFacts): readonly KnownSeizure[] {
  const added = new Set(later.flatMap(({ subjectId, defect }) => (defect === ADDED_LATER ? [subjectId] : [])));
  const known = seizures.filter(({ seizureId }) => !added.has(seizureId));
  return known.length === 0 ? seizures : known;
}

const ADDED_LATER: AlwaysSuspending = 'seizure.added-later';

const wordsAbout = (subject: Id, { words }: AboutEach): readonly LaterWord[] =>
  (words.get(subject) ?? []).map(({ defect, position }) => ({ defect, position }));

/** In the order of what they say; absent where there are none. */
const laterOf = (words: readonly LaterWord[]): { readonly later?: readonly LaterWord[] } =>
  words.length === 0 ? {} : { later: words.toSorted(by(({ defect }) => defect)) };

/** Each is read once: there are as many as seizures. */
export function earliest(moments: readonly Instant[]): Instant | undefined {
  let [first] = moments;
  let firstMs = Number.POSITIVE_INFINITY;
  for (const moment of moments) {
    const ms = Date.parse(moment);
    if (ms < firstMs) [first, firstMs] = [moment, ms];
  }
  return first;
}

export const by =
  <T>(keyOf: (one: T) => string) =>
  (a: T, b: T): number =>
    keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0;

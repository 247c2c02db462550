import { type Command, process, type RecordedEvent } from '#libs/event-sourcing';
import { canonical, type Id, type Instant, personIn, type Province, type RegisterEntry } from '#libs/vocabulary';
import { type CaseFileEvent, caseIdOf, type Ground, groundOf, type RaisedLead, type Seizure } from './published.ts';

/** Two seizures of one officer in one province are one operation, as far as anybody can see from here, where they happened within an hour. Milliseconds. */
export const ONE_OPERATION_MS = 60 * 60 * 1000;

/** The first cases of a group that a new one is held against: whichever of them it is linked with as one, the others know of those. */
const HELD_AGAINST = 8;

/** So many cases with a seizure no later, and so many with one no earlier, are enough to find another case by: what is between them is remembered no longer. */
const AROUND = HELD_AGAINST;

/** So many seizures of one case in two hours of somebody's work are enough to find those of another case by. */
const OF_A_CASE = 10;

/** Of a case, the first one here, and others that seized something with it, the earliest recorded first. Nobody has linked it with all of them by then. */
export type SuspectSameOperation = Command<'SuspectSameOperation', { readonly cases: readonly Id[]; readonly lead: RaisedLead }>;

type SeizureFact = Extract<CaseFileEvent, { type: 'SeizureRecorded' | 'SeizureCorrected' }>;

interface SeenSeizure {
  readonly caseId: Id;
  readonly seizureId: Id;
  readonly seizedAt: Instant;
  readonly province: Province;
  readonly officers: readonly RegisterEntry[];
  readonly ground: Ground;
}

interface Seen {
  readonly seizures: readonly SeenSeizure[];
}

/**
 * Of an officer in a province, the seizures around an hour: each is in the hour that it happened in and in the next one, so that two that are not an hour
 * apart meet in one of them, and no instance holds more than two hours of anybody's work.
 */
function placesOf({ place: { province }, officers, seizedAt }: Seizure): readonly string[] {
  const hour = Math.floor(Date.parse(seizedAt) / ONE_OPERATION_MS);
  return officers.flatMap((officer) => [hour, hour + 1].map((one) => `${province}/${canonical(officer)}/${one}`));
}

/**
 * Tells integrity of cases whose seizures share an officer, a province and an hour, and that are not linked as one: a bust that is split over several cases
 * is rewarded several times. One lead a group, which is named by the case that was recorded first and grows with each that joins it: a hundred cases of one
 * night are a hundred facts of one lead, and not five thousand pairs. Linked as `related` they are two operations by somebody's word, which is looked into all
 * the same.
 */
export const possibleSameOperation = process<SeizureFact, SuspectSameOperation, Seen>({
  name: 'possible-same-operation',
  handles: ['SeizureRecorded', 'SeizureCorrected'],
  keysOf: ({ type, data }) => {
    const before = type === 'SeizureCorrected' && data.before !== undefined ? placesOf(data.before) : [];
    return [...new Set([...before, ...placesOf(data.seizure)])];
  },
  react(state = { seizures: [] }, input, key) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const seen = seenIn(input);
    const others = state.seizures.filter(({ seizureId }) => seizureId !== seen.seizureId);
    // It happened elsewhere, after all.
    if (!placesOf(input.data.seizure).includes(key)) return { state: { seizures: others } };
    const alike = oneEach(others.filter((other) => other.caseId !== seen.caseId && isWithinAnHour(other, seen)));
    const [first, ...more] = alike.slice(0, HELD_AGAINST);
    return {
      state: { seizures: withSeen(others, seen) },
      commands: first === undefined ? [] : [suspicionOf(seen, [first, ...more])],
    };
  },
});

/** The first of each case, in the order they were recorded. */
function oneEach(seizures: readonly SeenSeizure[]): readonly SeenSeizure[] {
  const cases = new Set<Id>();
  return seizures.filter(({ caseId }) => !cases.has(caseId) && cases.add(caseId));
}

/** With what is seen now, and without what others stand for: of thousands of seizures of one night, a few are kept, and each that comes costs what the first ones did. */
const withSeen = (others: readonly SeenSeizure[], seen: SeenSeizure): readonly SeenSeizure[] =>
  amongCases(ofOneCase([...others, seen], seen));

/** Of a case with very many, the earliest and the latest stay: whatever is within an hour of one between them is within an hour of one of these. */
function ofOneCase(all: readonly SeenSeizure[], { caseId }: SeenSeizure): readonly SeenSeizure[] {
  const own = all.filter((one) => one.caseId === caseId).toSorted((a, b) => at(a) - at(b));
  const between = own.length > OF_A_CASE ? own[OF_A_CASE / 2] : undefined;
  return all.filter((one) => one !== between);
}

/**
 * Of very many cases, those around the others stay. Two hours of work are in one instance, so that whatever is within an hour of a seizure between them is within
 * an hour of all that are before it or of all that are after it. Of two that others stand for, the one recorded later goes: the group is named by its first.
 */
function amongCases(all: readonly SeenSeizure[]): readonly SeenSeizure[] {
  return all.reduceRight((kept, one) => (isStoodFor(one, kept) ? kept.filter((other) => other !== one) : kept), all);
}

function isStoodFor(one: SeenSeizure, kept: readonly SeenSeizure[]): boolean {
  const [before, after] = [new Set<Id>(), new Set<Id>()];
  for (const other of kept) {
    if (other.caseId === one.caseId) continue;
    if (at(other) <= at(one)) before.add(other.caseId);
    if (at(other) >= at(one)) after.add(other.caseId);
  }
  return before.size >= AROUND && after.size >= AROUND;
}

function seenIn(event: RecordedEvent<SeizureFact>): SeenSeizure {
  const { seizureId, seizure } = event.data;
  const { seizedAt, place, officers } = seizure;
  return { caseId: caseIdOf(event.stream), seizureId, seizedAt, province: place.province, officers, ground: groundOf(event) };
}

const at = ({ seizedAt }: SeenSeizure): number => Date.parse(seizedAt);

const isWithinAnHour = (a: SeenSeizure, b: SeenSeizure): boolean => Math.abs(at(a) - at(b)) <= ONE_OPERATION_MS;

function suspicionOf(seen: SeenSeizure, others: readonly [SeenSeizure, ...SeenSeizure[]]): SuspectSameOperation {
  const [first] = others;
  const cases = [seen.caseId, ...others.map(({ caseId }) => caseId)];
  const inBoth = seen.officers.filter((officer) => others.some(({ officers }) => personIn(officers, officer)));
  const sentence = `Case ${seen.caseId} has a seizure of ${seen.seizedAt} and case ${first.caseId} one of ${first.seizedAt}, both in ${seen.province} and both by ${inBoth.join(', ')}; nobody linked the cases as one operation`;
  return {
    type: 'SuspectSameOperation',
    data: {
      cases,
      lead: {
        kind: 'possible-same-operation',
        subject: first.caseId,
        sentence,
        about: [...cases.map((id) => ({ of: 'case' as const, id })), ...inBoth.map((id) => ({ of: 'person' as const, id }))],
        restsOn: [first.ground, seen.ground],
      },
    },
  };
}

import { type Command, process, type RecordedEvent } from '#libs/event-sourcing';
import { canonical, type Id, type Instant, type Province, type RegisterEntry } from '#libs/vocabulary';
import { type CaseFileEvent, caseIdOf, type Finding, type Ground, groundOf, type Seizure } from './published.ts';

/** Two seizures of one officer in one province are one operation, as far as anybody can see from here, where they happened within an hour. Milliseconds. */
export const ONE_OPERATION_MS = 60 * 60 * 1000;

/** Of two cases that nobody has linked as one by then. */
export type SuspectSameOperation = Command<
  'SuspectSameOperation',
  { readonly cases: readonly [Id, Id]; readonly lead: Finding & { readonly subject: string } }
>;

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
 * Tells integrity of two cases whose seizures share an officer, a province and an hour, and that are not linked as one: a bust that is split over two cases
 * is rewarded twice. Linked as `related` they are two operations by somebody's word, which is looked into all the same.
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
    const alike = others.filter((other) => other.caseId !== seen.caseId && isWithinAnHour(other, seen));
    return { state: { seizures: [...others, seen] }, commands: alike.map((other) => suspicionOf(other, seen)) };
  },
});

function seenIn(event: RecordedEvent<SeizureFact>): SeenSeizure {
  const { seizureId, seizure } = event.data;
  const { seizedAt, place, officers } = seizure;
  return { caseId: caseIdOf(event.stream), seizureId, seizedAt, province: place.province, officers, ground: groundOf(event) };
}

const isWithinAnHour = (a: SeenSeizure, b: SeenSeizure): boolean =>
  Math.abs(Date.parse(a.seizedAt) - Date.parse(b.seizedAt)) <= ONE_OPERATION_MS;

function suspicionOf(one: SeenSeizure, other: SeenSeizure): SuspectSameOperation {
  const cases = one.caseId < other.caseId ? ([one.caseId, other.caseId] as const) : ([other.caseId, one.caseId] as const);
  const inBoth = one.officers.filter((officer) => other.officers.some((another) => canonical(another) === canonical(officer)));
  const sentence = `Case ${one.caseId} has a seizure of ${one.seizedAt} and case ${other.caseId} one of ${other.seizedAt}, both in ${one.province} and both by ${inBoth.join(', ')}; nobody linked the cases as one operation`;
  return {
    type: 'SuspectSameOperation',
    data: {
      cases,
      lead: {
        kind: 'possible-same-operation',
        subject: cases.join('/'),
        sentence,
        about: [...cases.map((id) => ({ of: 'case' as const, id })), ...inBoth.map((id) => ({ of: 'person' as const, id }))],
        restsOn: [one.ground, other.ground],
      },
    },
  };
}

import { projection, type RecordedEvent } from '#libs/event-sourcing';
import { type Agency, type Day, dayOf } from '#libs/vocabulary';
import { type Days, weekOf } from './calendar.ts';
import type { CaseFileEvent, Seizure } from './published.ts';
import { nothing, sumOf, type Tally, without } from './tally.ts';

/** Whom and where something counts for. Facts recorded before cases said their agency with them count for `unknown`. */
interface Place {
  /** Of Cambodia. */
  readonly date: Day;
  readonly agency: Agency | 'unknown';
  /** ISO 3166-2. */
  readonly province: string;
}

/** What one agency did in one province, as now known: on one day, or in one week. */
export interface ActivityRow extends Tally, Days, Pick<Place, 'agency' | 'province'> {
  /** The day (`2026-03-04`) or the week by ISO 8601 (`2026-W10`). */
  readonly span: string;
  /** The position of the event that changed it last: what changed since a moment can be read again alone. */
  readonly changed: number;
}

/** The events of a case that count, or move what counts. */
const counting = [
  'CaseOpened',
  'ArrestRecorded',
  'SeizureRecorded',
  'SeizureCorrected',
  'SeizureWithdrawn',
  'SuspectAdded',
  'SuspectRoleAssessed',
] as const satisfies readonly CaseFileEvent['type'][];
export type CountingEvent = Extract<CaseFileEvent, { type: (typeof counting)[number] }>;

/** Something that comes to count at a place, or counts there no more. */
interface Move {
  readonly place: Place;
  readonly what: Tally;
}

/**
 * Two rows an agency and province: one a day, and one a week for who adds up many. An event says itself what counted until now and what counts from now on,
 * so that each row is a sum, and a correction moves what it corrects to the day and the province where it belongs. A row that has come to nothing stays:
 * that it changed is read from it.
 *
 * A case counts on the day and in the province it was opened with; an arrest and a seizure for the agency that the case was with when it was first
 * recorded, on the day and in the province where it happened; a suspect where and when it was added.
 */
export const activity = projection<CountingEvent, ActivityRow>({
  name: 'activity',
  version: 1,
  handles: counting,
  keysOf: (event) => [...new Set(movesOf(event).flatMap(({ place }) => spansAt(place).map((span) => keyOf(span, place))))],
  evolve(row, event, key) {
    const [spanName = ''] = key.split('/');
    const moves = movesOf(event).filter(({ place }) => spansAt(place).some((span) => keyOf(span, place) === key));
    const [first] = moves;
    if (first === undefined) return row;
    const { date, agency, province } = first.place;
    const { week, ...days } = weekOf(date);
    const tally = sumOf([row ?? nothing, ...moves.map(({ what }) => what)]);
    return {
      span: spanName,
      ...(spanName === week ? days : { from: date, until: date }),
      agency,
      province,
      ...tally,
      changed: event.position,
    };
  },
  index: { span: 'text', agency: 'text', province: 'text', changed: 'integer' },
  // Counts alone. What is done in a case that is restricted stays counted: figures that fell on the day of a restriction would tell of it.
  discloses: 'open',
});

const spansAt = ({ date }: Place): readonly string[] => [date, weekOf(date).week];
const keyOf = (span: string, { agency, province }: Place): string => `${span}/${agency}/${province}`;

const placed = (at: string, agency: Agency | undefined, province: string): Place => ({
  date: dayOf(at),
  agency: agency ?? 'unknown',
  province,
});

const gone = ({ place, what }: Move): Move => ({ place, what: without(what) });

function movesOf(event: RecordedEvent<CountingEvent>): readonly Move[] {
  switch (event.type) {
    case 'CaseOpened': {
      const { agency, province } = event.data;
      return [{ place: placed(event.metadata.occurredAt, agency, province), what: { ...nothing, cases: 1 } }];
    }
    case 'ArrestRecorded': {
      const { arrest, agency } = event.data;
      return [{ place: placed(arrest.arrestedAt, agency, arrest.place.province), what: { ...nothing, arrests: 1 } }];
    }
    case 'SeizureRecorded':
      return [seizure(event.data.seizure, event.data.agency)];
    case 'SeizureCorrected': {
      const { seizure: now, before, agency } = event.data;
      // A correction from before corrections said what they replace moves nothing: the seizure counts as it did.
      return before === undefined ? [] : [gone(seizure(before, agency)), seizure(now, agency)];
    }
    case 'SeizureWithdrawn':
      return [gone(seizure(event.data.seizure, event.data.agency))];
    case 'SuspectAdded':
      return suspect(event.data, event.data.role);
    case 'SuspectRoleAssessed': {
      const { before, role } = event.data;
      return before === undefined ? [] : [...suspect(before, before.role).map(gone), ...suspect(before, role)];
    }
  }
}

function seizure({ seizedAt, place, substance, grossMg }: Seizure, agency: Agency | undefined): Move {
  const seized = { [substance]: { seizures: 1, grossMg: String(grossMg) } };
  return { place: placed(seizedAt, agency, place.province), what: { ...nothing, seized } };
}

type Added = Extract<CaseFileEvent, { type: 'SuspectAdded' }>['data'];

/** Of whom it is not said when they were added, no day can tell: they are not counted, and nothing about them moves. */
function suspect(
  { addedAt, agency, province = 'unknown' }: Pick<Added, 'addedAt' | 'agency' | 'province'>,
  role: Added['role'],
): readonly Move[] {
  if (addedAt === undefined) return [];
  const suspects = { ...nothing.suspects, [role ?? 'unknown']: 1 };
  return [{ place: placed(addedAt, agency, province), what: { ...nothing, suspects } }];
}

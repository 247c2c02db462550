import { type AggregateStore, type Position, type RecordedEvent, RuleBroken } from '#libs/event-sourcing';
import { canonical, personIn } from '#libs/vocabulary';
import { type LaboratoryEvent, laboratoryStream } from './laboratory.ts';
import { type OfficerEvent, officerStream } from './officer-events.ts';

// By whose word a laboratory is one. Two analysts and their laboratory are three entries of a register; where one administrator made all three, that person
// alone made the result, whoever signed it (independence of the laboratory: ISO/IEC 17025, 4.1).

/** By whose word something stands in a register: from before the first case, nobody has to say again who was there when the registers were made. */
interface Words {
  readonly founded: boolean;
  readonly people: readonly string[];
}

/**
 * Who alone made this laboratory and posted these analysts to it: one person, since the first case was opened. Undefined where two did, where somebody else
 * confirmed it, or where any of it stood in the registers before there was a case.
 * @throws StoreUnavailable
 */
export async function madeByOne(
  aggregates: AggregateStore,
  laboratoryId: string,
  analysts: readonly string[],
): Promise<string | undefined> {
  const firstCase = await aggregates.firstOf('CaseOpened');
  const words = await Promise.all([
    wordsBehind(aggregates, laboratoryId, firstCase),
    ...analysts.map(async (analyst) => wordsOf(postingOf(await aggregates.recordedIn(officerStream(analyst))), firstCase)),
  ]);
  const people = new Map(words.flatMap((one) => one.people).map((person) => [canonical(person), person]));
  return words.some(({ founded }) => founded) || people.size !== 1 ? undefined : [...people.values()][0];
}

/** Nobody confirms what rests on their own word. @throws RuleBroken 'laboratory.own-word' */
export async function requireAnothersWord(aggregates: AggregateStore, laboratoryId: string, person: string): Promise<void> {
  const { people } = await wordsBehind(aggregates, laboratoryId, undefined);
  if (personIn(people, person))
    throw new RuleBroken(
      'laboratory.own-word',
      'The laboratory is in the register by your own word: let another administrator, a legal officer or integrity confirm it',
      { laboratoryId, people },
    );
}

/** Of a laboratory, since it was last put in a unit: who said so, who said anew who vouches for it, and who confirmed it. */
async function wordsBehind(aggregates: AggregateStore, laboratoryId: string, firstCase: Position | undefined): Promise<Words> {
  const events = await aggregates.recordedIn<LaboratoryEvent>(laboratoryStream(laboratoryId));
  return wordsOf(events.slice(Math.max(0, events.findLastIndex(placesIt))).filter(vouchesForIt), firstCase);
}

/** Its unit tells who its analysts are. */
const placesIt = ({ type, data }: LaboratoryEvent): boolean =>
  type === 'LaboratoryRegistered' || (type === 'LaboratoryDetailsUpdated' && data.unit !== undefined);

const vouchesForIt = (event: LaboratoryEvent): boolean =>
  placesIt(event) ||
  event.type === 'LaboratoryConfirmed' ||
  (event.type === 'LaboratoryDetailsUpdated' && event.data.accreditation !== undefined);

/** Where somebody serves, as ordered last. */
const postingOf = (events: readonly RecordedEvent<OfficerEvent>[]): readonly RecordedEvent[] =>
  events.filter(({ type }) => type === 'OfficerRegistered' || type === 'OfficerTransferred').slice(-1);

function wordsOf(events: readonly RecordedEvent[], firstCase: Position | undefined): Words {
  return {
    founded: events.some(({ position }) => firstCase !== undefined && position < firstCase),
    people: events.flatMap(({ metadata: { actor, confirmedBy } }) => [actor.id, ...(confirmedBy === undefined ? [] : [confirmedBy.id])]),
  };
}

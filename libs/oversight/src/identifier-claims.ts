import { type Command, process, type Reaction, type RecordedEvent } from '#libs/event-sourcing';
import type { Id } from '#libs/vocabulary';
import {
  assetIdOf,
  type Finding,
  groundOf,
  type Holder,
  identifierAfter,
  type IdentifierEvent,
  identifierEvents,
  identifierIdFor,
  identifierIdOf,
  IDENTIFIERS,
  type IdentifierStanding,
  type Subject,
  type SubjectKind,
  unclaimed,
} from './published.ts';
import { type NumberedFact, numberedFacts, type UsedIdentifier, usedIn } from './used-identifiers.ts';

export type ClaimsCommand =
  /** `command`: the one that recorded the fact, under which the holder comes in. */
  | Command<'NoteUse', UsedIdentifier & { readonly command: Id }>
  | Command<'RaiseLead', Finding & { readonly subject: string }>
  | Command<'HoldUpAsset', { readonly assetId: Id; readonly holdUpId: Id; readonly reason: string }>
  | Command<'EndHoldUp', { readonly assetId: Id; readonly holdUpId: Id }>;

const ofIdentifiers = Object.keys(identifierEvents) as readonly IdentifierEvent['type'][];

const isOfIdentifier = (event: RecordedEvent<NumberedFact | IdentifierEvent>): event is RecordedEvent<IdentifierEvent> =>
  Object.hasOwn(identifierEvents, event.type);

/**
 * Enters the numbers that facts use in their registers, one instance a number: nothing is refused for it. Of a second use it tells integrity, naming both,
 * and holds up the assets among them until it is cleared up; rewards are held up by what their operation's facts say of it.
 */
export const identifierClaims = process<NumberedFact | IdentifierEvent, ClaimsCommand, IdentifierStanding>({
  name: 'identifier-claims',
  handles: [...numberedFacts, ...ofIdentifiers],
  keysOf: (event) =>
    isOfIdentifier(event) ? [identifierIdOf(event.stream)] : [...new Set(usedIn(event).map(({ number }) => identifierIdFor(number)))],
  react(state = unclaimed, input, identifierId): Reaction<ClaimsCommand, IdentifierStanding> {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    if (!isOfIdentifier(input)) {
      const used = usedIn(input).filter(({ number }) => identifierIdFor(number) === identifierId);
      const command = input.metadata.commandId;
      return { state, commands: used.map((use) => ({ type: 'NoteUse', data: { ...use, command } })) };
    }
    const after = identifierAfter(state, input);
    return { state: after, commands: [...leadsOf(input, identifierId), ...holdUpsAfter(state, after, identifierId)] };
  },
});

function leadsOf(event: RecordedEvent<IdentifierEvent>, identifierId: string): readonly ClaimsCommand[] {
  if (event.type !== 'IdentifierClaimedAgain') return [];
  const { kind, value, first, second } = event.data;
  const { called, secondUse } = IDENTIFIERS[kind];
  const sentence = `${called} ${JSON.stringify(value)} stands for ${named(first)} and for ${named(second)}. ${secondUse}`;
  const about = [{ of: 'identifier' as const, id: identifierId }, ...subjectsOf(first), ...subjectsOf(second)];
  const once = about.filter((one, place) => about.findIndex(({ of, id }) => of === one.of && id === one.id) === place);
  return [
    {
      type: 'RaiseLead',
      data: { kind: 'identifier-used-twice', subject: identifierId, sentence, about: once, restsOn: [groundOf(event)] },
    },
  ];
}

/** What leads can be about, by the kind of stream. */
const SUBJECTS: Readonly<Record<string, SubjectKind>> = {
  asset: 'asset',
  case: 'case',
  exhibit: 'exhibit',
  officer: 'person',
  pool: 'pool',
  reward: 'reward',
  unit: 'unit',
};

function subjectsOf({ stream, cases = [] }: Holder): readonly Subject[] {
  const dash = stream.indexOf('-');
  const of = SUBJECTS[stream.slice(0, dash)];
  return [...(of === undefined ? [] : [{ of, id: stream.slice(dash + 1) }]), ...cases.map((id): Subject => ({ of: 'case', id }))];
}

const named = ({ stream, id }: Holder): string => (stream.endsWith(id) ? stream : `${id} of ${stream}`);

/** What is held up by it now and was not before, and the other way round. */
function holdUpsAfter(before: IdentifierStanding, after: IdentifierStanding, holdUpId: string): readonly ClaimsCommand[] {
  const [held, isHeld] = [assetsHeld(before), assetsHeld(after)];
  const { number } = after;
  const reason = number === undefined ? '' : `${IDENTIFIERS[number.kind].called} ${JSON.stringify(number.value)} stands for two things`;
  return [
    ...isHeld
      .filter((assetId) => !held.includes(assetId))
      .map((assetId): ClaimsCommand => ({ type: 'HoldUpAsset', data: { assetId, holdUpId, reason } })),
    ...held
      .filter((assetId) => !isHeld.includes(assetId))
      .map((assetId): ClaimsCommand => ({ type: 'EndHoldUp', data: { assetId, holdUpId } })),
  ];
}

function assetsHeld({ open }: IdentifierStanding): readonly string[] {
  const streams = open.flatMap(({ first, second }) => [first.stream, second.stream]);
  return [...new Set(streams.filter((stream) => stream.startsWith('asset-')).map(assetIdOf))];
}

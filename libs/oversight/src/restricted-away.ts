import { process, type RecordedEvent } from '#libs/event-sourcing';
import { type Id, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { type CaseFileEvent, caseIdOf, type ExhibitEvent, followersAfter, groundOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

type PartFact =
  | Extract<CaseFileEvent, { type: 'CaseOpened' | 'OfficerAssigned' | 'OfficerUnassigned' | 'CaseRestricted' }>
  | Extract<ExhibitEvent, { type: 'ExhibitSealed' | 'CustodyAccepted' }>;

interface HadAPart {
  /** Who opened the case, was ever assigned to it, sealed or held an exhibit of it: each once. */
  readonly persons: readonly RegisterEntry[];
  /** Who follows it before the court: a restriction keeps nothing from them. */
  readonly followers: readonly RegisterEntry[];
}

const nobody: HadAPart = { persons: [], followers: [] };

/**
 * Tells integrity of each restriction that names not everybody who had a part in the case so far: to keep a case from who worked on it is right where they are
 * suspected, and a weapon where they know something. Nothing waits for it; whoever restricted it does not look into that themselves.
 */
export const restrictedAway = process<PartFact, RaiseLead, HadAPart>({
  name: 'restricted-away',
  handles: ['CaseOpened', 'OfficerAssigned', 'OfficerUnassigned', 'CaseRestricted', 'ExhibitSealed', 'CustodyAccepted'],
  keysOf: ({ stream, data }) => ['caseId' in data ? data.caseId : caseIdOf(stream)],
  react(state = nobody, input, caseId) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    if (input.type === 'CaseRestricted') return { state, commands: toldOf(input, caseId, state) };
    return { state: withPart(state, input) };
  },
});

function withPart(state: HadAPart, event: RecordedEvent<Exclude<PartFact, { type: 'CaseRestricted' }>>): HadAPart {
  switch (event.type) {
    case 'CaseOpened':
      return withPerson(state, event.metadata.actor.id);
    case 'OfficerAssigned':
      return withPerson({ ...state, followers: followersAfter(state.followers, event) }, event.data.officerId);
    case 'OfficerUnassigned':
      return { ...state, followers: followersAfter(state.followers, event) };
    case 'ExhibitSealed':
      return withPerson(state, event.data.custodian);
    case 'CustodyAccepted':
      return withPerson(state, event.data.to);
  }
}

const withPerson = (state: HadAPart, person: RegisterEntry): HadAPart =>
  state.persons.some((known) => samePerson(known, person)) ? state : { ...state, persons: [...state.persons, person] };

function toldOf(
  event: RecordedEvent<Extract<CaseFileEvent, { type: 'CaseRestricted' }>>,
  caseId: Id,
  { persons, followers }: HadAPart,
): readonly RaiseLead[] {
  const by = event.metadata.actor.id;
  const told = [...event.data.persons, ...followers, by];
  const left = persons.filter((person) => !told.some((one) => samePerson(one, person)));
  if (left.length === 0) return [];
  const about = [{ of: 'case' as const, id: caseId }, ...[...left, by].map((id) => ({ of: 'person' as const, id }))];
  const sentence = `Case ${caseId} was restricted by ${by}; ${left.join(', ')}, who had a part in it, may not know of it any more`;
  return [{ type: 'RaiseLead', data: { kind: 'restricted-away', subject: caseId, sentence, about, restsOn: [groundOf(event)] } }];
}

import { type Command, process, type RecordedEvent } from '#libs/event-sourcing';
import { type Id, personIn, type RegisterEntry, type Roster } from '#libs/vocabulary';
import { type CaseFileEvent, caseIdOf, type Ground, groundOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

/** Of people whom others brought into a case: nobody of the register's units that took part in it, as far as the roster tells. */
export type SuspectParticipation = Command<
  'SuspectParticipation',
  {
    readonly caseId: Id;
    readonly persons: readonly RegisterEntry[];
    readonly units: readonly RegisterEntry[];
    readonly restsOn: readonly Ground[];
  }
>;
type ParticipationFact = Extract<
  CaseFileEvent,
  {
    type:
      | 'OfficerAssigned'
      | 'SearchRecorded'
      | 'SeizureRecorded'
      | 'SeizureCorrected'
      | 'RosterFrozen'
      | 'RosterAmended'
      | 'ParticipationSettled';
  }
>;

/** Somebody whom somebody else brought in. */
interface Brought {
  readonly person: RegisterEntry;
  readonly ground: Ground;
}

interface Seen {
  /** Who took part in the case by anybody's word, and whose that was last. */
  readonly brought: readonly Brought[];
  /** Who did something in it themselves. */
  readonly acted: readonly RegisterEntry[];
  readonly roster?: Roster;
}

/**
 * Tells integrity of who is on a roster and in no fact, or stands on it from a unit that is not theirs; and of who was brought into a case by others and does
 * not belong there: whoever is named in it decides nothing about its reward, so that naming is a way to keep a payer or a member of the committee from it.
 */
export const doubtfulParticipation = process<ParticipationFact, SuspectParticipation | RaiseLead, Seen>({
  name: 'doubtful-participation',
  handles: [
    'OfficerAssigned',
    'SearchRecorded',
    'SeizureRecorded',
    'SeizureCorrected',
    'RosterFrozen',
    'RosterAmended',
    'ParticipationSettled',
  ],
  keysOf: ({ stream }) => [caseIdOf(stream)],
  react(state = { brought: [], acted: [] }, input, caseId) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    if (input.type === 'ParticipationSettled') return { state: settled(state, input) };
    const seen = { ...state, acted: withOne(state.acted, input.metadata.actor.id) };
    if (input.type !== 'RosterFrozen' && input.type !== 'RosterAmended') return named(seen, input, caseId);
    const { roster } = input.data;
    const known = state.roster?.officers ?? [];
    const doubtful = roster.officers.filter(
      ({ officerId, defects }) => defects !== undefined && !known.some((one) => one.officerId === officerId),
    );
    const after = { ...seen, roster };
    const commands = [
      ...(doubtful.length === 0 ? [] : [onRoster(doubtful, input, caseId)]),
      ...(state.roster === undefined ? suspicionOf(after, caseId) : []),
    ];
    return { state: after, commands };
  },
});

const withOne = (known: readonly string[], one: string): readonly string[] => (known.includes(one) ? known : [...known, one]);

function settled(state: Seen, { data }: RecordedEvent<Extract<ParticipationFact, { type: 'ParticipationSettled' }>>): Seen {
  return { ...state, brought: state.brought.filter(({ person }) => !personIn(data.officers, person)) };
}

type Naming = Exclude<ParticipationFact, { type: 'RosterFrozen' | 'RosterAmended' | 'ParticipationSettled' }>;

/** Since the roster was frozen nobody comes to have taken part by being assigned. */
function named(state: Seen, event: RecordedEvent<Naming>, caseId: Id) {
  if (event.type === 'OfficerAssigned' && (state.roster !== undefined || isOfCourt(event.data.role))) return { state };
  const ground = groundOf(event);
  const isNew = (person: string): boolean =>
    !personIn(
      state.brought.map((one) => one.person),
      person,
    );
  const brought = peopleIn(event)
    .filter(isNew)
    .map((person): Brought => ({ person, ground }));
  const after = { ...state, brought: [...state.brought, ...brought] };
  return { state: after, commands: state.roster === undefined ? [] : suspicionOf({ ...after, brought }, caseId) };
}

/** Who follows a case before the court was assigned to that, and took no part in the operation. */
const isOfCourt = (role: string): boolean => role !== 'lead' && role !== 'member';

function peopleIn({ type, data }: Naming): readonly RegisterEntry[] {
  switch (type) {
    case 'OfficerAssigned':
      return [data.officerId];
    case 'SearchRecorded':
      return data.search.officers;
    case 'SeizureRecorded':
    case 'SeizureCorrected':
      return data.seizure.officers;
  }
}

/** Of whom the unit is looked up by who carries it out. */
function suspicionOf({ brought, acted, roster }: Seen, caseId: Id): readonly SuspectParticipation[] {
  const there = [...acted, ...(roster?.officers ?? []).map(({ officerId }) => officerId)];
  const alone = brought.filter(({ person }) => !personIn(there, person));
  if (alone.length === 0) return [];
  const grounds = new Map(alone.map(({ ground }) => [ground.eventId, ground]));
  return [
    {
      type: 'SuspectParticipation',
      data: { caseId, persons: alone.map(({ person }) => person), units: roster?.units ?? [], restsOn: [...grounds.values()] },
    },
  ];
}

const SAID: Readonly<Record<string, string>> = {
  'roster.no-fact': 'came to the case after the seizure and is named in none of its facts',
  'officer.other-unit': 'was assigned from another unit than the register has them in',
  'officer.not-registered': 'was in no register when they were assigned',
};

function onRoster(doubtful: Roster['officers'], event: RecordedEvent, caseId: Id): RaiseLead {
  const said = doubtful.map(({ officerId, defects = [] }) => `${officerId} ${defects.map((defect) => SAID[defect]).join(' and ')}`);
  return {
    type: 'RaiseLead',
    data: {
      kind: 'doubtful-participation',
      subject: caseId,
      sentence: `On the roster of case ${caseId}: ${said.join('; ')}. Their shares wait until the head of its unit and integrity have said what they did`,
      about: [{ of: 'case', id: caseId }, ...doubtful.map(({ officerId }) => ({ of: 'person' as const, id: officerId }))],
      restsOn: [groundOf(event)],
    },
  };
}

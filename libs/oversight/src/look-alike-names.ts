import { process, type RecordedEvent } from '#libs/event-sourcing';
import { samePerson } from '#libs/vocabulary';
import { formsOf, type Ground, groundOf, type OfficerEvent, officerIdOf, type ValuerEvent, valuerIdOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

type NameFact =
  | Extract<OfficerEvent, { type: 'OfficerRegistered' | 'OfficerDetailsUpdated' }>
  | Extract<ValuerEvent, { type: 'ValuerRegistered' | 'ValuerDetailsUpdated' }>;

/** Somebody whom the registers call, or called, by a name. */
interface Called {
  readonly id: string;
  /** Of a valuer, the officer who they say that they are: one person by their own word. */
  readonly officer?: string;
  readonly ground: Ground;
}

interface Namesakes {
  readonly called: readonly Called[];
}

/** Of a name that many share, so many are remembered: a third one of that name is told beside one of them, and that is enough to look. */
const REMEMBERED = 20;

/**
 * Tells integrity of two entries in the registers of officers and valuers whom a reader takes for one person by their names, one instance a name. People share
 * names, and nothing is held up for it; but an administrator who enters one person twice, or an officer as the valuer of what they seized, is seen.
 */
export const lookAlikeNames = process<NameFact, RaiseLead, Namesakes>({
  name: 'look-alike-names',
  handles: ['OfficerRegistered', 'OfficerDetailsUpdated', 'ValuerRegistered', 'ValuerDetailsUpdated'],
  keysOf: ({ data: { name } }) => (name === undefined ? [] : [...formsOf(name)]),
  react(state = { called: [] }, input, form) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    const one = calledIn(input);
    const [other] = state.called.filter((known) => !isOne(known, one));
    const called = [...state.called.filter(({ id }) => id !== one.id), one].slice(-REMEMBERED);
    return { state: { called }, commands: other === undefined ? [] : [leadOn(form, other, one)] };
  },
});

function calledIn(event: RecordedEvent<NameFact>): Called {
  const ground = groundOf(event);
  if (event.type === 'OfficerRegistered' || event.type === 'OfficerDetailsUpdated') return { id: officerIdOf(event.stream), ground };
  const { officer } = event.data;
  return { id: valuerIdOf(event.stream), ...(officer !== undefined && { officer }), ground };
}

const isOne = (a: Called, b: Called): boolean =>
  a.id === b.id || [a.officer, b.officer].some((officer) => officer !== undefined && [a.id, b.id].some((id) => samePerson(id, officer)));

function leadOn(form: string, one: Called, other: Called): RaiseLead {
  return {
    type: 'RaiseLead',
    data: {
      kind: 'look-alike-names',
      subject: form,
      sentence: `The registers call ${one.id} and ${other.id} by names that a reader takes for one: they may be one person, entered twice`,
      about: [one, other].map(({ id }) => ({ of: 'person' as const, id })),
      restsOn: [one.ground, other.ground],
    },
  };
}

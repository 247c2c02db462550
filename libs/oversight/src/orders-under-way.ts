import { type Command, process, type RecordedEvent } from '#libs/event-sourcing';
import { canonical, type Id } from '#libs/vocabulary';
import {
  groundOf,
  isSuspended,
  officer,
  type OfficerEvent,
  officerIdOf,
  type RaisedLead,
  type RewardEvent,
  rewardIdOf,
} from './published.ts';

/** Of an officer who was ordered elsewhere or higher. `rewards`: those that they were last given a share in, or voted on. */
export type TellOfOrder = Command<
  'TellOfOrder',
  { readonly suspended: boolean; readonly rewards: readonly Id[]; readonly lead: RaisedLead }
>;

type OrderFact = Extract<OfficerEvent, { type: 'OfficerTransferred' | 'OfficerPromoted' | 'OfficerSuspended' | 'OfficerReinstated' }>;
type PartFact = Extract<RewardEvent, { type: 'SharesAllocated' | 'CommitteeVoteCast' }>;

interface Watched {
  readonly suspensions: ReturnType<typeof officer.evolve>['suspensions'];
  /** The last ones, in which they have a part. */
  readonly rewards: readonly Id[];
}

/** A reward is decided on within months; of more than so many, the oldest are over. */
const REMEMBERED = 20;

/**
 * Tells integrity where somebody is transferred or promoted while they are suspended, or while a reward is decided on in which they have a share or a vote: an
 * order by one administrator may reward, hide or free somebody at the right moment. One instance a person.
 */
export const ordersUnderWay = process<OrderFact | PartFact, TellOfOrder, Watched>({
  name: 'orders-under-way',
  handles: ['OfficerTransferred', 'OfficerPromoted', 'OfficerSuspended', 'OfficerReinstated', 'SharesAllocated', 'CommitteeVoteCast'],
  keysOf: (event) => [...new Set(peopleIn(event).map(canonical))],
  react(state = { suspensions: [], rewards: [] }, input) {
    if (input.type === 'CommandRefused' || input.type === 'TimeoutReached') return { state };
    switch (input.type) {
      case 'OfficerSuspended':
      case 'OfficerReinstated':
        return { state: { ...state, suspensions: officer.evolve({ ...officer.initial, ...state }, input).suspensions } };
      case 'SharesAllocated':
      case 'CommitteeVoteCast': {
        const rewardId = rewardIdOf(input.stream);
        return { state: { ...state, rewards: [...state.rewards.filter((one) => one !== rewardId), rewardId].slice(-REMEMBERED) } };
      }
      case 'OfficerTransferred':
      case 'OfficerPromoted': {
        const suspended = isSuspended(state, new Date(input.recordedAt).toISOString());
        const { rewards } = state;
        return { state, commands: suspended || rewards.length > 0 ? [tell(input, suspended, rewards)] : [] };
      }
    }
  },
});

function peopleIn(event: RecordedEvent<OrderFact | PartFact>): readonly string[] {
  switch (event.type) {
    case 'SharesAllocated':
      return event.data.allocation.shares.filter(({ kind }) => kind === 'person').map(({ recipientId }) => recipientId);
    case 'CommitteeVoteCast':
      return [event.data.member];
    default:
      return [officerIdOf(event.stream)];
  }
}

function tell(event: RecordedEvent<OrderFact>, suspended: boolean, rewards: readonly Id[]): TellOfOrder {
  const person = officerIdOf(event.stream);
  const ordered = event.type === 'OfficerPromoted' ? 'promoted' : 'transferred';
  const { actor } = event.metadata;
  const why = suspended ? 'while suspended' : 'while a reward is decided on in which they have a share or a vote';
  const sentence = `${person} was ${ordered} by ${actor.id} ${why}`;
  const lead = { kind: 'order-under-way' as const, subject: person, sentence, about: [{ of: 'person' as const, id: person }] };
  return { type: 'TellOfOrder', data: { suspended, rewards, lead: { ...lead, restsOn: [groundOf(event)] } } };
}

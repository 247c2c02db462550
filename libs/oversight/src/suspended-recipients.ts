import { type Command, process } from '#libs/event-sourcing';
import { canonical, type RegisterEntry } from '#libs/vocabulary';
import { type Ground, groundOf, type OfficerEvent, officerIdOf, type RewardEvent, rewardIdOf } from './published.ts';

/** Of somebody who is suspended, with the reward that they were given a part of meanwhile; without it, all that they have a part of. */
export type TellOfSuspended = Command<
  'TellOfSuspended',
  { readonly officerId: RegisterEntry; readonly rewardId?: string; readonly ground: Ground }
>;

type Watched =
  Extract<OfficerEvent, { type: 'OfficerSuspended' | 'OfficerReinstated' }> | Extract<RewardEvent, { type: 'SharesAllocated' }>;

interface Suspended {
  readonly officerId: RegisterEntry;
}

/**
 * Tells integrity of an officer who is suspended and has a part of a reward that is not over, when either comes to the other: a suspended officer is not paid,
 * and somebody has to say what becomes of the part. One instance for each who is suspended; nobody else has one.
 */
export const suspendedRecipients = process<Watched, TellOfSuspended, Suspended>({
  name: 'suspended-recipients',
  handles: ['OfficerSuspended', 'OfficerReinstated', 'SharesAllocated'],
  keysOf: (event) =>
    event.type === 'SharesAllocated'
      ? [...new Set(event.data.allocation.shares.flatMap(({ kind, recipientId }) => (kind === 'person' ? [canonical(recipientId)] : [])))]
      : [canonical(officerIdOf(event.stream))],
  react(state, input) {
    switch (input.type) {
      case 'OfficerSuspended': {
        const officerId = officerIdOf(input.stream);
        return { state: { officerId }, commands: [{ type: 'TellOfSuspended', data: { officerId, ground: groundOf(input) } }] };
      }
      case 'OfficerReinstated':
        return { state: undefined };
      case 'SharesAllocated': {
        if (state === undefined) return { state };
        const data = { officerId: state.officerId, rewardId: rewardIdOf(input.stream), ground: groundOf(input) };
        return { state, commands: [{ type: 'TellOfSuspended', data }] };
      }
      case 'CommandRefused':
      case 'TimeoutReached':
        return { state };
    }
  },
});

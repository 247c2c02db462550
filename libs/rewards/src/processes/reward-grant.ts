import type { VersionNumber } from '#libs/reward-law';
import { type Command, type DataOf, process, type Reaction, type RecordedEvent } from '#libs/event-sourcing';
import type { Id, Instant, Money } from '#libs/vocabulary';
import type { OfficerEvent, PoolEvent } from '../published.ts';
import { type CapShare, type Ordinal, type RewardEvent, rewardIdOf } from '../reward/reward-events.ts';

/** What the committee decided in one round: what to set aside for it, and where. Everything the steps of a grant need. */
export interface Decided {
  readonly rewardId: Id;
  readonly round: Ordinal;
  readonly policyId: Id;
  readonly version: VersionNumber;
  readonly poolId: Id;
  readonly reservationId: Id;
  readonly amount: Money;
  readonly caps: readonly CapShare[];
  readonly limits: DataOf<RewardEvent, 'VoteConcluded'>['limits'];
  /** When what is set aside becomes free by itself, UTC. */
  readonly expiresAt: Instant;
}

/** The steps of a grant. Each is carried out whole and in order, or refused; tried again, what was done already is not done again. */
export type GrantStep =
  /** Sets money and caps aside, then approves. */
  | Command<'SetAsideAndApprove', Decided>
  /** Spends what was set aside, then grants. */
  | Command<'SpendAndGrant', Decided>
  /** Takes off what the committee decided to take off: nothing is set aside for that. */
  | Command<'Correct', { readonly rewardId: Id; readonly round: Ordinal }>
  /** Nothing is granted in this round; why not. */
  | Command<'ReturnDecided', { readonly rewardId: Id; readonly round: Ordinal; readonly code: string; readonly reason: string }>
  /** Gives back whatever was set aside or spent for a round that granted nothing. */
  | Command<'GiveBack', Decided>;

interface Granting {
  /** The round that is on its way to a grant. */
  readonly decided?: Decided;
  /** The round that is on its way to a correction. */
  readonly correcting?: Ordinal;
  /** Rounds that came to nothing: what turns up for them late is given back too. */
  readonly over: readonly Decided[];
}

type Handled =
  | Extract<
      RewardEvent,
      {
        type:
          | 'VoteConcluded'
          | 'RewardApproved'
          | 'RewardGranted'
          | 'SupplementGranted'
          | 'RewardCorrected'
          | 'RewardReturned'
          | 'RewardRejected';
      }
    >
  | Extract<PoolEvent, { type: 'FundsReserved' }>
  | Extract<OfficerEvent, { type: 'CapReserved' }>;

/** What is set aside is free again this long after the vote, whatever becomes of the grant. */
const RESERVED_FOR_MS = 14 * 24 * 60 * 60 * 1000;

/**
 * From the committee's decision to the grant, or to what is changed of it. Money and caps are set aside before the approval and spent before the grant; a refusal at any
 * step returns the reward with its sentence, and once that is recorded, everything is given back. The reward's own stream decides between
 * granted and returned: a worker that comes late with an earlier step finds it refused there, and what it had set aside meanwhile is given
 * back when it is heard of.
 */
export const rewardGrant = process<Handled, GrantStep, Granting>({
  name: 'reward-grant',
  handles: [
    'VoteConcluded',
    'RewardApproved',
    'RewardGranted',
    'SupplementGranted',
    'RewardCorrected',
    'RewardReturned',
    'RewardRejected',
    'FundsReserved',
    'CapReserved',
  ],
  keysOf(event) {
    switch (event.type) {
      // Whatever else money is set aside for says so in words of its own.
      case 'FundsReserved':
        return event.data.purpose === 'reward' && UUID.test(event.data.reference) ? [event.data.reference] : [];
      case 'CapReserved':
        return UUID.test(event.data.rewardId) ? [event.data.rewardId] : [];
      default:
        return [rewardIdOf(event.stream)];
    }
  },
  react(state = { over: [] }, input, rewardId) {
    switch (input.type) {
      case 'VoteConcluded': {
        const { round, change } = input.data;
        if (change === 'correction')
          return { state: { over: state.over, correcting: round }, commands: [{ type: 'Correct', data: { rewardId, round } }] };
        const decided = decidedBy(input, rewardId);
        return { state: { ...state, decided }, commands: [{ type: 'SetAsideAndApprove', data: decided }] };
      }
      case 'RewardApproved':
        return state.decided?.round === input.data.round
          ? { state, commands: [{ type: 'SpendAndGrant', data: state.decided }] }
          : { state };
      case 'RewardGranted':
      case 'SupplementGranted':
      case 'RewardCorrected':
        return { state: { over: state.over } };
      case 'RewardReturned':
      case 'RewardRejected':
        return state.decided?.round === input.data.round ? givingBack({ over: [...state.over, state.decided] }, state.decided) : { state };
      case 'FundsReserved':
        return givingBack(
          state,
          state.over.find(({ reservationId }) => reservationId === input.data.reservationId),
        );
      case 'CapReserved':
        return givingBack(
          state,
          state.over.find(({ caps }) => caps.some(({ capId }) => capId === input.data.capId)),
        );
      case 'CommandRefused': {
        const { command, code, message } = input;
        // A return that is refused meets a reward that was granted or returned already: its own event says which.
        if (command.type === 'ReturnDecided' || command.type === 'GiveBack') return { state };
        if (command.data.round !== (command.type === 'Correct' ? state.correcting : state.decided?.round)) return { state };
        return { state, commands: [{ type: 'ReturnDecided', data: { rewardId, round: command.data.round, code, reason: message } }] };
      }
      case 'TimeoutReached':
        return { state };
    }
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function decidedBy({ data, recordedAt }: Extract<RecordedEvent<Handled>, { type: 'VoteConcluded' }>, rewardId: Id): Decided {
  const { round, policyId, version, poolId, reservationId, amount, caps, limits } = data;
  const expiresAt = new Date(recordedAt + RESERVED_FOR_MS).toISOString();
  return { rewardId, round, policyId, version, poolId, reservationId, amount, caps, limits, expiresAt };
}

function givingBack(state: Granting, over: Decided | undefined): Reaction<GrantStep, Granting> {
  return over === undefined ? { state } : { state, commands: [{ type: 'GiveBack', data: over }] };
}

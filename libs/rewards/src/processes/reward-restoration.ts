import { type Command, deriveUuid, process } from '#libs/event-sourcing';
import { type Id, type Instant, minorUnits, type Money, type RegisterEntry } from '#libs/vocabulary';
import { type RewardEvent, rewardIdOf } from '../reward/reward-events.ts';
import { verdictOf } from '../reward/assessed.ts';

/** What is due again, and where its money is to come from. */
export interface Restoration {
  readonly rewardId: Id;
  readonly reversalId: Id;
  readonly poolId: Id;
  readonly amount: Money;
  /** Of this attempt. */
  readonly reservationId: Id;
  /** When what is set aside becomes free by itself, UTC. */
  readonly expiresAt: Instant;
}

export type RestorationCommand =
  /** Reverses the clawbacks of a reward, if what they were for fell away. */
  | Command<'ReverseClawback', { readonly rewardId: Id }>
  /** Draws the money that is due again, then says so to the reward. */
  | Command<'DrawRestoration', Restoration>
  /** What a clawback took off an officer's caps counts again. */
  | Command<'CountAgain', { readonly rewardId: Id; readonly officerId: RegisterEntry; readonly capId: Id; readonly amount: Money }>;

interface Restoring {
  readonly clawedBack: boolean;
  /** Due again, and not drawn yet; with how often it was tried. */
  readonly waiting?: Pick<Restoration, 'reversalId' | 'poolId' | 'amount'> & { readonly attempt: number };
}

type Handled = Extract<RewardEvent, { type: 'EligibilityAssessed' | 'ClawbackTriggered' | 'ClawbackReversed' | 'RestorationFunded' }>;

const DAY_MS = 24 * 60 * 60 * 1000;
/** What an attempt sets aside is drawn at once; what it could not draw is free again after this. */
const RESERVED_FOR_MS = 14 * DAY_MS;

/**
 * Gives back what a clawback took, where what it was for fell away: an acquittal overturned or withdrawn, a revised result revised back. The reward's own
 * stream decides whether it did. Where the pool cannot give the money, it is asked again each day until it can: until then nothing of it is paid.
 */
export const rewardRestoration = process<Handled, RestorationCommand, Restoring>({
  name: 'reward-restoration',
  handles: ['EligibilityAssessed', 'ClawbackTriggered', 'ClawbackReversed', 'RestorationFunded'],
  keysOf: (event) => [rewardIdOf(event.stream)],
  react(state = { clawedBack: false }, input, rewardId) {
    switch (input.type) {
      case 'EligibilityAssessed':
        return state.clawedBack && verdictOf(input.data) === 'eligible'
          ? { state, commands: [{ type: 'ReverseClawback', data: { rewardId } }] }
          : { state };
      case 'ClawbackTriggered':
        return { state: { ...state, clawedBack: true } };
      case 'ClawbackReversed': {
        const { reversalId, poolId, amount, caps } = input.data;
        const again = caps
          .filter((cap) => minorUnits(cap.amount) > 0n)
          .map((cap): RestorationCommand => ({ type: 'CountAgain', data: { rewardId, ...cap } }));
        if (minorUnits(amount) === 0n) return { state: { clawedBack: false }, commands: again };
        const waiting = { reversalId, poolId, amount, attempt: 1 };
        return { state: { clawedBack: false, waiting }, commands: [drawing(rewardId, waiting, input.recordedAt), ...again] };
      }
      case 'RestorationFunded':
        return { state: { clawedBack: state.clawedBack }, timeouts: { again: null } };
      case 'CommandRefused': {
        const { command } = input;
        if (command.type !== 'DrawRestoration' || state.waiting?.reversalId !== command.data.reversalId) return { state };
        const next = Date.parse(command.data.expiresAt) - RESERVED_FOR_MS + DAY_MS;
        return { state, timeouts: { again: new Date(next).toISOString() } };
      }
      case 'TimeoutReached': {
        if (state.waiting === undefined) return { state };
        const waiting = { ...state.waiting, attempt: state.waiting.attempt + 1 };
        return { state: { ...state, waiting }, commands: [drawing(rewardId, waiting, Date.parse(input.due))] };
      }
    }
  },
});

function drawing(rewardId: Id, { attempt, ...due }: NonNullable<Restoring['waiting']>, from: number): RestorationCommand {
  const reservationId = deriveUuid('restoration', due.reversalId, attempt);
  return { type: 'DrawRestoration', data: { rewardId, ...due, reservationId, expiresAt: new Date(from + RESERVED_FOR_MS).toISOString() } };
}

import { type Command, type DataOf, deriveUuid, process } from '#libs/event-sourcing';
import { type Id, minorUnits, type Money, type RegisterEntry } from '#libs/vocabulary';
import { type RewardEvent, rewardIdOf } from '../reward/reward-events.ts';

/** What comes back is put where it came from. */
export type RecoveryCommand =
  | Command<
      'CreditRecovery',
      { readonly poolId: Id; readonly recoveryId: Id; readonly amount: Money; readonly source: string; readonly reference: string }
    >
  | Command<
      'ReverseSpending',
      { readonly poolId: Id; readonly reversalId: Id; readonly reference: string; readonly amount: Money; readonly reason: string }
    >
  | Command<
      'ReleaseCap',
      { readonly officerId: RegisterEntry; readonly capId: Id; readonly releaseId: Id; readonly amount: Money; readonly reason: string }
    >;

type Handled = Extract<RewardEvent, { type: 'ClawbackTriggered' | 'RewardCorrected' | 'RecoveryRepaid' | 'RecoverySetOff' }>;

/**
 * Puts back into the pool what was granted and is never paid out, and what was repaid or set off, once each; what is taken back from an
 * officer counts against no cap. It remembers nothing: everything stands in the event. A pool or an officer that refuses it leaves a
 * refusal to look at, and holds nothing else up.
 */
export const rewardRecovery = process<Handled, RecoveryCommand, object>({
  name: 'reward-recovery',
  handles: ['ClawbackTriggered', 'RewardCorrected', 'RecoveryRepaid', 'RecoverySetOff'],
  keysOf: (event) => [rewardIdOf(event.stream)],
  react(state, input, rewardId) {
    switch (input.type) {
      case 'ClawbackTriggered': {
        const { clawbackId } = input.data;
        return { state: {}, commands: backFrom(input.data, rewardId, (capId) => deriveUuid('clawed-back', clawbackId, capId), clawbackId) };
      }
      case 'RewardCorrected': {
        const { correctionId } = input.data;
        return {
          state: {},
          commands: backFrom(input.data, rewardId, (capId) => deriveUuid('corrected', correctionId, capId), correctionId),
        };
      }
      case 'RecoveryRepaid':
      case 'RecoverySetOff': {
        const { poolId, receiptId, amount } = input.data;
        const source = input.type === 'RecoveryRepaid' ? 'reward repaid' : 'reward set off';
        return { state: {}, commands: credit(poolId, deriveUuid('recovered', rewardId, receiptId), amount, source, rewardId) };
      }
      case 'CommandRefused':
      case 'TimeoutReached':
        return { state };
    }
  },
});

/** What was never paid goes back to the pool, and what was taken off somebody's caps counts no more. */
function backFrom(
  { poolId, forfeited, caps, reason }: Pick<DataOf<RewardEvent, 'ClawbackTriggered'>, 'poolId' | 'forfeited' | 'caps' | 'reason'>,
  rewardId: Id,
  releaseIdOf: (capId: Id) => Id,
  takenBy: Id,
): readonly RecoveryCommand[] {
  const reversal = { poolId, reversalId: deriveUuid('forfeited', takenBy), reference: rewardId, amount: forfeited, reason };
  const back: readonly RecoveryCommand[] = minorUnits(forfeited) > 0n ? [{ type: 'ReverseSpending', data: reversal }] : [];
  const released = caps
    .filter(({ amount }) => minorUnits(amount) > 0n)
    .map((cap): RecoveryCommand => ({ type: 'ReleaseCap', data: { ...cap, releaseId: releaseIdOf(cap.capId), reason } }));
  return [...back, ...released];
}

/** Nothing is no entry in the books. */
function credit(poolId: string, recoveryId: string, amount: Money, source: string, reference: string): readonly RecoveryCommand[] {
  return minorUnits(amount) > 0n ? [{ type: 'CreditRecovery', data: { poolId, recoveryId, amount, source, reference } }] : [];
}

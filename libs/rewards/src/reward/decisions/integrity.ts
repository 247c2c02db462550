import { RuleBroken } from '#libs/event-sourcing';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import type { KnownReward } from '../reward-standing.ts';
import { requireFreeFor, requireNoShareInAnyRound } from '../rules/duties.ts';
import { hasConflict } from '../rules/independence.ts';

/** Whoever has a conflict says so, and takes no part from then on; what they did is void. */
export function declareConflict({ data, by }: CommandOf<'DeclareConflict'>, state: KnownReward): readonly RewardEvent[] {
  return hasConflict(state, by.id) ? [] : [{ type: 'ConflictDeclared', data: { person: by.id, ...data } }];
}

/** Integrity stops a reward at any time. */
export function placeIntegrityHold({ data, by }: CommandOf<'PlaceIntegrityHold'>, state: KnownReward): readonly RewardEvent[] {
  const { holdId, reason } = data;
  if (state.holds.some((hold) => hold.holdId === holdId)) return [];
  return [{ type: 'IntegrityHoldPlaced', data: { holdId, placedBy: by.id, reason } }];
}

/** What holds a reward up is not lifted by who wants it, decides on it or pays it. */
export function liftIntegrityHold(command: CommandOf<'LiftIntegrityHold'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by } = command;
  const { holdId, reason } = data;
  const hold = state.holds.find((one) => one.holdId === holdId);
  if (hold === undefined) throw new RuleBroken('reward.hold-unknown', 'The reward has no hold with this id', { holdId });
  if (hold.lifted !== undefined) return [];
  requireNoShareInAnyRound([by], state);
  requireFreeFor('integrity', command, state);
  return [{ type: 'IntegrityHoldLifted', data: { holdId, liftedBy: by.id, reason } }];
}

import { RuleBroken } from '#libs/event-sourcing';
import { minorUnits } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import type { KnownReward } from '../reward-standing.ts';
import { requireNoHold, requireNotGranted } from '../rules/due.ts';
import { partsOf } from '../rules/parts.ts';
import { requireConcluded, requireStanding } from '../rules/votes.ts';

/** Money and caps are set aside for what the committee decided. */
export function approveReward({ data }: CommandOf<'ApproveReward'>, state: KnownReward): readonly RewardEvent[] {
  const { round: number, reservationId } = data;
  const round = requireConcluded(state, number);
  if (round.approved) return [];
  requireStanding(state, round);
  const { poolId, amount } = round.conclusion;
  return [{ type: 'RewardApproved', data: { round: number, reservationId, poolId, amount } }];
}

/** The grant: to whom, how much of it, from which pool. */
export function grantReward({ data }: CommandOf<'GrantReward'>, state: KnownReward): readonly RewardEvent[] {
  if (state.grant?.round === data.round) return [];
  requireNotGranted(state);
  const round = requireConcluded(state, data.round);
  if (!round.approved || round.allocation === undefined)
    throw new RuleBroken('reward.not-approved', 'The reward is granted after money was set aside for it', { round: round.round });
  requireNoHold(state);
  requireStanding(state, round);
  const { version, poolId, amount } = round.conclusion;
  const shares = partsOf(round.allocation).filter((part) => minorUnits(part.amount) > 0n);
  return [{ type: 'RewardGranted', data: { ...state.entitlement, round: round.round, version, poolId, amount, shares } }];
}

/** A proposal that cannot be granted as it was decided; another one may be made. */
export function returnReward({ data, by }: CommandOf<'ReturnReward'>, state: KnownReward): readonly RewardEvent[] {
  const { round: number, code, reason } = data;
  requireNotGranted(state);
  const round = state.rounds[number - 1];
  if (round === undefined || round.returned !== undefined || state.rejection !== undefined) return [];
  return [{ type: 'RewardReturned', data: { round: number, code, reason, returnedBy: by.id } }];
}

/** No reward, for ever. */
export function rejectReward({ data, by }: CommandOf<'RejectReward'>, state: KnownReward): readonly RewardEvent[] {
  if (state.rejection !== undefined) return [];
  requireNotGranted(state);
  return [{ type: 'RewardRejected', data: { round: state.rounds.length, ...data, rejectedBy: by.id } }];
}

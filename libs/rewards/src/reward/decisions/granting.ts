import { RuleBroken } from '#libs/event-sourcing';
import { minorUnits } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { RewardEvent } from '../reward-events.ts';
import { grantedRounds, isDecided, type KnownReward } from '../reward-standing.ts';
import { correctionOf, requireChangeable, requireNoneOnTheWay } from '../rules/changes.ts';
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

/** The grant: to whom, how much of it, from which pool. What is added to it later is granted in the same way. */
export function grantReward({ data }: CommandOf<'GrantReward'>, state: KnownReward): readonly RewardEvent[] {
  if (grantedRounds(state).includes(data.round)) return [];
  const isSupplement = state.rounds[data.round - 1]?.change?.kind === 'supplement';
  if (isSupplement) requireChangeable(state);
  else requireNotGranted(state);
  const round = requireConcluded(state, data.round);
  if (!round.approved || round.allocation === undefined)
    throw new RuleBroken('reward.not-approved', 'The reward is granted after money was set aside for it', { round: round.round });
  requireNoHold(state);
  requireStanding(state, round);
  const { version, poolId, amount } = round.conclusion;
  const shares = partsOf(round.allocation).filter((part) => minorUnits(part.amount) > 0n);
  const granted = { ...state.entitlement, round: round.round, version, poolId, amount, shares };
  return [
    isSupplement ? { type: 'SupplementGranted', data: { ...granted, stages: round.stages } } : { type: 'RewardGranted', data: granted },
  ];
}

/** What the committee decided to take off is taken off, as far as it was not paid yet, and claimed back where it was. */
export function correctReward({ data }: CommandOf<'CorrectReward'>, state: KnownReward): readonly RewardEvent[] {
  const { corrections = [] } = state;
  if (corrections.some(({ round }) => round === data.round)) return [];
  const round = requireConcluded(state, data.round);
  if (round.change?.kind !== 'correction')
    throw new RuleBroken('reward.no-correction', `Proposal ${round.round} takes nothing off the reward`, { round: round.round });
  requireChangeable(state);
  requireNoHold(state);
  requireStanding(state, round);
  requireNoneOnTheWay(state);
  return [correctionOf(state, round)];
}

/** A proposal that cannot be granted as it was decided; another one may be made. */
export function returnReward({ data, by }: CommandOf<'ReturnReward'>, state: KnownReward): readonly RewardEvent[] {
  const { round: number, code, reason } = data;
  const round = state.rounds[number - 1];
  if (round?.change === undefined || isDecided(state, round)) requireNotGranted(state);
  if (round === undefined || round.returned !== undefined || state.rejection !== undefined) return [];
  return [{ type: 'RewardReturned', data: { round: number, code, reason, returnedBy: by.id } }];
}

/** No reward, for ever. */
export function rejectReward({ data, by }: CommandOf<'RejectReward'>, state: KnownReward): readonly RewardEvent[] {
  if (state.rejection !== undefined) return [];
  requireNotGranted(state);
  return [{ type: 'RewardRejected', data: { round: state.rounds.length, ...data, rejectedBy: by.id } }];
}

import { type DataOf, defined, deriveUuid } from '#libs/event-sourcing';
import { type Allocation, officerLimits } from '#libs/reward-law';
import { minorUnits, samePerson } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { CapShare, RewardEvent } from '../reward-events.ts';
import type { KnownReward, Round } from '../reward-standing.ts';
import { VOTED_DOWN } from '../rules/changes.ts';
import { idOf, requireEligible, requireGranted, requireNoHold } from '../rules/due.ts';
import { requireFreeFor } from '../rules/duties.ts';
import { requireCleared, requireOpenRound } from '../rules/rounds.ts';
import {
  hasMajority,
  isOutsider,
  requireGrantable,
  requireNotTurned,
  requireNotVoted,
  requireQuorum,
  votesOf,
  votesSetAside,
} from '../rules/votes.ts';

/** A member's vote, once, on what is verified and cleared. */
export function castVote(command: CommandOf<'CastVote'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by, standing } = command;
  const { vote, reason } = data;
  const round = requireOpenRound(state);
  const cast = round.votes.find((one) => samePerson(one.member, by.id));
  if (cast?.vote === vote && cast.reason === reason) return [];
  requireNotVoted(cast);
  requireCleared(state, round);
  requireFreeFor('committee', command, state);
  const outsider = isOutsider(by.id, standing.independence);
  return [{ type: 'CommitteeVoteCast', data: defined({ round: round.round, member: by.id, outsider, vote, reason }) }];
}

/**
 * Counts the votes under the policy as it is now: announced is not enacted, enacted is not funded, and only what can be granted is
 * concluded.
 */
export function concludeVote(command: CommandOf<'ConcludeVote'>, state: KnownReward): readonly RewardEvent[] {
  const { policy } = command.data;
  const { by, standing } = command;
  const concluded = state.rounds.at(-1)?.conclusion;
  if (concluded?.concludedBy === by.id && state.rounds.at(-1)?.returned === undefined) return [];
  if (state.rejection?.round === state.rounds.length && state.rejection.rejectedBy === by.id) return [];
  const round = requireOpenRound(state);
  const { allocation } = round;
  if (allocation === undefined) return [];
  requireCleared(state, round);
  requireNoHold(state);
  requireEligible(state);
  requireFreeFor('committee', command, state);
  const votes = requireQuorum(state, round, standing.independence);
  const setAside = votesSetAside(state, round, standing.independence);
  requireNotTurned(round, votes, setAside);
  const inFavour = votesOf(votes, 'for');
  const against = votesOf(votes, 'against');
  if (!hasMajority(votes)) {
    const data = { round: round.round, code: VOTED_DOWN, reason: `The committee voted ${inFavour} for and ${against} against` };
    // What was granted stays so: only what would have been changed of it is not.
    return round.change === undefined
      ? [{ type: 'RewardRejected', data: { ...data, rejectedBy: by.id } }]
      : [{ type: 'RewardReturned', data: { ...data, returnedBy: by.id } }];
  }
  const id = idOf(state);
  return [
    {
      type: 'VoteConcluded',
      data: {
        ...state.entitlement,
        round: round.round,
        for: inFavour,
        against,
        abstained: votesOf(votes, 'abstain'),
        recused: setAside.length,
        ...(setAside.length > 0 && { setAside }),
        concludedBy: by.id,
        ...underPolicy(policy, state, round),
        reservationId: deriveUuid('reservation', id, round.round),
        amount: allocation.amount,
        caps: round.change?.kind === 'correction' ? [] : capsOf(id, round.round, allocation),
        ...defined({ change: round.change?.kind }),
      },
    },
  ];
}

/**
 * Under which version, from which pool, within which caps. What is added comes from the pool that the rest came from; what is taken off needs
 * no policy that could be granted under now.
 */
function underPolicy(
  policy: CommandOf<'ConcludeVote'>['data']['policy'],
  state: KnownReward,
  { change, exceptional }: Round,
): Pick<DataOf<RewardEvent, 'VoteConcluded'>, 'version' | 'poolId' | 'limits'> {
  if (change?.kind === 'correction') return { version: state.assessment.version, poolId: requireGranted(state).poolId, limits: {} };
  requireGrantable(policy, state);
  const { version, poolId, terms } = policy;
  return { version, poolId: state.grant?.poolId ?? poolId, limits: officerLimits(terms, exceptional !== undefined) };
}

/** Rules of reward, 8: each person's part is reserved against the officer's caps before the grant. */
function capsOf(rewardId: string, round: number, { shares }: Allocation): readonly CapShare[] {
  return shares
    .filter(({ kind, amount }) => kind === 'person' && minorUnits(amount) > 0n)
    .map(({ recipientId, amount }) => ({ officerId: recipientId, capId: deriveUuid('cap', rewardId, round, recipientId), amount }));
}

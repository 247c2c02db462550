import { RuleBroken } from '#libs/event-sourcing';
import type { Grantable } from '#libs/reward-law';
import { personIn, samePerson } from '#libs/vocabulary';
import type { Independence } from '../reward-commands.ts';
import type { SetAside } from '../reward-events.ts';
import type { KnownReward, Reward, Round, Vote } from '../reward-standing.ts';
import { requireEligible, requireNotRejected } from './due.ts';
import { hasConflict, isApart, tookPart } from './independence.ts';
import { requireCleared, requireNotOutdated } from './rounds.ts';

// Rules of reward, 7: the committee. Who sits on it, which votes count, and whether what it decided still stands.

/** Each member votes once. */
export function requireNotVoted(cast: Vote | undefined): void {
  if (cast !== undefined)
    throw new RuleBroken('reward.voted-already', `You have voted ${cast.vote} already; each member votes once`, {
      member: cast.member,
      vote: cast.vote,
    });
}

/** From an agency that no beneficiary is of, now or when the case was opened. Where the agency of anybody is not known, nobody is. */
export function isOutsider(member: string, { hands, beneficiaries }: Independence = { hands: [], beneficiaries: [] }): boolean {
  const places = hands.filter(({ id }) => samePerson(id, member));
  return (
    places.length > 0 &&
    places.every(
      (place) => place.agency !== undefined && beneficiaries.every(({ agency }) => agency !== undefined && agency !== place.agency),
    )
  );
}

/**
 * Why a vote that was cast does not count: its member declared a conflict, is known to have had a hand in the operation, is suspended, or has come into the
 * chain of command of a beneficiary, or under one; also where that is so only since they voted.
 */
function setAsideBecause(
  state: Reward,
  member: string,
  { beneficiaries, voters, suspended = [] }: Independence,
): SetAside['because'] | undefined {
  if (hasConflict(state, member)) return 'conflict';
  if (tookPart(member, state)) return 'part';
  if (personIn(suspended, member)) return 'suspended';
  return voters === undefined || isApart('committee', member, voters, beneficiaries) ? undefined : 'chain-of-command';
}

const NOWHERE: Independence = { hands: [], beneficiaries: [] };

/** The votes of a round that do not count, and why; those that did not when it was concluded do not after that either. */
export function votesSetAside(state: Reward, { votes, conclusion }: Round, independence: Independence = NOWHERE): readonly SetAside[] {
  return votes.flatMap(({ member }) => {
    const known = conclusion?.setAside?.find((one) => one.member === member)?.because;
    const because = known ?? setAsideBecause(state, member, independence);
    return because === undefined ? [] : [{ member, because }];
  });
}

/** Votes that count: all others. */
export function countedVotes(state: Reward, round: Round, independence?: Independence): readonly Vote[] {
  const aside = votesSetAside(state, round, independence);
  return round.votes.filter(({ member }) => !aside.some((one) => one.member === member));
}

const QUORUM = 3;

/** Three who decide, one of them from outside. Whoever abstains decides nothing: else one vote and two abstentions would be a committee. */
export function requireQuorum(state: Reward, round: Round, independence?: Independence): readonly Vote[] {
  const counted = countedVotes(state, round, independence);
  const deciding = counted.filter(({ vote }) => vote !== 'abstain');
  if (deciding.length < QUORUM)
    throw new RuleBroken('reward.no-quorum', `At least ${QUORUM} members vote for or against; ${deciding.length} did whose votes count`, {
      deciding: deciding.length,
      recused: round.votes.length - counted.length,
      setAside: votesSetAside(state, round, independence),
    });
  if (!deciding.some(({ outsider }) => outsider))
    throw new RuleBroken('reward.no-outsider', 'At least one vote for or against comes from outside the agencies of the beneficiaries');
  return counted;
}

/**
 * By what of these a vote is set aside on the word of one: an administrator, who enters a suspension or a transfer after it was cast, and may know how. What
 * somebody declares of themself, or two have settled, is no such word.
 */
const ON_ONE_WORD: Readonly<Record<SetAside['because'], boolean>> = {
  conflict: false,
  part: false,
  suspended: true,
  'chain-of-command': true,
};

/**
 * An entry in the register turns no vote: with those that it set aside or without, the outcome is one. Else more members vote, until it is.
 * @throws RuleBroken 'reward.vote-turned'
 */
export function requireNotTurned({ votes }: Round, counted: readonly Vote[], setAside: readonly SetAside[]): void {
  const turned = setAside.filter(({ because }) => ON_ONE_WORD[because]);
  const cast = votes.filter((vote) => counted.includes(vote) || turned.some(({ member }) => member === vote.member));
  if (hasMajority(cast) === hasMajority(counted)) return;
  throw new RuleBroken(
    'reward.vote-turned',
    `Without ${turned.map(({ member }) => member).join(', ')}, whom the register keeps from it since they voted, the outcome is another one: let more members vote, until it is the same either way`,
    { setAside: turned, counted: { for: votesOf(counted, 'for'), against: votesOf(counted, 'against') } },
  );
}

/** More for than against. */
export const hasMajority = (votes: readonly Vote[]): boolean => votesOf(votes, 'for') > votesOf(votes, 'against');

export const votesOf = (votes: readonly Vote[], wanted: Vote['vote']): number => votes.filter(({ vote }) => vote === wanted).length;

/**
 * Announced is not enacted, enacted is not funded: the committee concludes only what can be granted, under the version that was assessed.
 */
export function requireGrantable(
  policy: Grantable,
  { entitlement, assessment }: KnownReward,
): asserts policy is Extract<Grantable, { granted: true }> {
  if (!policy.granted) throw new RuleBroken(policy.code, policy.why, { policyId: entitlement.policyId });
  if (policy.version !== assessment.version)
    throw new RuleBroken(
      'reward.other-version',
      `Version ${policy.version} of the policy applies to this case by now; the reward was assessed under version ${assessment.version}`,
      { version: policy.version, assessed: assessment.version },
    );
}

/** The round that a process is carrying through. */
export function requireConcluded({ rounds }: Reward, number: number): Round & Required<Pick<Round, 'conclusion'>> {
  const round = rounds[number - 1];
  if (round?.conclusion === undefined)
    throw new RuleBroken('reward.not-concluded', `The committee has not concluded a vote on proposal ${number}`, { round: number });
  if (round.returned !== undefined)
    throw new RuleBroken('reward.returned', `Proposal ${number} was returned: ${round.returned.reason}`, { round: number });
  return { ...round, conclusion: round.conclusion };
}

/** What was decided still holds: nobody whose word it rests on declared a conflict since, and nothing else is due. */
export function requireStanding(state: KnownReward, round: Round): void {
  requireNotRejected(state);
  requireEligible(state);
  requireNotOutdated(state, round);
  requireCleared(state, round);
  const votes = requireQuorum(state, round);
  if (!hasMajority(votes))
    throw new RuleBroken('reward.no-majority', 'Without the votes of those who declared a conflict there is no majority for it', {
      round: round.round,
    });
}

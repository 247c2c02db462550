import { RuleBroken, sameJson } from '#libs/event-sourcing';
import { isFrozenLate } from '#libs/reward-law';
import { isDecided, type KnownReward, type Reward, type Round } from '../reward-standing.ts';
import { isStillDue, requireChangeable } from './changes.ts';
import { requireNotGranted, requireNotRejected } from './due.ts';
import { hasConflict, isVoid } from './independence.ts';
import { amendedSince } from './roster.ts';

// A proposal on its way: whether it is open, still stands, and who has signed it.

/** The latest proposal, neither returned nor carried out yet, whether or not it still stands. */
export function openRoundOf(state: Reward): Round | undefined {
  const round = state.rounds.at(-1);
  return round === undefined || round.returned !== undefined || isDecided(state, round) ? undefined : round;
}

/** Why a proposal no longer stands: what was allocated is not what is due now, or its proposer should not have made it. */
export function staleness(state: KnownReward, round: Round): string | undefined {
  const { number, version, assessment, roster } = state.assessment;
  if (hasConflict(state, round.proposedBy)) return `${round.proposedBy}, who proposed it, declared a conflict`;
  if (number === round.assessed) return undefined;
  // A hand-over to the laboratory may be entered long after it, and after the proposal. What is too much is corrected all the same.
  if (round.change?.kind !== 'correction' && roster !== undefined && isFrozenLate(roster, state.assessment))
    return 'By now a laboratory is known to have received an exhibit before the roster was frozen';
  const amended = round.change === undefined && roster !== undefined ? amendedSince(roster, round) : undefined;
  if (amended !== undefined)
    return `${amended} has a share in it, and stands on the roster otherwise than when it was proposed, or no more`;
  const due =
    round.change === undefined
      ? assessment.verdict === 'eligible' &&
        sameJson(assessment.amount, round.allocation?.amount) &&
        sameJson(assessment.stages, round.stages)
      : isStillDue(round, state);
  return due && version === round.version && assessment.payee === round.payee
    ? undefined
    : `Facts have changed since: it rests on assessment ${round.assessed}, and assessment ${number} comes out differently`;
}

/** Nothing is decided on what facts have overtaken. */
export function requireNotOutdated(state: KnownReward, round: Round): void {
  const stale = staleness(state, round);
  if (stale !== undefined)
    throw new RuleBroken('reward.proposal-outdated', `The reward has to be proposed anew. ${stale}`, { round: round.round });
}

/** The proposal that is before its verifier, clearer or committee. */
export function requireOpenRound(state: KnownReward): Round {
  requireNotRejected(state);
  const round = openRoundOf(state);
  if (round?.change === undefined) requireNotGranted(state);
  else requireChangeable(state);
  if (round === undefined) throw new RuleBroken('reward.not-proposed', 'Nobody has proposed how this reward is shared');
  if (round.conclusion !== undefined)
    throw new RuleBroken('reward.concluded', `The committee has concluded its vote on proposal ${round.round}`, { round: round.round });
  requireNotOutdated(state, round);
  return round;
}

/** Verified by somebody whose word is not void. */
export function verificationOf(state: Reward, { verification }: Round): Round['verification'] {
  return verification !== undefined && !isVoid(state, verification.verifiedBy) ? verification : undefined;
}

/** Cleared by somebody whose word is not void. */
export function clearanceOf(state: Reward, { clearance }: Round): Round['clearance'] {
  return clearance !== undefined && !isVoid(state, clearance.clearedBy) ? clearance : undefined;
}

/** Rules of reward, 7: one after the other. The law is asked after another unit's head has vouched for the facts. */
export function requireVerified(state: Reward, round: Round): void {
  if (verificationOf(state, round) === undefined)
    throw new RuleBroken('reward.not-verified', 'Another unit head verifies first that the unit did what it is rewarded for', {
      round: round.round,
    });
}

/** Rules of reward, 7: the committee votes on what is verified and lawful. */
export function requireCleared(state: Reward, round: Round): void {
  requireVerified(state, round);
  if (clearanceOf(state, round) === undefined)
    throw new RuleBroken('reward.not-cleared', 'A legal officer clears the reward before the committee votes on it', {
      round: round.round,
    });
}

import { type Reward, standingClawbacks } from './reward-standing.ts';

/** Where a reward stands, in one word: the furthest it has come. */
export const rewardStatuses = [
  'eligible',
  'irregular',
  'ineligible',
  'proposed',
  'verified',
  'cleared',
  'concluded',
  'approved',
  'returned',
  'rejected',
  'granted',
  'suspended',
  'clawed-back',
  'completed',
] as const;
/** The furthest that a reward has come. */
export type RewardStatus = (typeof rewardStatuses)[number];

export function statusOf(state: Reward): RewardStatus {
  if (state.completed !== undefined) return 'completed';
  if (standingClawbacks(state).length > 0) return 'clawed-back';
  if (state.grant !== undefined) return state.suspension === undefined ? 'granted' : 'suspended';
  if (state.rejection !== undefined) return 'rejected';
  const round = state.rounds.at(-1);
  if (round === undefined) {
    if (state.assessment === undefined || state.assessment.duplicateOf !== undefined) return 'ineligible';
    const { verdict } = state.assessment.assessment;
    return verdict === 'suspended' ? 'irregular' : verdict;
  }
  if (round.returned !== undefined) return 'returned';
  if (round.approved) return 'approved';
  if (round.conclusion !== undefined) return 'concluded';
  if (round.clearance !== undefined) return 'cleared';
  return round.verification === undefined ? 'proposed' : 'verified';
}

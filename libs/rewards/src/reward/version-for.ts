import { applicableVersion, type PolicyVersion, type RewardPolicy } from '#libs/reward-law';
import type { Reward } from './reward-standing.ts';

/** The version that a reward was assessed under last. */
export function versionAssessed({ versions }: Pick<RewardPolicy, 'versions'>, { assessment }: Reward): PolicyVersion | undefined {
  return versions.find(({ version }) => version === assessment?.version);
}

/**
 * The version under which a reward is assessed now: a reward that somebody has proposed keeps the one it was proposed under; until then its
 * dates decide. Undefined where no version applies.
 */
export function versionFor(
  policy: Pick<RewardPolicy, 'versions'>,
  state: Reward,
  seizedAt: string,
  now: string,
): PolicyVersion | undefined {
  const proposed = state.rounds.length === 0 ? undefined : versionAssessed(policy, state);
  return proposed ?? applicableVersion(policy, { seizedAt, proposedAt: now, decidedAt: now });
}

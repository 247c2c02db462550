import { applicableVersion, type PolicyVersion } from '#libs/reward-law';
import type { Reward } from './reward-standing.ts';

/** A policy by its versions, the oldest first. */
interface Versions<Version extends PolicyVersion> {
  readonly versions: readonly Version[];
}

/** The version that a reward was assessed under last. */
export function versionAssessed<Version extends PolicyVersion>(
  { versions }: Versions<Version>,
  { assessment }: Reward,
): Version | undefined {
  return versions.find(({ version }) => version === assessment?.version);
}

/**
 * The version under which a reward is assessed now: a reward that somebody has proposed keeps the one it was proposed under; until then its
 * dates decide. Undefined where no version applies.
 */
export function versionFor<Version extends PolicyVersion>(
  policy: Versions<Version>,
  state: Reward,
  seizedAt: string,
  now: string,
): Version | undefined {
  const proposed = state.rounds.length === 0 ? undefined : versionAssessed(policy, state);
  return proposed ?? applicableVersion(policy, { seizedAt, proposedAt: now, decidedAt: now });
}

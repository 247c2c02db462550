import type { AggregateStore } from '#libs/event-sourcing';
import type { Grantable } from '#libs/reward-law';
import { isEnacted } from './registered.ts';

/**
 * Law is law when it is applied, not only when it was enacted: where the instrument is repealed by now, nothing is granted under what it enacted, whatever
 * was seized before.
 */
export async function stillLaw(aggregates: AggregateStore, policy: Grantable, now: string): Promise<Grantable> {
  if (!policy.granted || (await isEnacted(aggregates, policy.instrument, now))) return policy;
  const { instrument, version } = policy;
  return {
    granted: false,
    code: 'policy.instrument-repealed',
    why: `${instrument}, which enacted version ${version}, is no longer in force; another instrument has to enact the policy anew`,
    version,
  };
}

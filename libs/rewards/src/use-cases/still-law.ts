import type { AggregateStore, Views } from '#libs/event-sourcing';
import type { Grantable } from '#libs/reward-law';
import { enactedPolicies } from '../processes/assess-operation.ts';
import { isLawNews, underTheLaw } from '../reward/law-over-operation.ts';
import type { KnownReward } from '../reward/reward-standing.ts';
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

/**
 * Nobody makes the law for a reward that is being decided: where it says of itself now what the assessment did not know, that it is back-dated or meets
 * another law, the operation is assessed anew first.
 */
export async function lawAsAssessed(
  aggregates: AggregateStore,
  views: Pick<Views, 'query'>,
  policy: Grantable,
  { entitlement: { policyId }, assessment }: KnownReward,
  now: string,
): Promise<Grantable> {
  if (!policy.granted) return policy;
  const policies = await enactedPolicies(views, await aggregates.head());
  const row = policies.find((one) => one.policyId === policyId);
  const version = row?.versions.find((one) => one.version === policy.version);
  if (row === undefined || version === undefined) return policy;
  if (!isLawNews(assessment, underTheLaw(assessment, { policy: row, version }, policies, now))) return policy;
  return {
    granted: false,
    code: 'policy.law-since-assessed',
    why: `The law of version ${policy.version} was made since the operation was assessed; ask that it be assessed anew, and decide on that`,
    version: policy.version,
  };
}

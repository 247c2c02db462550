import { IsIn } from 'class-validator';
import { before, is, IsId, ListQuery } from '#libs/http';
import { currencies } from '#libs/vocabulary';
import { policyStatuses, rewardPolicies } from '../policy/reward-policies.ts';
import { packNames } from '../terms/packs.ts';

/** Which policies, in which order. */
export class ListPoliciesQuery extends ListQuery(rewardPolicies, {
  filters: {
    status: is(IsIn(policyStatuses)),
    pack: is(IsIn(packNames)),
    currency: is(IsIn(currencies)),
    pool: is(IsId(), 'The pool that pays', 'poolId'),
    inForceBefore: before('inForceFrom', 'Enacted to be in force before this moment'),
  },
  sort: ['updatedAt', 'inForceFrom'],
  order: '-updatedAt',
  describeSort: 'Order; with a minus, the latest first',
}) {}

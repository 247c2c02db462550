import { IsIn } from 'class-validator';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsId, IsInstant, Optional, PageQuery } from '#libs/http';
import { type Currency, currencies } from '#libs/vocabulary';
import { type PackName, packNames } from '../terms/packs.ts';
import { type PolicyStatus, policyStatuses } from '../policy/reward-policies.ts';

const sorts = ['updatedAt', '-updatedAt', 'inForceFrom', '-inForceFrom'] as const;

/** Which policies, in which order. All filters must hold. */
export class ListPoliciesQuery extends PageQuery {
  @Optional()
  @IsIn(policyStatuses)
  status?: PolicyStatus;

  @Optional()
  @IsIn(packNames)
  pack?: PackName;

  @Optional()
  @IsIn(currencies)
  currency?: Currency;

  @Describe('The pool that pays')
  @Optional()
  @IsId()
  pool?: string;

  @Describe('Enacted to be in force before this moment')
  @Optional()
  @IsInstant()
  inForceBefore?: string;

  @Describe('Order; with a minus, the latest first')
  @Optional()
  @IsIn(sorts)
  sort?: (typeof sorts)[number];
}

/** The list as a query of rows. */
export function rowsOf({ status, pack, currency, pool, inForceBefore, sort = '-updatedAt', limit = 50, cursor }: ListPoliciesQuery): Query {
  const where: Record<string, Condition> = {
    ...(status !== undefined && { status: { is: status } }),
    ...(pack !== undefined && { pack: { is: pack } }),
    ...(currency !== undefined && { currency: { is: currency } }),
    ...(pool !== undefined && { poolId: { is: pool } }),
    ...(inForceBefore !== undefined && { inForceFrom: { from: '1900-01-01T00:00:00.000Z', to: new Date(inForceBefore).toISOString() } }),
  };
  return {
    where,
    sort: [{ field: sort.replace('-', ''), descending: sort.startsWith('-') }],
    limit,
    ...(cursor !== undefined && { cursor }),
  };
}

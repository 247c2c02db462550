import { IsIn } from 'class-validator';
import type { Condition, Query } from '#libs/event-sourcing';
import { Describe, IsInstant, IsText, Optional, PageQuery } from '#libs/http';
import { currencies, type Currency } from '#libs/vocabulary';
import { type PoolEvent, poolEventTypes } from './pool.ts';
import { type Account, accountNames } from './postings.ts';

/** Which pools. All filters must hold. */
export class ListPoolsQuery extends PageQuery {
  @Optional()
  @IsIn(currencies)
  currency?: Currency;

  @Optional()
  @IsIn(['open', 'frozen'])
  status?: 'open' | 'frozen';
}

/** Which entries of a pool's books. All filters must hold. */
export class LedgerQuery extends PageQuery {
  @Describe('Entries that debit or credit this account')
  @Optional()
  @IsIn(accountNames)
  account?: Account;

  @Optional()
  @IsIn(poolEventTypes)
  type?: PoolEvent['type'];

  @Describe('An id or reference the entry rests on: a settlement, asset, reservation, reward, cost, liability, command or conversation')
  @Optional()
  @IsText(1, 300)
  cause?: string;

  @Describe('Booked at this moment or later')
  @Optional()
  @IsInstant()
  bookedFrom?: string;

  @Describe('Booked before this moment')
  @Optional()
  @IsInstant()
  bookedTo?: string;
}

/** The list as a query of rows, oldest pool first. */
export function poolRowsOf({ currency, status, limit = 50, cursor }: ListPoolsQuery): Query {
  const where: Record<string, Condition> = {
    ...(currency !== undefined && { currency: { is: currency } }),
    ...(status !== undefined && { status: { is: status } }),
  };
  return { where, sort: [{ field: 'openedAt' }], limit, ...(cursor !== undefined && { cursor }) };
}

/** The books as a query of rows, in the order they were written. */
export function entriesOf(poolId: string, { account, type, cause, bookedFrom, bookedTo, limit = 100, cursor }: LedgerQuery): Query {
  const where: Record<string, Condition> = {
    poolId: { is: poolId },
    ...(account !== undefined && { accounts: { contains: account } }),
    ...(type !== undefined && { type: { is: type } }),
    ...(cause !== undefined && { causes: { contains: cause } }),
    ...((bookedFrom !== undefined || bookedTo !== undefined) && {
      bookedAt: { ...(bookedFrom !== undefined && { from: inUtc(bookedFrom) }), ...(bookedTo !== undefined && { to: inUtc(bookedTo) }) },
    }),
  };
  return { where, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
}

function inUtc(instant: string): string {
  return new Date(instant).toISOString();
}

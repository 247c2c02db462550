import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { before, contains, is, IsText, ListQuery, since } from '#libs/http';
import { currencies } from '#libs/vocabulary';
import { operationalUses } from './operational-uses.ts';
import { poolBalance } from './pool-balance.ts';
import { poolEventTypes } from './pool-events.ts';
import { poolLedger } from './pool-ledger.ts';
import { accountNames } from './postings.ts';

/** Which pools, the oldest first. */
export class ListPoolsQuery extends ListQuery(poolBalance, {
  filters: { currency: is(IsIn(currencies)), status: is(IsIn(['open', 'frozen'])) },
  order: 'openedAt',
}) {}

/** Which money for operational use, the latest given first. */
export class OperationalUsesQuery extends ListQuery(operationalUses, {
  filters: {
    unit: is(IsRegisterEntry(), 'The unit that it was given to'),
    open: is(IsIn(['yes', 'no']), '`yes`: something of it is neither shown nor given back'),
  },
  order: '-allocatedAt',
}) {}

/** Which entries of a pool's books, in the order they were written. */
export class LedgerQuery extends ListQuery(poolLedger, {
  filters: {
    account: contains('accounts', IsIn(accountNames), 'Entries that debit or credit this account'),
    type: is(IsIn(poolEventTypes)),
    cause: contains(
      'causes',
      IsText(1, 300),
      'An id or reference the entry rests on: a settlement, asset, reservation, reward, cost, liability, command or conversation',
    ),
    bookedFrom: since('bookedAt', 'Booked at this moment or later'),
    bookedTo: before('bookedAt', 'Booked before this moment'),
  },
  order: 'revision',
  limit: 100,
}) {}

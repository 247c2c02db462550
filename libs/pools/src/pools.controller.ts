import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { defined } from '#libs/event-sourcing';
import { AfterQuery, askedAt, type ListAnswer, listAnswer, PathId, QueryRoute, type RowAnswer, rowAnswer } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import type { Instant } from '#libs/vocabulary';
import { type AdoptedRule, ruleInForce } from './distribution-rule.ts';
import { LedgerQuery, ListPoolsQuery, OperationalUsesQuery } from './list-pools.ts';
import { type OperationalUse, operationalUses } from './operational-uses.ts';
import { poolBalance, type PoolBalance } from './pool-balance.ts';
import { type LedgerEntry, poolLedger } from './pool-ledger.ts';

const READERS = ['finance-officer', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;

/** A pool as its page shows it. Which rule is in force is a matter of the moment it is asked at, which no row knows. */
export interface PoolPage extends PoolBalance {
  /** Divides what is settled now. */
  readonly ruleInForce?: AdoptedRule;
}

/** Pools: what came in, what is set aside and paid, and the books of it. */
@Controller('v1/pools')
export class PoolsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ roles: READERS, summary: 'List pools' })
  async list(@Query() query: ListPoolsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<PoolPage>> {
    const page = listAnswer(await this.views.of(identity).query(poolBalance, ListPoolsQuery.rows(query), query));
    return { ...page, items: page.items.map((row) => pageOf(row, askedAt(query))) };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a pool as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<PoolPage>> {
    return pageOf(rowAnswer(await this.views.of(identity).get(poolBalance, id, query), 'pool'), askedAt(query));
  }

  @QueryRoute({
    path: ':id/operational-use',
    roles: [...READERS, 'unit-head'],
    summary: 'Show what units were given for their operations, and what they have shown of it',
  })
  async operationalUse(
    @PathId() id: string,
    @Query() query: OperationalUsesQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<OperationalUse>> {
    const rows = OperationalUsesQuery.rows(query, { poolId: { is: id } });
    return listAnswer(await this.views.of(identity).query(operationalUses, rows, query));
  }

  @QueryRoute({
    path: ':id/ledger',
    roles: READERS,
    summary: 'Show the books of a pool',
    description: 'In the order they were written; the debits and credits of every entry come to zero.',
  })
  async ledger(@PathId() id: string, @Query() query: LedgerQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<LedgerEntry>> {
    return listAnswer(await this.views.of(identity).query(poolLedger, LedgerQuery.rows(query, { poolId: { is: id } }), query));
  }
}

function pageOf<Row extends PoolBalance>(row: Row, at: Instant): Row & PoolPage {
  return { ...row, ...defined({ ruleInForce: ruleInForce(row.rules, at) }) };
}

import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  askedAt,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PathId,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { type AdoptedRule, ruleInForce } from './distribution-rule.ts';
import { entriesOf, LedgerQuery, ListPoolsQuery, poolRowsOf } from './list-pools.ts';
import { OpenPool, OpenPoolBody } from './open-pool.ts';
import { poolBalance, type PoolBalance } from './pool-balance.ts';
import { type LedgerEntry, poolLedger } from './pool-ledger.ts';
import { AdoptDistributionRule, AdoptDistributionRuleBody } from './adopt-distribution-rule.ts';
import { AllocateOperationalUse, AllocateOperationalUseBody } from './allocate-operational-use.ts';
import { CorrectCosts, CorrectCostsBody } from './correct-costs.ts';
import { DebitCosts, DebitCostsBody } from './debit-costs.ts';
import { FreezePool, FreezePoolBody } from './freeze-pool.ts';
import { RecogniseLiability, RecogniseLiabilityBody } from './recognise-liability.ts';
import { ReconcilePool, ReconcilePoolBody } from './reconcile-pool.ts';
import { ReleaseReservation, ReleaseReservationBody } from './release-reservation.ts';
import { ReserveFunds, ReserveFundsBody } from './reserve-funds.ts';
import { SettleLiability, SettleLiabilityBody } from './settle-liability.ts';
import { TopUpBudget, TopUpBudgetBody } from './top-up-budget.ts';
import { UnfreezePool, UnfreezePoolBody } from './unfreeze-pool.ts';

const READERS = ['finance-officer', 'legal-officer', 'committee-member', 'integrity-officer', 'auditor'] as const;
const WRITERS = ['finance-officer'] as const;
const GUARDS = ['integrity-officer'] as const;

/** Pools: what comes in, what is set aside and paid, and the books of it. */
@Controller('v1/pools')
export class PoolsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @CommandRoute({ roles: WRITERS, summary: 'Open a pool', created: true })
  open(@Body() body: OpenPoolBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new OpenPool(body, context));
  }

  @CommandRoute({
    path: ':id/adopt-rule',
    roles: WRITERS,
    summary: 'Adopt a rule that divides proceeds',
    description:
      'The shares come to 10000 basis points. It divides what is settled from its date on; what was divided before stays as it was.',
  })
  adoptRule(@PathId() id: string, @Body() body: AdoptDistributionRuleBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new AdoptDistributionRule(id, body, context));
  }

  @CommandRoute({ path: ':id/top-up', roles: WRITERS, summary: 'Credit money from the budget' })
  topUp(@PathId() id: string, @Body() body: TopUpBudgetBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new TopUpBudget(id, body, context));
  }

  @CommandRoute({
    path: ':id/reserve',
    roles: WRITERS,
    summary: 'Set money aside',
    description:
      'Up to what is available, for one purpose and until a deadline. Somebody else pays it out. What rewards take is reserved by the decision on the reward, by nobody by hand.',
  })
  reserve(@PathId() id: string, @Body() body: ReserveFundsBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ReserveFunds(id, body, context));
  }

  @CommandRoute({ path: ':id/release', roles: WRITERS, summary: 'Release a reservation' })
  release(@PathId() id: string, @Body() body: ReleaseReservationBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ReleaseReservation(id, body, context));
  }

  @CommandRoute({
    path: ':id/debit-costs',
    roles: WRITERS,
    summary: 'Pay costs from what was reserved for them',
    description: 'By somebody else than who reserved it.',
  })
  debitCosts(@PathId() id: string, @Body() body: DebitCostsBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new DebitCosts(id, body, context));
  }

  @CommandRoute({
    path: ':id/correct-costs',
    roles: WRITERS,
    summary: 'Correct costs',
    description: 'A new entry that names what it replaces, made by somebody else. What was booked first stays in the books.',
  })
  correctCosts(@PathId() id: string, @Body() body: CorrectCostsBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new CorrectCosts(id, body, context));
  }

  @CommandRoute({
    path: ':id/allocate-operational-use',
    roles: WRITERS,
    summary: 'Give a unit what was reserved for operational use',
    description: 'By somebody else than who reserved it.',
  })
  allocateOperationalUse(
    @PathId() id: string,
    @Body() body: AllocateOperationalUseBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new AllocateOperationalUse(id, body, context));
  }

  @CommandRoute({
    path: ':id/recognise-liability',
    roles: WRITERS,
    summary: 'Recognise that the pool owes something',
    description: 'A fact, whatever the pool has: what is lacking stands as a shortfall, which the next money covers.',
  })
  recogniseLiability(
    @PathId() id: string,
    @Body() body: RecogniseLiabilityBody,
    @Context() context: CommandContext,
  ): Promise<CommandOutcome> {
    return this.commands.execute(new RecogniseLiability(id, body, context));
  }

  @CommandRoute({
    path: ':id/settle-liability',
    roles: WRITERS,
    summary: 'Pay what the pool owes',
    description: 'By somebody else than who recognised it. Shares of other destinations are paid here too.',
  })
  settleLiability(@PathId() id: string, @Body() body: SettleLiabilityBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new SettleLiability(id, body, context));
  }

  @CommandRoute({
    path: ':id/freeze',
    roles: GUARDS,
    summary: 'Freeze a pool',
    description: 'Money still comes in; nothing is reserved or paid.',
  })
  freeze(@PathId() id: string, @Body() body: FreezePoolBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new FreezePool(id, body, context));
  }

  @CommandRoute({ path: ':id/unfreeze', roles: GUARDS, summary: 'Unfreeze a pool' })
  unfreeze(@PathId() id: string, @Body() body: UnfreezePoolBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new UnfreezePool(id, body, context));
  }

  @CommandRoute({
    path: ':id/reconcile',
    roles: WRITERS,
    summary: "Compare the books with the bank's statement",
    description: 'By somebody who has booked nothing since the last time. A difference is recorded.',
  })
  reconcile(@PathId() id: string, @Body() body: ReconcilePoolBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ReconcilePool(id, body, context));
  }

  @QueryRoute({ roles: READERS, summary: 'List pools' })
  async list(@Query() query: ListPoolsQuery): Promise<ListAnswer<PoolBalance>> {
    const page = listAnswer(await this.views.query(poolBalance, poolRowsOf(query), query));
    return { ...page, items: page.items.map((row) => withRuleInForce(row, askedAt(query))) };
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a pool as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery): Promise<PoolBalance> {
    return withRuleInForce(rowAnswer(await this.views.get(poolBalance, id, query), 'pool'), askedAt(query));
  }

  @QueryRoute({
    path: ':id/ledger',
    roles: READERS,
    summary: 'Show the books of a pool',
    description: 'In the order they were written; the debits and credits of every entry come to zero.',
  })
  async ledger(@PathId() id: string, @Query() query: LedgerQuery): Promise<ListAnswer<LedgerEntry>> {
    return listAnswer(await this.views.query(poolLedger, entriesOf(id, query), query));
  }
}

/** Which rule is in force is a matter of the moment it is asked at, which no row knows. */
function withRuleInForce<Row extends PoolBalance>(row: Row, at: string): Row & { readonly ruleInForce?: AdoptedRule } {
  const rule = ruleInForce(row.rules, at);
  return { ...row, ...(rule !== undefined && { ruleInForce: rule }) };
}

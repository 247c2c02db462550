import { type DataOf, defined, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import {
  type Currency,
  type Id,
  type Instant,
  type Line,
  type LocalizedText,
  minorUnits,
  type Money,
  money,
  type Revision,
} from '#libs/vocabulary';
import type { AdoptedRule } from './distribution-rule.ts';
import { type PoolEvent, poolEventTypes, poolIdOf } from './pool-events.ts';
import { availableOf, heldOf, terms, type Totals, totalsAfter } from './pool-totals.ts';

/** While a pool is frozen: why, by whom and since when. */
export interface PoolFreeze {
  readonly reason: Line;
  /** Who froze it. */
  readonly by: string;
  /** UTC. */
  readonly at: Instant;
}

/** A comparison of a pool's books with its bank's statement. */
export interface PoolReconciliation {
  /** What the books said the pool holds. */
  readonly books: Money;
  /** What the bank said. */
  readonly statement: Money;
  /** Statement less books. */
  readonly difference: Money;
  /** Who compared them. */
  readonly by: string;
  /** When it was recorded, UTC. */
  readonly at: Instant;
}

/** A pool as it stands. Everything in it follows from its events. */
export interface PoolBalance extends Readonly<Record<keyof Totals, Money>> {
  readonly poolId: Id;
  readonly name: LocalizedText;
  readonly currency: Currency;
  readonly status: 'open' | 'frozen';
  /** Everything that came in: the pool's own share of proceeds, top-ups, recoveries. */
  readonly credits: Money;
  /** Costs of confiscated assets, as now known. */
  readonly costs: Money;
  /** Set aside and not yet paid. */
  readonly reserved: Money;
  /** Rewards, operational use and liabilities paid. */
  readonly spent: Money;
  /** Owed and not yet paid. */
  readonly liabilities: Money;
  /** Of the credits: what was paid back. */
  readonly recovered: Money;
  /** Credits less costs, reserved, spent and liabilities; never below zero: below that it is the shortfall. */
  readonly available: Money;
  /** What the pool owes or has lost beyond what came in; the next money covers it first. */
  readonly shortfall: Money;
  /** Other destinations' shares of proceeds, not yet paid to them. */
  readonly remittances: Money;
  /** What the bank must hold for the pool, the shares of others included. */
  readonly held: Money;
  /** All that were adopted, in that order; which one is in force depends on the moment that is asked about. */
  readonly rules: readonly AdoptedRule[];
  /** While it is frozen. */
  readonly freeze?: PoolFreeze;
  /** The last comparison with the bank. */
  readonly reconciled?: PoolReconciliation;
  /** When it was opened, UTC. */
  readonly openedAt: Instant;
  /** When the last fact was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the pool: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row a pool: the page and the list of pools. */
export const poolBalance = projection<PoolEvent, PoolBalance>({
  name: 'pool-balance',
  version: 1,
  handles: poolEventTypes,
  ...rowPerStream('pool'),
  evolve(row, event) {
    const at = new Date(event.recordedAt).toISOString();
    if (event.type === 'PoolOpened') {
      const nothing = Object.fromEntries(terms.map((term) => [term, money(event.data.currency, 0)])) as Record<keyof Totals, Money>;
      const opened = { poolId: poolIdOf(event.stream), ...event.data, status: 'open', rules: [], openedAt: at } as const;
      return standing({ ...opened, ...nothing }, event.revision, at);
    }
    if (row === undefined) return undefined;
    const { freeze, ...rest } = row;
    const { status, rules, reconciled } = row;
    const now = { status, freeze, rules, reconciled, ...besidesTotals(row, event, at) };
    const totals = totalsAfter(totalsOf(row), event);
    const booked = Object.fromEntries(terms.map((term) => [term, money(row.currency, totals[term])])) as Record<keyof Totals, Money>;
    return standing(
      defined({
        ...rest,
        ...booked,
        ...now,
      }),
      event.revision,
      at,
    );
  },
  index: { currency: 'text', status: 'text', openedAt: 'time', updatedAt: 'time' },
  // Sums of many cases' money, and no word of any of them.
  discloses: 'open',
});

/** What an event changes of a row besides its totals; every event is named, so that a new one is not passed over. */
function besidesTotals({ rules }: PoolBalance, event: RecordedEvent<PoolEvent>, at: Instant) {
  switch (event.type) {
    case 'PoolFrozen':
      return { status: 'frozen', freeze: { reason: event.data.reason, by: event.metadata.actor.id, at } satisfies PoolFreeze } as const;
    case 'PoolUnfrozen':
      return { status: 'open', freeze: undefined } as const;
    case 'DistributionRuleAdopted':
      return { rules: [...rules, event.data] };
    case 'PoolReconciled':
      return { reconciled: reconciliationOf(event.data, at) };
    case 'PoolOpened':
    case 'ProceedsCredited':
    case 'BudgetTopUpCredited':
    case 'BudgetTopUpCorrected':
    case 'CostsDebited':
    case 'CostsCorrected':
    case 'FundsReserved':
    case 'ReservationReleased':
    case 'ReservationConsumed':
    case 'SpendingReversed':
    case 'OperationalUseAllocated':
    case 'OperationalSpendingShown':
    case 'OperationalUseRecalled':
    case 'LiabilityRecognised':
    case 'LiabilityCorrected':
    case 'LiabilitySettled':
    case 'RecoveryCredited':
    case 'ShortfallCovered':
      return {};
  }
}

function reconciliationOf({ books, statement, difference, by }: DataOf<PoolEvent, 'PoolReconciled'>, at: Instant): PoolReconciliation {
  return { books, statement, difference, by, at };
}

function totalsOf(row: Readonly<Record<keyof Totals, Money>>): Totals {
  return Object.fromEntries(terms.map((term) => [term, minorUnits(row[term])])) as unknown as Totals;
}

function standing(
  row: Omit<PoolBalance, 'available' | 'held' | 'updatedAt' | 'revision'>,
  revision: Revision,
  updatedAt: Instant,
): PoolBalance {
  const totals = totalsOf(row);
  return {
    ...row,
    available: money(row.currency, availableOf(totals)),
    held: money(row.currency, heldOf(totals)),
    updatedAt,
    revision,
  };
}

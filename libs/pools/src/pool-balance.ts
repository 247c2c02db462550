import { projection, type RecordedEvent } from '#libs/event-sourcing';
import { type Currency, type LocalizedText, minorUnits, money, type Money } from '#libs/vocabulary';
import type { AdoptedRule } from './distribution-rule.ts';
import { availableOf, heldOf, type PoolEvent, poolEventTypes, poolIdOf, poolStream, terms, type Totals, totalsAfter } from './pool.ts';

/** A pool as it stands. Everything in it follows from its events. */
export interface PoolBalance extends Readonly<Record<keyof Totals, Money>> {
  readonly poolId: string;
  readonly name: LocalizedText;
  readonly currency: Currency;
  readonly status: 'open' | 'frozen';
  /** `credits - costs - reserved - spent - liabilities`, at least zero: below that it is the shortfall. */
  readonly available: Money;
  /** What the bank must hold for it, other destinations' shares included. */
  readonly held: Money;
  /** All that were adopted, in that order; which one is in force depends on the moment that is asked about. */
  readonly rules: readonly AdoptedRule[];
  readonly freeze?: { readonly reason: string; readonly by: string; readonly at: string };
  readonly reconciled?: {
    readonly books: Money;
    readonly statement: Money;
    readonly difference: Money;
    readonly by: string;
    readonly at: string;
  };
  /** UTC. */
  readonly openedAt: string;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: string;
  /** Of the pool's stream: what `If-Match` is compared with. */
  readonly revision: number;
}

/** One row a pool: the page and the list of pools. */
export const poolBalance = projection<PoolEvent, PoolBalance>({
  name: 'pool-balance',
  version: 1,
  handles: poolEventTypes,
  keysOf: (event) => [poolIdOf(event.stream)],
  streamsOf: (poolId) => [poolStream(poolId)],
  evolve(row, event) {
    const at = new Date(event.recordedAt).toISOString();
    if (event.type === 'PoolOpened') {
      const nothing = Object.fromEntries(terms.map((term) => [term, money(event.data.currency, 0)])) as Record<keyof Totals, Money>;
      const opened = { poolId: poolIdOf(event.stream), ...event.data, status: 'open', rules: [], openedAt: at } as const;
      return standing({ ...opened, ...nothing }, event.revision, at);
    }
    if (row === undefined) return undefined;
    const { freeze: before, ...rest } = row;
    const freeze = freezeAfter(before, event, at);
    const totals = totalsAfter(totalsOf(row), event);
    const booked = Object.fromEntries(terms.map((term) => [term, money(row.currency, totals[term])])) as Record<keyof Totals, Money>;
    return standing(
      {
        ...rest,
        ...booked,
        status: freeze === undefined ? 'open' : 'frozen',
        ...(freeze !== undefined && { freeze }),
        ...(event.type === 'DistributionRuleAdopted' && { rules: [...row.rules, event.data] }),
        ...(event.type === 'PoolReconciled' && { reconciled: reconciliationOf(event.data, at) }),
      },
      event.revision,
      at,
    );
  },
  index: { currency: 'text', status: 'text', openedAt: 'time', updatedAt: 'time' },
});

function freezeAfter(before: PoolBalance['freeze'], event: RecordedEvent<PoolEvent>, at: string): PoolBalance['freeze'] {
  if (event.type === 'PoolUnfrozen') return undefined;
  return event.type === 'PoolFrozen' ? { reason: event.data.reason, by: event.metadata.actor.id, at } : before;
}

function reconciliationOf(
  { books, statement, difference, by }: Extract<PoolEvent, { type: 'PoolReconciled' }>['data'],
  at: string,
): NonNullable<PoolBalance['reconciled']> {
  return { books, statement, difference, by, at };
}

function totalsOf(row: Readonly<Record<keyof Totals, Money>>): Totals {
  return Object.fromEntries(terms.map((term) => [term, minorUnits(row[term])])) as unknown as Totals;
}

function standing(
  row: Omit<PoolBalance, 'available' | 'held' | 'updatedAt' | 'revision'>,
  revision: number,
  updatedAt: string,
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

import { projection, type RecordedEvent } from '#libs/event-sourcing';
import { type Id, type Instant, minorUnits, type Money, money, type MoneyDocument, type RegisterEntry } from '#libs/vocabulary';
import { type PoolEvent, poolIdOf } from './pool-events.ts';

/** Spending that a paper shows. */
export interface ShownSpending {
  readonly spendingId: Id;
  readonly amount: Money;
  readonly description: string;
  readonly document: MoneyDocument;
  /** When it was recorded, UTC. */
  readonly at: Instant;
}

/** What a unit was given for its operations, what it has shown of it, and what came back. */
export interface OperationalUse {
  readonly allocationId: Id;
  readonly poolId: Id;
  readonly unit: RegisterEntry;
  readonly description: string;
  readonly amount: Money;
  readonly shown: Money;
  readonly recalled: Money;
  /** Neither shown nor given back. */
  readonly left: Money;
  /** `yes` while something is left. */
  readonly open: 'yes' | 'no';
  readonly spendings: readonly ShownSpending[];
  /** UTC. */
  readonly allocatedAt: Instant;
}

type UseEvent = Extract<PoolEvent, { type: 'OperationalUseAllocated' | 'OperationalSpendingShown' | 'OperationalUseRecalled' }>;

/** One row an allocation. */
export const operationalUses = projection<UseEvent, OperationalUse>({
  name: 'operational-uses',
  discloses: 'open',
  version: 1,
  handles: ['OperationalUseAllocated', 'OperationalSpendingShown', 'OperationalUseRecalled'],
  keysOf: (event) => [event.data.allocationId],
  evolve(row, event) {
    if (event.type === 'OperationalUseAllocated') return allocated(event);
    if (row === undefined) return undefined;
    const { amount } = event.data;
    if (event.type === 'OperationalUseRecalled') return standing({ ...row, recalled: plus(row.recalled, amount) });
    const { spendingId, description, document } = event.data;
    const spending = { spendingId, amount, description, document, at: new Date(event.recordedAt).toISOString() };
    return standing({ ...row, shown: plus(row.shown, amount), spendings: [...row.spendings, spending] });
  },
  index: { poolId: 'text', unit: 'text', open: 'text', allocatedAt: 'time' },
});

function allocated({
  stream,
  data: { allocationId, unit, description, amount },
  recordedAt,
}: Extract<RecordedEvent<UseEvent>, { type: 'OperationalUseAllocated' }>): OperationalUse {
  const nothing = money(amount.currency, 0);
  return {
    allocationId,
    poolId: poolIdOf(stream),
    unit,
    description,
    amount,
    shown: nothing,
    recalled: nothing,
    left: amount,
    open: 'yes',
    spendings: [],
    allocatedAt: new Date(recordedAt).toISOString(),
  };
}

const plus = (one: Money, other: Money): Money => money(one.currency, minorUnits(one) + minorUnits(other));

function standing(row: OperationalUse): OperationalUse {
  const left = minorUnits(row.amount) - minorUnits(row.shown) - minorUnits(row.recalled);
  return { ...row, left: money(row.amount.currency, left), open: left > 0n ? 'yes' : 'no' };
}

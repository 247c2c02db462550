/** Pools of confiscated assets' money: who gets what share of proceeds, what is set aside, paid and owed, and books that come to zero. */
import type { Capability, RunnableProcess } from '#libs/event-sourcing';
import { poolBalance } from './pool-balance.ts';
import { poolEvents, poolStream } from './pool-events.ts';
import { poolLedger } from './pool-ledger.ts';
import { operationalUses } from './operational-uses.ts';
import { pool } from './pool.ts';
import { type ExpireReservationOf, reservationExpiry } from './reservation-expiry.ts';

export { PoolsModule } from './pools.module.ts';
export * from './distribution-rule.ts';
export * from './pool-events.ts';
export * from './pool-totals.ts';
export { ruleFor } from './pool-rules.ts';
export { pool } from './pool.ts';
export type { PoolCommand } from './pool-commands.ts';
export * from './postings.ts';
export { poolBalance, type PoolBalance } from './pool-balance.ts';
export { poolLedger, type LedgerEntry } from './pool-ledger.ts';
export { type OperationalUse, operationalUses } from './operational-uses.ts';
export { requirePaying } from './pool-rules.ts';
export { reservationExpiry } from './reservation-expiry.ts';

const expiry: RunnableProcess<ExpireReservationOf> = {
  process: reservationExpiry,
  carryOut: (aggregates, { type, data: { poolId, reservationId } }, context) =>
    aggregates.handle(pool, poolStream(poolId), { type, data: { reservationId } }, context),
};

/** What the programs run of this room. */
export const pools: Capability = { events: poolEvents, projections: [poolBalance, poolLedger, operationalUses], processes: [expiry] };

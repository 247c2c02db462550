import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import type { RecoveryCommand } from './reward-recovery.ts';

/** Puts back what comes back of a reward: into the pool, and for the officer against whose caps it counted. */
export async function putBack(aggregates: AggregateStore, command: RecoveryCommand, context: CommandContext): Promise<void> {
  switch (command.type) {
    case 'CreditRecovery': {
      const { poolId, ...data } = command.data;
      await aggregates.handle(pool, poolStream(poolId), { type: 'CreditRecovery', data }, context);
      return;
    }
    case 'ReverseSpending': {
      const { poolId, ...data } = command.data;
      await aggregates.handle(pool, poolStream(poolId), { type: 'ReverseSpending', data }, context);
      return;
    }
    case 'ReleaseCap': {
      const { officerId, ...data } = command.data;
      await aggregates.handle(officer, officerStream(officerId), { type: 'ReleaseCap', data }, context);
    }
  }
}

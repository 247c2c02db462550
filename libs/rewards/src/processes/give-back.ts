import { type AggregateStore, type CommandContext, deriveUuid, RuleBroken } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { each, part, unlessUnknown } from './command-parts.ts';
import type { Decided } from './reward-grant.ts';

/** Gives back to the pool and to every officer what was set aside or spent for a round that granted nothing. */
export async function giveBack(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const reason = `Proposal ${decided.round} of reward ${decided.rewardId} was not granted`;
  await each(
    [
      () => giveBackFunds(aggregates, decided, reason, context),
      ...decided.caps.map(({ officerId, capId }) => () => {
        const release = { type: 'ReleaseCap', data: { capId, reason } } as const;
        return unlessUnknown(aggregates.handle(officer, officerStream(officerId), release, part(context, 'cap', capId)));
      }),
    ],
    (give) => give(),
  );
}

/** What is set aside is released; what was drawn already is reversed in the books. */
async function giveBackFunds(aggregates: AggregateStore, decided: Decided, reason: string, context: CommandContext): Promise<void> {
  const { rewardId, poolId, reservationId, amount } = decided;
  const release = { type: 'ReleaseReservation', data: { reservationId, reason } } as const;
  try {
    await unlessUnknown(aggregates.handle(pool, poolStream(poolId), release, part(context, 'release')));
  } catch (refusal) {
    if (!(refusal instanceof RuleBroken) || refusal.code !== 'reservation.spent') throw refusal;
    const reversal = { reversalId: deriveUuid('returned', reservationId), reference: rewardId, amount, reason };
    await aggregates.handle(pool, poolStream(poolId), { type: 'ReverseSpending', data: reversal }, part(context, 'reverse'));
  }
}

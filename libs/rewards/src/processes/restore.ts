import type { AggregateStore, CommandContext } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import { reward } from '../reward/reward.ts';
import { rewardStream } from '../reward/reward-events.ts';
import { requireKnown } from '../reward/rules/due.ts';
import { whyReversed } from '../reward/rules/reversals.ts';
import { part } from './command-parts.ts';
import type { RestorationCommand } from './reward-restoration.ts';

/** Reverses a clawback, has the pool give again what is due again, and counts it against the officers' caps again. */
export async function restore(aggregates: AggregateStore, command: RestorationCommand, context: CommandContext): Promise<void> {
  switch (command.type) {
    case 'ReverseClawback': {
      const stream = rewardStream(command.data.rewardId);
      const { state } = await aggregates.load(reward, stream);
      requireKnown(state);
      // Most assessments undo nothing, and are no refusal.
      if (whyReversed(state) !== undefined) await aggregates.handle(reward, stream, { type: 'ReverseClawback', data: {} }, context);
      return;
    }
    case 'DrawRestoration': {
      const { rewardId, reversalId, poolId, amount, reservationId, expiresAt } = command.data;
      const reservation = { reservationId, amount, purpose: 'reward', reference: rewardId, expiresAt } as const;
      await aggregates.handle(pool, poolStream(poolId), { type: 'ReserveFunds', data: reservation }, part(context, 'funds'));
      const spending = { type: 'ConsumeReservation', data: { reservationId, amount } } as const;
      await aggregates.handle(pool, poolStream(poolId), spending, part(context, 'spending'));
      const funded = { type: 'FundRestoration', data: { reversalId, reservationId } } as const;
      await aggregates.handle(reward, rewardStream(rewardId), funded, part(context, 'reward'));
      return;
    }
    case 'CountAgain': {
      const { officerId, capId, rewardId, amount } = command.data;
      const stream = officerStream(officerId);
      // It counted before, whatever the officer was granted or became since: no limit and no suspension stands against that.
      const reserve = { type: 'ReserveCap', data: { capId, rewardId, amount, limits: {}, again: true } } as const;
      await aggregates.handle(officer, stream, reserve, part(context, 'reserve'));
      await aggregates.handle(officer, stream, { type: 'ConsumeCap', data: { capId } }, part(context, 'consume'));
    }
  }
}

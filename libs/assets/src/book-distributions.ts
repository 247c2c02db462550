import { deriveUuid, type RunnableProcess } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { asset } from './asset.ts';
import { assetStream } from './asset-events.ts';
import { owedOf, priceOwedOf, saleOf } from './asset-proceeds.ts';
import { groundsToGiveBack, weighs } from './asset-title.ts';
import { type SettlementCommand, settlementDistribution } from './settlement-distribution.ts';

/** Carries out what `settlementDistribution` asks for, in the books of the pools. */
export const runnableSettlementDistribution: RunnableProcess<SettlementCommand> = {
  process: settlementDistribution,
  async carryOut(aggregates, { type, data }, context) {
    if (type === 'CreditDistribution') {
      const { assetId, distributionId, poolId, amount, settledAt } = data;
      const command = { type: 'CreditProceeds', data: { settlementId: distributionId, assetId, proceeds: amount, settledAt } } as const;
      await aggregates.handle(pool, poolStream(poolId), command, { ...context, occurredAt: settledAt });
      return;
    }
    // What the asset says now counts, not what was heard of it: a late report may have changed it again.
    const { assetId } = data;
    const { state } = await aggregates.load(asset, assetStream(assetId));
    const standing = saleOf(state);
    // One person's word that somebody else is entitled holds the asset up; that the pool owes takes another's.
    const grounds = groundsToGiveBack(state);
    const isCarriedOut = grounds.length === 0 || grounds.some(weighs);
    for (const sale of state.sales) {
      const owed = sale === standing ? (isCarriedOut ? owedOf(state) : undefined) : priceOwedOf(sale, state);
      for (const { distributionId, poolId, amount } of owed === undefined ? [] : sale.distributions) {
        const liability = {
          liabilityId: deriveUuid('distribution-owed', distributionId),
          amount,
          creditor: `Who is entitled to asset ${assetId}`,
          reason: 'Proceeds were distributed that are to be given back',
        };
        const commandId = deriveUuid(context.commandId, distributionId);
        await aggregates.handle(pool, poolStream(poolId), { type: 'RecogniseLiability', data: liability }, { ...context, commandId });
      }
    }
  },
};

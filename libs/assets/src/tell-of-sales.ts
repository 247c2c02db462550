import type { RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { formatMoney } from '#libs/vocabulary';
import { asset } from './asset.ts';
import { assetStream } from './asset-events.ts';
import { heldUpSales, type TellOfSale } from './held-up-sales.ts';

/** Raises the leads that `heldUpSales` asks for, about the asset and the case that it came up in. */
export const runnableHeldUpSales: RunnableProcess<TellOfSale> = {
  process: heldUpSales,
  async carryOut(aggregates, told, context) {
    const { assetId, ground } = told.data;
    const { state } = await aggregates.load(asset, assetStream(assetId));
    const caseId = state.identified?.caseId;
    const about = [{ of: 'asset' as const, id: assetId }, ...(caseId === undefined ? [] : [{ of: 'case' as const, id: caseId }])];
    await raiseLead(aggregates, { ...found(told), about, restsOn: [ground] }, context);
  },
};

function found({ type, data }: TellOfSale) {
  return type === 'TellOfSale'
    ? {
        kind: 'sale-held-up' as const,
        subject: data.saleId,
        sentence: `The sale of asset ${data.assetId} is held up: ${data.heldUp.join(', ')}`,
      }
    : {
        kind: 'interest-over-ceiling' as const,
        subject: data.interestId,
        sentence: `The ${formatMoney(data.amount)} recorded as interest on the sale of asset ${data.assetId} are more than a bank gives in that time`,
      };
}

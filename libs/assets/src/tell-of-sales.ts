import type { RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { asset } from './asset.ts';
import { assetStream } from './asset-events.ts';
import { heldUpSales, type TellOfSale } from './held-up-sales.ts';

/** Raises the lead that `heldUpSales` asks for, about the asset and the case that it came up in. */
export const runnableHeldUpSales: RunnableProcess<TellOfSale> = {
  process: heldUpSales,
  async carryOut(aggregates, { data: { assetId, saleId, heldUp, ground } }, context) {
    const { state } = await aggregates.load(asset, assetStream(assetId));
    const caseId = state.identified?.caseId;
    const lead = {
      kind: 'sale-held-up' as const,
      subject: saleId,
      sentence: `The sale of asset ${assetId} is held up: ${heldUp.join(', ')}`,
      about: [{ of: 'asset' as const, id: assetId }, ...(caseId === undefined ? [] : [{ of: 'case' as const, id: caseId }])],
      restsOn: [ground],
    };
    await raiseLead(aggregates, lead, context);
  },
};

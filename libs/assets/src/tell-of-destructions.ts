import type { RunnableProcess } from '#libs/event-sourcing';
import { raiseLead } from '#libs/integrity';
import { asset } from './asset.ts';
import { assetStream } from './asset-events.ts';
import { type TellOfDestruction, unattestedDestructions } from './unattested-destructions.ts';

/** Raises the lead that `unattestedDestructions` asks for: one of each destroyed asset. */
export const runnableUnattestedDestructions: RunnableProcess<TellOfDestruction> = {
  process: unattestedDestructions,
  async carryOut(aggregates, { data: { assetId, witnesses, ground } }, context) {
    const { state } = await aggregates.load(asset, assetStream(assetId));
    const caseId = state.identified?.caseId;
    const finding = {
      kind: 'destruction-unattested' as const,
      subject: assetId,
      sentence: `The destruction of asset ${assetId} is not attested by those whom it names as witnesses: ${witnesses.join(', ')}`,
      about: [{ of: 'asset' as const, id: assetId }, ...(caseId === undefined ? [] : [{ of: 'case' as const, id: caseId }])],
      restsOn: [ground],
    };
    await raiseLead(aggregates, finding, context);
  },
};

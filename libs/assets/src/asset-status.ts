import { isTaken, mustGiveBack, owedOf, proceedsOf, saleOf } from './asset-proceeds.ts';
import type { Asset } from './asset-standing.ts';
import { freezeInForce, givenBackAt, groundOf, isSince, ordersOf, orderStanding, titleOf } from './asset-title.ts';

// How far an asset has come, and what keeps it from disappearing meanwhile.

export const assetStatuses = [
  'identified',
  'freeze_requested',
  'frozen',
  'freeze_lapsed',
  'freeze_lifted',
  'seized',
  'confiscation_sought',
  'ordered',
  'on_appeal',
  'order_final',
  'reversed',
  'confiscated',
  'listed',
  'sold',
  'in_escrow',
  'settled',
  'distributed',
  'handed_over',
  'destroyed',
  'released',
  'restitution_owed',
  'restituted',
] as const;

/** How far an asset has come. One word: what secures it meanwhile is its `Hold`. */
export type AssetStatus = (typeof assetStatuses)[number];

export const holds = ['none', 'freeze_requested', 'frozen', 'freeze_lapsed', 'freeze_lifted', 'seized'] as const;

/** What keeps an asset from disappearing. A case may go on while nothing does: a freeze that lapses during an appeal leaves `on_appeal` with `freeze_lapsed`. */
export type Hold = (typeof holds)[number];

/** How the asset left the hands of the authority; undefined while it is there, or was never given back for good. */
export function leftAs(asset: Asset): 'sold' | 'handed_over' | 'destroyed' | 'released' | 'restituted' | undefined {
  if (saleOf(asset) !== undefined) return 'sold';
  if (Number.isFinite(givenBackAt(asset)) && !isTakenUpAgain(asset))
    return asset.releases.some(({ decision }) => Date.parse(decision.decidedAt) === givenBackAt(asset)) ? 'released' : 'restituted';
  if (asset.destroyed !== undefined) return 'destroyed';
  if (asset.handedOver !== undefined && isSince(asset, asset.handedOver.handedOverAt)) return 'handed_over';
  return undefined;
}

/** Something was ordered or done on it since it was given back. */
function isTakenUpAgain(asset: Asset): boolean {
  return (
    legalHold(asset) !== 'none' ||
    asset.sought.some(({ soughtAt }) => isSince(asset, soughtAt)) ||
    ordersOf(asset).length > 0 ||
    isTaken(asset)
  );
}

/** What keeps the asset from disappearing now. */
export function holdOf(asset: Asset): Hold {
  return leftAs(asset) === undefined ? legalHold(asset) : 'none';
}

function legalHold(asset: Asset): Hold {
  if (asset.seizures.some(({ seizedAt }) => isSince(asset, seizedAt))) return 'seized';
  const freezes = asset.freezes.filter(({ frozenAt, renewals }) => {
    const begun = frozenAt ?? renewals[0]?.decidedAt;
    return begun !== undefined && isSince(asset, begun);
  });
  if (freezes.some(freezeInForce)) return 'frozen';
  if (freezes.some(({ lapsedAt, liftedAt }) => lapsedAt !== undefined && liftedAt === undefined)) return 'freeze_lapsed';
  if (freezes.length > 0) return 'freeze_lifted';
  return asset.freezeRequests.some(({ requestedAt }) => isSince(asset, requestedAt)) ? 'freeze_requested' : 'none';
}

/** How far the asset has come. */
export function statusOf(asset: Asset): AssetStatus {
  if (mustGiveBack(asset)) return owedOf(asset) === undefined ? 'restituted' : 'restitution_owed';
  const left = leftAs(asset);
  const sale = saleOf(asset);
  if (left !== undefined && sale === undefined) return left;
  if (sale !== undefined) {
    const proceeds = proceedsOf(sale, asset);
    if (proceeds === 'distributed') return 'distributed';
    if (proceeds === 'awaited' || proceeds === 'held_up') return 'sold';
    return proceeds === 'escrow' ? 'in_escrow' : 'settled';
  }
  const title = titleOf(asset);
  if (asset.listing !== null && groundOf(asset) !== undefined) return 'listed';
  if (title?.standing === 'final') return 'confiscated';
  const standings = new Set(ordersOf(asset).map(orderStanding));
  if (standings.has('final')) return 'order_final';
  if (standings.has('on_appeal')) return 'on_appeal';
  if (standings.has('ordered') || standings.has('final_unreported')) return 'ordered';
  if (standings.has('reversed')) return 'reversed';
  if (asset.sought.some(({ soughtAt }) => isSince(asset, soughtAt))) return 'confiscation_sought';
  const hold = legalHold(asset);
  return hold === 'none' ? 'identified' : hold;
}

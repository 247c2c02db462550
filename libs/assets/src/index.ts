/** Assets: frozen, seized, confiscated, sold, given back; how each stands, and everything that was recorded on it. */
import type { Capability } from '#libs/event-sourcing';
import { assetEvents } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { assetTimeline } from './asset-timeline.ts';
import { runnableSettlementDistribution } from './book-distributions.ts';
import { runnableFreezeExpiry } from './freeze-expiry.ts';
import { runnableHeldUpSales } from './tell-of-sales.ts';

export { AssetsModule } from './assets.module.ts';
export { asset } from './asset.ts';
export { type AssetPart, assetPartTable } from './asset-parts.ts';
export type { AssetCommand } from './asset-commands.ts';
export * from './asset-events.ts';
export type { Asset } from './asset-standing.ts';
export { type AssetStatus, assetStatuses, type Hold, holds, statusOf } from './asset-status.ts';
export { assetRegister, type AssetRow, type SaleStatus } from './asset-register.ts';
export { assetTimeline, type AssetTimelineEntry } from './asset-timeline.ts';
export { DisposalPolicies, type DisposalPolicy } from './disposal-policy.ts';
export { freezeExpiry } from './freeze-expiry.ts';
export { heldUpSales } from './held-up-sales.ts';
export type { SaleHoldUp } from './asset-defects.ts';
export { settlementDistribution } from './settlement-distribution.ts';

/** What the programs run of this room. */
export const assets: Capability = {
  events: assetEvents,
  projections: [assetRegister],
  timelines: [assetTimeline],
  processes: [runnableFreezeExpiry, runnableSettlementDistribution, runnableHeldUpSales],
};

import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import type { AssetStreamEvent } from './asset-events.ts';

/** One line of an asset's history. */
export type AssetTimelineEntry = TimelineEntry<AssetStreamEvent, 'assetId'> & { readonly assetId: Id };

/** One line an event of an asset. */
export const assetTimeline = timeline<AssetStreamEvent, 'asset'>({
  kind: 'asset',
  lateAfterMs: LATE_AFTER_MS,
});

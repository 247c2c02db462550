import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { assetEventTypes, type AssetStreamEvent } from './asset-events.ts';

/** One line of an asset's history. */
export type AssetTimelineEntry = TimelineEntry<AssetStreamEvent, 'assetId'> & { readonly assetId: Id };

/** One row an event of an asset. */
export const assetTimeline = timeline<AssetStreamEvent, 'asset'>({
  kind: 'asset',
  version: 2,
  handles: assetEventTypes,
  lateAfterMs: LATE_AFTER_MS,
});

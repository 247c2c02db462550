import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { LATE_AFTER_MS } from '#libs/vocabulary';
import { type AssetEvent, assetEventTypes, assetIdOf, assetStream } from './asset-events.ts';

/** One line of an asset's history. */
export type AssetTimelineEntry = TimelineEntry<AssetEvent, 'assetId'>;

/** One row an event of an asset. */
export const assetTimeline = timeline<AssetEvent, 'assetId'>({
  name: 'asset-timeline',
  version: 1,
  handles: assetEventTypes,
  idField: 'assetId',
  idOf: assetIdOf,
  streamOf: assetStream,
  lateAfterMs: LATE_AFTER_MS,
});

import { timeline, type TimelineEntry } from '#libs/event-sourcing';
import { type Id, LATE_AFTER_MS } from '#libs/vocabulary';
import { type CampaignEvent, campaignEventTypes } from './campaign.ts';

/** One line of a campaign's history. */
export type CampaignTimelineEntry = TimelineEntry<CampaignEvent, 'campaignId'> & { readonly campaignId: Id };

/** One row an event of a campaign. */
export const campaignTimeline = timeline<CampaignEvent, 'campaign'>({
  kind: 'campaign',
  version: 2,
  handles: campaignEventTypes,
  lateAfterMs: LATE_AFTER_MS,
  discloses: 'open',
});

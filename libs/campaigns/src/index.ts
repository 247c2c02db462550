/** Campaigns: announced, extended, closed; what was done in them, counted live, beside the figures that others published. */
import type { Capability } from '#libs/event-sourcing';
import { activity } from './activity.ts';
import { campaignEvents } from './campaign.ts';
import { campaignPage } from './campaign-page.ts';
import { campaignTimeline } from './campaign-timeline.ts';

export { CampaignsModule } from './campaigns.module.ts';
export * from './campaign.ts';
export { activity, type ActivityRow } from './activity.ts';
export { type Board, boardOf, type ComparedFigure, type Counts } from './board.ts';
export { campaignPage, type CampaignPage } from './campaign-page.ts';
export { campaignTimeline, type CampaignTimelineEntry } from './campaign-timeline.ts';

/** What the programs run of this room. */
export const campaigns: Capability = {
  events: campaignEvents,
  projections: [campaignPage, activity],
  timelines: [campaignTimeline],
  processes: [],
};

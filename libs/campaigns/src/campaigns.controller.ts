import { Controller, Query } from '@nestjs/common';
import { CurrentIdentity, type Identity } from '#libs/access';
import { AfterQuery, type ListAnswer, listAnswer, PageQuery, PathId, QueryRoute, type RowAnswer, rowAnswer, linesAsked } from '#libs/http';
import { ViewsFor } from '#libs/need-to-know';
import { type Board, boardOf } from './board.ts';
import { campaignPage, type CampaignPage } from './campaign-page.ts';
import { campaignTimeline, type CampaignTimelineEntry } from './campaign-timeline.ts';
import { ListCampaignsQuery } from './list-campaigns.ts';
import { readActivity } from './read-activity.ts';

// Counts and no names: everybody but the laboratory, which is not to know what its results count for, and administrators.
const READERS = [
  'investigator',
  'unit-head',
  'custodian',
  'legal-officer',
  'committee-member',
  'finance-officer',
  'integrity-officer',
  'auditor',
] as const;

/** Campaigns: announced, extended, closed; what was done in them, and what was said of that. */
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(private readonly views: ViewsFor) {}

  @QueryRoute({ roles: READERS, summary: 'List campaigns' })
  async list(@Query() query: ListCampaignsQuery, @CurrentIdentity() identity: Identity): Promise<ListAnswer<CampaignPage>> {
    return listAnswer(await this.views.of(identity).query(campaignPage, ListCampaignsQuery.rows(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a campaign as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<CampaignPage>> {
    return rowAnswer(await this.views.of(identity).get(campaignPage, id, query), 'campaign');
  }

  @QueryRoute({
    path: ':id/board',
    roles: READERS,
    summary: 'Count what was done in a campaign',
    description:
      'Arrests, suspects by their part, seizures and their weight in the days of the campaign, by agency, province and week, from the facts as now known: a correction moves what it corrects to where it belongs. The weight seized stands beside the arrests so that both are seen; counts of arrests are never an input to a reward. What two cases record of one operation counts in both.',
  })
  async board(@PathId() id: string, @Query() query: AfterQuery, @CurrentIdentity() identity: Identity): Promise<RowAnswer<Board>> {
    const found = await this.views.of(identity).get(campaignPage, id, query);
    const page = rowAnswer(found, 'campaign');
    const { rows, position } = await readActivity(this.views.of(identity), page, query);
    return { ...boardOf(page, rows), position: String(Math.min(position, found.position)) };
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a campaign',
    description: 'In the order it was recorded.',
  })
  async timeline(
    @PathId() id: string,
    @Query() query: PageQuery,
    @CurrentIdentity() identity: Identity,
  ): Promise<ListAnswer<CampaignTimelineEntry>> {
    return listAnswer(await this.views.of(identity).lines(campaignTimeline, id, linesAsked(query), query));
  }
}

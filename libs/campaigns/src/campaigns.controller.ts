import { Body, Controller, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, Views } from '#libs/event-sourcing';
import {
  AfterQuery,
  type CommandOutcome,
  CommandRoute,
  Context,
  listAnswer,
  type ListAnswer,
  PageQuery,
  PathId,
  QueryRoute,
  rowAnswer,
} from '#libs/http';
import { ActOnCampaign } from './act-on-campaign.ts';
import { type Board, boardOf } from './board.ts';
import { CloseCampaignBody, ExtendCampaignBody, LaunchCampaignBody, PublishFigureBody } from './bodies.ts';
import { campaignPage, type CampaignPage } from './campaign-page.ts';
import { campaignTimeline, type CampaignTimelineEntry } from './campaign-timeline.ts';
import { ListCampaignsQuery, rowsOf } from './list-campaigns.ts';
import { readActivity } from './read-activity.ts';

// Who directs the work and who decides on rewards answer for a campaign and for the figures told of it. Those who follow the law, watch or operate do not.
const WRITERS = ['unit-head', 'committee-member'] as const;
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
  constructor(
    private readonly commands: CommandBus,
    private readonly views: Views,
  ) {}

  @CommandRoute({ roles: WRITERS, summary: 'Launch a campaign', created: true })
  launch(@Body() body: LaunchCampaignBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const command = { type: 'LaunchCampaign', data: body } as const;
    return this.commands.execute(new ActOnCampaign(deriveUuid('campaign', context.commandId), command, context));
  }

  @CommandRoute({ path: ':id/extend', roles: WRITERS, summary: 'Extend a campaign' })
  extend(@PathId() id: string, @Body() body: ExtendCampaignBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ActOnCampaign(id, { type: 'ExtendCampaign', data: body }, context));
  }

  @CommandRoute({
    path: ':id/publish-figure',
    roles: WRITERS,
    summary: 'Record a figure that was published about a campaign',
    description:
      'A fact, whatever it says and however the campaign stands. Figures that contradict each other are all kept, each beside our own count. Answers with the id of the figure.',
  })
  publishFigure(@PathId() id: string, @Body() body: PublishFigureBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    const figureId = deriveUuid('figure', id, context.commandId);
    return this.commands.execute(new ActOnCampaign(id, { type: 'PublishFigure', data: identified(body, figureId) }, context, figureId));
  }

  @CommandRoute({
    path: ':id/close',
    roles: WRITERS,
    summary: 'Close a campaign',
    description: 'Before its last day, it counts until the day it was closed. Facts of its days that are reported later still count.',
  })
  close(@PathId() id: string, @Body() body: CloseCampaignBody, @Context() context: CommandContext): Promise<CommandOutcome> {
    return this.commands.execute(new ActOnCampaign(id, { type: 'CloseCampaign', data: body }, context));
  }

  @QueryRoute({ roles: READERS, summary: 'List campaigns' })
  async list(@Query() query: ListCampaignsQuery): Promise<ListAnswer<CampaignPage>> {
    return listAnswer(await this.views.query(campaignPage, rowsOf(query), query));
  }

  @QueryRoute({ path: ':id', roles: READERS, summary: 'Show a campaign as it stands' })
  async show(@PathId() id: string, @Query() query: AfterQuery): Promise<CampaignPage> {
    return rowAnswer(await this.views.get(campaignPage, id, query), 'campaign');
  }

  @QueryRoute({
    path: ':id/board',
    roles: READERS,
    summary: 'Count what was done in a campaign',
    description:
      'Arrests, suspects by their part, seizures and their weight in the days of the campaign, by agency, province and week, from the facts as now known: a correction moves what it corrects to where it belongs. The weight seized stands beside the arrests so that both are seen; counts of arrests are never an input to a reward. What two cases record of one operation counts in both.',
  })
  async board(@PathId() id: string, @Query() query: AfterQuery): Promise<Board & { readonly position: string }> {
    const found = await this.views.get(campaignPage, id, query);
    const page = rowAnswer(found, 'campaign');
    const { rows, position } = await readActivity(this.views, page, query);
    return { ...boardOf(page, rows), position: String(Math.min(position, found.position)) };
  }

  @QueryRoute({
    path: ':id/timeline',
    roles: READERS,
    summary: 'Show everything recorded on a campaign',
    description: 'In the order it was recorded.',
  })
  async timeline(@PathId() id: string, @Query() query: PageQuery): Promise<ListAnswer<CampaignTimelineEntry>> {
    const { limit = 100, cursor } = query;
    const rows = { where: { campaignId: { is: id } }, sort: [{ field: 'revision' }], limit, ...(cursor !== undefined && { cursor }) };
    return listAnswer(await this.views.query(campaignTimeline, rows, query));
  }
}

function identified<Figure extends object>(figure: Figure, figureId: string): Figure & { readonly figureId: string } {
  return { ...figure, figureId };
}

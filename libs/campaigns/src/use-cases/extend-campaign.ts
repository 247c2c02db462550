import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsCalendarDate, IsText, PassedOn } from '#libs/http';
import { campaign, campaignStream } from '../campaign.ts';
import { WRITERS } from './writers.ts';

export class ExtendCampaignBody {
  static readonly example = { until: '2026-08-31', reason: 'Two networks are still being followed' };

  @Describe('The last day from now on, later than the present one')
  @IsCalendarDate()
  until!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class ExtendCampaign extends CommandAt('v1/campaigns/:id/extend', {
  body: ExtendCampaignBody,
  roles: WRITERS,
  summary: 'Extend a campaign',
}) {}

@CommandHandler(ExtendCampaign)
export class ExtendCampaignHandler extends PassedOn(ExtendCampaign, campaign, campaignStream, 'ExtendCampaign') {}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsInstant, IsText, Optional, PassedOn } from '#libs/http';
import { campaign, campaignStream } from '../campaign.ts';
import { WRITERS } from './writers.ts';

export class CloseCampaignBody {
  static readonly example = { closedAt: '2026-06-30T17:00:00+07:00', reason: 'It has reached its last day' };

  @Describe('When it was closed, if not just now')
  @Optional()
  @IsInstant()
  closedAt?: string;

  @IsText(1, 2000)
  reason!: string;
}

export class CloseCampaign extends CommandAt('v1/campaigns/:id/close', {
  body: CloseCampaignBody,
  roles: WRITERS,
  summary: 'Close a campaign',
  description: 'Before its last day, it counts until the day it was closed. Facts of its days that are reported later still count.',
}) {}

@CommandHandler(CloseCampaign)
export class CloseCampaignHandler extends PassedOn(CloseCampaign, campaign, campaignStream, 'CloseCampaign', {
  happenedAt: ({ closedAt }) => closedAt,
}) {}

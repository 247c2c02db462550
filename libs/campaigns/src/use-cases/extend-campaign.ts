import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsCalendarDate, IsText } from '#libs/http';
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
export class ExtendCampaignHandler extends Handler<ExtendCampaign> {
  execute({ path: { id }, body, context }: ExtendCampaign): Promise<CommandOutcome> {
    return this.handle(campaign, campaignStream(id), { type: 'ExtendCampaign', data: body }, context);
  }
}

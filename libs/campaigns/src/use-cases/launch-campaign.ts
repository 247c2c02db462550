import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsLocalizedText, IsProvince } from '#libs/bodies';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsCalendarDate, IsText, Optional } from '#libs/http';
import { agencies, type Agency, type LocalizedText, substances, type Substance } from '#libs/vocabulary';
import { campaign, campaignStream } from '../campaign.ts';
import { WRITERS } from './writers.ts';

export class LaunchCampaignBody {
  static readonly example = {
    name: { en: 'Six months against drugs', km: 'យុទ្ធនាការប្រឆាំងគ្រឿងញៀន ៦ ខែ' },
    from: '2026-01-01',
    until: '2026-06-30',
    agencies: ['police', 'military-police'],
    legalInstrument: 'Instruction 3 of 2026',
    target: { en: 'Those who organise and finance, not those who carry' },
  };

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The first day')
  @IsCalendarDate()
  from!: string;

  @Describe('The last day, at most 1000 days later')
  @IsCalendarDate()
  until!: string;

  @Describe('Whose work counts; everybody’s, if it is left out')
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(agencies.length)
  @ArrayUnique()
  @IsIn(agencies, { each: true })
  agencies?: Agency[];

  @Describe('Where it counts; everywhere, if it is left out')
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(25)
  @ArrayUnique()
  @IsProvince({ each: true })
  provinces?: string[];

  @Describe('Which seizures count; all of them, if it is left out. Arrests and suspects are not told apart by substance')
  @Optional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(substances.length)
  @ArrayUnique()
  @IsIn(substances, { each: true })
  substances?: Substance[];

  @Describe('What it rests on')
  @Optional()
  @IsText(1, 300)
  legalInstrument?: string;

  @Describe('What it is for, in words: a campaign is not measured against a number of arrests')
  @IsLocalizedText(2000)
  target!: LocalizedText;
}

export class LaunchCampaign extends CommandAt('v1/campaigns', {
  body: LaunchCampaignBody,
  roles: WRITERS,
  summary: 'Launch a campaign',
  created: true,
}) {}

@CommandHandler(LaunchCampaign)
export class LaunchCampaignHandler extends Handler<LaunchCampaign> {
  execute({ body, context }: LaunchCampaign): Promise<CommandOutcome> {
    const id = deriveUuid('campaign', context.commandId);
    const { legalInstrument } = body;
    return this.handle(campaign, campaignStream(id), { type: 'LaunchCampaign', data: body }, context, defined({ legalInstrument }));
  }
}

import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsLocalizedText, IsProvince } from '#libs/bodies';
import { Describe, IsCalendarDate, IsInstant, IsText, Optional } from '#libs/http';
import { agencies, type Agency, type LocalizedText, substances, type Substance } from '#libs/vocabulary';
import { type FigureKind, figureKinds } from './campaign.ts';

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

export class ExtendCampaignBody {
  static readonly example = { until: '2026-08-31', reason: 'Two networks are still being followed' };

  @Describe('The last day from now on, later than the present one')
  @IsCalendarDate()
  until!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class PublishFigureBody {
  static readonly example = {
    what: 'arrests',
    value: 6_300,
    asOf: '2026-06-30',
    definition: 'Persons brought before a court, nearly',
    source: 'Ministry of the Interior, press conference of 3 July 2026',
  };

  @Describe('`seized-mg` is gross weight in milligrams, `cases` are cases opened')
  @IsIn(figureKinds)
  what!: FigureKind;

  @Describe('Of seizures and their weight: of this substance alone')
  @Optional()
  @IsIn(substances)
  substance?: Substance;

  @Describe('As it was published: a count, or milligrams')
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  value!: number;

  @Describe('The last day it counts')
  @IsCalendarDate()
  asOf!: string;

  @Describe('What was counted, in the words of who published it')
  @IsText(1, 2000)
  definition!: string;

  @Describe('Who published it, where and when')
  @IsText(1, 500)
  source!: string;
}

export class CloseCampaignBody {
  static readonly example = { closedAt: '2026-06-30T17:00:00+07:00', reason: 'It has reached its last day' };

  @Describe('When it was closed, if not just now')
  @Optional()
  @IsInstant()
  closedAt?: string;

  @IsText(1, 2000)
  reason!: string;
}

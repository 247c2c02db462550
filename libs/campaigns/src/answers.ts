import { ArrayMaxSize, IsArray, IsIn, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { Describe, IsCalendarDate, IsId, IsInstant, IsText, ListOf, Nested, Optional, RecordedAnswer } from '#libs/http';
import { agencies, type Agency, type LocalizedText, substances, type Substance } from '#libs/vocabulary';
import { neverInputToRewards } from './board.ts';
import { LaunchCampaignBody, PublishFigureBody } from './bodies.ts';

// What the pages of campaigns answer, for the API's description. The rows themselves are made by the projections.

export class FigureAnswer extends PublishFigureBody {
  static override readonly example = {
    ...PublishFigureBody.example,
    figureId: '5b0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    recordedBy: 'member-vanna',
    recordedAt: '2026-07-03T04:00:00.000Z',
  };

  @IsId()
  figureId!: string;

  @IsString()
  recordedBy!: string;

  @Describe('UTC')
  @IsInstant()
  recordedAt!: string;
}

export class ComparedFigureAnswer extends FigureAnswer {
  static override readonly example = { ...FigureAnswer.example, counted: 6_117, difference: 183 };

  @Describe('What we count ourselves until the end of the same day, by the facts as now known and within the campaign')
  @IsInt()
  counted!: number;

  @Describe('The published figure less our count')
  @IsInt()
  difference!: number;
}

export class ExtensionAnswer {
  @IsCalendarDate()
  until!: string;

  @IsText(1, 2000)
  reason!: string;

  @IsString()
  by!: string;

  @Describe('UTC')
  @IsInstant()
  recordedAt!: string;
}

export class ClosingAnswer {
  @IsInstant()
  closedAt!: string;

  @IsText(1, 2000)
  reason!: string;

  @IsString()
  by!: string;
}

export class CampaignAnswer extends LaunchCampaignBody {
  static override readonly example = {
    ...LaunchCampaignBody.example,
    campaignId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    status: 'launched',
    announcedUntil: '2026-06-30',
    launchedBy: 'member-vanna',
    extensions: [],
    figures: [FigureAnswer.example],
    updatedAt: '2026-07-03T04:00:00.000Z',
    revision: 1,
  };

  @IsId()
  campaignId!: string;

  @IsIn(['launched', 'closed'])
  status!: 'launched' | 'closed';

  @Describe('The last day as it was announced first')
  @IsCalendarDate()
  announcedUntil!: string;

  @IsString()
  launchedBy!: string;

  @ListOf(() => ExtensionAnswer, { max: 1000 })
  extensions!: ExtensionAnswer[];

  @Describe('All that were published, in the order they were recorded; none replaces another')
  @ListOf(() => FigureAnswer, { max: 10_000 })
  figures!: FigureAnswer[];

  @Optional()
  @Nested(() => ClosingAnswer)
  closed?: ClosingAnswer;

  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the campaign: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class SuspectCountsAnswer {
  @IsInt()
  @Min(0)
  lesser!: number;

  @IsInt()
  @Min(0)
  significant!: number;

  @IsInt()
  @Min(0)
  leading!: number;

  @Describe('Nobody has said yet what part they had')
  @IsInt()
  @Min(0)
  unknown!: number;
}

export class SubstanceCountsAnswer {
  @IsIn(substances)
  substance!: Substance;

  @IsInt()
  @Min(0)
  seizures!: number;

  @Describe('Gross milligrams as weighed in the field')
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  grossMg!: number;
}

export class CountsAnswer {
  @Describe('Cases opened')
  @IsInt()
  @Min(0)
  cases!: number;

  @Describe(
    'Arrests recorded. Never an input to a reward: no policy has a term that could read it. Who is arrested is a suspect, not a convict',
  )
  @IsInt()
  @Min(0)
  arrests!: number;

  @IsInt()
  @Min(0)
  seizures!: number;

  @Describe(
    'Gross milligrams as weighed in the field, corrections included; 2^53 - 1 also stands for more. A reward is measured by the laboratory',
  )
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  grossMg!: number;

  @ListOf(() => SubstanceCountsAnswer, { max: 8 })
  bySubstance!: SubstanceCountsAnswer[];

  @Describe('Suspects added, by the part they are taken to have had as of now')
  @Nested(() => SuspectCountsAnswer)
  suspects!: SuspectCountsAnswer;
}

const countedAgencies = [...agencies, 'unknown'] as const;

export class AgencyCountsAnswer extends CountsAnswer {
  @Describe('`unknown`: recorded before facts said their agency')
  @IsIn(countedAgencies)
  agency!: Agency | 'unknown';
}

export class ProvinceCountsAnswer extends CountsAnswer {
  @Describe('ISO 3166-2')
  @IsString()
  province!: string;
}

export class WeekCountsAnswer extends CountsAnswer {
  @Describe('By ISO 8601')
  @Matches(/^[0-9]{4}-W[0-9]{2}$/u)
  week!: string;

  @Describe('Its first day within the campaign')
  @IsCalendarDate()
  from!: string;

  @Describe('Its last day within the campaign')
  @IsCalendarDate()
  until!: string;
}

export class PeriodAnswer {
  @Describe('The first day counted')
  @IsCalendarDate()
  from!: string;

  @Describe('The last day counted; before the first one where the campaign was closed before it began')
  @IsCalendarDate()
  until!: string;
}

export class BoardAnswer {
  @IsId()
  campaignId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @IsIn(['launched', 'closed'])
  status!: 'launched' | 'closed';

  @IsLocalizedText(2000)
  target!: LocalizedText;

  @Optional()
  @IsArray()
  @ArrayMaxSize(agencies.length)
  @IsIn(agencies, { each: true })
  agencies?: Agency[];

  @Optional()
  @IsArray()
  @ArrayMaxSize(25)
  @IsString({ each: true })
  provinces?: string[];

  @Optional()
  @IsArray()
  @ArrayMaxSize(substances.length)
  @IsIn(substances, { each: true })
  substances?: Substance[];

  @Nested(() => PeriodAnswer)
  period!: PeriodAnswer;

  @Describe('Which of these counts no reward is ever made of')
  @IsArray()
  @ArrayMaxSize(10)
  @IsIn(neverInputToRewards, { each: true })
  neverInputToRewards!: string[];

  @Nested(() => CountsAnswer)
  totals!: CountsAnswer;

  @ListOf(() => AgencyCountsAnswer, { max: 10 })
  byAgency!: AgencyCountsAnswer[];

  @ListOf(() => ProvinceCountsAnswer, { max: 100 })
  byProvince!: ProvinceCountsAnswer[];

  @Describe('Weeks in which something counts')
  @ListOf(() => WeekCountsAnswer, { max: 200 })
  byWeek!: WeekCountsAnswer[];

  @Describe('Every figure that was published, beside our own count of the same thing until the same day')
  @ListOf(() => ComparedFigureAnswer, { max: 10_000 })
  figures!: ComparedFigureAnswer[];
}

export class CampaignTimelineEntryAnswer extends RecordedAnswer {
  @IsId()
  campaignId!: string;
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { CommandAt, Describe, IsCalendarDate, IsText, Optional, PassedOn } from '#libs/http';
import { substances, type Substance } from '#libs/vocabulary';
import { campaign, campaignStream, type FigureKind, figureKinds } from '../campaign.ts';
import { WRITERS } from './writers.ts';

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

export class PublishFigure extends CommandAt('v1/campaigns/:id/publish-figure', {
  body: PublishFigureBody,
  roles: WRITERS,
  summary: 'Record a figure that was published about a campaign',
  description:
    'A fact, whatever it says and however the campaign stands. Figures that contradict each other are all kept, each beside our own count. Answers with the id of the figure.',
}) {}

@CommandHandler(PublishFigure)
export class PublishFigureHandler extends PassedOn(PublishFigure, campaign, campaignStream, 'PublishFigure', {
  makes: { figureId: 'figure' },
  idLast: true,
}) {}

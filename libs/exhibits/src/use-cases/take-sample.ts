import { CommandHandler } from '@nestjs/cqrs';
import { IsBoolean } from 'class-validator';
import { IsMilligrams } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, IsText, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { RECEIVERS } from './hands.ts';

export class TakeSampleBody {
  static readonly example = {
    massMg: 5000,
    takenAt: '2026-03-04T09:00:00+07:00',
    purpose: 'Purity and reference',
    retained: true,
    sealNumber: 'KH-0002',
  };

  @Describe('Milligrams taken out')
  @IsMilligrams()
  massMg!: number;

  @IsInstant()
  takenAt!: string;

  @IsText(1, 500)
  purpose!: string;

  @Describe('Kept for another analysis, and when everything else is destroyed')
  @IsBoolean()
  retained!: boolean;

  @Describe('Of the seal put on afterwards')
  @IsText(1, 100)
  sealNumber!: string;
}

export class TakeSample extends CommandAt('v1/exhibits/:id/samples', {
  body: TakeSampleBody,
  roles: RECEIVERS,
  stated: true,
  summary: 'Record that a sample was taken',
  description: 'Under a new seal. What is weighed afterwards is expected to be less by it.',
}) {}

@CommandHandler(TakeSample)
export class TakeSampleHandler extends PassedOn(TakeSample, exhibit, exhibitStream, 'TakeSample', {
  happenedAt: ({ takenAt }) => takenAt,
  makes: { sampleId: 'sample' },
  idLast: true,
}) {}

import { CommandHandler } from '@nestjs/cqrs';
import { IsMilligrams } from '#libs/bodies';
import { CommandAt, Describe, IsInstant, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { HANDS } from './hands.ts';

export class WeighExhibitBody {
  static readonly example = { grossMg: 1_199_500, weighedAt: '2026-03-02T16:00:00+07:00' };

  @Describe('Weight with packaging and seal, in milligrams')
  @IsMilligrams({ zero: true })
  grossMg!: number;

  @IsInstant()
  weighedAt!: string;
}

export class WeighExhibit extends CommandAt('v1/exhibits/:id/weigh', {
  body: WeighExhibitBody,
  roles: HANDS,
  stated: true,
  summary: 'Record a weighing',
  description: 'More than 0.5 % and more than 1 g away from what it should weigh is recorded with `weight.drift`.',
}) {}

@CommandHandler(WeighExhibit)
export class WeighExhibitHandler extends PassedOn(WeighExhibit, exhibit, exhibitStream, 'WeighExhibit', {
  happenedAt: ({ weighedAt }) => weighedAt,
  makes: { weighingId: 'weighing' },
  idLast: true,
}) {}

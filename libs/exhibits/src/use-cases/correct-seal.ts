import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, Describe, IsText, PassedOn } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type SealCorrection } from '../exhibit-events.ts';
import { HANDS } from './hands.ts';

export class CorrectSealBody implements SealCorrection {
  static readonly example = { was: 'KH-0014', sealNumber: 'KH-0041', reason: 'Two digits were turned round when it was typed' };

  @Describe('The number as it was entered')
  @IsText(1, 100)
  was!: string;

  @Describe('The number that the seal says')
  @IsText(1, 100)
  sealNumber!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectSeal extends CommandAt('v1/exhibits/:id/correct-seal', {
  body: CorrectSealBody,
  roles: HANDS,
  confirmedBy: { roles: [...HANDS, 'unit-head'] },
  summary: 'Put right the number of a seal that was mistyped',
  description:
    'By who put that seal on; another person who has seen it confirms it. It is the same seal: one that is found broken or changed is a discrepancy. The right number is entered as used by this lot; the wrong one stays where it was until integrity releases it.',
}) {}

@CommandHandler(CorrectSeal)
export class CorrectSealHandler extends PassedOn(CorrectSeal, exhibit, exhibitStream, 'CorrectSeal') {}

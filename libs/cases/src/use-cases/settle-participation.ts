import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, IsId, IsText, Optional, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import type { Participating } from '../roster.ts';

export class SettleParticipationBody implements Participating {
  static readonly example = {
    officers: ['officer-lim'],
    tookPart: true,
    what: 'She drove the second car and stood at the door all night; the duty book of the unit says so',
    reference: 'Duty book 14/26, page 9',
  };

  @IsRegisterEntry({ each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @ArrayMaxSize(50)
  @IsArray()
  officers!: string[];

  @Describe('Whether they took part; who did decides nothing about a reward for it')
  @IsBoolean()
  tookPart!: boolean;

  @Describe('What they did, or how they came to be named although they were not there')
  @IsText(1, 2000, { lines: true })
  what!: string;

  @Describe('A document of the case that says so; this or a reference of who took part')
  @Optional()
  @IsId()
  documentId?: string;

  @Describe('The number of a paper that is kept elsewhere, where the case has no copy of it')
  @Optional()
  @IsText(1, 200)
  reference?: string;
}

export class SettleParticipation extends CommandAt('v1/cases/:id/settle-participation', {
  body: SettleParticipationBody,
  roles: ['unit-head', 'integrity-officer'],
  confirmedBy: { roles: ['unit-head', 'integrity-officer'] },
  summary: 'Say whether people took part of whom others have said so',
  description:
    'By the head of the unit that leads the case, or of one above, and an integrity officer, in whatever order; by none of those it is about. Who was assigned, or named in a seizure, a search or as first holder of an exhibit, by somebody else decides nothing about a reward for it until this says that they took no part; what they have done in it with their own hand is not undone. The share of who is on the roster and in no fact, or was assigned from another unit than the register has them in, is paid once this says what they did.',
}) {}

@CommandHandler(SettleParticipation)
export class SettleParticipationHandler extends PassedOn(SettleParticipation, caseFile, caseStream, 'SettleParticipation') {}

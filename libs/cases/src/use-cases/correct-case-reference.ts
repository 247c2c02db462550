import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class CorrectCaseReferenceBody {
  static readonly example = { reference: 'PP-2026-0117', reason: 'Two digits were exchanged' };

  @IsText(1, 100)
  reference!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectCaseReference extends CommandAt('v1/cases/:id/correct-reference', {
  body: CorrectCaseReferenceBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Correct the reference of a case that was mistyped',
  description:
    'The case uses the new number from now on. It has used the old one, too: that is released by two hands in the register of numbers, so that nobody gets out of a number that was used twice by taking another.',
}) {}

@CommandHandler(CorrectCaseReference)
export class CorrectCaseReferenceHandler extends PassedOn(CorrectCaseReference, caseFile, caseStream, 'CorrectCaseReference') {}

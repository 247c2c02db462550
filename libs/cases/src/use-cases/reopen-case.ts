import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, IsText, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class ReopenCaseBody {
  static readonly example = { reason: 'A witness came forward' };

  @IsText(1, 2000)
  reason!: string;
}

export class ReopenCase extends CommandAt('v1/cases/:id/reopen', {
  body: ReopenCaseBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Reopen a case',
}) {}

@CommandHandler(ReopenCase)
export class ReopenCaseHandler extends PassedOn(ReopenCase, caseFile, caseStream, 'ReopenCase') {}

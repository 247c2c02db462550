import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class ReopenCaseBody extends ReasonBody {
  static readonly example = { reason: 'A witness came forward' };
}

export class ReopenCase extends CommandAt('v1/cases/:id/reopen', {
  body: ReopenCaseBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Reopen a case',
}) {}

@CommandHandler(ReopenCase)
export class ReopenCaseHandler extends PassedOn(ReopenCase, caseFile, caseStream, 'ReopenCase') {}

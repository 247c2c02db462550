import { CommandHandler } from '@nestjs/cqrs';
import { ReasonBody } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class CloseCaseBody extends ReasonBody {
  static readonly example = { reason: 'No suspect could be found' };
}

export class CloseCase extends CommandAt('v1/cases/:id/close', {
  body: CloseCaseBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Close a case',
}) {}

@CommandHandler(CloseCase)
export class CloseCaseHandler extends PassedOn(CloseCase, caseFile, caseStream, 'CloseCase') {}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { SetsAside, SetStatementAsideBody } from '#libs/statements';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { KEEPERS } from './keepers.ts';

export class SetStatementAside extends CommandAt('v1/cases/:id/statements/:statementId/set-aside', {
  body: SetStatementAsideBody,
  roles: KEEPERS,
  summary: 'Set aside what somebody without a part in the case stated',
  description: 'By who could adopt it, with a reason. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(SetStatementAside)
export class SetStatementAsideHandler extends SetsAside(SetStatementAside, caseFile, caseStream) {}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { WithdrawStatementBody, Withdraws } from '#libs/statements';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WITNESSES } from './keepers.ts';

export class WithdrawStatement extends CommandAt('v1/cases/:id/statements/:statementId/withdraw', {
  body: WithdrawStatementBody,
  roles: WITNESSES,
  summary: 'Withdraw what you stated of a case',
  description: 'By who filed it, with a reason, before somebody with a part adopts it. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(WithdrawStatement)
export class WithdrawStatementHandler extends Withdraws(WithdrawStatement, caseFile, caseStream) {}

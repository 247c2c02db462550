import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt } from '#libs/http';
import { WithdrawStatementBody, Withdraws } from '#libs/statements';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { KEEPERS } from './hands.ts';

export class WithdrawExhibitStatement extends CommandAt('v1/exhibits/:id/statements/:statementId/withdraw', {
  body: WithdrawStatementBody,
  roles: KEEPERS,
  summary: 'Withdraw what you stated of an exhibit',
  description: 'By who filed it, with a reason, before somebody with a part adopts it. It stays recorded, and nothing follows from it.',
}) {}

@CommandHandler(WithdrawExhibitStatement)
export class WithdrawExhibitStatementHandler extends Withdraws(WithdrawExhibitStatement, exhibit, exhibitStream) {}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WithdrawalBody } from './court-papers.ts';

export class WithdrawVerdictBody extends WithdrawalBody {
  static readonly example = { reason: 'It is about somebody of the same name in another case' };
}

export class WithdrawVerdict extends CommandAt('v1/cases/:id/suspects/:suspectId/verdicts/:verdictId/withdraw', {
  body: WithdrawVerdictBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Withdraw a verdict that was entered by mistake',
  description:
    'Entered by one legal officer and confirmed by another. It stays recorded and counts no more; it can be entered again, and is then judged by what is on record by then.',
}) {}

@CommandHandler(WithdrawVerdict)
export class WithdrawVerdictHandler extends Handler<WithdrawVerdict> {
  execute({ path: { id, suspectId, verdictId }, body: { reason }, context }: WithdrawVerdict): Promise<CommandOutcome> {
    const command = { type: 'WithdrawVerdict', data: { suspectId, verdictId, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: verdictId });
  }
}

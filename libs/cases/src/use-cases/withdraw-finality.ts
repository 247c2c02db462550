import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WithdrawalBody } from './court-papers.ts';

export class WithdrawFinalityBody extends WithdrawalBody {
  static readonly example = { reason: 'The appeal had been lodged in time, with another court' };
}

export class WithdrawFinality extends CommandAt('v1/cases/:id/suspects/:suspectId/verdicts/:verdictId/finality/withdraw', {
  body: WithdrawFinalityBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Withdraw that a verdict became final',
  description: 'Entered by one legal officer and confirmed by another. The verdict stays, and is not final until that is recorded again.',
}) {}

@CommandHandler(WithdrawFinality)
export class WithdrawFinalityHandler extends Handler<WithdrawFinality> {
  execute({ path: { id, suspectId, verdictId }, body: { reason }, context }: WithdrawFinality): Promise<CommandOutcome> {
    const command = { type: 'WithdrawFinality', data: { suspectId, verdictId, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: verdictId });
  }
}

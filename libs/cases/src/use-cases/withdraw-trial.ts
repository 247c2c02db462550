import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WithdrawalBody } from './court-papers.ts';

export class WithdrawTrialBody extends WithdrawalBody {
  static readonly example = { reason: 'It was opened in another case' };
}

export class WithdrawTrial extends CommandAt('v1/cases/:id/trials/:trialId/withdraw', {
  body: WithdrawTrialBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Withdraw a trial entered on the wrong file or about the wrong suspect',
  description:
    'Entered by one legal officer and confirmed by another. It stays recorded and counts no more: who is named in nothing else is not accused any more, and a verdict that rests on nothing else is not regular until what is right is entered.',
}) {}

@CommandHandler(WithdrawTrial)
export class WithdrawTrialHandler extends Handler<WithdrawTrial> {
  execute({ path: { id, trialId }, body: { reason }, context }: WithdrawTrial): Promise<CommandOutcome> {
    return this.handle(caseFile, caseStream(id), { type: 'WithdrawTrial', data: { trialId, reason } }, context, { id: trialId });
  }
}

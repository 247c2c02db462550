import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WithdrawalBody } from './court-papers.ts';

export class WithdrawChargesBody extends WithdrawalBody {
  static readonly example = { reason: 'It is about somebody of the same name in another case' };
}

export class WithdrawCharges extends CommandAt('v1/cases/:id/charges/:chargesId/withdraw', {
  body: WithdrawChargesBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Withdraw charges entered on the wrong file or about the wrong suspect',
  description:
    'Entered by one legal officer and confirmed by another. It stays recorded and counts no more: who is named in nothing else is not accused any more, and a verdict that rests on nothing else is not regular until what is right is entered.',
}) {}

@CommandHandler(WithdrawCharges)
export class WithdrawChargesHandler extends Handler<WithdrawCharges> {
  execute({ path: { id, chargesId }, body: { reason }, context }: WithdrawCharges): Promise<CommandOutcome> {
    return this.handle(caseFile, caseStream(id), { type: 'WithdrawCharges', data: { chargesId, reason } }, context, { id: chargesId });
  }
}

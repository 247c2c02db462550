import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { WithdrawalBody } from './court-papers.ts';

export class WithdrawChargesEndBody extends WithdrawalBody {
  static readonly example = { reason: 'The letter is about the other suspect' };
}

export class WithdrawChargesEnd extends CommandAt('v1/cases/:id/charges/:chargesId/ends/:endId/withdraw', {
  body: WithdrawChargesEndBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Withdraw that charges were dropped or dismissed, where it was entered by mistake',
  description:
    'Entered by one legal officer and confirmed by another. It stays recorded and counts no more: those whom it named are charged as before. What is right is entered as another end.',
}) {}

@CommandHandler(WithdrawChargesEnd)
export class WithdrawChargesEndHandler extends Handler<WithdrawChargesEnd> {
  execute({ path: { id, chargesId, endId }, body: { reason }, context }: WithdrawChargesEnd): Promise<CommandOutcome> {
    const command = { type: 'WithdrawChargesEnd', data: { chargesId, endId, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: endId });
  }
}

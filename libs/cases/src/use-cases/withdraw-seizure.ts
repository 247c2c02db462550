import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsText } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class WithdrawSeizureBody {
  static readonly example = {
    duplicateOf: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    reason: 'The patrol and the desk both recorded the same parcel',
  };

  @Describe('The other record of the same seizure, which stands for both')
  @IsId()
  duplicateOf!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class WithdrawSeizure extends CommandAt('v1/cases/:id/seizures/:seizureId/withdraw', {
  body: WithdrawSeizureBody,
  roles: ['investigator', 'unit-head'],
  confirmedBy: { roles: ['unit-head', 'integrity-officer'] },
  summary: 'Withdraw a seizure that was recorded twice',
  description:
    'Entered by one and confirmed by another; one of the two is the head of the unit that leads the case or of one above it, or an integrity officer. It stays recorded, and counts in nothing. Once the roster is frozen or a laboratory has an exhibit, every reward for the operation waits until integrity has settled it.',
}) {}

@CommandHandler(WithdrawSeizure)
export class WithdrawSeizureHandler extends Handler<WithdrawSeizure> {
  execute({ path: { id, seizureId }, body: { duplicateOf, reason }, context }: WithdrawSeizure): Promise<CommandOutcome> {
    const command = { type: 'WithdrawSeizure', data: { seizureId, duplicateOf, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: seizureId });
  }
}

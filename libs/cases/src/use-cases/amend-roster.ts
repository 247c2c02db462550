import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText, ListOf } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { RosterOfficerBody } from './freeze-roster.ts';

export class AmendRosterBody {
  static readonly example = {
    officers: [{ officerId: 'officer-lim', office: 'support' }],
    reason: 'She stood at the door all night and was forgotten; the duty book of the unit says so',
  };

  @ListOf(() => RosterOfficerBody, { min: 1, max: 20 })
  officers!: RosterOfficerBody[];

  @Describe('How they come to be added so late')
  @IsText(1, 2000)
  reason!: string;
}

export class AmendRoster extends CommandAt('v1/cases/:id/amend-roster', {
  body: AmendRosterBody,
  roles: ['unit-head'],
  confirmedBy: { roles: ['unit-head', 'integrity-officer'] },
  summary: 'Put somebody who was forgotten on a frozen roster',
  description:
    'By the head of the unit that froze it, and another head above or an integrity officer; by none of those who are added. Who comes on it is marked, and every reward for the operation waits until that is settled.',
}) {}

@CommandHandler(AmendRoster)
export class AmendRosterHandler extends Handler<AmendRoster> {
  /** The operation of a case is the case. */
  execute({ path: { id }, body: { officers, reason }, context }: AmendRoster): Promise<CommandOutcome> {
    const command = { type: 'AmendRoster', data: { operationId: id, officers, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context);
  }
}

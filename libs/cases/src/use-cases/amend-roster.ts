import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText, ListOf, Optional } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { RosterOfficerBody } from './freeze-roster.ts';

export class AmendRosterBody {
  static readonly example: Readonly<{
    officers?: RosterOfficerBody[];
    corrected?: RosterOfficerBody[];
    removed?: string[];
    reason: string;
  }> = {
    officers: [{ officerId: 'officer-lim', office: 'support' }],
    reason: 'She stood at the door all night and was forgotten; the duty book of the unit says so',
  };

  @Describe('Who was forgotten')
  @Optional()
  @ListOf(() => RosterOfficerBody, { min: 1, max: 20 })
  officers?: RosterOfficerBody[];

  @Describe('Who is on it, with the office that they acted in')
  @Optional()
  @ListOf(() => RosterOfficerBody, { min: 1, max: 20 })
  corrected?: RosterOfficerBody[];

  @Describe('Who is on it and was not there: they get nothing, and what they have done in the case they have done')
  @Optional()
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  removed?: string[];

  @Describe('How it came to be wrong')
  @IsText(1, 2000)
  reason!: string;
}

export class AmendRoster extends CommandAt('v1/cases/:id/amend-roster', {
  body: AmendRosterBody,
  roles: ['unit-head'],
  confirmedBy: { roles: ['unit-head', 'integrity-officer'] },
  summary: 'Put right what is wrong on a frozen roster',
  description:
    'By the head of the unit that froze it, and another head above or an integrity officer; by none of those who are added or whose office is corrected. What is changed is marked, and every reward for the operation waits until that is settled.',
}) {}

@CommandHandler(AmendRoster)
export class AmendRosterHandler extends Handler<AmendRoster> {
  /** The operation of a case is the case. */
  execute({ path: { id }, body: { officers, corrected, removed, reason }, context }: AmendRoster): Promise<CommandOutcome> {
    const command = { type: 'AmendRoster', data: defined({ operationId: id, officers, corrected, removed, reason }) } as const;
    return this.handle(caseFile, caseStream(id), command, context);
  }
}

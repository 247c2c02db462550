import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, IsText, PassedOn } from '#libs/http';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class ReinstateOfficerBody {
  static readonly example = { from: '2026-06-15', reason: 'Inquiry 7 of 2026 found nothing' };

  @Describe('First day back, in Cambodia. Ends every suspension that is not over by then')
  @IsCalendarDate()
  from!: string;

  @IsText(1, 500)
  reason!: string;
}

export class ReinstateOfficer extends CommandAtEntry('v1/officers/:id/reinstate', {
  body: ReinstateOfficerBody,
  roles: ['administrator'],
  confirmedBy: { roles: ['integrity-officer'] },
  summary: 'Reinstate an officer',
  description: 'By an administrator, confirmed by integrity: who suspended somebody does not alone decide that there is nothing in it.',
}) {}

@CommandHandler(ReinstateOfficer)
export class ReinstateOfficerHandler extends PassedOn(ReinstateOfficer, officer, officerStream, 'ReinstateOfficer') {}

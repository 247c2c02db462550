import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, PassedOn } from '#libs/http';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class ConfirmSuspensionBody {
  static readonly example = { from: '2026-05-01' };

  @Describe('First day of the suspension, in Cambodia')
  @IsCalendarDate()
  from!: string;
}

export class ConfirmSuspension extends CommandAtEntry('v1/officers/:id/confirm-suspension', {
  body: ConfirmSuspensionBody,
  roles: ['administrator', 'integrity-officer'],
  summary: 'Confirm a suspension that somebody else ordered',
  description:
    'By one person’s word a suspension stops pay, votes and shares at once, and leaves integrity, auditors and administrators their own watching. Confirmed by another, it stops that too.',
}) {}

@CommandHandler(ConfirmSuspension)
export class ConfirmSuspensionHandler extends PassedOn(ConfirmSuspension, officer, officerStream, 'ConfirmSuspension') {}

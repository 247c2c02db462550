import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, IsText, Optional, PassedOn } from '#libs/http';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class SuspendOfficerBody {
  static readonly example = { from: '2026-05-01', until: '2026-07-31', reason: 'Inquiry 7 of 2026' };

  @Describe('First day, in Cambodia')
  @IsCalendarDate()
  from!: string;

  @Describe('Last day; absent: until the officer is reinstated')
  @Optional()
  @IsCalendarDate()
  until?: string;

  @IsText(1, 500)
  reason!: string;
}

export class SuspendOfficer extends CommandAtEntry('v1/officers/:id/suspend', {
  body: SuspendOfficerBody,
  roles: ['administrator'],
  summary: 'Suspend an officer',
  description:
    'While it lasts nothing is reserved for the officer of any reward. By one person’s word, whoever watches (integrity, auditors, administrators) goes on watching until another person confirms it.',
}) {}

@CommandHandler(SuspendOfficer)
export class SuspendOfficerHandler extends PassedOn(SuspendOfficer, officer, officerStream, 'SuspendOfficer') {}

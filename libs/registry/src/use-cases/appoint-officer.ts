import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { type Role, ROLE_NAMES } from '#libs/access';
import { Describe, IsCalendarDate, IsText, Optional, PassedOn } from '#libs/http';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class AppointOfficerBody {
  static readonly example = { roles: ['unit-head'], from: '2026-05-01', reason: 'Order 42 of the general commissariat' };

  @Describe('All that they are appointed to from then on: of the roles in their token, these alone count. None: they act in no role')
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(ROLE_NAMES.length)
  @IsIn(ROLE_NAMES, { each: true })
  roles!: Role[];

  @Describe('First day, in Cambodia. An appointment of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;

  @Optional()
  @IsText(1, 500)
  reason?: string;
}

export class AppointOfficer extends CommandAtEntry('v1/officers/:id/appoint', {
  body: AppointOfficerBody,
  roles: ['administrator'],
  confirmedBy: { roles: ['administrator', 'integrity-officer'] },
  summary: 'Appoint an officer',
  description:
    'From then on the register’s word counts: a role in a token that they are not appointed to is refused (`person.not-appointed`). Where the register names a serving head of a unit, nobody of that unit acts as one whom it did not appoint.',
}) {}

@CommandHandler(AppointOfficer)
export class AppointOfficerHandler extends PassedOn(AppointOfficer, officer, officerStream, 'AppointOfficer') {}

import { CommandHandler } from '@nestjs/cqrs';
import { Describe, IsCalendarDate, IsText, PassedOn } from '#libs/http';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class PromoteOfficerBody {
  static readonly example = { rank: 'chief inspector', from: '2026-05-01' };

  @IsText(1, 100)
  rank!: string;

  @Describe('First day in this rank, in Cambodia. A rank of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;
}

export class PromoteOfficer extends CommandAtEntry('v1/officers/:id/promote', {
  body: PromoteOfficerBody,
  roles: ['administrator'],
  summary: 'Give an officer another rank',
}) {}

@CommandHandler(PromoteOfficer)
export class PromoteOfficerHandler extends PassedOn(PromoteOfficer, officer, officerStream, 'PromoteOfficer') {}

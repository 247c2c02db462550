import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, IsText, PassedOn } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class UnassignOfficerBody {
  static readonly example = { officerId: 'officer-sokha', reason: 'Transferred to Battambang' };

  @IsRegisterEntry()
  officerId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class UnassignOfficer extends CommandAt('v1/cases/:id/unassign-officer', {
  body: UnassignOfficerBody,
  roles: ['unit-head', 'investigator', 'legal-officer'],
  summary: 'Take an officer off a case',
  description: 'Who leads it is taken off by the head of the unit, others by who leads it or the head; anybody takes themself off.',
}) {}

@CommandHandler(UnassignOfficer)
export class UnassignOfficerHandler extends PassedOn(UnassignOfficer, caseFile, caseStream, 'UnassignOfficer') {}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, PassedOn } from '#libs/http';
import { caseStream, type OfficerRole } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class AssignOfficerBody {
  static readonly example = { officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', role: 'lead' };

  @IsRegisterEntry()
  officerId!: string;

  @Describe("The officer's unit at that moment")
  @IsRegisterEntry()
  unit!: string;

  @IsIn(['lead', 'member'])
  role!: OfficerRole;
}

export class AssignOfficer extends CommandAt('v1/cases/:id/assign-officer', {
  body: AssignOfficerBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Assign an officer to a case',
}) {}

@CommandHandler(AssignOfficer)
export class AssignOfficerHandler extends PassedOn(AssignOfficer, caseFile, caseStream, 'AssignOfficer') {}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, Describe, PassedOn } from '#libs/http';
import { caseStream, fieldRoles, legalRoles, type OfficerRole } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class AssignOfficerBody {
  static readonly example = { officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', role: 'lead' };

  @IsRegisterEntry()
  officerId!: string;

  @Describe("The officer's unit at that moment")
  @IsRegisterEntry()
  unit!: string;

  @Describe('`legal-officer` and `prosecution-liaison` follow the case before prosecutor and court, and never work on it')
  @IsIn([...fieldRoles, ...legalRoles])
  role!: OfficerRole;
}

export class AssignOfficer extends CommandAt('v1/cases/:id/assign-officer', {
  body: AssignOfficerBody,
  roles: ['investigator', 'unit-head', 'legal-officer'],
  summary: 'Assign an officer to a case',
  description:
    'By its officers, or the head of the unit that leads it or one above; who follows it before the court is assigned by a head or its legal officer. A legal officer takes on a case by assigning themself as its legal officer.',
}) {}

@CommandHandler(AssignOfficer)
export class AssignOfficerHandler extends PassedOn(AssignOfficer, caseFile, caseStream, 'AssignOfficer') {}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler } from '#libs/http';
import { officer, officerStream, unitAt } from '#libs/registry';
import { unitIn } from '#libs/vocabulary';
import { type AssignmentDefect, caseStream, fieldRoles, legalRoles, type OfficerRole } from '../case-events.ts';
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
    'By its officers, or the head of the unit that leads it or one above; who follows it before the court is assigned by a head or its legal officer. A legal officer takes on a case by assigning themself as its legal officer. Who is not in the register, or is in another unit there, is assigned all the same, with a defect: their share of a reward waits.',
}) {}

@CommandHandler(AssignOfficer)
export class AssignOfficerHandler extends Handler<AssignOfficer> {
  /** What the register has against it comes with it, from the register itself. */
  async execute({ path: { id }, body, context }: AssignOfficer): Promise<CommandOutcome> {
    const { officerId, unit, role } = body;
    const found = await this.found(officerId, unit, context.at);
    return this.handle(
      caseFile,
      caseStream(id),
      { type: 'AssignOfficer', data: { officerId, unit, role, found } },
      resting(context, found),
    );
  }

  private async found(officerId: string, unit: string, at: string): Promise<readonly AssignmentDefect[]> {
    const { state } = await this.aggregates.load(officer, officerStream(officerId));
    if (state.entry === undefined) return ['officer.not-registered'];
    return unitIn([unitAt(state, at)], unit) ? [] : ['officer.other-unit'];
  }
}

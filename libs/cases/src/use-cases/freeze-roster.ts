import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, ListOf, Optional } from '#libs/http';
import { type Office, offices } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import type { RosterProposal } from '../roster.ts';

export class RosterOfficerBody {
  @Describe('Who is or was assigned to the case; the unit is the one that officer was assigned from')
  @IsRegisterEntry()
  officerId!: string;

  @IsIn(offices)
  office!: Office;
}

export class FreezeRosterBody implements RosterProposal {
  static readonly example = { officers: [{ officerId: 'officer-sokha', office: 'investigator' }] };

  @ListOf(() => RosterOfficerBody, { min: 1, max: 200 })
  officers!: RosterOfficerBody[];

  @Describe('Units that took part without an officer on the roster; a seizure, arrest or search of the case names them')
  @Optional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsRegisterEntry({ each: true })
  units?: string[];
}

export class FreezeRoster extends CommandAt('v1/cases/:id/freeze-roster', {
  body: FreezeRosterBody,
  roles: ['unit-head'],
  summary: 'Freeze who took part in the operation',
  description:
    'Once a case, by the head of the unit that leads it or of one above, and only officers who are or were assigned. Nobody else can share in a reward for it.',
}) {}

@CommandHandler(FreezeRoster)
export class FreezeRosterHandler extends Handler<FreezeRoster> {
  /** The operation of a case is the case. */
  execute({ path: { id }, body, context }: FreezeRoster): Promise<CommandOutcome> {
    const { officers, units } = body;
    const command = { type: 'FreezeRoster', data: defined({ operationId: id, officers, units }) } as const;
    return this.handle(caseFile, caseStream(id), command, context);
  }
}

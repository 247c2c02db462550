import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe } from '#libs/http';
import { caseFile, caseStream, type OfficerRole } from './case-file.ts';

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

export class AssignOfficer extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: AssignOfficerBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AssignOfficer)
export class AssignOfficerHandler implements ICommandHandler<AssignOfficer> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: AssignOfficer): Promise<CommandOutcome> {
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), { type: 'AssignOfficer', data: body }, context)) };
  }
}

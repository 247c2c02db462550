import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, ListOf, Optional } from '#libs/http';
import { type Office, offices } from '#libs/vocabulary';
import { caseFile, caseStream } from './case-file.ts';
import type { RosterProposal } from './roster.ts';

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

export class FreezeRoster extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: FreezeRosterBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(FreezeRoster)
export class FreezeRosterHandler implements ICommandHandler<FreezeRoster> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** The operation of a case is the case. */
  async execute({ caseId, body, context }: FreezeRoster): Promise<CommandOutcome> {
    const { officers, units } = body;
    const command = { type: 'FreezeRoster', data: { operationId: caseId, officers, ...(units && { units }) } } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, context)) };
  }
}

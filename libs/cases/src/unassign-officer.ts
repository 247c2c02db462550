import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';

export class UnassignOfficerBody {
  static readonly example = { officerId: 'officer-sokha', reason: 'Transferred to Battambang' };

  @IsRegisterEntry()
  officerId!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class UnassignOfficer extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: UnassignOfficerBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(UnassignOfficer)
export class UnassignOfficerHandler implements ICommandHandler<UnassignOfficer> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: UnassignOfficer): Promise<CommandOutcome> {
    const command = { type: 'UnassignOfficer', data: body } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason: body.reason })) };
  }
}

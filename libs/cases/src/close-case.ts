import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';

export class CloseCaseBody {
  static readonly example = { reason: 'No suspect could be found' };

  @IsText(1, 2000)
  reason!: string;
}

export class CloseCase extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: CloseCaseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CloseCase)
export class CloseCaseHandler implements ICommandHandler<CloseCase> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: CloseCase): Promise<CommandOutcome> {
    const command = { type: 'CloseCase', data: body } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason: body.reason })) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, IsText } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';

export class ReopenCaseBody {
  static readonly example = { reason: 'A witness came forward' };

  @IsText(1, 2000)
  reason!: string;
}

export class ReopenCase extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: ReopenCaseBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ReopenCase)
export class ReopenCaseHandler implements ICommandHandler<ReopenCase> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, body, context }: ReopenCase): Promise<CommandOutcome> {
    const command = { type: 'ReopenCase', data: body } as const;
    return { id: caseId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason: body.reason })) };
  }
}

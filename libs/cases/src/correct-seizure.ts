import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsText, Nested } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';
import { SeizureChangesBody } from './seizure-body.ts';

export class CorrectSeizureBody {
  static readonly example = { changes: { grossMg: 1_184_500 }, reason: 'Weighed again without the crate' };

  @Describe('The fields that were wrong, as they should have been')
  @Nested(() => SeizureChangesBody)
  changes!: SeizureChangesBody;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectSeizure extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly seizureId: string,
    readonly body: CorrectSeizureBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(CorrectSeizure)
export class CorrectSeizureHandler implements ICommandHandler<CorrectSeizure> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, seizureId, body, context }: CorrectSeizure): Promise<CommandOutcome> {
    const command = { type: 'CorrectSeizure', data: { seizureId, changes: body.changes, reason: body.reason } } as const;
    return { id: seizureId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, reason: body.reason })) };
  }
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';
import { SeizureBody } from './seizure-body.ts';

export class RecordSeizure extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: SeizureBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(RecordSeizure)
export class RecordSeizureHandler implements ICommandHandler<RecordSeizure> {
  constructor(private readonly aggregates: AggregateStore) {}

  /** Answers with the seizure's id, which follows from the case's and the command's: a retry records the same seizure. */
  async execute({ caseId, body, context }: RecordSeizure): Promise<CommandOutcome> {
    const seizureId = deriveUuid('seizure', caseId, context.commandId);
    const command = { type: 'RecordSeizure', data: { seizureId, seizure: body } } as const;
    return {
      id: seizureId,
      ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, occurredAt: body.seizedAt })),
    };
  }
}

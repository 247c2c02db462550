import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import type { CommandOutcome } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseFile, caseStream } from './case-file.ts';
import { EraseSuspectBody } from './erase-suspect.ts';

export class EraseEntry extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly entryId: string,
    readonly body: EraseSuspectBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(EraseEntry)
export class EraseEntryHandler implements ICommandHandler<EraseEntry> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {}

  /** First the fact, then the key, as for a suspect. */
  async execute({ caseId, entryId, body, context }: EraseEntry): Promise<CommandOutcome> {
    const { instrument, reason } = body;
    const command = { type: 'EraseEntry', data: { entryId, instrument, reason } } as const;
    const handled = await this.aggregates.handle(caseFile, caseStream(caseId), command, {
      ...context,
      reason,
      legalInstrument: instrument,
    });
    await this.persons.erase(entryId);
    return { id: entryId, ...handled };
  }
}

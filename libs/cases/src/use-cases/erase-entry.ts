import { CommandHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { EraseSuspectBody } from './erase-suspect.ts';

export class EraseEntry extends CommandAt('v1/cases/:id/entries/:entryId/erase', {
  body: EraseSuspectBody,
  roles: ['legal-officer'],
  summary: 'Erase the text of a note, or the title of a document, for ever',
  description: 'On a legal instrument. One about a suspect is erased with the suspect.',
}) {}

@CommandHandler(EraseEntry)
export class EraseEntryHandler extends Handler<EraseEntry> {
  constructor(
    aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {
    super(aggregates);
  }

  /** First the fact, then the key, as for a suspect. */
  async execute({ path: { id, entryId }, body, context }: EraseEntry): Promise<CommandOutcome> {
    const { instrument, reason } = body;
    const command = { type: 'EraseEntry', data: { entryId, instrument, reason } } as const;
    const outcome = await this.handle(caseFile, caseStream(id), command, context, { id: entryId, legalInstrument: instrument });
    await this.persons.erase(entryId);
    return outcome;
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome } from '#libs/http';
import { EraseSuspectBody } from './erase-suspect.ts';
import { HandlerOfPersons } from './of-persons.ts';

export class EraseEntry extends CommandAt('v1/cases/:id/entries/:entryId/erase', {
  body: EraseSuspectBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Erase the text of a note, or the title of a document, for ever',
  description:
    'On a legal instrument. One about a suspect is erased with the suspect. Also of what is only stated: a note, a document, or the name of a suspect whom nobody has added.',
}) {}

@CommandHandler(EraseEntry)
export class EraseEntryHandler extends HandlerOfPersons<EraseEntry> {
  execute({ path: { id, entryId }, body: { instrument, reason }, context }: EraseEntry): Promise<CommandOutcome> {
    return this.erase(id, entryId, { type: 'EraseEntry', data: { entryId, instrument, reason } }, context);
  }
}

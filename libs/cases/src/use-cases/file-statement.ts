import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome } from '#libs/http';
import { AddNoteBody, noteOf } from './add-note.ts';
import { WITNESSES } from './keepers.ts';
import { HandlerOfPersons } from './of-persons.ts';

export class FileStatementBody extends AddNoteBody {
  static override readonly example = { text: 'The lorry was already at the gate on Monday: I was on duty there' };
}

export class FileStatement extends CommandAt('v1/cases/:id/statements', {
  body: FileStatementBody,
  roles: WITNESSES,
  stated: true,
  summary: 'File a statement on a case',
  description:
    'In free words, by anybody who knows something of it. Sealed as a note is, and a note once a person with a part in the case adopts it.',
}) {}

@CommandHandler(FileStatement)
export class FileStatementHandler extends HandlerOfPersons<FileStatement> {
  execute({ path: { id }, body: { text, suspectId }, context }: FileStatement): Promise<CommandOutcome> {
    const person = deriveUuid('note', id, context.commandId);
    return this.record(
      id,
      { person, suspectId },
      { text },
      (sealed) => ({ type: 'FileStatement', data: { says: noteOf(person, suspectId, sealed) } }),
      context,
    );
  }
}

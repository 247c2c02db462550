import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { AddNoteBody } from './add-note.ts';
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
  async execute({ path: { id }, body, context }: FileStatement): Promise<CommandOutcome> {
    const says = await this.noteOf(id, body, context);
    return this.handle(caseFile, caseStream(id), { type: 'FileStatement', data: { says } }, context);
  }
}

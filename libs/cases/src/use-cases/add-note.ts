import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, IsId, IsText, Optional } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { HandlerOfPersons } from './of-persons.ts';

export class AddNoteBody {
  static readonly example = { text: 'The driver of the lorry was seen at the gate twice that week' };

  @Describe('May name people: it is sealed before it is recorded')
  @IsText(1, 10_000, { lines: true })
  text!: string;

  @Describe('The suspect it is about, if it is about one: it is sealed with the key of that person and erased with it')
  @Optional()
  @IsId()
  suspectId?: string;
}

export class AddNote extends CommandAt('v1/cases/:id/notes', {
  body: AddNoteBody,
  roles: ['investigator', 'unit-head', 'legal-officer'],
  stated: true,
  created: true,
  summary: 'Add a note',
  description: 'What it says is sealed, as it may name people, and stands on the timeline.',
}) {}

@CommandHandler(AddNote)
export class AddNoteHandler extends HandlerOfPersons<AddNote> {
  async execute({ path: { id }, body, context }: AddNote): Promise<CommandOutcome> {
    const command = await this.noteOf(id, body, context);
    return this.handle(caseFile, caseStream(id), command, context, { id: command.data.noteId });
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsText, Optional } from '#libs/http';
import type { Sealed } from '#libs/privacy';
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
  execute({ path: { id }, body: { text, suspectId }, context }: AddNote): Promise<CommandOutcome> {
    const noteId = deriveUuid('note', id, context.commandId);
    return this.record(id, { person: noteId, id: noteId, suspectId }, { text }, (sealed) => noteOf(noteId, suspectId, sealed), context);
  }
}

/** Words, sealed, as the note that they come to. */
export function noteOf(noteId: string, suspectId: string | undefined, { text }: { readonly text: Sealed<string> }) {
  return { type: 'AddNote', data: defined({ noteId, suspectId, text }) } as const;
}

import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText, Optional } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseFile, caseStream } from './case-file.ts';
import { requireSuspectOf } from './require-suspect.ts';

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

export class AddNote extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: AddNoteBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AddNote)
export class AddNoteHandler implements ICommandHandler<AddNote> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {}

  async execute({ caseId, body, context }: AddNote): Promise<CommandOutcome> {
    const noteId = deriveUuid('note', caseId, context.commandId);
    const { suspectId } = body;
    if (suspectId !== undefined) await requireSuspectOf(this.aggregates, caseId, suspectId);
    const { text } = await this.persons.seal({ person: suspectId ?? noteId, commandId: context.commandId }, { text: body.text });
    const command = { type: 'AddNote', data: { noteId, ...(suspectId !== undefined && { suspectId }), text } } as const;
    return { id: noteId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, context)) };
  }
}

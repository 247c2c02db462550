import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsId, IsText, Optional } from '#libs/http';
import { Persons } from '#libs/privacy';
import { caseFile, caseStream } from './case-file.ts';
import { requireSuspectOf } from './require-suspect.ts';

export class AttachDocumentBody {
  static readonly example = {
    sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    size: 184_320,
    mediaType: 'application/pdf',
    title: 'Record of the search of the annex',
  };

  @Describe('SHA-256 of the content, in lower-case hex. The content itself is kept elsewhere')
  @Matches(/^[0-9a-f]{64}$/u, { message: 'sha256 must be 64 digits of lower-case hex' })
  sha256!: string;

  @Describe('Bytes')
  @IsInt()
  @Min(0)
  @Max(Number.MAX_SAFE_INTEGER)
  size!: number;

  @Matches(/^[a-z0-9][a-z0-9.+-]{0,63}\/[a-z0-9][a-z0-9.+-]{0,126}$/u, { message: 'mediaType must be one, for example application/pdf' })
  mediaType!: string;

  @Describe('May name people: it is sealed before it is recorded')
  @IsText(1, 500)
  title!: string;

  @Describe('The suspect it is about, if it is about one: its title is sealed with the key of that person and erased with it')
  @Optional()
  @IsId()
  suspectId?: string;
}

export class AttachDocument extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: AttachDocumentBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AttachDocument)
export class AttachDocumentHandler implements ICommandHandler<AttachDocument> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {}

  async execute({ caseId, body, context }: AttachDocument): Promise<CommandOutcome> {
    const documentId = deriveUuid('document', caseId, context.commandId);
    const { sha256, size, mediaType, suspectId } = body;
    if (suspectId !== undefined) await requireSuspectOf(this.aggregates, caseId, suspectId);
    const { title } = await this.persons.seal({ person: suspectId ?? documentId, commandId: context.commandId }, { title: body.title });
    const about = suspectId === undefined ? {} : { suspectId };
    const command = { type: 'AttachDocument', data: { documentId, ...about, sha256, size, mediaType, title } } as const;
    return { id: documentId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, context)) };
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsInt, Matches, Max, Min } from 'class-validator';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsId, IsText, Optional } from '#libs/http';
import { HandlerOfPersons } from './of-persons.ts';

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

export class AttachDocument extends CommandAt('v1/cases/:id/documents', {
  body: AttachDocumentBody,
  roles: ['investigator', 'unit-head', 'legal-officer'],
  stated: true,
  created: true,
  summary: 'Attach a document',
  description: 'By the hash of its content, which is kept elsewhere. The title is sealed, as it may name people.',
}) {}

@CommandHandler(AttachDocument)
export class AttachDocumentHandler extends HandlerOfPersons<AttachDocument> {
  execute({ path: { id }, body, context }: AttachDocument): Promise<CommandOutcome> {
    const documentId = deriveUuid('document', id, context.commandId);
    const { sha256, size, mediaType, suspectId } = body;
    return this.record(
      id,
      { person: documentId, id: documentId, suspectId },
      { title: body.title },
      ({ title }) => ({ type: 'AttachDocument', data: defined({ documentId, suspectId, sha256, size, mediaType, title }) }),
      context,
    );
  }
}

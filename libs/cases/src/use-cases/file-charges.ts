import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsInstant, ListOf } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { AccusedBody, court, LATE, OffenceBody, suspect } from './court-papers.ts';

export class FileChargesBody extends AccusedBody {
  static readonly example = {
    suspectIds: [suspect],
    offences: [{ article: 'Law on Drug Control, art. 40', description: 'Storage and trafficking' }],
    court,
    reference: 'CH-17/26',
    filedAt: '2026-04-10T09:00:00+07:00',
  };

  @ListOf(() => OffenceBody, { min: 1, max: 50 })
  offences!: OffenceBody[];

  @IsInstant()
  filedAt!: string;
}

export class FileCharges extends CommandAt('v1/cases/:id/charges', {
  body: FileChargesBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Record charges',
  description: LATE,
}) {}

@CommandHandler(FileCharges)
export class FileChargesHandler extends Handler<FileCharges> {
  execute({ path: { id }, body, context }: FileCharges): Promise<CommandOutcome> {
    const chargesId = deriveUuid('charges', id, context.commandId);
    const { suspectIds, offences, court, reference, filedAt } = body;
    const command = { type: 'FileCharges', data: { chargesId, suspectIds, offences, court, reference, filedAt } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: chargesId, occurredAt: filedAt });
  }
}

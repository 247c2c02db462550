import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { ChargesEndBody, LET_GO, suspect } from './court-papers.ts';

export class DropChargesBody extends ChargesEndBody {
  static readonly example = {
    suspectIds: [suspect],
    office: 'prosecution-phnom-penh',
    reference: 'PP-280/26',
    decidedAt: '2026-05-20T09:00:00+07:00',
    reason: 'The only witness took back what he had said',
  };

  @Describe('Register entry of the prosecution')
  @IsRegisterEntry()
  office!: string;
}

export class DropCharges extends CommandAt('v1/cases/:id/charges/:chargesId/drop', {
  body: DropChargesBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Record that the prosecution dropped charges',
  description: LET_GO,
}) {}

@CommandHandler(DropCharges)
export class DropChargesHandler extends Handler<DropCharges> {
  execute({ path: { id, chargesId }, body, context }: DropCharges): Promise<CommandOutcome> {
    const endId = deriveUuid('charges-dropped', id, context.commandId);
    const { suspectIds, office, reference, decidedAt, reason } = body;
    const data = { endId, chargesId, suspectIds, office, reference, decidedAt, reason };
    return this.handle(caseFile, caseStream(id), { type: 'DropCharges', data }, context, { id: endId, occurredAt: decidedAt });
  }
}

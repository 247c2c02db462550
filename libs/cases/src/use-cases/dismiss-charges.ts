import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { ChargesEndBody, court, LET_GO, suspect } from './court-papers.ts';

export class DismissChargesBody extends ChargesEndBody {
  static readonly example = {
    suspectIds: [suspect],
    court,
    reference: 'D-12/26',
    decidedAt: '2026-05-20T09:00:00+07:00',
    reason: 'What is charged is no offence',
  };

  @Describe('Register entry of the court')
  @IsRegisterEntry()
  court!: string;
}

export class DismissCharges extends CommandAt('v1/cases/:id/charges/:chargesId/dismiss', {
  body: DismissChargesBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Record that a court dismissed charges',
  description: LET_GO,
}) {}

@CommandHandler(DismissCharges)
export class DismissChargesHandler extends Handler<DismissCharges> {
  execute({ path: { id, chargesId }, body, context }: DismissCharges): Promise<CommandOutcome> {
    const endId = deriveUuid('charges-dismissed', id, context.commandId);
    const { suspectIds, court: by, reference, decidedAt, reason } = body;
    const data = { endId, chargesId, suspectIds, court: by, reference, decidedAt, reason };
    return this.handle(caseFile, caseStream(id), { type: 'DismissCharges', data }, context, { id: endId, occurredAt: decidedAt });
  }
}

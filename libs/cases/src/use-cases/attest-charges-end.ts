import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { AttestationBody } from './attest-verdict.ts';

export class AttestChargesEnd extends CommandAt('v1/cases/:id/charges/:chargesId/ends/:endId/attest', {
  body: AttestationBody,
  roles: ['legal-officer'],
  summary: 'Attest that charges were dropped or dismissed, which another person entered',
  description:
    'Until another legal officer of the case, or its liaison, has attested it, the end of a charge has the defect `charges.one-hand`: a reward that would wait for it waits, and nothing is lowered or claimed back for it.',
}) {}

@CommandHandler(AttestChargesEnd)
export class AttestChargesEndHandler extends Handler<AttestChargesEnd> {
  execute({ path: { id, chargesId, endId }, body: { basis }, context }: AttestChargesEnd): Promise<CommandOutcome> {
    const command = { type: 'AttestChargesEnd', data: { chargesId, endId, basis } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: endId });
  }
}

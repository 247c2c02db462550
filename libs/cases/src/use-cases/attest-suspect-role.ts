import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { AssessSuspectRoleBody } from './assess-suspect-role.ts';

export class AttestSuspectRoleBody extends AssessSuspectRoleBody {
  static override readonly example = { ...AssessSuspectRoleBody.example, basis: 'The decision itself, page 2' };

  @Describe('What it was held against; it names no person')
  @IsText(1, 500)
  basis!: string;
}

export class AttestSuspectRole extends CommandAt('v1/cases/:id/suspects/:suspectId/attest-role', {
  body: AttestSuspectRoleBody,
  roles: ['legal-officer'],
  summary: 'Attest a decision about the part of a suspect that another person entered',
  description:
    'No reward follows a decision that one person entered: until another legal officer of the case, or its liaison, has attested it, the suspect counts there as before.',
}) {}

@CommandHandler(AttestSuspectRole)
export class AttestSuspectRoleHandler extends Handler<AttestSuspectRole> {
  execute({ path: { id, suspectId }, body, context }: AttestSuspectRole): Promise<CommandOutcome> {
    const { role, assessment, reference, decidedAt, basis } = body;
    const command = { type: 'AttestSuspectRole', data: { suspectId, role, assessment, reference, decidedAt, basis } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: suspectId });
  }
}

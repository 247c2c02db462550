import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';

export class AttestationBody {
  static readonly example = { basis: 'Certified copy of the registry, read in full' };

  @Describe('What it was held against; it names no person')
  @IsText(1, 500)
  basis!: string;
}

export class AttestVerdict extends CommandAt('v1/cases/:id/suspects/:suspectId/verdicts/:verdictId/attest', {
  body: AttestationBody,
  roles: ['legal-officer'],
  summary: 'Attest a final verdict that another person entered',
  description:
    'Where one person entered a verdict and that it is final, it has the defect `verdict.one-hand`: nothing is paid or claimed back on it until another legal officer of the case, or its liaison, has attested it. Who entered it attests nothing, and what somebody attests who decides on the reward counts for nothing there.',
}) {}

@CommandHandler(AttestVerdict)
export class AttestVerdictHandler extends Handler<AttestVerdict> {
  execute({ path: { id, suspectId, verdictId }, body: { basis }, context }: AttestVerdict): Promise<CommandOutcome> {
    const command = { type: 'AttestVerdict', data: { suspectId, verdictId, basis } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: verdictId });
  }
}

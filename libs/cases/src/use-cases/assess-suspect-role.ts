import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, type CommandOutcome, Handler, Describe, IsInstant, IsText } from '#libs/http';
import { type SuspectRole, suspectRoles } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type RoleAssessment } from '../suspect.ts';

export class AssessSuspectRoleBody implements RoleAssessment {
  static readonly example = {
    role: 'significant',
    assessment: 'provisional',
    reference: 'PP-301/26',
    decidedAt: '2026-03-20T15:00:00+07:00',
  };

  @IsIn(suspectRoles)
  role!: SuspectRole;

  @Describe("`provisional` is a prosecutor's, `final` a court's")
  @IsIn(['provisional', 'final'])
  assessment!: RoleAssessment['assessment'];

  @Describe('Of the decision, on paper')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  decidedAt!: string;
}

export class AssessSuspectRole extends CommandAt('v1/cases/:id/suspects/:suspectId/assess-role', {
  body: AssessSuspectRoleBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record what a prosecutor or a court decided about the part of a suspect',
  description: "A court's decision stands over a prosecutor's, whichever is entered last.",
}) {}

@CommandHandler(AssessSuspectRole)
export class AssessSuspectRoleHandler extends Handler<AssessSuspectRole> {
  execute({ path: { id, suspectId }, body, context }: AssessSuspectRole): Promise<CommandOutcome> {
    const { role, assessment, reference, decidedAt } = body;
    const command = { type: 'AssessSuspectRole', data: { suspectId, role, assessment, reference, decidedAt } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: suspectId, occurredAt: decidedAt });
  }
}

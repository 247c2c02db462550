import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { type CommandContext, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsInstant, IsText } from '#libs/http';
import { caseFile, caseStream } from './case-file.ts';
import { type RoleAssessment } from './suspect.ts';
import { type SuspectRole, suspectRoles } from '#libs/vocabulary';

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

export class AssessSuspectRole extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly suspectId: string,
    readonly body: AssessSuspectRoleBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AssessSuspectRole)
export class AssessSuspectRoleHandler implements ICommandHandler<AssessSuspectRole> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ caseId, suspectId, body, context }: AssessSuspectRole): Promise<CommandOutcome> {
    const { role, assessment, reference, decidedAt } = body;
    const command = { type: 'AssessSuspectRole', data: { suspectId, role, assessment, reference, decidedAt } } as const;
    return {
      id: suspectId,
      ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, { ...context, occurredAt: body.decidedAt })),
    };
  }
}

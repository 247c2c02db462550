import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { LATE, verdict, VerdictPaperBody } from './court-papers.ts';

export class LodgeAppealBody {
  static readonly example = { verdict, by: 'defence', reference: 'A-9/26', lodgedAt: '2026-07-01T10:00:00+07:00' };

  @Describe('The appealed verdict, which may not have been entered yet')
  @Nested(() => VerdictPaperBody)
  verdict!: VerdictPaperBody;

  @IsIn(['defence', 'prosecution'])
  by!: 'defence' | 'prosecution';

  @Describe('The number of the appeal')
  @IsText(1, 100)
  reference!: string;

  @IsInstant()
  lodgedAt!: string;
}

export class LodgeAppeal extends CommandAt('v1/cases/:id/suspects/:suspectId/appeals', {
  body: LodgeAppealBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Record that a verdict about a suspect was appealed',
  description: `${LATE} An appeal of a verdict that is final undoes nothing: another verdict that becomes final does.`,
}) {}

@CommandHandler(LodgeAppeal)
export class LodgeAppealHandler extends Handler<LodgeAppeal> {
  execute({ path: { id, suspectId }, body, context }: LodgeAppeal): Promise<CommandOutcome> {
    const appealId = deriveUuid('appeal', id, context.commandId);
    const { verdict, by, reference, lodgedAt } = body;
    const command = { type: 'LodgeAppeal', data: { appealId, suspectId, verdict, by, reference, lodgedAt } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: appealId, occurredAt: lodgedAt });
  }
}

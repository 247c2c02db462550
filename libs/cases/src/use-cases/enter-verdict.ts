import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, type CommandOutcome, Handler, IsInstant } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type Instance, instances, verdictIdOf } from '../court-events.ts';
import { LATE, verdict, VerdictPaperBody } from './court-papers.ts';

export class EnterVerdictBody extends VerdictPaperBody {
  static readonly example = { instance: 'first', ...verdict, decidedAt: '2026-06-20T15:00:00+07:00' };

  @IsIn(instances)
  instance!: Instance;

  @IsInstant()
  decidedAt!: string;
}

export class EnterVerdict extends CommandAt('v1/cases/:id/suspects/:suspectId/verdicts', {
  body: EnterVerdictBody,
  roles: ['legal-officer'],
  stated: true,
  created: true,
  summary: 'Enter a verdict about a suspect',
  description: `A case has a verdict for each suspect, never one of its own. ${LATE}`,
}) {}

@CommandHandler(EnterVerdict)
export class EnterVerdictHandler extends Handler<EnterVerdict> {
  execute({ path: { id, suspectId }, body, context }: EnterVerdict): Promise<CommandOutcome> {
    const { instance, outcome, court, reference, decidedAt } = body;
    const data = { suspectId, instance, outcome, court, reference, decidedAt };
    const entered = { id: verdictIdOf(data), occurredAt: decidedAt };
    return this.handle(caseFile, caseStream(id), { type: 'EnterVerdict', data }, context, entered);
  }
}

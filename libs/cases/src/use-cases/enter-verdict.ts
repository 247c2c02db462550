import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsInstant } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type Instance, instances, verdictIdOf } from '../court-events.ts';
import { LATE, verdict, VerdictPaperBody } from './court-papers.ts';
import { isCourt } from './registered-court.ts';

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
  description: `A case has a verdict for each suspect, never one of its own. It counts for rewards where it is regular: charged and tried before, by a court of the register, dated after the seizure. ${LATE}`,
}) {}

@CommandHandler(EnterVerdict)
export class EnterVerdictHandler extends Handler<EnterVerdict> {
  async execute({ path: { id, suspectId }, body, context }: EnterVerdict): Promise<CommandOutcome> {
    const { instance, outcome, court, reference, decidedAt } = body;
    const data = { suspectId, instance, outcome, court, reference, decidedAt };
    const entered = { id: verdictIdOf(data), occurredAt: decidedAt };
    const courtRegistered = await isCourt(this.aggregates, court);
    const given = { ...data, courtRegistered };
    return this.handle(caseFile, caseStream(id), { type: 'EnterVerdict', data: given }, resting(context, courtRegistered), entered);
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, IsInstant, IsText } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type Instance, instances, verdictIdOf } from '../court-events.ts';
import { verdict, VerdictPaperBody } from './court-papers.ts';
import { isCourt } from './registered-court.ts';

export class CorrectVerdictBody extends VerdictPaperBody {
  static readonly example = {
    instance: 'first',
    ...verdict,
    reference: 'V-89/26',
    decidedAt: '2026-06-20T15:00:00+07:00',
    reason: 'The number was that of the next paper in the file',
  };

  @IsIn(instances)
  instance!: Instance;

  @IsInstant()
  decidedAt!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectVerdict extends CommandAt('v1/cases/:id/suspects/:suspectId/verdicts/:verdictId/correct', {
  body: CorrectVerdictBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Correct a verdict that was entered by mistake',
  description:
    'Entered by one legal officer and confirmed by another. What was entered stays recorded and counts no more; its finality goes with it, unless the paper is the same one, and is reported again of the right one.',
}) {}

@CommandHandler(CorrectVerdict)
export class CorrectVerdictHandler extends Handler<CorrectVerdict> {
  async execute({ path: { id, suspectId, verdictId }, body, context }: CorrectVerdict): Promise<CommandOutcome> {
    const { instance, outcome, court, reference, decidedAt, reason } = body;
    const said = { suspectId, instance, outcome, court, reference, decidedAt };
    const courtRegistered = await isCourt(this.aggregates, court);
    const data = { corrects: verdictId, ...said, courtRegistered, reason };
    const entered = { id: verdictIdOf(said), occurredAt: decidedAt };
    return this.handle(caseFile, caseStream(id), { type: 'CorrectVerdict', data }, resting(context, courtRegistered), entered);
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type FinalityGround, finalityGrounds, verdictIdOf } from '../court-events.ts';
import { verdict, VerdictPaperBody } from './court-papers.ts';

export class FinalityBody {
  static readonly example = { verdict, ground: 'appeal-withdrawn', finalAt: '2026-08-01T10:00:00+07:00' };

  @Describe('The verdict that became final, which may not have been entered yet')
  @Nested(() => VerdictPaperBody)
  verdict!: VerdictPaperBody;

  @Describe('Where an appeal was lodged, only a ground that says what became of it makes the verdict count as final')
  @IsIn(finalityGrounds)
  ground!: FinalityGround;

  @IsInstant()
  finalAt!: string;
}

export class RecordFinality extends CommandAt('v1/cases/:id/suspects/:suspectId/finality', {
  body: FinalityBody,
  roles: ['legal-officer'],
  stated: true,
  summary: 'Record that a verdict about a suspect became final',
  description:
    'Recorded always. It does not count while an appeal stands open and the ground does not say what became of it, or where a higher instance has ' +
    'decided otherwise: see `finality.counts` of the verdict.',
}) {}

@CommandHandler(RecordFinality)
export class RecordFinalityHandler extends Handler<RecordFinality> {
  execute({ path: { id, suspectId }, body, context }: RecordFinality): Promise<CommandOutcome> {
    const { verdict, ground, finalAt } = body;
    const { court, reference, outcome } = verdict;
    const recorded = { id: verdictIdOf({ suspectId, court, reference, outcome }), occurredAt: finalAt };
    const command = { type: 'RecordFinality', data: { suspectId, verdict, ground, finalAt } } as const;
    return this.handle(caseFile, caseStream(id), command, context, recorded);
  }
}

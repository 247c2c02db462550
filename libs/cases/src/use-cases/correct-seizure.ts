import { CommandHandler } from '@nestjs/cqrs';
import { CommandAt, type CommandOutcome, Handler, Describe, IsText, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { SeizureChangesBody } from './seizure-body.ts';

export class CorrectSeizureBody {
  static readonly example = { changes: { grossMg: 1_184_500 }, reason: 'Weighed again without the crate' };

  @Describe('The fields that were wrong, as they should have been')
  @Nested(() => SeizureChangesBody)
  changes!: SeizureChangesBody;

  @IsText(1, 2000)
  reason!: string;
}

export class CorrectSeizure extends CommandAt('v1/cases/:id/seizures/:seizureId/correct', {
  body: CorrectSeizureBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  summary: 'Correct a seizure',
  description: 'A new fact that names what it replaces. What was recorded first stays on the timeline.',
}) {}

@CommandHandler(CorrectSeizure)
export class CorrectSeizureHandler extends Handler<CorrectSeizure> {
  execute({ path: { id, seizureId }, body, context }: CorrectSeizure): Promise<CommandOutcome> {
    const { changes, reason } = body;
    const command = { type: 'CorrectSeizure', data: { seizureId, changes, reason } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: seizureId });
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, IsText, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { seizureOf } from '../case-standing.ts';
import { policeAmong } from './police-witnesses.ts';
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
  async execute({ path: { id, seizureId }, body, context }: CorrectSeizure): Promise<CommandOutcome> {
    const { changes, reason } = body;
    // Of the search as it will be known: what was irregular about it does not go away with a correction of something else.
    const { state } = await this.aggregates.load(caseFile, caseStream(id));
    const search = changes.search ?? seizureOf(state, seizureId)?.search;
    const policeWitnesses = await policeAmong(this.aggregates, search?.witnesses);
    const command = { type: 'CorrectSeizure', data: { seizureId, changes, reason, policeWitnesses } } as const;
    return this.handle(caseFile, caseStream(id), command, resting(context, policeWitnesses), { id: seizureId });
  }
}

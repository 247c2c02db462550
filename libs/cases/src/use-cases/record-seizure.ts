import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid, resting } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { policeAmong } from './police-witnesses.ts';
import { SeizureBody } from './seizure-body.ts';

export class RecordSeizure extends CommandAt('v1/cases/:id/seizures', {
  body: SeizureBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  created: true,
  summary: 'Record a seizure',
  description:
    'A fact is never refused for being irregular: a search without authorisation, a late entry or an unassigned officer is recorded with a defect code.',
}) {}

@CommandHandler(RecordSeizure)
export class RecordSeizureHandler extends Handler<RecordSeizure> {
  /** Answers with the seizure's id, which follows from the case's and the command's: a retry records the same seizure. */
  async execute({ path: { id }, body, context }: RecordSeizure): Promise<CommandOutcome> {
    const seizureId = deriveUuid('seizure', id, context.commandId);
    const policeWitnesses = await policeAmong(this.aggregates, body.search?.witnesses);
    const command = { type: 'RecordSeizure', data: { seizureId, seizure: body, policeWitnesses } } as const;
    return this.handle(caseFile, caseStream(id), command, resting(context, policeWitnesses), { id: seizureId, occurredAt: body.seizedAt });
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Handler, Describe, IsId, IsInstant, Nested } from '#libs/http';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { type Arrest, type Authorisation } from '../seizure.ts';
import { AreTakingPart, IsAuthorisation, PlaceBody } from './seizure-body.ts';

export class ArrestBody implements Arrest {
  static readonly example = {
    suspectId: '0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10',
    place: { province: 'KH-12', description: 'Street 271, warehouse' },
    arrestedAt: '2026-03-02T09:35:00+07:00',
    units: ['unit-phnom-penh-1'],
    officers: ['officer-sokha'],
    authorisation: { kind: 'none', explanation: 'Caught in the act' },
  };

  @Describe('A suspect of this case')
  @IsId()
  suspectId!: string;

  @Nested(() => PlaceBody)
  place!: PlaceBody;

  @IsInstant()
  arrestedAt!: string;

  @AreTakingPart(50)
  units!: string[];

  @AreTakingPart(200)
  officers!: string[];

  @Describe("The prosecutor's authorisation of the arrest, or the explanation why there was none")
  @IsAuthorisation()
  authorisation!: Authorisation;
}

export class RecordArrest extends CommandAt('v1/cases/:id/arrests', {
  body: ArrestBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  created: true,
  summary: 'Record an arrest',
  description: 'Never refused for being irregular: an arrest without authorisation or a late entry is recorded with a defect code.',
}) {}

@CommandHandler(RecordArrest)
export class RecordArrestHandler extends Handler<RecordArrest> {
  execute({ path: { id }, body, context }: RecordArrest): Promise<CommandOutcome> {
    const arrestId = deriveUuid('arrest', id, context.commandId);
    const command = { type: 'RecordArrest', data: { arrestId, arrest: body } } as const;
    return this.handle(caseFile, caseStream(id), command, context, { id: arrestId, occurredAt: body.arrestedAt });
  }
}

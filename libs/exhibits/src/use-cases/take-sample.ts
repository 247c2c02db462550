import { CommandHandler } from '@nestjs/cqrs';
import { IsBoolean } from 'class-validator';
import { IsMilligrams } from '#libs/bodies';
import { deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { RECEIVERS } from './hands.ts';

export class TakeSampleBody {
  static readonly example = {
    massMg: 5000,
    takenAt: '2026-03-04T09:00:00+07:00',
    purpose: 'Purity and reference',
    retained: true,
    sealNumber: 'KH-0002',
  };

  @Describe('Milligrams taken out')
  @IsMilligrams()
  massMg!: number;

  @IsInstant()
  takenAt!: string;

  @IsText(1, 500)
  purpose!: string;

  @Describe('Kept for another analysis, and when everything else is destroyed')
  @IsBoolean()
  retained!: boolean;

  @Describe('Of the seal put on afterwards')
  @IsText(1, 100)
  sealNumber!: string;
}

export class TakeSample extends CommandAt('v1/exhibits/:id/samples', {
  body: TakeSampleBody,
  roles: RECEIVERS,
  summary: 'Record that a sample was taken',
  description: 'Under a new seal. What is weighed afterwards is expected to be less by it.',
}) {}

@CommandHandler(TakeSample)
export class TakeSampleHandler extends Handler<TakeSample> {
  execute({ path: { id }, body: { ...said }, context }: TakeSample): Promise<CommandOutcome> {
    const sampleId = deriveUuid('sample', id, context.commandId);
    const command = { type: 'TakeSample', data: { ...said, sampleId } } as const;
    return this.handle(exhibit, exhibitStream(id), command, context, { id: sampleId, occurredAt: said.takenAt });
  }
}

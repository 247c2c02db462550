import { CommandHandler } from '@nestjs/cqrs';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream } from '../exhibit-events.ts';
import { asKnown } from './as-known.ts';
import { unitOf, unitOfLaboratory } from './unit-of.ts';

export class CountersignResultBody {
  static readonly example = { certificate: 'LAB-44/26', countersignedAt: '2026-03-05T15:00:00+07:00' };

  @Describe('The last one of the exhibit, which names you as its second analyst')
  @IsText(1, 100)
  certificate!: string;

  @IsInstant()
  countersignedAt!: string;
}

export class CountersignResult extends CommandAt('v1/exhibits/:id/countersign', {
  body: CountersignResultBody,
  roles: ['laboratory-analyst'],
  summary: 'Countersign the last result as its second analyst',
  description: 'By nobody but the analyst whom it names, who is as independent of the exhibit as the first one. From then on it stands.',
}) {}

@CommandHandler(CountersignResult)
export class CountersignResultHandler extends Handler<CountersignResult> {
  /** They are of the unit that the register says, and of that in their token. */
  async execute({ path: { id }, body, context }: CountersignResult): Promise<CommandOutcome> {
    const { certificate, countersignedAt } = body;
    const unit = await unitOf(this.aggregates, context.actor.id, countersignedAt);
    const { state } = await this.aggregates.load(exhibit, exhibitStream(id));
    const signed = state.certificates.find((one) => one.certificate === certificate);
    const laboratoryUnit = await unitOfLaboratory(this.aggregates, signed?.laboratoryId);
    const command = { type: 'CountersignResult', data: defined({ certificate, countersignedAt, unit, laboratoryUnit }) } as const;
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { occurredAt: countersignedAt });
  }
}

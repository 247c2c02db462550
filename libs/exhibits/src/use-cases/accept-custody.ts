import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { defined } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsId, IsInstant, IsText } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type SealCondition, sealConditions } from '../exhibit-events.ts';
import { asKnown } from './as-known.ts';
import { RECEIVERS } from './hands.ts';
import { servesInLaboratory } from './unit-of.ts';

export class AcceptCustodyBody {
  static readonly example = {
    transferId: '2b1e8f60-7d3c-8a41-9c55-1f0e2d3c4b5a',
    receivedAt: '2026-03-02T15:30:00+07:00',
    sealNumber: 'KH-0001',
    sealCondition: 'intact',
  };

  @Describe('What the offer answered')
  @IsId()
  transferId!: string;

  @IsInstant()
  receivedAt!: string;

  @Describe('What the seal says, as found')
  @IsText(1, 100)
  sealNumber!: string;

  @Describe('How it is found; `tampered` if what is under it is not as it was')
  @IsIn(sealConditions)
  sealCondition!: SealCondition;
}

export class AcceptCustody extends CommandAt('v1/exhibits/:id/accept', {
  body: AcceptCustodyBody,
  roles: RECEIVERS,
  summary: 'Accept an exhibit that is offered to you',
  description:
    'Never by who gives it. Another seal number than expected, or a seal that is not intact, is recorded as a defect. Taken over for a laboratory that is not in the register, or by who does not serve in its unit by the register, it is at none.',
}) {}

@CommandHandler(AcceptCustody)
export class AcceptCustodyHandler extends Handler<AcceptCustody> {
  /** Whether the laboratory that it is taken over for is one, and who takes it over serves there, comes from the registers. */
  async execute({ path: { id }, body: { ...said }, context }: AcceptCustody): Promise<CommandOutcome> {
    const { state } = await this.aggregates.load(exhibit, exhibitStream(id));
    const laboratoryId = state.transfers.find(({ transferId }) => transferId === said.transferId)?.laboratoryId;
    const registered =
      laboratoryId === undefined ? undefined : await servesInLaboratory(this.aggregates, context.actor.id, laboratoryId, said.receivedAt);
    const data = defined({ ...said, registered });
    return this.handle(exhibit, exhibitStream(id), { type: 'AcceptCustody', data }, asKnown(context, data), {
      occurredAt: said.receivedAt,
    });
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText, ListOf } from '#libs/http';
import { exhibit } from '../exhibit.ts';
import { exhibitStream, type Witness } from '../exhibit-events.ts';
import { asKnown } from './as-known.ts';
import { agencyOf } from './unit-of.ts';

export class WitnessBody implements Witness {
  @IsRegisterEntry()
  personId!: string;

  @Describe('The agency they are of; what the register of officers says counts')
  @IsRegisterEntry()
  agency!: string;
}

export class DestroyExhibitBody {
  static readonly example = {
    method: 'Incineration',
    witnesses: [
      { personId: 'officer-dara', agency: 'police' },
      { personId: 'prosecutor-vichet', agency: 'courts' },
      { personId: 'officer-thida', agency: 'ministry-health' },
    ],
    destroyedAt: '2026-09-10T10:00:00+07:00',
  };

  @IsText(1, 500)
  method!: string;

  @Describe('At least three people of the register of officers, of at least two agencies')
  @ListOf(() => WitnessBody, { min: 1, max: 50 })
  witnesses!: WitnessBody[];

  @IsInstant()
  destroyedAt!: string;
}

export class DestroyExhibit extends CommandAt('v1/exhibits/:id/destroy', {
  body: DestroyExhibitBody,
  roles: ['custodian'],
  summary: 'Destroy the exhibit',
  description:
    'By its holder, on an order or decision of who is of the registers, before three witnesses of two agencies, with a sample retained and a mass balance that closes.',
}) {}

@CommandHandler(DestroyExhibit)
export class DestroyExhibitHandler extends Handler<DestroyExhibit> {
  async execute({ path: { id }, body: { ...said }, context }: DestroyExhibit): Promise<CommandOutcome> {
    const destructionId = deriveUuid('destruction', id, context.commandId);
    const witnesses = await Promise.all(
      said.witnesses.map(async ({ personId }) =>
        defined({ personId, agency: await agencyOf(this.aggregates, personId, said.destroyedAt) }),
      ),
    );
    const command = { type: 'DestroyExhibit', data: { ...said, witnesses, destructionId } } as const;
    return this.handle(exhibit, exhibitStream(id), command, asKnown(context, command.data), { occurredAt: said.destroyedAt });
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { unit, unitStream } from '../unit.ts';
import { requireAgency, requireSoundParent } from './between-entries.ts';
import { namedOnce } from './named-once.ts';

export class RegisterUnitBody {
  static readonly example = {
    unitId: 'unit-phnom-penh-1',
    agencyId: 'police',
    parent: 'unit-phnom-penh',
    name: { en: 'Anti-drug unit 1, Phnom Penh', km: 'អង្គភាពប្រឆាំងគ្រឿងញៀនទី១ ភ្នំពេញ' },
  };

  @IsRegisterEntry()
  unitId!: string;

  @Describe('A registered agency')
  @IsRegisterEntry()
  agencyId!: string;

  @Describe('The registered unit it is under; absent for one at the head of its agency')
  @Optional()
  @IsRegisterEntry()
  parent?: string;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class RegisterUnit extends CommandAt('v1/units', {
  body: RegisterUnitBody,
  roles: ['administrator'],
  summary: 'Register a unit',
  description: 'Its agency and the unit it is under are registered first: chains of command are what decides who may vote on a reward.',
  created: true,
  founding: true,
}) {}

@CommandHandler(RegisterUnit)
export class RegisterUnitHandler extends Handler<RegisterUnit> {
  async execute({ body, context }: RegisterUnit): Promise<CommandOutcome> {
    await requireAgency(this.aggregates, body.agencyId);
    await requireSoundParent(this.aggregates, body.unitId, body.parent);
    const [id, stream] = [body.unitId, unitStream(body.unitId)];
    return namedOnce(this.aggregates, 'unit', { stream, id }, context, () =>
      this.handle(unit, stream, { type: 'RegisterUnit', data: body }, context),
    );
  }
}

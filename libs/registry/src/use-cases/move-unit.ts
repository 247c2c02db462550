import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntryOrNull } from '#libs/bodies';
import { type CommandOutcome, Describe, Handler, IsCalendarDate } from '#libs/http';
import { unit, unitStream } from '../unit.ts';
import { requireSoundParent } from './between-entries.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class MoveUnitBody {
  static readonly example = { parent: 'unit-kandal', from: '2026-05-01' };

  @Describe('The registered unit it is under from then on, or null for none')
  @IsRegisterEntryOrNull()
  parent!: string | null;

  @Describe('First day, in Cambodia. A move of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;
}

export class MoveUnit extends CommandAtEntry('v1/units/:id/move', {
  body: MoveUnitBody,
  roles: ['administrator'],
  summary: 'Put a unit under another one, or under none',
}) {}

@CommandHandler(MoveUnit)
export class MoveUnitHandler extends Handler<MoveUnit> {
  async execute({ path: { id }, body, context }: MoveUnit): Promise<CommandOutcome> {
    await requireSoundParent(this.aggregates, id, body.parent, body.from);
    return this.handle(unit, unitStream(id), { type: 'MoveUnit', data: body }, context);
  }
}

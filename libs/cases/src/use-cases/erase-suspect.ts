import { CommandHandler } from '@nestjs/cqrs';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, IsText } from '#libs/http';
import { HandlerOfPersons } from './of-persons.ts';

export class EraseSuspectBody {
  static readonly example = { instrument: 'court-order-2026-12', reason: 'Mistaken identity, established by the court' };

  @Describe('The legal instrument that orders or allows it: one of the register, in force')
  @IsRegisterEntry()
  instrument!: string;

  @Describe('Kept for ever: it must not name the person')
  @IsText(1, 2000)
  reason!: string;
}

export class EraseSuspect extends CommandAt('v1/cases/:id/suspects/:suspectId/erase', {
  body: EraseSuspectBody,
  roles: ['legal-officer'],
  confirmedBy: { roles: ['legal-officer'] },
  summary: 'Erase who a suspect is, for ever',
  description:
    "On a legal instrument. The person's key is destroyed, which cannot be undone; that there was a suspect, and everything else, stays recorded.",
}) {}

@CommandHandler(EraseSuspect)
export class EraseSuspectHandler extends HandlerOfPersons<EraseSuspect> {
  execute({ path: { id, suspectId }, body: { instrument, reason }, context }: EraseSuspect): Promise<CommandOutcome> {
    return this.erase(id, suspectId, { type: 'EraseSuspect', data: { suspectId, instrument, reason } }, context);
  }
}

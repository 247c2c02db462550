import { CommandHandler } from '@nestjs/cqrs';
import { type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { laboratory, laboratoryStream } from '../laboratory.ts';
import { requireAnothersWord } from '../words-behind.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class ConfirmLaboratoryBody {
  static readonly example = { reason: 'Visited on 12 May; its accreditation was seen, and both analysts at work' };

  @Describe('What you saw of it: its accreditation, its analysts')
  @IsText(1, 2000)
  reason!: string;
}

export class ConfirmLaboratory extends CommandAtEntry('v1/laboratories/:id/confirm', {
  body: ConfirmLaboratoryBody,
  roles: ['administrator', 'legal-officer', 'integrity-officer'],
  summary: 'Confirm a laboratory that somebody else entered',
  description:
    'What a laboratory certifies holds a reward up (`laboratory.one-hand`) while one person alone made it and posted both analysts, after the first case was opened. Confirmed by another, what it certifies from then on does not.',
}) {}

@CommandHandler(ConfirmLaboratory)
export class ConfirmLaboratoryHandler extends Handler<ConfirmLaboratory> {
  async execute({ path: { id }, body, context }: ConfirmLaboratory): Promise<CommandOutcome> {
    await requireAnothersWord(this.aggregates, id, context.actor.id);
    return this.handle(laboratory, laboratoryStream(id), { type: 'ConfirmLaboratory', data: { reason: body.reason } }, context);
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsText } from '#libs/http';
import { agencies, type Agency } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { requireUnitOfAgency } from './registered-unit.ts';

export class TransferCaseBody {
  static readonly example = { agency: 'military-police', unit: 'unit-kandal-2', reason: 'The lorry belongs to a barracks' };

  @IsIn(agencies)
  agency!: Agency;

  @Describe('The unit that leads the case from now on')
  @IsRegisterEntry()
  unit!: string;

  @IsText(1, 2000)
  reason!: string;
}

export class TransferCase extends CommandAt('v1/cases/:id/transfer', {
  body: TransferCaseBody,
  roles: ['unit-head'],
  summary: 'Transfer a case to another agency or unit',
  description:
    'By the head of the unit that leads it, or of one above, to a unit of that agency by the register: whoever heads that one may give it back.',
}) {}

@CommandHandler(TransferCase)
export class TransferCaseHandler extends Handler<TransferCase> {
  async execute({ path: { id }, body, context }: TransferCase): Promise<CommandOutcome> {
    await requireUnitOfAgency(this.aggregates, body.unit, body.agency);
    return this.handle(caseFile, caseStream(id), { type: 'TransferCase', data: body }, context);
  }
}

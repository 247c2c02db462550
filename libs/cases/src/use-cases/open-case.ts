import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText, IsProvince, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsInstant, IsText, Optional } from '#libs/http';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { type Agency, agencies, type LocalizedText } from '#libs/vocabulary';
import { caseStream } from '../case-events.ts';
import { caseFile } from '../case-file.ts';
import { agencyOfUnit } from './registered-unit.ts';

export class OpenCaseBody {
  static readonly example = {
    reference: 'PP-2026-0117',
    title: { en: 'Warehouse on Street 271', km: 'ឃ្លាំងនៅផ្លូវ ២៧១' },
    agency: 'police',
    unit: 'unit-phnom-penh-1',
    province: 'KH-12',
  };

  @Describe("The case's number on paper")
  @IsText(1, 100)
  reference!: string;

  @IsLocalizedText(300)
  title!: LocalizedText;

  @Describe('Where the register says of which agency the unit is, that one leads the case, whatever is said here')
  @IsIn(agencies)
  agency!: Agency;

  @Describe('The unit that leads the case')
  @IsRegisterEntry()
  unit!: string;

  @IsProvince()
  province!: string;

  @Describe('When the case was opened on paper, if that was earlier')
  @Optional()
  @IsInstant()
  openedAt?: string;
}

export class OpenCase extends CommandAt('v1/cases', {
  body: OpenCaseBody,
  roles: ['investigator', 'unit-head'],
  summary: 'Open a case',
  description: 'For the unit that one serves in or commands. An investigator who opens a case leads it until that is changed.',
  created: true,
}) {}

@CommandHandler(OpenCase)
export class OpenCaseHandler extends Handler<OpenCase> {
  async execute({ body, context }: OpenCase): Promise<CommandOutcome> {
    const { reference, title, unit, province, openedAt } = body;
    const agency = (await agencyOfUnit(this.aggregates, unit)) ?? body.agency;
    const data = { reference, title, agency, unit, province, ...defined({ openedAt }) };
    const stream = caseStream(deriveUuid('case', context.commandId));
    return this.handle(caseFile, stream, { type: 'OpenCase', data }, context, defined({ occurredAt: openedAt }));
  }
}

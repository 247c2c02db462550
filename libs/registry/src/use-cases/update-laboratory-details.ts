import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { type CommandOutcome, Handler, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { laboratory, laboratoryStream } from '../laboratory.ts';
import { accreditation, AccreditationBody } from './accreditation-body.ts';
import { agencyOfUnit } from './between-entries.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class UpdateLaboratoryDetailsBody {
  static readonly example = { accreditation };

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;

  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @Nested(() => AccreditationBody)
  accreditation?: AccreditationBody;
}

export class UpdateLaboratoryDetails extends CommandAtEntry('v1/laboratories/:id/details', {
  body: UpdateLaboratoryDetailsBody,
  method: 'patch',
  roles: ['administrator'],
  summary: 'Change the details of a laboratory',
}) {}

@CommandHandler(UpdateLaboratoryDetails)
export class UpdateLaboratoryDetailsHandler extends Handler<UpdateLaboratoryDetails> {
  async execute({ path: { id }, body, context }: UpdateLaboratoryDetails): Promise<CommandOutcome> {
    if (body.unit !== undefined) await agencyOfUnit(this.aggregates, body.unit);
    return this.handle(laboratory, laboratoryStream(id), { type: 'UpdateLaboratoryDetails', data: body }, context);
  }
}

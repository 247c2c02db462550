import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { laboratory, laboratoryStream } from '../laboratory.ts';
import { accreditation, AccreditationBody } from './accreditation-body.ts';
import { agencyOfUnit } from './between-entries.ts';
import { namedOnce } from './named-once.ts';

export class RegisterLaboratoryBody {
  static readonly example = {
    laboratoryId: 'laboratory-central',
    name: { en: 'Central drug laboratory', km: 'មន្ទីរពិសោធន៍គ្រឿងញៀនកណ្តាល' },
    accreditation,
  };

  @IsRegisterEntry()
  laboratoryId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The registered unit it belongs to; its analysts certify nothing for that one')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @Nested(() => AccreditationBody)
  accreditation?: AccreditationBody;
}

export class RegisterLaboratory extends CommandAt('v1/laboratories', {
  body: RegisterLaboratoryBody,
  roles: ['administrator'],
  summary: 'Register a laboratory',
  created: true,
}) {}

@CommandHandler(RegisterLaboratory)
export class RegisterLaboratoryHandler extends Handler<RegisterLaboratory> {
  async execute({ body, context }: RegisterLaboratory): Promise<CommandOutcome> {
    if (body.unit !== undefined) await agencyOfUnit(this.aggregates, body.unit);
    const [id, stream] = [body.laboratoryId, laboratoryStream(body.laboratoryId)];
    return namedOnce(this.aggregates, 'laboratory', { stream, id }, context, () =>
      this.handle(laboratory, stream, { type: 'RegisterLaboratory', data: body }, context),
    );
  }
}

import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Handler } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { agency, type AgencyKind, agencyKinds, agencyStream } from '../agency.ts';
import { namedOnce } from './named-once.ts';

export class RegisterAgencyBody {
  static readonly example = { agencyId: 'police', kind: 'police', name: { en: 'National Police', km: 'នគរបាលជាតិ' } };

  @IsRegisterEntry()
  agencyId!: string;

  @IsIn(agencyKinds)
  kind!: AgencyKind;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class RegisterAgency extends CommandAt('v1/agencies', {
  body: RegisterAgencyBody,
  roles: ['administrator'],
  summary: 'Register an agency',
  created: true,
  founding: true,
}) {}

@CommandHandler(RegisterAgency)
export class RegisterAgencyHandler extends Handler<RegisterAgency> {
  execute({ body, context }: RegisterAgency): Promise<CommandOutcome> {
    const [id, stream] = [body.agencyId, agencyStream(body.agencyId)];
    return namedOnce(this.aggregates, 'agency', { stream, id }, context, () =>
      this.handle(agency, stream, { type: 'RegisterAgency', data: body }, context),
    );
  }
}

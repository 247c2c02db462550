import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText, PathEntry } from '#libs/bodies';
import { CommandAt, Optional, PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { agency, type AgencyKind, agencyKinds, agencyStream } from '../agency.ts';

export class UpdateAgencyDetailsBody {
  static readonly example = { name: { en: 'General Commissariat of National Police', km: 'អគ្គស្នងការដ្ឋាននគរបាលជាតិ' } };

  @Optional()
  @IsIn(agencyKinds)
  kind?: AgencyKind;

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;
}

export class UpdateAgencyDetails extends CommandAt('v1/agencies/:id/details', {
  body: UpdateAgencyDetailsBody,
  method: 'patch',
  parts: { id: PathEntry },
  roles: ['administrator'],
  summary: 'Change the details of an agency',
}) {}

@CommandHandler(UpdateAgencyDetails)
export class UpdateAgencyDetailsHandler extends PassedOn(UpdateAgencyDetails, agency, agencyStream, 'UpdateAgencyDetails') {}

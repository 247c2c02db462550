import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { Optional, PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { agency, type AgencyKind, agencyKinds, agencyStream } from '../agency.ts';
import { CommandAtEntry } from './command-at-entry.ts';

export class UpdateAgencyDetailsBody {
  static readonly example = { name: { en: 'General Commissariat of National Police', km: 'អគ្គស្នងការដ្ឋាននគរបាលជាតិ' } };

  @Optional()
  @IsIn(agencyKinds)
  kind?: AgencyKind;

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;
}

export class UpdateAgencyDetails extends CommandAtEntry('v1/agencies/:id/details', {
  body: UpdateAgencyDetailsBody,
  method: 'patch',
  roles: ['administrator'],
  summary: 'Change the details of an agency',
}) {}

@CommandHandler(UpdateAgencyDetails)
export class UpdateAgencyDetailsHandler extends PassedOn(UpdateAgencyDetails, agency, agencyStream, 'UpdateAgencyDetails') {}

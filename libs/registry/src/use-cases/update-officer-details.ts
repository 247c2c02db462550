import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText } from '#libs/bodies';
import { PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { CommandAtEntry } from './command-at-entry.ts';
import { RegisterOfficerBody } from './register-officer.ts';

export class UpdateOfficerDetailsBody {
  static readonly example = { name: RegisterOfficerBody.example.name };

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class UpdateOfficerDetails extends CommandAtEntry('v1/officers/:id/details', {
  body: UpdateOfficerDetailsBody,
  method: 'patch',
  roles: ['administrator'],
  summary: 'Change the details of an officer',
}) {}

@CommandHandler(UpdateOfficerDetails)
export class UpdateOfficerDetailsHandler extends PassedOn(UpdateOfficerDetails, officer, officerStream, 'UpdateOfficerDetails') {}

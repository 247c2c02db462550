import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText } from '#libs/bodies';
import { PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { unit, unitStream } from '../unit.ts';
import { CommandAtEntry } from './command-at-entry.ts';
import { RegisterUnitBody } from './register-unit.ts';

export class UpdateUnitDetailsBody {
  static readonly example = { name: RegisterUnitBody.example.name };

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class UpdateUnitDetails extends CommandAtEntry('v1/units/:id/details', {
  body: UpdateUnitDetailsBody,
  method: 'patch',
  roles: ['administrator'],
  summary: 'Change the details of a unit',
}) {}

@CommandHandler(UpdateUnitDetails)
export class UpdateUnitDetailsHandler extends PassedOn(UpdateUnitDetails, unit, unitStream, 'UpdateUnitDetails') {}

import { CommandHandler } from '@nestjs/cqrs';
import { IsLocalizedText, PathEntry } from '#libs/bodies';
import { CommandAt, PassedOn } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { unit, unitStream } from '../unit.ts';
import { RegisterUnitBody } from './register-unit.ts';

export class UpdateUnitDetailsBody {
  static readonly example = { name: RegisterUnitBody.example.name };

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class UpdateUnitDetails extends CommandAt('v1/units/:id/details', {
  body: UpdateUnitDetailsBody,
  method: 'patch',
  parts: { id: PathEntry },
  roles: ['administrator'],
  summary: 'Change the details of a unit',
}) {}

@CommandHandler(UpdateUnitDetails)
export class UpdateUnitDetailsHandler extends PassedOn(UpdateUnitDetails, unit, unitStream, 'UpdateUnitDetails') {}

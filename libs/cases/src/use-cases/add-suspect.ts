import { CommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { defined, deriveUuid } from '#libs/event-sourcing';
import { CommandAt, type CommandOutcome, Describe, IsCalendarDate, IsText, ListOf, Optional, rule } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { type SuspectRole, suspectRoles } from '#libs/vocabulary';
import { type Identifier, identifierKinds } from '../suspect.ts';
import { HandlerOfPersons } from './of-persons.ts';

const IsCountry = rule(
  'isCountry',
  { type: 'string', pattern: '^[A-Z]{2}$' },
  '$property must be the ISO 3166-1 code of a country, for example KH',
);

/** A number that a person is known by. */
export class IdentifierBody implements Identifier {
  @IsIn(identifierKinds)
  kind!: Identifier['kind'];

  @IsText(1, 100)
  number!: string;
}

export class AddSuspectBody {
  static readonly example = {
    name: { en: 'Chea Vuthy', km: 'ជា វុទ្ធី' },
    identifiers: [{ kind: 'national-id', number: '010 234 567' }],
    dateOfBirth: '1988-04-13',
    nationality: 'KH',
    role: 'lesser',
  };

  @IsLocalizedText(300)
  name!: LocalizedText;

  @Optional()
  @ListOf(() => IdentifierBody, { min: 1, max: 10 })
  identifiers?: IdentifierBody[];

  @Optional()
  @IsCalendarDate()
  dateOfBirth?: string;

  @Optional()
  @IsCountry()
  nationality?: string;

  @Describe("What the investigators take the suspect's part to be; a prosecutor and a court assess it")
  @Optional()
  @IsIn(suspectRoles)
  role?: SuspectRole;
}

export class AddSuspect extends CommandAt('v1/cases/:id/suspects', {
  body: AddSuspectBody,
  roles: ['investigator', 'unit-head'],
  stated: true,
  created: true,
  summary: 'Add a suspect',
  description:
    'Name, numbers, date of birth and nationality are sealed with a key of that person before they are recorded. A suspect is not a convict.',
}) {}

@CommandHandler(AddSuspect)
export class AddSuspectHandler extends HandlerOfPersons<AddSuspect> {
  execute({ path: { id }, body, context }: AddSuspect): Promise<CommandOutcome> {
    const suspectId = deriveUuid('suspect', id, context.commandId);
    const { name, identifiers, dateOfBirth, nationality, role } = body;
    return this.record(
      id,
      { person: suspectId, id: suspectId },
      defined({ name: { ...name }, identifiers: identifiers?.map(({ kind, number }) => ({ kind, number })), dateOfBirth, nationality }),
      (sealed) => ({ type: 'AddSuspect', data: { suspectId, ...sealed, ...defined({ role }) } }),
      context,
    );
  }
}

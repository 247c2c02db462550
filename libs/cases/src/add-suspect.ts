import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsIn } from 'class-validator';
import { IsLocalizedText } from '#libs/bodies';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { type CommandOutcome, Describe, IsCalendarDate, IsText, ListOf, Optional, rule } from '#libs/http';
import { Persons } from '#libs/privacy';
import type { LocalizedText } from '#libs/vocabulary';
import { caseFile, caseStream } from './case-file.ts';
import { type SuspectRole, suspectRoles } from '#libs/vocabulary';

const IsCountry = rule(
  'isCountry',
  { type: 'string', pattern: '^[A-Z]{2}$' },
  '$property must be the ISO 3166-1 code of a country, for example KH',
);

export const identifierKinds = ['national-id', 'passport', 'driving-licence', 'phone', 'other'] as const;

/** A number that a person is known by. */
export class IdentifierBody {
  @IsIn(identifierKinds)
  kind!: (typeof identifierKinds)[number];

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

export class AddSuspect extends Command<CommandOutcome> {
  constructor(
    readonly caseId: string,
    readonly body: AddSuspectBody,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(AddSuspect)
export class AddSuspectHandler implements ICommandHandler<AddSuspect> {
  constructor(
    private readonly aggregates: AggregateStore,
    private readonly persons: Persons,
  ) {}

  /** Sealed before anything else sees it, alike at each try: a retry is the same command and adds the same suspect. */
  async execute({ caseId, body, context }: AddSuspect): Promise<CommandOutcome> {
    const suspectId = deriveUuid('suspect', caseId, context.commandId);
    const { name, identifiers, dateOfBirth, nationality, role } = body;
    const sealed = await this.persons.seal(
      { person: suspectId, commandId: context.commandId },
      {
        name: { ...name },
        ...(identifiers && { identifiers: identifiers.map(({ kind, number }) => ({ kind, number })) }),
        ...(dateOfBirth !== undefined && { dateOfBirth }),
        ...(nationality !== undefined && { nationality }),
      },
    );
    const command = { type: 'AddSuspect', data: { suspectId, ...sealed, ...(role !== undefined && { role }) } } as const;
    return { id: suspectId, ...(await this.aggregates.handle(caseFile, caseStream(caseId), command, context)) };
  }
}

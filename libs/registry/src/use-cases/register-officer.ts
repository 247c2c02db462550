import { CommandHandler } from '@nestjs/cqrs';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn } from 'class-validator';
import { type Role, ROLE_NAMES } from '#libs/access';
import { IsLocalizedText, IsRegisterEntry } from '#libs/bodies';
import { CommandAt, type CommandOutcome, Describe, Handler, IsCalendarDate, IsText, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { type OfficerEntry, officerStream } from '../officer-events.ts';
import { officer } from '../officer.ts';
import { agencyOfUnit } from './between-entries.ts';
import { beginningOnce, namedOnce } from './named-once.ts';

export class RegisterOfficerBody implements Omit<OfficerEntry, 'agency'> {
  static readonly example = {
    officerId: 'officer-sokha',
    name: { en: 'Chan Sokha', km: 'ចាន់ សុខា' },
    rank: 'inspector',
    unit: 'unit-phnom-penh-1',
    since: '2019-04-01',
  };

  @Describe('The subject of the officer’s token, if they come here themselves')
  @IsRegisterEntry()
  officerId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @IsText(1, 100)
  rank!: string;

  @Describe('A registered unit; the officer is of its agency')
  @IsRegisterEntry()
  unit!: string;

  @Describe('First day of service in this unit and rank, in Cambodia')
  @IsCalendarDate()
  since!: string;

  @Describe('What they are appointed to, if the register is to say it: of the roles in their token, these alone count then')
  @Optional()
  @IsArray()
  @ArrayUnique()
  @ArrayMaxSize(ROLE_NAMES.length)
  @IsIn(ROLE_NAMES, { each: true })
  roles?: Role[];
}

export class RegisterOfficer extends CommandAt('v1/officers', {
  body: RegisterOfficerBody,
  roles: ['administrator'],
  summary: 'Register an officer',
  description: 'Nobody enters themselves or changes their own entry, but for the administrator who begins the register.',
  created: true,
  founding: true,
}) {}

@CommandHandler(RegisterOfficer)
export class RegisterOfficerHandler extends Handler<RegisterOfficer> {
  async execute({ body, context }: RegisterOfficer): Promise<CommandOutcome> {
    const entry: Omit<OfficerEntry, 'agency'> = body;
    const agency = await agencyOfUnit(this.aggregates, entry.unit);
    const [id, stream] = [body.officerId, officerStream(body.officerId)];
    return namedOnce(this.aggregates, 'person', { stream, id }, context, () =>
      beginningOnce(this.aggregates, { stream, id }, context, () =>
        this.handle(officer, stream, { type: 'RegisterOfficer', data: { ...entry, agency } }, context),
      ),
    );
  }
}

import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsInt, IsString, Min } from 'class-validator';
import { IsLocalizedText, IsRegisterEntry, IsRegisterEntryOrNull, MoneyBody } from '#libs/bodies';
import { Describe, IsCalendarDate, IsInstant, IsText, ListOf, Nested, Optional } from '#libs/http';
import { currencies, type Currency, type LocalizedText } from '#libs/vocabulary';
import { type AgencyKind, agencyKinds } from './agency.ts';
import { AccreditationBody } from './bodies.ts';
import { type InstrumentKind, instrumentKinds } from './legal-instrument.ts';

// What the pages and lists of the registers answer, for the API's description. The rows themselves are made by the projections.

class EntryAnswer {
  @Describe('When the last fact was recorded')
  @IsInstant()
  updatedAt!: string;

  @Describe('Of the entry: what `If-Match` is compared with')
  @IsInt()
  @Min(0)
  revision!: number;
}

export class AgencyAnswer extends EntryAnswer {
  @IsRegisterEntry()
  agencyId!: string;

  @IsIn(agencyKinds)
  kind!: AgencyKind;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class LaboratoryAnswer extends EntryAnswer {
  @IsRegisterEntry()
  laboratoryId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The unit it belongs to')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @Nested(() => AccreditationBody)
  accreditation?: AccreditationBody;
}

export class InstrumentAnswer extends EntryAnswer {
  @IsRegisterEntry()
  instrumentId!: string;

  @IsIn(instrumentKinds)
  kind!: InstrumentKind;

  @IsLocalizedText(500)
  title!: LocalizedText;

  @IsText(1, 100)
  number!: string;

  @IsCalendarDate()
  date!: string;

  @Describe('As recorded; the days say from when')
  @IsIn(['announced', 'enacted', 'repealed'])
  status!: 'announced' | 'enacted' | 'repealed';

  @Describe('First day in force')
  @Optional()
  @IsCalendarDate()
  enactedFrom?: string;

  @Describe('First day no longer in force')
  @Optional()
  @IsCalendarDate()
  repealedFrom?: string;

  @Optional()
  @IsText(1, 500)
  repealReason?: string;
}

export class UnitMoveAnswer {
  @Describe('The unit it is under from that day on; null for none')
  @IsRegisterEntryOrNull()
  parent!: string | null;

  @IsCalendarDate()
  from!: string;
}

export class UnitAnswer extends EntryAnswer {
  @IsRegisterEntry()
  unitId!: string;

  @IsRegisterEntry()
  agencyId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The unit it is under today')
  @Optional()
  @IsRegisterEntry()
  parent?: string;

  @Describe('The unit it was registered under')
  @Optional()
  @IsRegisterEntry()
  registeredUnder?: string;

  @Describe('In the order they were recorded; of one day the last stands')
  @ListOf(() => UnitMoveAnswer, { max: 1000 })
  moves!: UnitMoveAnswer[];

  @Describe('The chain of command today: the unit and every unit above it. On the page of one unit')
  @Optional()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsRegisterEntry({ each: true })
  chain?: string[];
}

export class ServiceAnswer {
  @IsRegisterEntry()
  unit!: string;

  @IsRegisterEntry()
  agency!: string;

  @IsCalendarDate()
  from!: string;
}

export class RankAnswer {
  @IsText(1, 100)
  rank!: string;

  @IsCalendarDate()
  from!: string;
}

export class SuspensionAnswer {
  @IsCalendarDate()
  from!: string;

  @Describe('Last day, as ordered')
  @Optional()
  @IsCalendarDate()
  until?: string;

  @Describe('First day back, where the officer was reinstated')
  @Optional()
  @IsCalendarDate()
  back?: string;

  @Describe('For administrators, integrity, auditors and the officer')
  @Optional()
  @IsText(1, 500)
  reason?: string;
}

export class CapHistoryAnswer {
  @IsIn(currencies)
  currency!: Currency;

  @Describe('Reserved or granted in the last twelve months and not released')
  @Nested(() => MoneyBody)
  inTwelveMonths!: MoneyBody;

  @Describe('Reserved or granted ever and not released')
  @Nested(() => MoneyBody)
  inCareer!: MoneyBody;
}

export class ReservedCapAnswer {
  @IsString()
  capId!: string;

  @IsString()
  rewardId!: string;

  @Nested(() => MoneyBody)
  amount!: MoneyBody;

  @Describe('What of it counts: the amount less what was released')
  @Nested(() => MoneyBody)
  counts!: MoneyBody;

  @IsIn(['reserved', 'consumed', 'released'])
  status!: 'reserved' | 'consumed' | 'released';

  @Describe('From then on it counts, for twelve calendar months')
  @IsInstant()
  reservedAt!: string;
}

export class OfficerAnswer extends EntryAnswer {
  @IsRegisterEntry()
  officerId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('Today')
  @IsText(1, 100)
  rank!: string;

  @Describe('Today')
  @IsRegisterEntry()
  unit!: string;

  @Describe('Today')
  @IsRegisterEntry()
  agency!: string;

  @Describe('First day of service, as registered')
  @IsCalendarDate()
  since!: string;

  @Describe('In the order they were recorded; of one day the last stands')
  @ListOf(() => ServiceAnswer, { max: 1000 })
  postings!: ServiceAnswer[];

  @Describe('In the order they were recorded; of one day the last stands')
  @ListOf(() => RankAnswer, { max: 1000 })
  ranks!: RankAnswer[];

  @Describe('Today')
  @IsBoolean()
  suspended!: boolean;

  @ListOf(() => SuspensionAnswer, { max: 1000 })
  suspensions!: SuspensionAnswer[];

  @Describe('What counts against caps, by currency; for those who decide on rewards, pay or watch over them, and the officer')
  @Optional()
  @ListOf(() => CapHistoryAnswer, { max: 10 })
  caps?: CapHistoryAnswer[];

  @Describe('What it adds up from; for the same, on the page of one officer')
  @Optional()
  @ListOf(() => ReservedCapAnswer, { max: 100_000 })
  reserved?: ReservedCapAnswer[];
}

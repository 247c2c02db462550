import { IsIn } from 'class-validator';
import { IsLocalizedText, IsRegisterEntry, IsRegisterEntryOrNull } from '#libs/bodies';
import { Describe, IsCalendarDate, IsText, Nested, Optional } from '#libs/http';
import type { LocalizedText } from '#libs/vocabulary';
import { type AgencyKind, agencyKinds } from './agency.ts';
import type { Accreditation } from './laboratory.ts';
import { type InstrumentKind, instrumentKinds } from './legal-instrument.ts';

// What is said when something is entered in a register.

const unitName = { en: 'Anti-drug unit 1, Phnom Penh', km: 'អង្គភាពប្រឆាំងគ្រឿងញៀនទី១ ភ្នំពេញ' };
const officerName = { en: 'Chan Sokha', km: 'ចាន់ សុខា' };
const reason = 'Order 41 of the general commissariat';

export class RegisterAgencyBody {
  static readonly example = { agencyId: 'police', kind: 'police', name: { en: 'National Police', km: 'នគរបាលជាតិ' } };

  @IsRegisterEntry()
  agencyId!: string;

  @IsIn(agencyKinds)
  kind!: AgencyKind;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class UpdateAgencyDetailsBody {
  static readonly example = { name: { en: 'General Commissariat of National Police', km: 'អគ្គស្នងការដ្ឋាននគរបាលជាតិ' } };

  @Optional()
  @IsIn(agencyKinds)
  kind?: AgencyKind;

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;
}

export class RegisterUnitBody {
  static readonly example = { unitId: 'unit-phnom-penh-1', agencyId: 'police', parent: 'unit-phnom-penh', name: unitName };

  @IsRegisterEntry()
  unitId!: string;

  @Describe('A registered agency')
  @IsRegisterEntry()
  agencyId!: string;

  @Describe('The registered unit it is under; absent for one at the head of its agency')
  @Optional()
  @IsRegisterEntry()
  parent?: string;

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class UpdateUnitDetailsBody {
  static readonly example = { name: unitName };

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class MoveUnitBody {
  static readonly example = { parent: 'unit-kandal', from: '2026-05-01' };

  @Describe('The registered unit it is under from then on, or null for none')
  @IsRegisterEntryOrNull()
  parent!: string | null;

  @Describe('First day, in Cambodia. A move of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;
}

export class RegisterOfficerBody {
  static readonly example = {
    officerId: 'officer-sokha',
    name: officerName,
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
}

export class UpdateOfficerDetailsBody {
  static readonly example = { name: officerName };

  @IsLocalizedText(200)
  name!: LocalizedText;
}

export class TransferOfficerBody {
  static readonly example = { unit: 'unit-kandal-1', from: '2026-05-01', reason };

  @Describe('A registered unit; the officer is of its agency from then on')
  @IsRegisterEntry()
  unit!: string;

  @Describe('Where it changes with the unit')
  @Optional()
  @IsText(1, 100)
  rank?: string;

  @Describe('First day there, in Cambodia. A transfer of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;

  @Optional()
  @IsText(1, 500)
  reason?: string;
}

export class PromoteOfficerBody {
  static readonly example = { rank: 'chief inspector', from: '2026-05-01' };

  @IsText(1, 100)
  rank!: string;

  @Describe('First day in this rank, in Cambodia. A rank of the same day stands in for one that was wrong')
  @IsCalendarDate()
  from!: string;
}

export class SuspendOfficerBody {
  static readonly example = { from: '2026-05-01', until: '2026-07-31', reason: 'Inquiry 7 of 2026' };

  @Describe('First day, in Cambodia')
  @IsCalendarDate()
  from!: string;

  @Describe('Last day; absent: until the officer is reinstated')
  @Optional()
  @IsCalendarDate()
  until?: string;

  @IsText(1, 500)
  reason!: string;
}

export class ReinstateOfficerBody {
  static readonly example = { from: '2026-06-15', reason: 'Inquiry 7 of 2026 found nothing' };

  @Describe('First day back, in Cambodia. Ends every suspension that is not over by then')
  @IsCalendarDate()
  from!: string;

  @IsText(1, 500)
  reason!: string;
}

export class AccreditationBody implements Accreditation {
  @Describe('The certificate on paper')
  @IsText(1, 200)
  reference!: string;

  @Describe('Its last day, where it ends')
  @Optional()
  @IsCalendarDate()
  until?: string;
}

const laboratoryName = { en: 'Central drug laboratory', km: 'មន្ទីរពិសោធន៍គ្រឿងញៀនកណ្តាល' };
const accreditation = { reference: 'ISO/IEC 17025, certificate T-118', until: '2028-12-31' };

export class RegisterLaboratoryBody {
  static readonly example = { laboratoryId: 'laboratory-central', name: laboratoryName, accreditation };

  @IsRegisterEntry()
  laboratoryId!: string;

  @IsLocalizedText(200)
  name!: LocalizedText;

  @Describe('The registered unit it belongs to; its analysts certify nothing for that one')
  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @Nested(() => AccreditationBody)
  accreditation?: AccreditationBody;
}

export class UpdateLaboratoryDetailsBody {
  static readonly example = { accreditation };

  @Optional()
  @IsLocalizedText(200)
  name?: LocalizedText;

  @Optional()
  @IsRegisterEntry()
  unit?: string;

  @Optional()
  @Nested(() => AccreditationBody)
  accreditation?: AccreditationBody;
}

export class RegisterInstrumentBody {
  static readonly example = {
    instrumentId: 'sub-decree-2026-14',
    kind: 'sub-decree',
    title: { en: 'Sub-decree on rewards for seizures of drugs', km: 'អនុក្រឹត្យស្តីពីរង្វាន់' },
    number: '14',
    date: '2026-02-01',
    status: 'announced',
  };

  @IsRegisterEntry()
  instrumentId!: string;

  @Describe('A prakas is a minister’s regulation')
  @IsIn(instrumentKinds)
  kind!: InstrumentKind;

  @IsLocalizedText(500)
  title!: LocalizedText;

  @Describe('On paper')
  @IsText(1, 100)
  number!: string;

  @Describe('On paper')
  @IsCalendarDate()
  date!: string;

  @Describe('What is announced is no law yet. What is entered as enacted is in force from its date on')
  @IsIn(['announced', 'enacted'])
  status!: 'announced' | 'enacted';
}

export class UpdateInstrumentDetailsBody {
  static readonly example = { number: '14 ANK.BK' };

  @Optional()
  @IsIn(instrumentKinds)
  kind?: InstrumentKind;

  @Optional()
  @IsLocalizedText(500)
  title?: LocalizedText;

  @Optional()
  @IsText(1, 100)
  number?: string;

  @Optional()
  @IsCalendarDate()
  date?: string;
}

export class EnactInstrumentBody {
  static readonly example = { from: '2026-02-15' };

  @Describe('First day in force, in Cambodia. Said again, the later word stands')
  @IsCalendarDate()
  from!: string;
}

export class RepealInstrumentBody {
  static readonly example = { from: '2027-01-01', reason: 'Replaced by sub-decree 3 of 2027' };

  @Describe('First day no longer in force, in Cambodia')
  @IsCalendarDate()
  from!: string;

  @IsText(1, 500)
  reason!: string;
}

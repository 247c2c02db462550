import type { Role } from '#libs/access';
import type { Agency, LocalizedText } from '#libs/vocabulary';
import { type FamilyName, type GivenName, named, type Province } from './names.ts';

/** Somebody of the country: an entry of the register, and who a token is for. */
export interface Person {
  readonly id: string;
  readonly name: Required<LocalizedText>;
  readonly roles: readonly Role[];
  readonly rank: string;
  /** Where they serve now. */
  readonly unit: string;
}

export interface AgencyOfCast {
  readonly agencyId: string;
  readonly kind: Agency | 'authority' | 'laboratory-service' | 'ministry' | 'institution';
  readonly name: Required<LocalizedText>;
}

export interface UnitOfCast {
  readonly unitId: string;
  readonly agencyId: string;
  readonly parent?: string;
  readonly name: Required<LocalizedText>;
  /** Of units that open cases. */
  readonly province?: Province | undefined;
}

export const agencies: readonly AgencyOfCast[] = [
  { agencyId: 'police', kind: 'police', name: { en: 'National Police', km: 'នគរបាលជាតិ' } },
  { agencyId: 'military-police', kind: 'military-police', name: { en: 'Military Police', km: 'កងរាជអាវុធហត្ថ' } },
  { agencyId: 'customs', kind: 'customs', name: { en: 'Customs and Excise', km: 'គយ និងរដ្ឋាករ' } },
  { agencyId: 'courts', kind: 'courts', name: { en: 'Courts of Justice', km: 'តុលាការ' } },
  { agencyId: 'authority', kind: 'authority', name: { en: 'Authority for Combating Drugs', km: 'អាជ្ញាធរប្រយុទ្ធប្រឆាំងគ្រឿងញៀន' } },
  { agencyId: 'laboratories', kind: 'laboratory-service', name: { en: 'Forensic Laboratories', km: 'មន្ទីរពិសោធន៍កោសល្យវិច្ច័យ' } },
  { agencyId: 'ministry-interior', kind: 'ministry', name: { en: 'Ministry of the Interior', km: 'ក្រសួងមហាផ្ទៃ' } },
  { agencyId: 'institution-hospital', kind: 'institution', name: { en: 'Municipal hospital', km: 'មន្ទីរពេទ្យក្រុង' } },
];

/** Units, each after the one it is under. */
export const units: readonly UnitOfCast[] = [
  { unitId: 'unit-police-general', agencyId: 'police', name: { en: 'General Commissariat', km: 'អគ្គស្នងការដ្ឋាន' } },
  police('unit-police-inspectorate', 'Inspectorate of the police', 'អធិការដ្ឋាននគរបាល', 'unit-police-general'),
  police('unit-anti-drug', 'Anti-Drug Department', 'នាយកដ្ឋានប្រឆាំងគ្រឿងញៀន', 'unit-police-general', 'KH-12'),
  police('unit-phnom-penh-1', 'Anti-drug unit 1, Phnom Penh', 'អង្គភាពទី១ ភ្នំពេញ', 'unit-anti-drug', 'KH-12'),
  police('unit-phnom-penh-2', 'Anti-drug unit 2, Phnom Penh', 'អង្គភាពទី២ ភ្នំពេញ', 'unit-anti-drug', 'KH-12'),
  police('unit-kandal', 'Anti-drug unit, Kandal', 'អង្គភាពកណ្តាល', 'unit-anti-drug', 'KH-8'),
  police('unit-battambang', 'Anti-drug unit, Battambang', 'អង្គភាពបាត់ដំបង', 'unit-anti-drug', 'KH-2'),
  police('unit-siem-reap', 'Anti-drug unit, Siem Reap', 'អង្គភាពសៀមរាប', 'unit-anti-drug', 'KH-17'),
  police('unit-banteay-meanchey', 'Anti-drug unit, Banteay Meanchey', 'អង្គភាពបន្ទាយមានជ័យ', 'unit-anti-drug', 'KH-1'),
  {
    unitId: 'unit-gendarmerie-general',
    agencyId: 'military-police',
    name: { en: 'Military Police Command', km: 'បញ្ជាការដ្ឋានកងរាជអាវុធហត្ថ' },
  },
  military('unit-gendarmerie-inspectorate', 'Inspectorate of the military police', 'អធិការដ្ឋានកងរាជអាវុធហត្ថ'),
  military('unit-stung-treng', 'Military police, Stung Treng', 'កងរាជអាវុធហត្ថស្ទឹងត្រែង', 'KH-19'),
  military('unit-svay-rieng', 'Military police, Svay Rieng', 'កងរាជអាវុធហត្ថស្វាយរៀង', 'KH-20'),
  { unitId: 'unit-customs-general', agencyId: 'customs', name: { en: 'Customs headquarters', km: 'អគ្គនាយកដ្ឋានគយ' } },
  customs('unit-customs-airport', 'Customs, airport', 'គយព្រលានយន្តហោះ', 'KH-12'),
  customs('unit-customs-port', 'Customs, deep-sea port', 'គយកំពង់ផែ', 'KH-18'),
  { unitId: 'court-phnom-penh', agencyId: 'courts', name: { en: 'Court of first instance, Phnom Penh', km: 'សាលាដំបូងរាជធានីភ្នំពេញ' } },
  { unitId: 'court-of-appeal', agencyId: 'courts', name: { en: 'Court of appeal', km: 'សាលាឧទ្ធរណ៍' } },
  { unitId: 'unit-court-clerks', agencyId: 'courts', name: { en: 'Clerks of the courts', km: 'ក្រឡាបញ្ជីតុលាការ' } },
  { unitId: 'unit-secretariat', agencyId: 'authority', name: { en: 'Secretariat', km: 'អគ្គលេខាធិការដ្ឋាន' } },
  authority('unit-legal', 'Legal affairs', 'កិច្ចការច្បាប់'),
  authority('unit-treasury', 'Treasury', 'រតនាគារ'),
  authority('unit-integrity', 'Integrity office', 'ការិយាល័យសុចរិតភាព'),
  authority('unit-evidence', 'Evidence store', 'ឃ្លាំងវត្ថុតាង'),
  { unitId: 'unit-laboratory-central', agencyId: 'laboratories', name: { en: 'Central laboratory', km: 'មន្ទីរពិសោធន៍កណ្តាល' } },
  { unitId: 'unit-laboratory-north', agencyId: 'laboratories', name: { en: 'Northern laboratory', km: 'មន្ទីរពិសោធន៍ភាគខាងជើង' } },
  { unitId: 'unit-ministry-interior', agencyId: 'ministry-interior', name: { en: 'Cabinet of the minister', km: 'ខុទ្ទកាល័យរដ្ឋមន្ត្រី' } },
];

export const laboratories = [
  {
    laboratoryId: 'laboratory-central',
    unit: 'unit-laboratory-central',
    name: { en: 'Central drug laboratory', km: 'មន្ទីរពិសោធន៍គ្រឿងញៀនកណ្តាល' },
    accreditation: { reference: 'ISO/IEC 17025, certificate T-118' },
  },
  {
    laboratoryId: 'laboratory-north',
    unit: 'unit-laboratory-north',
    name: { en: 'Northern drug laboratory', km: 'មន្ទីរពិសោធន៍គ្រឿងញៀនភាគខាងជើង' },
    accreditation: { reference: 'ISO/IEC 17025, certificate T-204' },
  },
] as const;

/** Who says what a thing is worth. */
export const valuers = [
  {
    valuerId: 'valuer-chan',
    name: { en: 'Chan & Partners', km: 'ចាន់ និងសហការី' },
    firm: 'Chan & Partners',
    licence: { reference: 'Ministry of Economy and Finance, licence 41' },
  },
  {
    valuerId: 'valuer-lim',
    name: { en: 'Lim Valuation', km: 'លឹម អ្នកវាយតម្លៃ' },
    firm: 'Lim Valuation',
    licence: { reference: 'Ministry of Economy and Finance, licence 57' },
  },
] as const;

/** Units that open cases; the head of each first, then who investigates. */
const investigating: Readonly<Record<string, readonly `${FamilyName} ${GivenName}`[]>> = {
  'unit-anti-drug': ['Tep Visal', 'Meas Rithy', 'Kong Leakhena', 'Prak Samnang', 'Uk Vibol'],
  'unit-phnom-penh-1': ['Keo Sovann', 'Chan Sokha', 'Sok Dara', 'Ly Kunthea', 'Heng Narith'],
  'unit-phnom-penh-2': ['Nuon Maly', 'Chea Piseth', 'Pech Ratana', 'Yim Sina', 'Touch Makara'],
  'unit-kandal': ['Oum Vichea', 'Som Phirun', 'Eng Thida', 'Long Serey'],
  'unit-battambang': ['Ros Sambath', 'Tan Veasna', 'Mao Phalla', 'Duong Oudom'],
  'unit-siem-reap': ['Phan Borey', 'Sam Savuth', 'Nhem Raksmey', 'Kim Vuthy'],
  'unit-banteay-meanchey': ['Seng Malis', 'Nov Chanthy', 'Sao Tola', 'Chhim Pisey'],
  'unit-stung-treng': ['Lim Sopheap', 'Thach Rith', 'Yin Dara', 'Sim Kosal'],
  'unit-svay-rieng': ['Keo Oudom', 'Chea Makara', 'Prak Vanna', 'Long Sina'],
  'unit-customs-airport': ['Pech Sophea', 'Tan Rithy', 'Ly Narith', 'Kong Thida'],
  'unit-customs-port': ['Meas Vibol', 'Som Chanthy', 'Ros Veasna', 'Heng Pisey'],
};

const staff: readonly (readonly [string, `${FamilyName} ${GivenName}`, Role, string, string])[] = [
  ['custodian-mony', 'Sim Mony', 'custodian', 'keeper of evidence', 'unit-evidence'],
  ['custodian-savuth', 'Lim Savuth', 'custodian', 'keeper of evidence', 'unit-evidence'],
  ['custodian-raksmey', 'Tep Raksmey', 'custodian', 'receiving clerk', 'unit-laboratory-central'],
  ['custodian-phirun', 'Eng Phirun', 'custodian', 'receiving clerk', 'unit-laboratory-north'],
  ['analyst-nary', 'Duong Nary', 'laboratory-analyst', 'chemist', 'unit-laboratory-central'],
  ['analyst-kosal', 'Phan Kosal', 'laboratory-analyst', 'chemist', 'unit-laboratory-central'],
  ['analyst-thida', 'Mao Thida', 'laboratory-analyst', 'chemist', 'unit-laboratory-north'],
  ['analyst-serey', 'Sao Serey', 'laboratory-analyst', 'chemist', 'unit-laboratory-north'],
  ['legal-bopha', 'Yim Bopha', 'legal-officer', 'legal counsel', 'unit-legal'],
  ['legal-vanna', 'Chhim Vanna', 'legal-officer', 'legal counsel', 'unit-legal'],
  ['legal-borey', 'Nhem Borey', 'legal-officer', 'legal counsel', 'unit-legal'],
  ['legal-kosal', 'Lim Kosal', 'legal-officer', 'legal counsel', 'unit-legal'],
  ['legal-sina', 'Kong Sina', 'legal-officer', 'legal counsel', 'unit-legal'],
  ['legal-phirun', 'Ros Phirun', 'legal-officer', 'legal counsel for rewards', 'unit-legal'],
  ['finance-rith', 'Seng Rith', 'finance-officer', 'treasurer', 'unit-treasury'],
  ['finance-vannak', 'Touch Vannak', 'finance-officer', 'paymaster', 'unit-treasury'],
  ['finance-sreymom', 'Oum Sreymom', 'finance-officer', 'bookkeeper', 'unit-treasury'],
  // Books nothing, and compares the books with the bank's statement.
  ['finance-sina', 'Pech Sina', 'finance-officer', 'controller', 'unit-treasury'],
  ['integrity-malis', 'Kim Malis', 'integrity-officer', 'inspector', 'unit-integrity'],
  ['integrity-chenda', 'Nov Chenda', 'integrity-officer', 'inspector', 'unit-integrity'],
  // Who are asked to see something destroyed.
  ['clerk-vichea', 'Ly Vichea', 'auditor', 'clerk of the court', 'unit-court-clerks'],
  ['observer-borey', 'Eng Borey', 'auditor', 'observer', 'unit-ministry-interior'],
  ['integrity-vuthy', 'Chea Vuthy', 'integrity-officer', 'inspector', 'unit-integrity'],
  ['integrity-sopheap', 'Ros Sopheap', 'integrity-officer', 'inspector', 'unit-integrity'],
  ['member-sophea', 'Kim Sophea', 'committee-member', 'inspector general', 'unit-police-inspectorate'],
  ['member-narith', 'Uk Narith', 'committee-member', 'inspector', 'unit-police-inspectorate'],
  ['member-visal', 'Sam Visal', 'committee-member', 'colonel', 'unit-gendarmerie-inspectorate'],
  ['member-leakhena', 'Thach Leakhena', 'committee-member', 'chief clerk', 'unit-court-clerks'],
  ['member-kunthea', 'Yin Kunthea', 'committee-member', 'adviser', 'unit-ministry-interior'],
  ['member-ratana', 'Sok Ratana', 'committee-member', 'secretary', 'unit-secretariat'],
];

/** Who looks after the programs, and begins the registers with themself. */
export const administrator: Person = {
  id: 'administrator-tola',
  name: named('Keo Tola'),
  roles: ['administrator'],
  rank: 'administrator',
  unit: 'unit-secretariat',
};
/** Who looks over everything. */
export const auditor: Person = {
  id: 'auditor-malis',
  name: named('Meas Malis'),
  roles: ['auditor'],
  rank: 'auditor',
  unit: 'unit-ministry-interior',
};

/** Everybody in the register whom the stories are of, as they are entered. */
export const officers: readonly Person[] = [
  ...Object.entries(investigating).flatMap(([unit, names]) =>
    names.map((name, place): Person => {
      const rank = ['chief', 'captain', 'lieutenant', 'sergeant'][place] ?? 'sergeant';
      return { id: idOf(name), name: named(name), roles: [place === 0 ? 'unit-head' : 'investigator'], rank, unit };
    }),
  ),
  ...staff.map(([id, name, role, rank, unit]): Person => ({ id, name: named(name), roles: [role], rank, unit })),
];

/** Who clears rewards, and for that follows no case. */
export const CLEARER = 'legal-phirun';

/** Who serves where now: the register's word, for who tells the story. */
export class Cast {
  private readonly serving = new Map(officers.map((person) => [person.id, person]));
  private readonly suspended = new Set<string>();

  /** @throws RangeError there is nobody with this id */
  person(id: string): Person {
    const person = this.serving.get(id) ?? [administrator, auditor].find((one) => one.id === id);
    if (person === undefined) throw new RangeError(`Nobody in the country is ${id}`);
    return person;
  }

  /** @throws RangeError the unit has none */
  headOf(unit: string): Person {
    const head = [...this.serving.values()].find((person) => person.unit === unit && person.roles.includes('unit-head'));
    if (head === undefined) throw new RangeError(`${unit} has no head`);
    return head;
  }

  investigatorsOf(unit: string): readonly Person[] {
    return this.all('investigator').filter((person) => person.unit === unit && !this.suspended.has(person.id));
  }

  /** Legal officers who follow cases before prosecutor and court. */
  counsels(): readonly Person[] {
    return this.all('legal-officer').filter(({ id }) => id !== CLEARER);
  }

  all(role: Role): readonly Person[] {
    return [...this.serving.values()].filter(({ roles }) => roles.includes(role));
  }

  transfer(id: string, unit: string, rank?: string): void {
    const person = this.person(id);
    this.serving.set(id, { ...person, unit, ...(rank !== undefined && { rank }) });
  }

  suspend(id: string): void {
    this.suspended.add(id);
  }

  reinstate(id: string): void {
    this.suspended.delete(id);
  }

  isSuspended(id: string): boolean {
    return this.suspended.has(id);
  }
}

/** Units that open cases, in the order of the cast. */
export const investigatingUnits: readonly (UnitOfCast & { readonly province: Province })[] = units.flatMap((unit) =>
  unit.province === undefined || !(unit.unitId in investigating) ? [] : [{ ...unit, province: unit.province }],
);

/** @throws RangeError there is no such unit */
export function unitOf(unitId: string): UnitOfCast {
  const unit = units.find((one) => one.unitId === unitId);
  if (unit === undefined) throw new RangeError(`There is no unit ${unitId}`);
  return unit;
}

function idOf(name: `${FamilyName} ${GivenName}`): string {
  return `officer-${name.toLowerCase().replace(' ', '-')}`;
}

function police(unitId: string, en: string, km: string, parent: string, province?: Province): UnitOfCast {
  return { unitId, agencyId: 'police', parent, name: { en, km }, province };
}

function military(unitId: string, en: string, km: string, province?: Province): UnitOfCast {
  const parent = 'unit-gendarmerie-general';
  return { unitId, agencyId: 'military-police', parent, name: { en, km }, province };
}

function customs(unitId: string, en: string, km: string, province: Province): UnitOfCast {
  return { unitId, agencyId: 'customs', parent: 'unit-customs-general', name: { en, km }, province };
}

function authority(unitId: string, en: string, km: string): UnitOfCast {
  return { unitId, agencyId: 'authority', parent: 'unit-secretariat', name: { en, km } };
}

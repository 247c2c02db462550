import type { BelongingAccess, CaseAccess } from './access-row.ts';
import { type Asker, type Knowledge, knowledgeOfBelonging, knowledgeOfCase } from './knowledge.ts';

const police: CaseAccess = {
  kind: 'case',
  stream: 'case-117',
  agency: 'police',
  unit: 'unit-phnom-penh-1',
  officers: ['officer-sokha'],
  followers: [],
  linked: [],
  restricted: false,
};
const restricted: CaseAccess = { ...police, restricted: true, named: ['officer-bopha', 'officer-maly'] };
const ofCustoms: CaseAccess = { ...police, stream: 'case-118', agency: 'customs', unit: 'unit-customs-1', officers: [] };

const asker = (id: string, role: string, unit: string, agency: string, more: Partial<Asker> = {}): Asker => ({
  id,
  roles: [role],
  unit,
  agency,
  ...more,
});
const people = {
  'is assigned': asker('officer-sokha', 'investigator', 'unit-kandal-2', 'police'),
  'is assigned, of another agency': asker('officer-sokha', 'investigator', 'unit-customs-1', 'customs'),
  'is assigned, a custodian': asker('officer-sokha', 'custodian', 'unit-kandal-2', 'police'),
  'works in the same unit': asker('officer-dara', 'investigator', 'unit-phnom-penh-1', 'police'),
  'works in the same agency': asker('officer-dara', 'investigator', 'unit-kandal-2', 'police'),
  'heads the unit': asker('officer-sovann', 'unit-head', 'unit-phnom-penh-1', 'police'),
  'commands the unit, of no agency of it': asker('officer-visal', 'unit-head', 'unit-staff', 'staff', { commands: ['unit-phnom-penh-1'] }),
  'works in another agency': asker('customs-rithy', 'investigator', 'unit-customs-1', 'customs'),
  'heads a unit of another agency': asker('customs-head', 'unit-head', 'unit-customs-1', 'customs'),
  'is registered nowhere': { id: 'nobody', roles: ['investigator'] },
  'spells a name otherwise': asker('Officer-Maly', 'unit-head', 'unit-kandal-2', 'police'),
  'is named': asker('officer-maly', 'unit-head', 'unit-kandal-2', 'police'),
  'is named, of another agency': asker('officer-bopha', 'investigator', 'unit-customs-1', 'customs'),
  'keeps exhibits': asker('custodian-reasmey', 'custodian', 'unit-phnom-penh-1', 'police'),
  'analyses exhibits': asker('analyst-chenda', 'laboratory-analyst', 'unit-laboratory', 'laboratories'),
  'is a legal officer': asker('officer-vichea', 'legal-officer', 'unit-legal', 'authority'),
  votes: asker('member-nary', 'committee-member', 'unit-committee', 'authority'),
  pays: asker('officer-rith', 'finance-officer', 'unit-finance', 'authority'),
  administers: asker('the-administrator', 'administrator', 'unit-registers', 'authority'),
  'watches over integrity': asker('officer-makara', 'integrity-officer', 'unit-integrity', 'authority'),
  audits: asker('the-auditor', 'auditor', 'unit-audit', 'authority'),
} as const satisfies Readonly<Record<string, Asker>>;
type Person = keyof typeof people;

/** Of a case of the police; of the same one, linked with a case of customs; of the same one, linked and restricted. */
const TABLE: Readonly<Record<Person, readonly [alone: Knowledge['of'], linked: Knowledge['of'], restricted: Knowledge['of']]>> = {
  'is assigned': ['whole', 'whole', 'nothing'],
  'is assigned, of another agency': ['whole', 'whole', 'nothing'],
  'is assigned, a custodian': ['whole', 'whole', 'nothing'],
  'works in the same unit': ['whole', 'whole', 'nothing'],
  'works in the same agency': ['whole', 'whole', 'nothing'],
  'heads the unit': ['whole', 'whole', 'nothing'],
  'commands the unit, of no agency of it': ['whole', 'whole', 'nothing'],
  'works in another agency': ['nothing', 'existence', 'nothing'],
  'heads a unit of another agency': ['nothing', 'existence', 'nothing'],
  'is registered nowhere': ['nothing', 'nothing', 'nothing'],
  'spells a name otherwise': ['whole', 'whole', 'nothing'],
  'is named': ['whole', 'whole', 'whole'],
  'is named, of another agency': ['nothing', 'existence', 'whole'],
  'keeps exhibits': ['nothing', 'nothing', 'nothing'],
  'analyses exhibits': ['nothing', 'nothing', 'nothing'],
  'is a legal officer': ['whole', 'whole', 'nothing'],
  votes: ['whole', 'whole', 'nothing'],
  pays: ['whole', 'whole', 'nothing'],
  administers: ['nothing', 'nothing', 'nothing'],
  'watches over integrity': ['whole', 'whole', 'whole'],
  audits: ['whole', 'whole', 'whole'],
};

describe('what somebody may know of a case', () => {
  it.each(Object.keys(people) as Person[])('who %s', (person) => {
    const known = [
      knowledgeOfCase(police, people[person], []),
      knowledgeOfCase(police, people[person], [ofCustoms]),
      knowledgeOfCase(restricted, people[person], [ofCustoms]),
    ];
    expect(known.map(({ of }) => of)).toEqual(TABLE[person]);
  });

  it('names the unit that leads it to who may know no more than that it is there', () => {
    expect(knowledgeOfCase(police, people['works in another agency'], [ofCustoms])).toEqual({ of: 'existence', unit: 'unit-phnom-penh-1' });
  });

  it('hangs on no link with a case that is itself kept from them', () => {
    const kept: CaseAccess = { ...ofCustoms, restricted: true, named: ['officer-maly'] };
    expect(knowledgeOfCase(police, people['works in another agency'], [kept])).toEqual({ of: 'nothing' });
  });
});

describe('what somebody may know of an exhibit', () => {
  const exhibit = {
    kind: 'belonging',
    stream: 'exhibit-1',
    cases: ['case-117'],
    holders: ['custodian-reasmey'],
    unit: 'unit-laboratory',
    onDuty: [],
    offices: [],
    restricted: false,
  } as const;
  const known = (row: CaseAccess, person: Person, of: BelongingAccess = exhibit): Knowledge['of'] =>
    knowledgeOfBelonging(of, people[person], [{ row, known: knowledgeOfCase(row, people[person], [ofCustoms]) }]).of;

  it.each([
    ['keeps exhibits', 'whole', 'nothing'],
    ['analyses exhibits', 'whole', 'nothing'],
    ['works in the same agency', 'whole', 'nothing'],
    ['works in another agency', 'nothing', 'nothing'],
    ['is named', 'whole', 'whole'],
    ['audits', 'whole', 'whole'],
    ['administers', 'nothing', 'nothing'],
  ] as const)('who %s: %s, and of a restricted case %s', (person, open, kept) => {
    expect([known(police, person), known(restricted, person)]).toEqual([open, kept]);
  });

  it('is all of it to the laboratory that has it, and to the analysts whose result it bears, also of a restricted case', () => {
    const atLaboratory: BelongingAccess = { ...exhibit, atLaboratory: true };
    const returned: BelongingAccess = { ...exhibit, holders: ['officer-dara'], unit: 'unit-phnom-penh-1', onDuty: ['analyst-chenda'] };
    expect([atLaboratory, returned].map((of) => known(restricted, 'analyses exhibits', of))).toEqual(['whole', 'whole']);
    expect([atLaboratory, returned].map((of) => known(restricted, 'keeps exhibits', of))).toEqual(['whole', 'nothing']);
    // Who holds it for nobody has no duty in it that a restriction would stop.
    expect(known(restricted, 'works in the same unit', returned)).toBe('nothing');
  });
});

describe('what somebody may know of a reward on a restricted case', () => {
  const reward = { kind: 'belonging', stream: 'reward-1', cases: ['case-117'], holders: [], restricted: false } as const;
  const known = (person: Person, of: Pick<BelongingAccess, 'onDuty' | 'offices'>): Knowledge['of'] =>
    knowledgeOfBelonging({ ...reward, ...of }, people[person], [
      { row: restricted, known: knowledgeOfCase(restricted, people[person], []) },
    ]).of;

  it('is all of it to the offices that decide on it and pay it, and to who acted on it; of the case they know nothing', () => {
    const proposed = { onDuty: ['officer-sovann'], offices: ['legal-officer', 'committee-member', 'finance-officer'] };
    const deciders = ['is a legal officer', 'votes', 'pays', 'heads the unit'] as const;
    expect(deciders.map((person) => known(person, proposed))).toEqual(['whole', 'whole', 'whole', 'whole']);
    expect(deciders.map((person) => knowledgeOfCase(restricted, people[person], []).of)).toEqual(deciders.map(() => 'nothing'));
    expect(deciders.map((person) => known(person, { onDuty: [], offices: [] }))).toEqual(deciders.map(() => 'nothing'));
    expect(known('works in the same unit', proposed)).toBe('nothing');
  });
});

describe('who follows a restricted case before the court', () => {
  it('knows it, whomever it is restricted to', () => {
    const followed: CaseAccess = { ...restricted, followers: ['officer-vichea'] };
    expect(knowledgeOfCase(followed, people['is a legal officer'], [])).toEqual({ of: 'whole' });
    expect(knowledgeOfCase(followed, people.votes, [])).toEqual({ of: 'nothing' });
  });
});

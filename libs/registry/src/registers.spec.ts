import fc from 'fast-check';
import { deciderLaws, given, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { khr } from '#libs/vocabulary';
import { agency, type AgencyCommand, agencyEvents } from './agency.ts';
import { laboratory, type LaboratoryCommand, laboratoryEvents } from './laboratory.ts';
import { valuer, type ValuerCommand, valuerEvents } from './valuer.ts';
import {
  type Instrument,
  instrument,
  type InstrumentCommand,
  type InstrumentEntry,
  type InstrumentEvent,
  instrumentEvents,
  isInForce,
} from './legal-instrument.ts';
import { beginningWith, searchable } from './names.ts';
import { officerEvents, type OfficerEvent } from './officer-events.ts';
import { officers } from './officers.ts';
import { registerEntries } from './register-entries.ts';
import { shownOfficer } from './shown.ts';
import { consumed, maly, registered, released, reserved, suspended, transferred, unitRegistered } from './testing/cast.ts';
import { chainOf, parentAt, type Unit, unit, type UnitCommand, type UnitEvent, unitEvents } from './unit.ts';
import { units } from './units.ts';

const stores = { openStore: memoryEventStore, openRows: memoryReadStore };
const moved = (parent: string | null, from: string): UnitEvent => ({ type: 'UnitMoved', data: { parent, from } });
const folded = (...facts: readonly UnitEvent[]): Unit => facts.reduce((state, fact) => unit.evolve(state, fact), unit.initial);

describe('a unit', () => {
  it('is under one unit at a time, as ordered for that day', () => {
    const state = folded(unitRegistered(), moved('unit-kandal', '2026-05-01'), moved(null, '2027-01-01'));
    expect(['2026-04-30', '2026-05-01', '2027-01-01'].map((day) => parentAt(state, `${day}T00:00:00+07:00`))).toEqual([
      'unit-phnom-penh',
      'unit-kandal',
      undefined,
    ]);
    expect(parentAt(folded(unitRegistered(), moved('unit-kandal', '2026-05-01')))).toBe('unit-kandal');
  });

  it('is moved once for a day; a later order of that day stands in for it; never under itself', () => {
    const move = (parent: string | null): UnitCommand => ({ type: 'MoveUnit', data: { parent, from: '2026-05-01' } });
    const once = given(unitRegistered(), moved('unit-kandal', '2026-05-01'));
    once.when(unit, move('unit-kandal')).thenNothing();
    once.when(unit, move(null)).then(moved(null, '2026-05-01'));
    once.when(unit, move('unit-phnom-penh-1')).thenRefused('unit.under-itself');
    given().when(unit, move('unit-kandal')).thenRefused('unit.unknown');
    given()
      .when(unit, { type: 'RegisterUnit', data: unitRegistered('u', 'u').data })
      .thenRefused('unit.under-itself');
  });

  it('has a chain of command that ends at the top, where nobody registered goes on, and in a circle', async () => {
    const country = new Map<string, Unit>([
      ['unit-1', folded(unitRegistered('unit-1', 'unit-2'))],
      ['unit-2', folded(unitRegistered('unit-2', 'unit-3'), moved('unit-x', '2026-05-01'))],
      ['unit-3', folded(unitRegistered('unit-3', undefined), moved(null, '2020-01-01'))],
      ['unit-a', folded(unitRegistered('unit-a', 'unit-b'))],
      ['unit-b', folded(unitRegistered('unit-b', 'unit-a'))],
    ]);
    const load = (id: string): Unit => country.get(id) ?? unit.initial;
    expect(await chainOf(load, 'unit-1', '2026-04-30T16:59:59Z')).toEqual(['unit-1', 'unit-2', 'unit-3']);
    expect(await chainOf(load, 'unit-1')).toEqual(['unit-1', 'unit-2', 'unit-x']);
    expect(await chainOf(load, 'unit-a')).toEqual(['unit-a', 'unit-b']);
  });

  const parent = fc.constantFrom('unit-1', 'unit-2', null);
  const commands: fc.Arbitrary<UnitCommand> = fc.oneof(
    fc.constant<UnitCommand>({ type: 'RegisterUnit', data: unitRegistered().data }),
    fc.constantFrom('One', 'Two').map((en) => ({ type: 'UpdateUnitDetails' as const, data: { name: { en } } })),
    fc.record({ parent, from: fc.constantFrom('2026-05-01', '2026-06-01') }).map((data) => ({ type: 'MoveUnit' as const, data })),
  );
  deciderLaws({ decider: unit, catalogue: unitEvents, commands, openStore: memoryEventStore, by: maly });
});

const police: Extract<AgencyCommand, { type: 'RegisterAgency' }> = {
  type: 'RegisterAgency',
  data: { agencyId: 'police', kind: 'police', name: { en: 'National Police', km: 'នគរបាលជាតិ' } },
};
const central: Extract<LaboratoryCommand, { type: 'RegisterLaboratory' }> = {
  type: 'RegisterLaboratory',
  data: {
    laboratoryId: 'laboratory-central',
    name: { en: 'Central laboratory' },
    accreditation: { reference: 'T-118', until: '2028-12-31' },
  },
};

const chan: Extract<ValuerCommand, { type: 'RegisterValuer' }> = {
  type: 'RegisterValuer',
  data: { valuerId: 'valuer-chan', name: { en: 'Chan Valuers' }, firm: 'Chan & Partners', licence: { reference: 'MEF-41' } },
};

describe('an agency, a laboratory and a valuer', () => {
  it('are registered once, and their details corrected by what differs', () => {
    given().when(agency, police).then({ type: 'AgencyRegistered', data: police.data });
    const known = given({ type: 'AgencyRegistered', data: police.data });
    known.when(agency, police).thenNothing();
    known.when(agency, { ...police, data: { ...police.data, kind: 'customs' } }).thenRefused('agency.already-registered');
    known
      .when(agency, { type: 'UpdateAgencyDetails', data: { kind: 'police', name: { en: 'Police' } } })
      .then({ type: 'AgencyDetailsUpdated', data: { name: { en: 'Police' } } });
    known.when(agency, { type: 'UpdateAgencyDetails', data: { kind: 'police' } }).thenNothing();
    given()
      .when(agency, { type: 'UpdateAgencyDetails', data: { kind: 'police' } })
      .thenRefused('agency.unknown');

    const there = given({ type: 'LaboratoryRegistered', data: central.data });
    there.when(laboratory, central).thenNothing();
    there
      .when(laboratory, { type: 'UpdateLaboratoryDetails', data: { accreditation: { reference: 'T-118' } } })
      .then({ type: 'LaboratoryDetailsUpdated', data: { accreditation: { reference: 'T-118' } } });
    given().when(laboratory, { type: 'UpdateLaboratoryDetails', data: {} }).thenRefused('laboratory.unknown');

    given().when(valuer, chan).then({ type: 'ValuerRegistered', data: chan.data });
    given({ type: 'ValuerRegistered', data: chan.data })
      .when(valuer, {
        type: 'UpdateValuerDetails',
        data: { firm: 'Chan & Partners', licence: { reference: 'MEF-41', until: '2026-12-31' } },
      })
      .then({ type: 'ValuerDetailsUpdated', data: { licence: { reference: 'MEF-41', until: '2026-12-31' } } });
    given().when(valuer, { type: 'UpdateValuerDetails', data: {} }).thenRefused('valuer.unknown');
  });

  const names = fc.constantFrom({ en: 'One' }, { en: 'One', km: 'មួយ' });
  deciderLaws({
    decider: agency,
    catalogue: agencyEvents,
    commands: fc.oneof<fc.Arbitrary<AgencyCommand>[]>(
      fc.constant(police),
      names.map((name) => ({ type: 'UpdateAgencyDetails', data: { name } })),
    ),
    openStore: memoryEventStore,
  });
  deciderLaws({
    decider: laboratory,
    catalogue: laboratoryEvents,
    commands: fc.oneof<fc.Arbitrary<LaboratoryCommand>[]>(
      fc.constant(central),
      names.map((name) => ({ type: 'UpdateLaboratoryDetails', data: { name, unit: 'unit-1' } })),
    ),
    openStore: memoryEventStore,
  });
  deciderLaws({
    decider: valuer,
    catalogue: valuerEvents,
    commands: fc.oneof<fc.Arbitrary<ValuerCommand>[]>(
      fc.constant(chan),
      names.map((name) => ({ type: 'UpdateValuerDetails', data: { name, officer: 'officer-sokha' } })),
    ),
    openStore: memoryEventStore,
  });
});

describe('a legal instrument', () => {
  const entry: InstrumentEntry = {
    instrumentId: 'sub-decree-2026-14',
    kind: 'sub-decree',
    title: { en: 'Sub-decree on rewards', km: 'អនុក្រឹត្យស្តីពីរង្វាន់' },
    number: '14',
    date: '2026-02-01',
    status: 'announced',
  };
  const announced: InstrumentEvent = { type: 'LegalInstrumentRegistered', data: entry };
  const enactedFrom = (from: string): InstrumentEvent => ({ type: 'LegalInstrumentEnacted', data: { from } });
  const repealedFrom = (from: string): InstrumentEvent => ({ type: 'LegalInstrumentRepealed', data: { from, reason: 'Replaced' } });
  const enact = (from: string): InstrumentCommand => ({ type: 'EnactLegalInstrument', data: { from } });
  const repeal = (from: string): InstrumentCommand => ({ type: 'RepealLegalInstrument', data: { from, reason: 'Replaced' } });
  const inForce = (day: string, ...facts: readonly InstrumentEvent[]): boolean =>
    isInForce(
      facts.reduce<Instrument>((state, fact) => instrument.evolve(state, fact), instrument.initial),
      `${day}T12:00:00+07:00`,
    );

  it('that was announced is no law until it is enacted, nor after it was repealed', () => {
    expect(inForce('2030-01-01', announced)).toBe(false);
    const whole = [announced, enactedFrom('2026-02-15'), repealedFrom('2027-01-01')];
    expect(['2026-02-14', '2026-02-15', '2026-12-31', '2027-01-01'].map((day) => inForce(day, ...whole))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it('that is entered as enacted is enacted from its date on', () => {
    const data = { ...entry, status: 'enacted' } as const;
    given()
      .when(instrument, { type: 'RegisterLegalInstrument', data })
      .then({ type: 'LegalInstrumentRegistered', data }, enactedFrom('2026-02-01'));
  });

  it('is enacted before it is repealed; of two words the later stands', () => {
    given(announced).when(instrument, repeal('2027-01-01')).thenRefused('instrument.not-enacted');
    const law = given(announced, enactedFrom('2026-02-15'));
    law.when(instrument, enact('2026-02-15')).thenNothing();
    law.when(instrument, enact('2026-02-16')).then(enactedFrom('2026-02-16'));
    law.when(instrument, repeal('2026-02-15')).thenRefused('instrument.repealed-before');
    law.and(repealedFrom('2027-01-01')).when(instrument, repeal('2027-01-01')).thenNothing();
    law.and(repealedFrom('2027-01-01')).when(instrument, enact('2027-01-01')).thenRefused('instrument.repealed-before');
    given().when(instrument, enact('2026-02-15')).thenRefused('instrument.unknown');
    law
      .when(instrument, { type: 'UpdateLegalInstrumentDetails', data: { number: '14 ANK', date: '2026-02-01' } })
      .then({ type: 'LegalInstrumentDetailsUpdated', data: { number: '14 ANK' } });
  });

  const day = fc.constantFrom('2026-02-01', '2026-02-15', '2027-01-01');
  const commands: fc.Arbitrary<InstrumentCommand> = fc.oneof(
    fc.constantFrom('announced' as const, 'enacted' as const).map((status): InstrumentCommand => ({
      type: 'RegisterLegalInstrument',
      data: { ...entry, status },
    })),
    day.map(enact),
    day.map(repeal),
    day.map((date): InstrumentCommand => ({ type: 'UpdateLegalInstrumentDetails', data: { date } })),
  );
  deciderLaws({ decider: instrument, catalogue: instrumentEvents, commands, openStore: memoryEventStore });

  it('is shown with its days, beside agencies and laboratories of the same id', () => {
    const rows = given(announced, enactedFrom('2026-02-15'), repealedFrom('2027-01-01'))
      .under({ stream: 'instrument-1' })
      .and({ type: 'AgencyRegistered', data: police.data })
      .under({ stream: 'agency-1' })
      .and({ type: 'LaboratoryRegistered', data: central.data }, { type: 'LaboratoryDetailsUpdated', data: { unit: 'unit-1' } })
      .under({ stream: 'laboratory-1' })
      .and({ type: 'ValuerRegistered', data: chan.data }, { type: 'ValuerDetailsUpdated', data: { unit: 'unit-2' } })
      .under({ stream: 'valuer-1' })
      .project(registerEntries);
    rows
      .row('instruments/1')
      .toMatchObject({ status: 'repealed', enactedFrom: '2026-02-15', repealedFrom: '2027-01-01', repealReason: 'Replaced' });
    rows.row('agencies/1').toMatchObject({ register: 'agencies', kind: 'police', searchEn: 'national police' });
    rows.row('valuers/1').toMatchObject({ register: 'valuers', unit: 'unit-2', firm: 'Chan & Partners' });
    rows.row('laboratories/1').toMatchObject({ unit: 'unit-1', searchKm: null, accreditation: { reference: 'T-118' } });
  });

  const onAnInstrument = fc.constantFrom<InstrumentEvent>(announced, enactedFrom('2026-02-15'), repealedFrom('2027-01-01'), {
    type: 'LegalInstrumentDetailsUpdated',
    data: { title: { en: 'Rewards' } },
  });
  const histories = fc
    .array(fc.record({ stream: fc.constantFrom('instrument-1', 'instrument-2'), event: onAnInstrument }), { maxLength: 20 })
    .map((rest) => [...rest, { stream: 'instrument-1', event: announced }]);
  projectionLaws({
    projection: registerEntries,
    catalogue: { ...instrumentEvents, ...agencyEvents, ...laboratoryEvents, ...valuerEvents },
    histories,
    ...stores,
  });
});

describe('names', () => {
  const matches = (name: { en?: string; km?: string }, q: string): boolean => {
    const { field, where } = beginningWith(q);
    const { from, to } = where[field] as { from: string; to: string };
    const text = searchable(name)[field];
    return text !== null && text >= from && text < to;
  };

  it('are found by how they begin, in either script, however they are spaced and written', () => {
    const sokha = { en: 'Chan Sokha', km: 'ចាន់ សុខា' };
    for (const q of ['chan', 'CHAN  SOK', 'Chan Sokha', 'ចាន់', 'ចាន់សុ', 'ចាន់\u200Bសុខា']) expect([q, matches(sokha, q)]).toEqual([q, true]);
    for (const q of ['Sokha', 'Chang', 'សុខា', 'Chan Sokha B']) expect([q, matches(sokha, q)]).toEqual([q, false]);
    expect(matches({ en: 'Chan Sokha' }, 'ចាន់')).toBe(false);
  });
});

describe('officers and units as shown', () => {
  const row = given(
    registered,
    { type: 'OfficerDetailsUpdated', data: { name: { en: 'Chan Sokhar' } } },
    { type: 'OfficerTransferred', data: { unit: 'unit-kandal-1', agency: 'military-police', rank: 'captain', from: '2026-05-01' } },
    suspended('2026-04-01', '2026-04-30'),
    reserved(khr(20_000_000), 'cap-1', '2026-03-02T08:00:00.000Z'),
    consumed('cap-1'),
    released(khr(5_000_000), 'cap-1'),
    reserved(khr(7), 'cap-2', '2025-01-01T00:00:00.000Z'),
    released(khr(7), 'cap-2'),
  )
    .under({ stream: 'officer-officer-sokha', recordedAt: '2026-03-02T08:00:00.000Z' })
    .project(officers)
    .rows.get('officer-sokha');
  if (row === undefined) throw new Error('The officer has a row');
  const asSeenBy = (subject: string, role: 'auditor' | 'laboratory-analyst' | 'administrator', now: string) =>
    shownOfficer(row, { subject, name: subject, roles: [role], registered: true }, now);

  it('keep the whole service, and tell what is so on the day of asking', () => {
    expect(row).toMatchObject({
      unit: 'unit-kandal-1',
      agency: 'military-police',
      served: ['unit-kandal-1', 'unit-phnom-penh-1'],
      revision: 8,
    });
    const [april, may, before] = ['2026-04-30T12:00:00+07:00', '2026-05-01T12:00:00+07:00', '2018-01-01T00:00:00Z'].map((now) =>
      asSeenBy('the-auditor', 'auditor', now),
    );
    expect(april).toMatchObject({
      name: { en: 'Chan Sokhar' },
      unit: 'unit-phnom-penh-1',
      agency: 'police',
      rank: 'inspector',
      suspended: true,
    });
    expect(may).toMatchObject({ unit: 'unit-kandal-1', agency: 'military-police', rank: 'captain', suspended: false });
    expect(before).toMatchObject({ unit: 'unit-phnom-penh-1', rank: 'inspector' });
  });

  it('show what counts against caps to those who may know it and to the officer, and to an analyst never', () => {
    const now = '2026-04-30T12:00:00+07:00';
    const counts = {
      caps: [{ currency: 'KHR', inTwelveMonths: khr(15_000_000), inCareer: khr(15_000_000) }],
      reserved: [
        { capId: 'cap-1', status: 'consumed', counts: khr(15_000_000) },
        { capId: 'cap-2', status: 'released', counts: khr(0) },
      ],
    };
    expect(asSeenBy('the-auditor', 'auditor', now)).toMatchObject(counts);
    expect(asSeenBy('officer-sokha', 'laboratory-analyst', now)).toMatchObject(counts);
    const withheld = asSeenBy('the-analyst', 'laboratory-analyst', now);
    expect(withheld).not.toHaveProperty('caps');
    expect(withheld).not.toHaveProperty('reserved');
    expect(JSON.stringify(withheld)).not.toMatch(/reward|Inquiry/);
    expect(asSeenBy('the-administrator', 'administrator', now)).toMatchObject({ suspensions: [{ reason: 'Inquiry 7' }] });
    expect(asSeenBy('the-administrator', 'administrator', now)).not.toHaveProperty('caps');
  });

  it('show a unit where it was ordered last, and where it was before', () =>
    given(unitRegistered(), moved('unit-kandal', '2026-05-01'), moved(null, '2027-01-01'))
      .under({ stream: 'unit-unit-phnom-penh-1' })
      .project(units)
      .row('unit-phnom-penh-1')
      .toEqual(expect.not.objectContaining({ parent: expect.anything() as unknown })));

  const onAnOfficer = fc.constantFrom<OfficerEvent>(
    transferred('unit-kandal-1', '2026-05-01'),
    transferred('unit-takeo-1', '2020-05-01'),
    { type: 'OfficerPromoted', data: { rank: 'major', from: '2027-01-01' } },
    { type: 'OfficerDetailsUpdated', data: { name: { km: 'ចាន់' } } },
    suspended('2026-05-01'),
    { type: 'OfficerReinstated', data: { from: '2026-05-03', reason: 'Nothing found' } },
    reserved(khr(20_000_000)),
    consumed(),
    released(khr(5)),
  );
  const histories = fc
    .array(fc.record({ stream: fc.constantFrom('officer-1', 'officer-2'), event: onAnOfficer }), { maxLength: 30 })
    .map((rest) => [...['officer-1', 'officer-2'].map((stream) => ({ stream, event: registered })), ...rest]);
  projectionLaws({ projection: officers, catalogue: officerEvents, histories, ...stores });

  const onAUnit = fc.constantFrom<UnitEvent>(moved('unit-kandal', '2026-05-01'), moved(null, '2026-04-01'), {
    type: 'UnitDetailsUpdated',
    data: { name: { en: 'Unit' } },
  });
  const unitHistories = fc
    .array(fc.record({ stream: fc.constantFrom('unit-1', 'unit-2'), event: onAUnit }), { maxLength: 20 })
    .map((rest) => [...['unit-1', 'unit-2'].map((stream) => ({ stream, event: unitRegistered() })), ...rest]);
  projectionLaws({ projection: units, catalogue: unitEvents, histories: unitHistories, ...stores });
});

import fc from 'fast-check';
import { given } from '#libs/event-sourcing/testing';
import { dayOf, hourOf } from '#libs/vocabulary';
import { caseFile, unguardedCaseFile } from './case-file.ts';
import { caseStatus } from './case-status.ts';
import { defectsOfSearch } from './field-rules.ts';
import type { NamedWitness, Search } from './seizure.ts';
import { caseOpened, officerAssigned, phnomPenh, seizureRecorded, sokha, warehouse } from './testing/cast.ts';

const NOW = '2026-03-25T23:59:59.000Z';
const chief: NamedWitness = { witnessId: 'w-1', kind: 'village-chief' };
const neighbour: NamedWitness = { witnessId: 'w-2', kind: 'neighbour', personId: 'citizen-sarin' };
const annex = {
  place: phnomPenh,
  searchedAt: '2026-03-25T09:00:00+07:00',
  units: ['unit-phnom-penh-1'],
  officers: ['officer-sokha'],
  authorisation: { kind: 'prosecutor', reference: 'PP-280/26', issuedAt: '2026-03-24T16:00:00+07:00' },
  witnesses: [chief, neighbour],
} as const satisfies Search;
const standing = { closed: false, isAssigned: () => true };
const defectsOf = (changes: Partial<Search>, police: readonly string[] = []) =>
  defectsOfSearch({ ...annex, ...changes }, standing, NOW, police).filter((defect) => defect !== 'entry.late');

describe('a search', () => {
  it('is regular by day, before two witnesses who are no officers', () => expect(defectsOf({})).toEqual([]));

  it('is irregular at night, of Cambodia and wherever the clock stands, unless an exception is named', () => {
    expect(defectsOf({ searchedAt: '2026-03-25T05:59:59+07:00' })).toEqual(['search.at-night']);
    expect(defectsOf({ searchedAt: '2026-03-25T06:00:00+07:00' })).toEqual([]);
    expect(defectsOf({ searchedAt: '2026-03-25T17:59:59+07:00' })).toEqual([]);
    expect(defectsOf({ searchedAt: '2026-03-25T11:00:00Z' })).toEqual(['search.at-night']);
    for (const exception of ['flagrante-delicto', 'written-consent', 'court-order'] as const)
      expect(defectsOf({ searchedAt: '2026-03-25T02:00:00+07:00', exception })).toEqual([]);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-03-25T00:00:00Z'), max: new Date('2026-03-25T23:59:59Z'), noInvalidDate: true }),
        (moment) => {
          const searchedAt = moment.toISOString();
          const minutes = (Date.parse(searchedAt) - Date.parse(`${dayOf(searchedAt)}T00:00:00+07:00`)) / 60_000;
          expect(hourOf(searchedAt)).toBe(Math.floor(minutes / 60));
          expect(defectsOf({ searchedAt }).includes('search.at-night')).toBe(minutes < 360 || minutes >= 1_080);
        },
      ),
    );
  });

  it('is irregular before nobody, before one, or before an officer', () => {
    expect(defectsOf({ witnesses: [] })).toEqual(['search.no-witnesses']);
    expect(defectsOf({ witnesses: [chief] })).toEqual(['search.no-witnesses']);
    expect(defectsOf({}, ['citizen-sarin'])).toEqual(['search.witness-police']);
    expect(defectsOf({ witnesses: [chief, { ...neighbour, personId: 'Officer-Sokha' }] })).toEqual(['search.witness-police']);
  });

  it('shows on the page how it was made, and one of before it was asked has no defect for that', () => {
    const recorded = { type: 'SearchRecorded', data: { searchId: 's-1', search: annex, defects: [] } } as const;
    const old = {
      place: phnomPenh,
      searchedAt: annex.searchedAt,
      units: annex.units,
      officers: annex.officers,
      authorisation: annex.authorisation,
    };
    given(caseOpened(), officerAssigned(), recorded, { type: 'SearchRecorded', data: { searchId: 's-2', search: old, defects: [] } })
      .under({ stream: 'case-117' })
      .project(caseStatus)
      .row('117')
      .toMatchObject({
        searches: [{ witnesses: [{ kind: 'village-chief' }, { personId: 'citizen-sarin' }] }, { defects: [] }],
        defects: [],
      });
  });

  it('has witnesses whose names are erased as entries of the case', () => {
    const named = { ...chief, name: { person: 'w-1', sealed: 'name', v: 1 } } as const;
    const recorded = {
      type: 'SearchRecorded',
      data: { searchId: 's-1', search: { ...annex, witnesses: [named, neighbour] }, defects: [] },
    } as const;
    const erase = (entryId: string) =>
      ({ type: 'EraseEntry', data: { entryId, instrument: 'court-order-12', reason: 'In danger' } }) as const;
    given(caseOpened(), recorded)
      .when(unguardedCaseFile, erase('w-1'), sokha, NOW)
      .then({ type: 'EntryErased', data: erase('w-1').data });
    given(caseOpened(), recorded).when(unguardedCaseFile, erase('w-2'), sokha, NOW).thenRefused('entry.unknown');
  });
});

describe('a seizure that was found in a search of its own', () => {
  const record = (changes: Partial<typeof warehouse>, policeWitnesses: readonly string[] = []) =>
    ({ type: 'RecordSeizure', data: { seizureId: 'seizure-1', seizure: { ...warehouse, ...changes }, policeWitnesses } }) as const;
  const at = '2026-03-02T04:00:00.000Z';
  const night = { seizedAt: '2026-03-02T02:30:00+07:00' };
  const found = (defects: readonly string[], data: object) =>
    ({ type: 'SeizureRecorded', data: expect.objectContaining({ defects, ...data }) as never }) as never;

  it('is judged as that search, and one that says of none is not', () => {
    const open = given(caseOpened(), officerAssigned());
    open.when(caseFile, record(night), sokha, at).then(found([], {}));
    const search = { witnesses: [{ kind: 'neighbour', personId: 'officer-dara' }] } as const;
    open
      .when(caseFile, record({ ...night, search }, ['officer-dara']), sokha, at)
      .then(found(['search.at-night', 'search.no-witnesses', 'search.witness-police'], {}));
  });

  it('stays as it was judged where something else is corrected of an older one', () => {
    const changes = {
      type: 'CorrectSeizure',
      data: { seizureId: 'seizure-1', changes: { grossMg: 999_999 }, reason: 'Weighed again' },
    } as const;
    given(caseOpened(), officerAssigned(), seizureRecorded(night))
      .when(caseFile, changes, sokha, at)
      .then({ type: 'SeizureCorrected', data: expect.objectContaining({ defects: [] }) as never });
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { type Event, kindOf, type RecordedEvent } from '#libs/event-sourcing';
import { given, projectionLaws } from '#libs/event-sourcing/testing';
import { KINDS_OF_CASES } from '#libs/need-to-know';
import { memoryReadStore } from '#libs/read-store/memory';
import { caseAccess } from './case-access.ts';

const events = readdirSync('libs')
  .map((room) => join('libs', room, 'golden'))
  .flatMap((folder) => {
    try {
      return readdirSync(folder).map((name) => join(folder, name));
    } catch {
      return [];
    }
  })
  .map((file) => JSON.parse(readFileSync(file, 'utf8')) as RecordedEvent);
const types = [...new Set(events.map(({ type }) => type))];
const access = caseAccess(types);

const opened: Event = { type: 'CaseOpened', data: { agency: 'police', unit: 'unit-phnom-penh-1' } };
const assigned = (officerId: string): Event => ({
  type: 'OfficerAssigned',
  data: { officerId, unit: 'unit-phnom-penh-1', role: 'member' },
});
const restricted = (...persons: string[]): Event => ({ type: 'CaseRestricted', data: { persons, reason: 'Leaks' } });
const linked = (linkedCaseId: string): Event => ({ type: 'CasesLinked', data: { linkedCaseId, relation: 'related', reason: 'One van' } });

describe('who has to do with a case', () => {
  const row = (...facts: readonly Event[]) =>
    given(...facts)
      .under({ stream: 'case-117' })
      .project(access)
      .row('case-117');

  it('is its agency and unit, and who is assigned now', () => {
    const left: Event = { type: 'OfficerUnassigned', data: { officerId: 'officer-dara', reason: 'Transferred' } };
    row(opened, assigned('officer-sokha'), assigned('officer-dara'), left).toMatchObject({
      agency: 'police',
      unit: 'unit-phnom-penh-1',
      officers: ['officer-sokha'],
      restricted: false,
    });
  });

  it('is another unit once it was transferred, or once its details say so', () => {
    row(opened, { type: 'CaseTransferred', data: { agency: 'customs', unit: 'unit-customs-1', reason: 'The harbour' } }).toMatchObject({
      agency: 'customs',
      unit: 'unit-customs-1',
    });
    row(opened, { type: 'CaseDetailsUpdated', data: { unit: 'unit-kandal-2' } }).toMatchObject({ unit: 'unit-kandal-2' });
  });

  it('is whom it is restricted to, those of the last word, until that is lifted', () => {
    row(opened, restricted('officer-sokha'), restricted('officer-maly')).toMatchObject({ named: ['officer-maly'], restricted: true });
    row(opened, restricted('officer-sokha'), { type: 'CaseUnrestricted', data: { reason: 'Cleared' } }).toEqual({
      kind: 'case',
      stream: 'case-117',
      agency: 'police',
      unit: 'unit-phnom-penh-1',
      officers: [],
      followers: [],
      linked: [],
      restricted: false,
    });
  });

  it('is the cases it is linked with, whichever of the two said so', () => {
    const { rows } = given(linked('118'), linked('119')).under({ stream: 'case-117' }).project(access);
    expect([...rows.values()].map((one) => 'linked' in one && one.linked)).toEqual([['case-118', 'case-119'], ['case-117'], ['case-117']]);
  });
});

describe('who follows a case before the court', () => {
  const follows: Event = { type: 'OfficerAssigned', data: { officerId: 'officer-bopha', unit: 'unit-legal', role: 'legal-officer' } };
  const leaves: Event = { type: 'OfficerUnassigned', data: { officerId: 'officer-bopha', reason: 'Somebody else takes it' } };
  const by = (id: string, role: string) =>
    given(opened, follows, leaves)
      .under({ stream: 'case-117', actor: { id, roles: [role] } })
      .project(access)
      .row('case-117');

  it('is who was assigned for that, until the law takes them off it; a head who does keeps nothing from them by it', () => {
    given(opened, assigned('officer-dara'), follows)
      .under({ stream: 'case-117' })
      .project(access)
      .row('case-117')
      .toMatchObject({ officers: ['officer-dara', 'officer-bopha'], followers: ['officer-bopha'] });
    by('officer-vichea', 'legal-officer').toMatchObject({ officers: [], followers: [] });
    by('officer-sovann', 'unit-head').toMatchObject({ officers: [], followers: ['officer-bopha'] });
  });
});

describe('whose duty a reward is', () => {
  const triggered: Event = { type: 'RewardTriggered', data: { caseId: '117' } };
  const row = (actor: { id: string; roles: string[] }, ...facts: readonly Event[]) =>
    given(...facts)
      .under({ stream: 'reward-1', actor })
      .project(access)
      .row('reward-1');

  it('is nobody’s before it is proposed; then of the offices that decide on it, and of who acted on it', () => {
    const head = { id: 'officer-sovann', roles: ['unit-head'] };
    row(head, triggered).toMatchObject({ cases: ['case-117'], offices: [], onDuty: [] });
    row(head, triggered, { type: 'RewardProposed', data: {} }).toMatchObject({
      offices: ['legal-officer', 'committee-member', 'finance-officer'],
      onDuty: ['officer-sovann'],
    });
    row({ id: 'reward-grant', roles: ['process'] }, triggered, { type: 'RewardProposed', data: {} }).toMatchObject({ onDuty: [] });
  });
});

describe('who has an exhibit in their hands', () => {
  const transfer = { transferId: 't', from: 'officer-sokha', to: 'custodian-reasmey', caseId: '117', seizureId: 's' };
  const sealed: Event = { type: 'ExhibitSealed', data: { caseId: '117', custodian: 'officer-sokha', unit: 'unit-phnom-penh-1' } };
  const offered: Event = { type: 'CustodyOffered', data: transfer };
  const row = (...facts: readonly Event[]) =>
    given(...facts)
      .under({ stream: 'exhibit-1', actor: { id: 'custodian-reasmey', roles: [], unit: 'unit-laboratory' } })
      .project(access)
      .row('exhibit-1');

  it('is who holds it, and to whom it is offered', () => {
    row(sealed).toMatchObject({ cases: ['case-117'], holders: ['officer-sokha'], unit: 'unit-phnom-penh-1' });
    row(sealed, offered).toMatchObject({ holders: ['officer-sokha', 'custodian-reasmey'], unit: 'unit-phnom-penh-1' });
    row(sealed, offered, { type: 'CustodyRefused', data: transfer }).toMatchObject({ holders: ['officer-sokha'] });
    row(sealed, offered, { type: 'CustodyOfferWithdrawn', data: transfer }).toMatchObject({ holders: ['officer-sokha'] });
  });

  it('is who took it over, with their unit, and the analysts whose result it bears', () => {
    const accepted: Event = { type: 'CustodyAccepted', data: { ...transfer, defects: [] } };
    row(sealed, offered, accepted).toMatchObject({ holders: ['custodian-reasmey'], unit: 'unit-laboratory' });
    const certified: Event = { type: 'LabResultCertified', data: { analysts: ['analyst-chenda', 'analyst-lina'] } };
    row(sealed, offered, accepted, certified).toMatchObject({ holders: ['custodian-reasmey', 'analyst-chenda', 'analyst-lina'] });
  });

  it('is a laboratory’s duty, from when it is offered to it until it is given back; an analyst’s for as long as their result stands', () => {
    const toLaboratory = { ...transfer, laboratoryId: 'laboratory-national', defects: [] };
    const there: readonly Event[] = [
      sealed,
      { type: 'CustodyOffered', data: toLaboratory },
      { type: 'CustodyAccepted', data: toLaboratory },
      { type: 'LabResultCertified', data: { analysts: ['analyst-chenda', 'analyst-lina'] } },
    ];
    row(...there.slice(0, 2)).toMatchObject({ onDuty: ['custodian-reasmey'] });
    row(...there).toMatchObject({ atLaboratory: true, onDuty: ['custodian-reasmey', 'analyst-chenda', 'analyst-lina'] });
    const back: Event = { type: 'CustodyAccepted', data: { ...transfer, to: 'officer-sokha', defects: [] } };
    row(...there, back).not.toHaveProperty('atLaboratory');
    row(...there, back).toMatchObject({ holders: ['officer-sokha'], onDuty: expect.arrayContaining(['analyst-chenda']) as string[] });
    row(...there.slice(0, 2), { type: 'CustodyAccepted', data: { ...toLaboratory, defects: ['laboratory.unknown'] } }).not.toHaveProperty(
      'atLaboratory',
    );
  });
});

describe('what belongs to a case', () => {
  it('is of the kinds of streams that commands are looked at for: no event that ever landed names a case in another one', () => {
    const named = events.filter(({ data, stream }) => 'caseId' in (data as object) || kindOf(stream) === 'case');
    expect(named.length).toBeGreaterThan(50);
    const kinds = new Set(named.map(({ stream }) => kindOf(stream)));
    expect([...kinds].toSorted()).toEqual([...KINDS_OF_CASES].toSorted());
  });

  const anEvent = fc.constantFrom(
    { stream: 'case-117', event: opened },
    { stream: 'case-118', event: opened },
    { stream: 'case-117', event: restricted('officer-sokha') },
    { stream: 'case-117', event: { type: 'CaseUnrestricted', data: {} } },
    { stream: 'case-118', event: linked('117') },
    { stream: 'case-117', event: assigned('officer-dara') },
    { stream: 'exhibit-1', event: { type: 'ExhibitSealed', data: { caseId: '117', custodian: 'officer-sokha', unit: 'unit-1' } } },
    { stream: 'asset-1', event: { type: 'AssetIdentified', data: { caseId: '118' } } },
  );
  projectionLaws({
    projection: access,
    catalogue: Object.fromEntries(types.map((type) => [type, { version: 1 }])),
    histories: fc.array(anEvent, { maxLength: 14 }),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  });
});

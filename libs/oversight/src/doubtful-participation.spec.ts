import type { CaseFileEvent } from '#libs/cases';
import { officerAssigned, seizureRecorded, sokha } from '#libs/cases/testing';
import type { Roster } from '#libs/vocabulary';
import { Watch } from './testing/watch.ts';

interface Said {
  readonly stream: string;
  readonly event: CaseFileEvent | { readonly type: 'OfficerRegistered'; readonly data: object };
}
const inCase = (event: CaseFileEvent): Said => ({ stream: 'case-117', event });
const registered = (officerId: string, unit: string): Said => ({
  stream: `officer-${officerId}`,
  event: {
    type: 'OfficerRegistered',
    data: { officerId, name: { en: officerId }, rank: 'captain', unit, agency: 'police', since: '2020-01-01' },
  },
});
const assigned = (id: string, role: 'member' | 'legal-officer' = 'member') => inCase(officerAssigned({ ...sokha, id }, role));
const frozen = (officer: Partial<Roster['officers'][number]> = {}): Said => {
  const officers: Roster['officers'] = [{ officerId: 'officer-sokha', unit: 'unit-phnom-penh-1', office: 'investigator', ...officer }];
  const roster = { frozenAt: '2026-03-02T10:00:00.000Z', leadUnit: 'unit-phnom-penh-1', officers, units: ['unit-phnom-penh-1'] };
  return inCase({ type: 'RosterFrozen', data: { operationId: '117', roster, frozenBy: 'officer-sovann' } });
};
const settled = inCase({
  type: 'ParticipationSettled',
  data: { officers: ['finance-rith'], tookPart: false, what: 'A slip', settledBy: 'officer-sovann', confirmedBy: 'officer-chenda' },
});
const people = [registered('finance-rith', 'unit-finance'), registered('officer-dara', 'unit-phnom-penh-1')];
const leadsOf = async (...facts: readonly Said[]) => {
  const watch = new Watch();
  await watch.say(...people, ...facts);
  await watch.settle();
  return watch.leads();
};
const names = (id: string) => inCase(seizureRecorded({ officers: ['officer-sokha', id] }, [], `seizure-that-names-${id}`));

describe('who has no business in a case', () => {
  it.each([
    ['was assigned', assigned('finance-rith')],
    ['was named', names('finance-rith')],
    ['is in no register', names('officer-nobody')],
  ])('%s by others before the roster was frozen: integrity is told when it is', async (_how, brought) => {
    const [lead, ...more] = await leadsOf(brought, frozen());
    expect(more).toEqual([]);
    expect(lead).toMatchObject({
      kind: 'doubtful-participation',
      about: [{ of: 'case', id: '117' }, { of: 'person' }],
      restsOn: [{ stream: 'case-117' }],
    });
  });

  it('is named after it was frozen: integrity is told at once', async () => {
    expect(await leadsOf(names('officer-sokha'), frozen(), names('finance-rith'))).toHaveLength(1);
    expect(await leadsOf(names('officer-sokha'), frozen(), names('officer-dara'))).toHaveLength(0);
  });

  it('is on the roster and in no fact', async () => {
    const [lead] = await leadsOf(frozen({ officerId: 'officer-dara', defects: ['roster.no-fact'] }));
    expect(lead).toMatchObject({ kind: 'doubtful-participation', about: [{ id: '117' }, { of: 'person', id: 'officer-dara' }] });
  });
});

describe('an honest case tells integrity nothing', () => {
  it.each<[string, readonly Said[]]>([
    ['of a colleague who was left off the roster', [assigned('officer-dara'), frozen()]],
    ['of who follows it before the court', [assigned('finance-rith', 'legal-officer'), frozen()]],
    ['of who is on the roster', [assigned('finance-rith'), frozen({ officerId: 'finance-rith', unit: 'unit-finance' })]],
    ['of whom two have said that they took no part', [assigned('finance-rith'), settled, frozen()]],
  ])('%s', async (_whom, facts) => {
    expect(await leadsOf(...facts)).toEqual([]);
  });
});

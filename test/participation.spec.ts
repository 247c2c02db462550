import { eventually } from '#libs/event-sourcing/testing';
import { type Claims, servedApi } from './api.ts';
import { caseBody, seizureBody } from './bodies.ts';
import { confirm, propose, twoHands } from './two-hands.ts';

type Person = 'sokha' | 'sovann' | 'ravy' | 'rith' | 'makara' | 'the-auditor';
const people: Readonly<Record<Person, Claims>> = {
  sokha: ['investigator', 'unit-phnom-penh-1', 'police'],
  sovann: ['unit-head', 'unit-phnom-penh-1', 'police'],
  ravy: ['investigator', 'unit-kandal-2', 'police'],
  rith: ['finance-officer', 'unit-finance', 'ministry'],
  makara: ['integrity-officer', 'unit-integrity', 'ministry'],
  'the-auditor': ['auditor', 'unit-audit', 'ministry'],
};

// Who took part in a case, over HTTP: attempts with true credentials, and honest mistakes that are put right.

describe('who took part in a case, over HTTP', () => {
  const api = servedApi(people);
  let last = '0';
  let cases = 0;
  const get = async (path: string, as: Person = 'the-auditor'): Promise<unknown> =>
    (await api.request('get', `/v1/${path}${path.includes('?') ? '&' : '?'}after=${last}`, as).expect(200)).body as unknown;
  const done = async (as: Person, path: string, body: object): Promise<string> => {
    const answer = await api.request('post', `/v1/${path}`, as).send(body);
    expect({ path, ok: answer.ok, body: answer.body as unknown }).toMatchObject({ path, ok: true });
    const { id, position } = answer.body as { id: string; position: string };
    last = position;
    return id;
  };
  const byTwo = async (hands: readonly [Person, Person], path: string, body: object): Promise<void> => {
    last = (await twoHands(api, hands, `/v1/${path}`, body)).position;
  };
  /** A case of Sokha's, with what he seized. */
  const seized = async (): Promise<string> => {
    const caseId = await done('sokha', 'cases', { ...caseBody(`PP-2026-09${++cases}`), unit: 'unit-phnom-penh-1' });
    await done('sokha', `cases/${caseId}/seizures`, { ...seizureBody(), officers: ['sokha'] });
    return caseId;
  };
  const assigns = (caseId: string, officerId: string, unit: string) =>
    done('sokha', `cases/${caseId}/assign-officer`, { officerId, unit, role: 'member' });
  const freezes = (caseId: string, ...officers: readonly string[]) =>
    done('sovann', `cases/${caseId}/freeze-roster`, { officers: officers.map((officerId) => ({ officerId, office: 'investigator' })) });
  const handsIn = async (caseId: string): Promise<readonly string[]> =>
    ((await get(`operations/${caseId}`)) as { assessable: { hands: readonly string[] } }).assessable.hands;
  const leadAbout = (caseId: string): Promise<object> =>
    eventually(async () => {
      const { items } = (await get('leads?kind=doubtful-participation&limit=200', 'makara')) as { items: readonly object[] };
      return items.find((lead) => JSON.stringify(lead).includes(caseId));
    }, 'a lead about the case');
  const absent = (...officers: readonly string[]) => ({ officers, tookPart: false, what: 'The wrong line of the list' });

  it('is not decided by one who assigns a payer: integrity is told, and two say that they were not there', async () => {
    const caseId = await seized();
    await assigns(caseId, 'rith', 'unit-finance');
    await done('sovann', `cases/${caseId}/unassign-officer`, { officerId: 'rith', reason: 'By mistake' });
    await freezes(caseId, 'sokha');
    expect(await handsIn(caseId)).toContain('rith');
    expect(await leadAbout(caseId)).toMatchObject({ sentence: expect.stringContaining('rith') as string });

    const alone = await api.request('post', `/v1/cases/${caseId}/settle-participation`, 'sovann').send(absent('rith'));
    expect(alone.status).toBe(202);
    expect(await handsIn(caseId)).toContain('rith');
    last = ((await confirm(api, 'makara', (alone.body as { id: string }).id)).body as { position: string }).position;
    expect(await handsIn(caseId)).not.toContain('rith');
    expect(await handsIn(caseId)).toContain('sokha');
  });

  it('is undone for nobody who did something there themselves', async () => {
    const caseId = await seized();
    await freezes(caseId, 'sokha');
    await byTwo(['sovann', 'makara'], `cases/${caseId}/settle-participation`, absent('sokha'));
    expect(await handsIn(caseId)).toContain('sokha');
  });

  it('is doubtful of who came after the seizure and is in no fact, or from a unit that is not theirs: assigned all the same, and marked', async () => {
    const caseId = await seized();
    await assigns(caseId, 'ravy', 'unit-phnom-penh-1');
    expect(await get(`cases/${caseId}`)).toMatchObject({
      officers: [{ officerId: 'sokha' }, { officerId: 'ravy', defects: ['officer.other-unit'] }],
    });
    await freezes(caseId, 'sokha', 'ravy');
    const doubts = { officerId: 'ravy', defects: ['roster.no-fact', 'officer.other-unit'] };
    expect(await get(`cases/${caseId}`)).toMatchObject({ roster: { officers: [{ officerId: 'sokha' }, doubts] } });
    expect(await get(`operations/${caseId}`)).toMatchObject({ assessable: { unexplained: [doubts] } });
    expect(await leadAbout(caseId)).toMatchObject({ sentence: expect.stringContaining('ravy') as string });

    const did = {
      officers: ['ravy'],
      tookPart: true,
      what: 'Lent by Kandal: drove the second car all night',
      reference: 'Duty book 14/26',
    };
    await byTwo(['makara', 'sovann'], `cases/${caseId}/settle-participation`, did);
    expect(await get(`operations/${caseId}`)).not.toHaveProperty('assessable.unexplained');
  });

  it('is added to a frozen roster with a reason and by a second person, marked, and every reward waits for it', async () => {
    const caseId = await seized();
    await freezes(caseId, 'sokha');
    await done('sokha', `cases/${caseId}/assign-officer`, { officerId: 'ravy', unit: 'unit-kandal-2', role: 'member' });
    const amend = `/v1/cases/${caseId}/amend-roster`;
    const forgotten = { officers: [{ officerId: 'ravy', office: 'support' }], reason: 'Drove the second car and was forgotten' };
    expect((await propose(api, 'sovann', amend, { officers: forgotten.officers })).status).toBe(400);
    const alone = await propose(api, 'sovann', amend, forgotten);
    expect(alone.status).toBe(202);
    const proposal = (alone.body as { id: string }).id;
    expect((await confirm(api, 'sovann', proposal)).status).toBeGreaterThanOrEqual(400);
    expect(await get(`cases/${caseId}`)).toMatchObject({ roster: { officers: [{ officerId: 'sokha' }] } });
    const confirmed = await confirm(api, 'makara', proposal);
    last = (confirmed.body as { position: string }).position;
    expect(await get(`cases/${caseId}`)).toMatchObject({
      roster: { officers: [{ officerId: 'sokha' }, { officerId: 'ravy', office: 'support', addedAt: expect.any(String) as string }] },
    });
    expect(await get(`cases/${caseId}/timeline?limit=200`)).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ type: 'RosterAmended', confirmedBy: expect.objectContaining({ id: 'makara' }) as object }),
      ]) as object[],
    });
    const { assessable } = (await get(`operations/${caseId}`)) as { assessable: { inputs: { later: { defect: string }[] } } };
    expect(assessable.inputs.later.map(({ defect }) => defect)).toContain('roster.added-later');
  });

  it('is put right on a frozen roster by two, marked, and no further: nobody alone, nobody about themself', async () => {
    const caseId = await seized();
    await assigns(caseId, 'ravy', 'unit-kandal-2');
    await freezes(caseId, 'sokha', 'ravy');
    const amend = `/v1/cases/${caseId}/amend-roster`;
    const nobody = await propose(api, 'sovann', amend, { removed: ['rith'], reason: 'Not there' });
    expect(nobody).toMatchObject({ status: 409, body: { code: 'roster.not-on-it' } });
    await byTwo(['sovann', 'makara'], `cases/${caseId}/amend-roster`, {
      removed: ['ravy'],
      corrected: [{ officerId: 'sokha', office: 'support' }],
      reason: 'The wrong line of the duty book',
    });
    expect(await get(`cases/${caseId}`)).toMatchObject({
      roster: {
        officers: [{ officerId: 'sokha', office: 'support', correctedAt: expect.any(String) as string }],
        units: ['unit-phnom-penh-1'],
        removed: [{ officerId: 'ravy', removedAt: expect.any(String) as string }],
      },
    });
    expect(await get(`operations/${caseId}`)).toMatchObject({
      assessable: { inputs: { later: [{ defect: 'roster.corrected-later' }] } },
    });
  });
});

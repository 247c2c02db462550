import type { Response } from 'supertest';
import { eventually } from '#libs/event-sourcing/testing';
import { type Claims, servedApi } from './api.ts';
import { caseBody, seizureBody } from './bodies.ts';
import { confirm, propose, twoHands } from './two-hands.ts';

const people = {
  sokha: ['investigator', 'unit-phnom-penh-1', 'police'],
  'officer-sokha': ['investigator', 'unit-phnom-penh-1', 'police'],
  channa: ['integrity-officer', 'unit-integrity', 'authority'],
  dara: ['integrity-officer', 'unit-integrity', 'authority'],
  vanna: ['legal-officer', 'unit-legal', 'authority'],
  sovann: ['unit-head', 'unit-phnom-penh-1', 'police'],
  'the-auditor': ['auditor', 'unit-audit', 'authority'],
} as const satisfies Readonly<Record<string, Claims>>;
type Person = keyof typeof people;

interface Lead {
  readonly leadId: string;
  readonly status: string;
  readonly sentence: string;
  readonly holdsUp?: { readonly what: string; readonly releasedBy: readonly string[] };
  readonly concerns: readonly string[];
}
interface Number {
  readonly identifierId: string;
  readonly status: string;
  readonly uses: readonly { readonly holder: { readonly stream: string; readonly id: string } }[];
}
interface Operation {
  readonly assessable?: {
    readonly inputs: {
      readonly later?: readonly unknown[];
      readonly seizures: readonly { readonly later?: readonly { readonly defect: string }[] }[];
    };
  };
}

describe('one thing once, over HTTP', () => {
  const api = servedApi(people);
  const get = async (path: string, as: Person = 'the-auditor'): Promise<Response> => api.request('get', `/v1${path}`, as);
  const done = async (as: Person, path: string, body: object): Promise<string> => {
    const answer = await api.request('post', `/v1${path}`, as).send(body);
    expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { id: expect.any(String) as string } });
    return (answer.body as { readonly id: string }).id;
  };
  const comesTo = <T>(path: string, holds: (body: T) => boolean): Promise<T> =>
    eventually(async () => {
      const answer = await get(path);
      return answer.status === 200 && holds(answer.body as T) ? (answer.body as T) : undefined;
    }, `what was waited for at ${path}`);
  const leadsAbout = async (caseId: string, kind: string, count: number): Promise<readonly Lead[]> =>
    (await comesTo<{ readonly items: readonly Lead[] }>(`/leads?case=${caseId}&kind=${kind}`, ({ items }) => items.length === count)).items;
  const numberOf = async (kind: string, value: string): Promise<Number | undefined> =>
    ((await get(`/identifiers?kind=${kind}&value=${encodeURIComponent(value)}`)).body as { readonly items: readonly Number[] }).items[0];

  /** A case with a seizure of its own hour, sealed under this number. */
  const sealedIn = async (reference: string, sealNumber: string, hour: string) => {
    const caseId = await done('sokha', '/cases', caseBody(reference));
    const seizure = { ...seizureBody(600_000), seizedAt: `2026-03-02T${hour}:30:00+07:00` };
    const seizureId = await done('sokha', `/cases/${caseId}/seizures`, seizure);
    const sealing = {
      caseId,
      seizureId,
      sealNumber,
      grossMg: 600_000,
      sealedAt: `2026-03-02T${hour}:50:00+07:00`,
      unit: 'unit-phnom-penh-1',
    };
    return { caseId, seizureId, exhibitId: await done('sokha', '/exhibits', sealing) };
  };
  const wordsOf = ({ assessable }: Operation): readonly string[] =>
    assessable?.inputs.seizures.flatMap(({ later = [] }) => later.map(({ defect }) => defect)) ?? [];

  it('takes one seal on the lots of two cases as a fact, holds both up, and lets two of integrity clear it', async () => {
    const first = await sealedIn('PP-2026-0001', 'KH-0041', '01');
    const second = await sealedIn('PP-2026-0002', 'ｋｈ ០០៤១', '09');
    const [lead] = await leadsAbout(first.caseId, 'identifier-used-twice', 1);
    expect(lead?.concerns).toEqual(
      expect.arrayContaining([`exhibit/${first.exhibitId}`, `exhibit/${second.exhibitId}`, `case/${second.caseId}`]),
    );
    for (const { caseId } of [first, second])
      expect(wordsOf(await comesTo<Operation>(`/operations/${caseId}`, (body) => wordsOf(body).length > 0))).toEqual([
        'identifier.used-twice',
      ]);
    const number = await numberOf('seal', 'KH 0041');
    expect(number).toMatchObject({
      status: 'used-twice',
      uses: [{ holder: { id: first.exhibitId } }, { holder: { id: second.exhibitId } }],
    });

    const path = `/v1/identifiers/${number?.identifierId}/clear`;
    const reason = { reason: 'Two makers of seals print the same numbers; both were seen side by side' };
    const { id: proposalId } = (await propose(api, 'channa', path, reason)).body as { readonly id: string };
    expect((await confirm(api, 'channa', proposalId)).status).toBeGreaterThanOrEqual(400);
    expect(await numberOf('seal', 'KH-0041')).toMatchObject({ status: 'used-twice' });
    expect((await confirm(api, 'dara', proposalId)).status).toBe(200);
    for (const { caseId } of [first, second]) await comesTo<Operation>(`/operations/${caseId}`, (body) => wordsOf(body).length === 0);
    expect(await numberOf('seal', 'KH-0041')).toMatchObject({ status: 'used-once' });
  });

  it('lets nobody alone call a lead nothing that money waits for, nor free anything by it', async () => {
    const { caseId } = await sealedIn('PP-2026-0011', 'KH-0061', '03');
    const { caseId: other } = await sealedIn('PP-2026-0012', 'KH-0061', '05');
    const [lead] = await leadsAbout(caseId, 'identifier-used-twice', 1);
    expect(lead?.holdsUp).toMatchObject({ what: 'money', releasedBy: ['/v1/identifiers/{id}/clear', '/v1/identifiers/{id}/release'] });
    const path = `/v1/leads/${lead?.leadId}`;
    const reason = { reason: 'The two seals were seen side by side' };
    const alone = await api.request('post', `${path}/conclude-unfounded`, 'channa').send(reason);
    expect([alone.status, alone.body]).toMatchObject([409, { code: 'lead.two-hands' }]);
    const { position } = await twoHands(api, ['channa', 'dara'], `${path}/conclude-unfounded-by-two`, reason);
    expect((await get(`/leads/${lead?.leadId}?after=${position}`)).body).toMatchObject({
      status: 'unfounded',
      conclusions: [{ finding: 'unfounded', concludedBy: 'channa', confirmedBy: 'dara' }],
    });
    for (const held of [caseId, other])
      expect(wordsOf((await get(`/operations/${held}?after=${position}`)).body as Operation)).toEqual(['identifier.used-twice']);
  });

  it('tells of many cases of one night in one lead, which one person who reported none of them may call nothing', async () => {
    const cases: string[] = [];
    for (const n of [1, 2, 3, 4]) cases.push((await sealedIn(`PP-2026-002${n}`, `KH-007${n}`, '22')).caseId);
    const lead = await eventually(async () => {
      const [found] = await leadsAbout(cases[3] ?? '', 'possible-same-operation', 1);
      return cases.every((caseId) => found?.concerns.includes(`case/${caseId}`)) ? found : undefined;
    }, 'one lead of all of them');
    expect(lead).not.toHaveProperty('holdsUp');
    for (const caseId of cases) expect(await leadsAbout(caseId, 'possible-same-operation', 1)).toMatchObject([{ leadId: lead.leadId }]);
    const reason = { reason: 'Four stops of one patrol along the river' };
    const concluded = await api.request('post', `/v1/leads/${lead.leadId}/conclude-unfounded`, 'channa').send(reason);
    expect([concluded.status, concluded.body]).toMatchObject([200, { id: expect.any(String) as string }]);
  });

  it('takes a number from what has it by mistake, by two hands', async () => {
    const first = await sealedIn('PP-2026-0003', 'KH-0042', '12');
    const second = await sealedIn('PP-2026-0004', 'KH-0042', '15');
    await leadsAbout(second.caseId, 'identifier-used-twice', 1);
    const number = await numberOf('seal', 'KH-0042');
    const release = { stream: `exhibit-${second.exhibitId}`, holderId: second.exhibitId, reason: 'Read wrongly: it is KH-0047' };
    await twoHands(api, ['channa', 'dara'], `/v1/identifiers/${number?.identifierId}/release`, release);
    await comesTo<Operation>(`/operations/${first.caseId}`, (body) => wordsOf(body).length === 0);
    expect((await numberOf('seal', 'KH-0042'))?.uses.map(({ holder }) => holder.id)).toEqual([first.exhibitId]);
  });

  it('opens a second case under a reference that another one has, and tells integrity', async () => {
    const caseId = await done('sokha', '/cases', caseBody('PP-2026-0117'));
    const other = await done('sokha', '/cases', caseBody('pp 2026/0117'));
    const [lead] = await leadsAbout(caseId, 'identifier-used-twice', 1);
    expect(lead?.concerns).toEqual(expect.arrayContaining([`case/${caseId}`, `case/${other}`]));
    expect((await get(`/cases/${other}`)).status).toBe(200);
  });

  it('tells integrity of two cases that share officer, place and hour, which one may find to be nothing and two to be true', async () => {
    const { caseId } = await sealedIn('PP-2026-0005', 'KH-0050', '20');
    const { caseId: other } = await sealedIn('PP-2026-0006', 'KH-0051', '20');
    const [lead] = await leadsAbout(other, 'possible-same-operation', 1);
    expect(lead?.concerns).toEqual(expect.arrayContaining([`case/${caseId}`, 'person/officer-sokha']));
    const path = `/v1/leads/${lead?.leadId}`;
    const reason = { reason: 'One raid on one warehouse' };
    const { position } = await twoHands(api, ['channa', 'dara'], `${path}/conclude-founded`, reason);
    expect((await get(`/leads/${lead?.leadId}?after=${position}`)).body).toMatchObject({
      status: 'founded',
      conclusions: [{ finding: 'founded', concludedBy: 'channa', confirmedBy: 'dara' }],
    });
    const alone = await api.request('post', `${path}/conclude-unfounded`, 'dara').send(reason);
    expect([alone.status, alone.body]).toMatchObject([409, { code: 'lead.founded' }]);
    await twoHands(api, ['dara', 'channa'], `${path}/withdraw-finding`, reason);
    expect((await get(`/leads/${lead?.leadId}`)).body).toMatchObject({ leadId: lead?.leadId });
  });

  it('shows leads and numbers to those who watch over the others, and to nobody else', async () => {
    for (const path of ['/leads', '/identifiers']) {
      for (const as of ['channa', 'the-auditor'] as const) expect((await get(path, as)).status).toBe(200);
      for (const as of ['sokha', 'sovann', 'vanna'] as const) expect((await get(path, as)).status).toBe(403);
    }
    expect((await get('/leads?status=open&raisedFrom=2020-01-01T00:00:00Z')).status).toBe(200);
  });
});

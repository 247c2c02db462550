import type { Response } from 'supertest';
import { issueToken, localIssuer, type Role } from '#libs/access';
import { eventually } from '#libs/event-sourcing/testing';
import { type Claims, servedApi } from './api.ts';
import { caseBody, resultBody, seizureBody } from './bodies.ts';
import { confirm, propose, twoHands } from './two-hands.ts';

const people = {
  'officer-sokha': ['investigator', 'unit-phnom-penh-1'],
  sovann: ['unit-head', 'unit-phnom-penh-1'],
  ravy: ['investigator', 'unit-phnom-penh-1'],
  chenda: ['laboratory-analyst', 'unit-laboratory'],
  lina: ['laboratory-analyst', 'unit-laboratory'],
  nary: ['laboratory-analyst', 'unit-laboratory'],
  tola: ['administrator', 'unit-registers'],
  mony: ['administrator', 'unit-registers'],
  malis: ['integrity-officer', 'unit-integrity'],
  kunthea: ['integrity-officer', 'unit-integrity'],
  auditor: ['auditor', 'unit-audit'],
} as const satisfies Readonly<Record<string, Claims>>;
type Person = keyof typeof people;
const today = new Date().toISOString().slice(0, 10);
const now = (): string => new Date().toISOString();

describe('what one administrator says alone', () => {
  const api = servedApi<Person>(people);
  const idOf = ({ body }: Response): string => (body as { readonly id: string }).id;
  const post = (path: string, body: object, as: Person) => api.request('post', `/v1${path}`, as).send(body);
  const named = (id: string) => ({ en: id });

  /** Somebody whom the tests enter themselves, or with another role than theirs. */
  const asToken = async (subject: string, roles: Role | readonly Role[], path: string, body: object) => {
    const issuer = await localIssuer({ directory: api.directory });
    const token = await issueToken(issuer, { subject, roles: [roles].flat() });
    return api.request('post', `/v1${path}`).set('Authorization', `Bearer ${token}`).send(body);
  };
  const entered = async (as: Person, officerId: string, unit: string, more: object = {}): Promise<void> => {
    const entry = { officerId, unit, rank: 'chemist', since: '2000-01-01', name: named(officerId), ...more };
    expect((await post('/officers', entry, as)).status).toBe(201);
  };

  let lots = 0;
  /** A lot of a seizure that a laboratory has, taken over by this analyst. */
  const lotAt = async (laboratoryId: string, analyst: string): Promise<{ readonly caseId: string; readonly exhibitId: string }> => {
    const number = ++lots;
    const caseId = idOf(await post('/cases', caseBody(`PP-2026-9${number}`), 'officer-sokha').expect(201));
    const seizedAt = `2026-03-0${number}T09:30:00+07:00`;
    const seizureId = idOf(await post(`/cases/${caseId}/seizures`, { ...seizureBody(), seizedAt }, 'officer-sokha').expect(201));
    const seal = {
      sealNumber: `KH-9${number}`,
      grossMg: 1_200_000,
      sealedAt: `2026-03-0${number}T11:00:00+07:00`,
      unit: 'unit-phnom-penh-1',
    };
    const exhibitId = idOf(await post('/exhibits', { caseId, seizureId, ...seal }, 'officer-sokha').expect(201));
    const offer = { to: analyst, laboratoryId, offeredAt: now() };
    const transferId = idOf(await post(`/exhibits/${exhibitId}/offer`, offer, 'officer-sokha').expect(200));
    const receipt = { transferId, receivedAt: now(), sealNumber: seal.sealNumber, sealCondition: 'intact' };
    expect((await asToken(analyst, 'laboratory-analyst', `/exhibits/${exhibitId}/accept`, receipt)).status).toBe(200);
    return { caseId, exhibitId };
  };
  const certified = async (exhibitId: string, first: string, second: string): Promise<readonly string[]> => {
    const result = resultBody(`LAB-${lots}/26`, second, now());
    const answer = await asToken(first, 'laboratory-analyst', `/exhibits/${exhibitId}/certify`, result);
    expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 200 });
    const { position } = answer.body as { readonly position: string };
    const shown = await api.request('get', `/v1/exhibits/${exhibitId}?after=${position}`, 'auditor').expect(200);
    return (shown.body as { readonly defects: readonly string[] }).defects.filter((defect) => defect !== 'entry.late');
  };

  it('makes no laboratory: what two accomplices certify in one waits until somebody else has looked', async () => {
    // The laboratory of the registers stood there before there was a case: nobody has to say so again.
    const founded = await lotAt('laboratory-national', 'nary');
    expect(await certified(founded.exhibitId, 'chenda', 'lina')).toEqual([]);

    await post('/units', { unitId: 'unit-lab-x', agencyId: 'authority', name: named('Lab X') }, 'tola').expect(201);
    await post('/laboratories', { laboratoryId: 'laboratory-x', unit: 'unit-lab-x', name: named('X') }, 'tola').expect(201);
    for (const accomplice of ['an-1', 'an-2', 'an-3']) await entered('tola', accomplice, 'unit-lab-x');
    const alone = await lotAt('laboratory-x', 'an-3');
    expect(await certified(alone.exhibitId, 'an-1', 'an-2')).toEqual(['laboratory.one-hand']);

    const own = await post('/laboratories/laboratory-x/confirm', { reason: 'I know it' }, 'tola').expect(409);
    expect(own.body).toMatchObject({ code: 'laboratory.own-word' });
    const seen = { reason: 'Visited; its accreditation was seen, and both chemists at work' };
    const { position } = (await post('/laboratories/laboratory-x/confirm', seen, 'malis').expect(200)).body as {
      readonly position: string;
    };
    const shown = await api.request('get', `/v1/laboratories/laboratory-x?after=${position}`, 'auditor').expect(200);
    expect(shown.body).toMatchObject({ confirmed: { by: 'malis', ...seen } });
    const confirmed = await lotAt('laboratory-x', 'an-3');
    expect(await certified(confirmed.exhibitId, 'an-1', 'an-2')).toEqual([]);

    // Put in another unit with other analysts it is another laboratory, by one word again.
    await post('/units', { unitId: 'unit-lab-y', agencyId: 'authority', name: named('Lab Y') }, 'tola').expect(201);
    await api.request('patch', '/v1/laboratories/laboratory-x/details', 'tola').send({ unit: 'unit-lab-y' }).expect(200);
    for (const accomplice of ['an-4', 'an-5', 'an-6']) await entered('tola', accomplice, 'unit-lab-y');
    const moved = await lotAt('laboratory-x', 'an-6');
    expect(await certified(moved.exhibitId, 'an-4', 'an-5')).toEqual(['laboratory.one-hand']);
    // Where another administrator entered one of the analysts, two made it.
    await entered('mony', 'an-7', 'unit-lab-y');
    const two = await lotAt('laboratory-x', 'an-6');
    expect(await certified(two.exhibitId, 'an-4', 'an-7')).toEqual([]);
  }, 60_000);

  it('reinstates nobody: integrity confirms it', async () => {
    await post('/officers/ravy/suspend', { from: today, reason: 'Inquiry 7' }, 'tola').expect(200);
    const back = { from: today, reason: 'Nothing was found' };
    const proposed = await propose(api, 'tola', '/v1/officers/ravy/reinstate', back);
    expect(proposed.status).toBe(202);
    expect((await post('/cases', caseBody('PP-2026-990'), 'ravy').expect(403)).body).toMatchObject({ code: 'person.suspended' });
    expect((await confirm(api, 'mony', idOf(proposed))).body).toMatchObject({ code: 'proposal.not-yours' });
    expect((await confirm(api, 'malis', idOf(proposed))).status).toBe(200);
    await post('/cases', caseBody('PP-2026-990'), 'ravy').expect(201);
  });

  it('rids themself of nobody who watches: what one suspends leaves integrity its word, until another confirms it', async () => {
    const order = { from: today, reason: 'Inquiry 8' };
    for (const watcher of ['malis', 'kunthea', 'mony'] as const) await post(`/officers/${watcher}/suspend`, order, 'tola').expect(200);
    await post('/officers/ravy/suspend', order, 'tola').expect(200);

    // What needs integrity is confirmed still, proposed by one of the suspended watchers and confirmed by the other.
    const back = { from: today, reason: 'Nothing was found' };
    const proposed = await propose(api, 'mony', '/v1/officers/ravy/reinstate', back);
    expect(proposed.status).toBe(202);
    expect((await confirm(api, 'malis', idOf(proposed))).status).toBe(200);
    await post('/cases', caseBody('PP-2026-994'), 'ravy').expect(201);
    // As watchers, and as nothing else: their other roles are cut off.
    for (const [role, route] of [
      ['investigator', '/cases'],
      ['finance-officer', '/pools'],
      ['legal-officer', '/instruments'],
    ] as const)
      expect((await asToken('malis', ['integrity-officer', role], route, {})).body).toMatchObject({ code: 'person.suspended' });

    const ofMalis = '/officers/malis/confirm-suspension';
    expect((await post(ofMalis, { from: today }, 'tola').expect(409)).body).toMatchObject({ code: 'officer.own-suspension' });
    expect((await post(ofMalis, { from: today }, 'malis').expect(409)).body).toMatchObject({ code: 'officer.own-entry' });
    await post(ofMalis, { from: today }, 'kunthea').expect(200);
    const waiting = await propose(api, 'tola', '/v1/officers/mony/reinstate', back);
    expect((await confirm(api, 'malis', idOf(waiting))).body).toMatchObject({ code: 'person.suspended' });
    expect((await confirm(api, 'kunthea', idOf(waiting))).status).toBe(200);
    for (const watcher of ['malis', 'kunthea'] as const) {
      const again = await propose(api, 'mony', `/v1/officers/${watcher}/reinstate`, back);
      expect((await confirm(api, watcher === 'malis' ? 'kunthea' : 'malis', idOf(again))).status).toBe(200);
    }
  }, 60_000);

  it('appoints nobody, and a role in a token is none that the register contradicts', async () => {
    const caseId = idOf(await post('/cases', caseBody('PP-2026-991'), 'officer-sokha').expect(201));
    const roster = { officers: [{ officerId: 'officer-sokha', office: 'investigator' }] };
    const head = { roles: ['unit-head'], from: '2020-01-01', reason: 'Order 42' };
    const alone = await propose(api, 'tola', '/v1/officers/sovann/appoint', head);
    expect((await confirm(api, 'tola', idOf(alone))).body).toMatchObject({ code: 'proposal.same-hand' });
    expect((await confirm(api, 'mony', idOf(alone))).status).toBe(200);

    // A sergeant of the same unit, whose token says that he heads it.
    const sergeant = await eventually(async () => {
      const answer = await asToken('ravy', 'unit-head', `/cases/${caseId}/freeze-roster`, roster);
      return answer.status === 403 ? answer : undefined;
    }, 'rows to know who heads the unit');
    expect(sergeant.body).toMatchObject({ code: 'person.not-appointed', facts: { subject: 'ravy', claims: ['unit-head'] } });
    expect((await asToken('sovann', 'unit-head', `/cases/${caseId}/freeze-roster`, roster)).status).toBe(200);

    // What somebody is appointed to counts alone, for what they read as for what they do.
    await twoHands(api, ['tola', 'malis'], '/v1/officers/ravy/appoint', { roles: ['investigator'], from: '2020-01-01' });
    for (const role of ['integrity-officer', 'auditor', 'administrator'] as const) {
      const refused = await asToken('ravy', role, '/officers/sovann/promote', { rank: 'colonel', from: today });
      expect(refused.status).toBe(403);
      const issuer = await localIssuer({ directory: api.directory });
      const token = await issueToken(issuer, { subject: 'ravy', roles: [role] });
      const read = await eventually(async () => {
        const answer = await api.request('get', '/v1/cases').set('Authorization', `Bearer ${token}`);
        return answer.status === 403 ? answer : undefined;
      }, 'rows to know what he is appointed to');
      expect(['person.not-appointed', 'role.insufficient']).toContain((read.body as { readonly code: string }).code);
    }
    await post('/cases', caseBody('PP-2026-992'), 'ravy').expect(201);
    const shown = await api.request('get', '/v1/officers/ravy', 'auditor').expect(200);
    expect(shown.body).toMatchObject({ roles: ['investigator'] });
    // Entered with what they are appointed to, nobody has to say it again.
    await entered('tola', 'recruit', 'unit-phnom-penh-1', { roles: ['custodian'] });
    const other = await asToken('recruit', 'investigator', '/cases', caseBody('PP-2026-993'));
    expect(other.body).toMatchObject({ code: 'person.not-appointed', facts: { appointed: ['custodian'] } });
  }, 60_000);
});

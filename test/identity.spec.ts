import type { Response } from 'supertest';
import { issueToken, localIssuer, type Role, ROLE_NAMES, routesOf } from '#libs/access';
import { servedApi } from './api.ts';
import { caseBody } from './bodies.ts';
import { confirm } from './two-hands.ts';
import { twoHands } from './two-hands.ts';

/** An address of a route, with something where its parts are: the door is before whatever reads them. */
const addressOf = (path: string): string => path.replaceAll(/:\w+/g, 'x');

describe('a name that nobody registered', () => {
  const api = servedApi({ sokha: ['investigator', 'unit-phnom-penh-1', 'police'] });
  const tokenFor = async (subject: string, roles: readonly Role[]): Promise<string> =>
    issueToken(await localIssuer({ directory: api.directory }), { subject, roles, unit: 'unit-phnom-penh-1', agency: 'police' });
  const ask = (method: string, path: string, token: string, body?: object) =>
    api.app.inject({
      method: method as 'POST',
      url: path,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { payload: JSON.stringify(body) }),
    });

  it.each(ROLE_NAMES)('decides nothing as %s: every command is refused at the door, and every query is answered', async (role) => {
    const token = await tokenFor('a-stranger', [role]);
    const commands: string[] = [];
    for (const { method, path, access } of routesOf(api.app)) {
      if (access === undefined || access === 'public') continue;
      const { statusCode, body } = await ask(method, addressOf(path), token);
      const { code } = (statusCode >= 400 ? JSON.parse(body) : {}) as { code?: string };
      const called = `${method} ${path}`;
      if (!access.roles.includes(role)) expect({ called, code }).toEqual({ called, code: 'role.insufficient' });
      else if (access.served === 'readers') expect({ called, code }).not.toEqual({ called, code: 'person.not-registered' });
      else {
        expect({ called, code, statusCode }).toEqual({ called, code: 'person.not-registered', statusCode: 403 });
        commands.push(called);
      }
      if (method !== 'GET' && access.served === 'readers') expect(called).toMatch(/simulate|explain|would|preview|assess/);
    }
    expect(commands.length > 0 || role === 'auditor').toBe(true);
  });

  it('is told who registers people', async () => {
    const refused = await ask('POST', '/v1/cases', await tokenFor('a-stranger', ['investigator']), caseBody());
    expect(refused.json<object>()).toMatchObject({
      status: 403,
      code: 'person.not-registered',
      detail: expect.stringContaining('an administrator enters you') as string,
      facts: { subject: 'a-stranger' },
    });
  });

  it.each(['Sokha', 'SOKHA', 'sokha ', ' sokha', 'sokha\u200B', 'so\u00ADkha', 'ｓokha', 'sоkha', 'sokha.'])(
    'is nobody where it only looks like one that is: %j',
    async (subject) => {
      const refused = await ask('POST', '/v1/cases', await tokenFor(subject, ['investigator']), caseBody());
      expect(refused.json<object>()).toMatchObject({ status: 403, code: 'person.not-registered', facts: { subject } });
      const opened = await ask('POST', '/v1/cases', await tokenFor('sokha', ['investigator']), caseBody(`PP-${subject.length}`));
      expect(opened.statusCode).toBe(201);
    },
  );
});

describe('somebody of the register', () => {
  const people = {
    sokha: ['investigator', 'unit-phnom-penh-1', 'police'],
    'the-administrator': ['administrator', 'unit-registers', 'authority'],
    'the-auditor': ['auditor', 'unit-audit', 'authority'],
    malis: ['integrity-officer', 'unit-integrity', 'authority'],
  } as const;
  const api = servedApi(people);
  const actorOf = async (position: string): Promise<unknown> => {
    const page = await api.request('get', `/v1/history/events?type=OfficerAssigned&after=${position}&limit=100`, 'the-auditor').expect(200);
    return (page.body as { items: readonly { position: string; actor: unknown }[] }).items.find((fact) => fact.position === position)
      ?.actor;
  };
  const claiming = async (unit: string, agency: string): Promise<string> => {
    const issuer = await localIssuer({ directory: api.directory });
    return issueToken(issuer, { subject: 'sokha', name: 'Chan Sokha', roles: ['investigator'], unit, agency });
  };
  const positionOf = (answer: Response): string => (answer.body as { position: string }).position;

  it('is of the unit that the register says, whatever the token claims', async () => {
    const opened = await api
      .request('post', '/v1/cases')
      .set('Authorization', `Bearer ${await claiming('unit-integrity', 'authority')}`)
      .send(caseBody('PP-2026-0201'))
      .expect(201);
    expect(await actorOf(positionOf(opened))).toMatchObject({ id: 'sokha', unit: 'unit-phnom-penh-1', agency: 'police' });
  });

  it('is of another unit from the first request after a transfer on, with the same token', async () => {
    const order = { unit: 'unit-audit', from: '2020-01-01' };
    await api.request('post', '/v1/officers/sokha/transfer', 'the-administrator').send(order).expect(200);
    const opening = { ...caseBody('PP-2026-0202'), unit: 'unit-audit' };
    const opened = await api.request('post', '/v1/cases', 'sokha').send(opening).expect(201);
    expect(await actorOf(positionOf(opened))).toMatchObject({ id: 'sokha', unit: 'unit-audit', agency: 'authority' });
    await api
      .request('post', '/v1/officers/sokha/transfer', 'the-administrator')
      .send({ ...order, unit: 'unit-phnom-penh-1' })
      .expect(200);
  });

  it('gives no command while suspended, and reads on', async () => {
    const order = (what: string, body: object) =>
      api.request('post', `/v1/officers/sokha/${what}`, 'the-administrator').send(body).expect(200);
    await order('suspend', { from: '2026-01-01', reason: 'Inquiry 7' });
    const refused = await api.request('post', '/v1/cases', 'sokha').send(caseBody('PP-2026-0203')).expect(403);
    expect(refused.body).toMatchObject({ code: 'person.suspended', type: '/problems/person.suspended' });
    await api.request('get', '/v1/cases', 'sokha').expect(200);
    await twoHands(api, ['the-administrator', 'malis'], '/v1/officers/sokha/reinstate', { from: '2026-01-01', reason: 'Nothing found' });
    await api.request('post', '/v1/cases', 'sokha').send(caseBody('PP-2026-0203')).expect(201);
  });

  it('gives no command before the first day of their service', async () => {
    const name = { en: 'A recruit' };
    const recruit = { officerId: 'a-recruit', name, rank: 'recruit', unit: 'unit-phnom-penh-1', since: '2999-01-01' };
    await api.request('post', '/v1/officers', 'the-administrator').send(recruit).expect(201);
    const issuer = await localIssuer({ directory: api.directory });
    const token = await issueToken(issuer, { subject: 'a-recruit', roles: ['investigator'] });
    const refused = await api
      .request('post', '/v1/cases')
      .set('Authorization', `Bearer ${token}`)
      .send(caseBody('PP-2026-0204'))
      .expect(403);
    expect(refused.body).toMatchObject({ code: 'person.not-registered' });
  });
});

describe('the names of the registers', () => {
  const api = servedApi({
    'the-administrator': ['administrator', 'unit-registers', 'authority'],
    vanna: ['legal-officer', 'unit-legal', 'authority'],
    kunthea: ['legal-officer', 'unit-legal', 'authority'],
  });
  type Person = 'the-administrator' | 'vanna';
  const name = { en: 'Of the register' };
  const post = async (path: string, body: object, as: Person = 'the-administrator') => {
    const given = await api.request('post', `/v1/${path}`, as).send({ name, ...body });
    // What is law takes a second hand.
    const answer = given.status === 202 ? await confirm(api, 'kunthea', (given.body as { id: string }).id) : given;
    const { code, facts } = answer.body as { readonly code?: string; readonly facts?: unknown };
    return { status: answer.status, code, facts };
  };
  const officer = (officerId: string) => ({ officerId, rank: 'officer', unit: 'unit-registers', since: '2020-01-01' });

  it.each<[string, string, string, (id: string) => object, Person]>([
    ['officers', 'officer', 'sokha', officer, 'the-administrator'],
    ['units', 'unit', 'unit-phnom-penh-1', (unitId) => ({ unitId, agencyId: 'authority' }), 'the-administrator'],
    ['agencies', 'agency', 'customs', (agencyId) => ({ agencyId, kind: 'customs' }), 'the-administrator'],
    ['laboratories', 'laboratory', 'laboratory-central', (laboratoryId) => ({ laboratoryId }), 'the-administrator'],
    ['valuers', 'valuer', 'valuer-chan', (valuerId) => ({ valuerId, licence: { reference: 'MEF 41' } }), 'the-administrator'],
    [
      'instruments',
      'instrument',
      'sub-decree-14',
      (instrumentId) => ({
        name: undefined,
        instrumentId,
        kind: 'decision',
        title: name,
        number: '14',
        date: '2026-01-01',
        status: 'enacted',
      }),
      'vanna',
    ],
  ])('of %s are no two that look alike', async (path, what, id, entry, as) => {
    const done = { status: as === 'vanna' ? 200 : 201 };
    expect(await post(path, entry(id), as)).toMatchObject(done);
    expect(await post(path, entry(id), as)).toMatchObject(done);
    for (const other of [id.toUpperCase(), `${id}-`, `${id}.`, `${id.slice(0, 3)}_${id.slice(3)}`])
      expect(await post(path, entry(other), as)).toEqual({ status: 409, code: `${what}.looks-like`, facts: { id: other, looksLike: id } });
    for (const other of [`${id} `, `${id}\u200B`, `${id}០`]) expect(await post(path, entry(other), as)).toMatchObject({ status: 400 });
    expect(await post(path, entry(`${id}x`), as)).toMatchObject(done);
  });

  it('let in one of two that look alike and come at once', async () => {
    const answers = await Promise.all(['Dara', 'dara', 'DARA'].map((id) => post('officers', officer(id))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    const kept = ['Dara', 'dara', 'DARA'][answers.findIndex(({ status }) => status === 201)];
    expect(answers.filter(({ status }) => status === 409)).toMatchObject([{ facts: { looksLike: kept } }, { facts: { looksLike: kept } }]);
  });

  it('are free again where the entry was refused for another reason', async () => {
    expect(await post('officers', { ...officer('Borey'), unit: 'unit-nowhere' })).toMatchObject({ code: 'unit.not-registered' });
    expect(await post('officers', { ...officer('the-Administrator'), rank: 'chief' })).toMatchObject({ code: 'officer.looks-like' });
    expect(await post('officers', officer('borey'))).toMatchObject({ status: 201 });
  });
});

describe('the registers while nobody is in them', () => {
  const people = { 'the-administrator': 'administrator', another: 'administrator', sokha: 'investigator', vanna: 'legal-officer' } as const;
  const api = servedApi(people, { registered: false });
  const post = (as: keyof typeof people, path: string, body: object) => api.request('post', `/v1/${path}`, as).send(body);
  const name = { en: 'Of the register' };
  const officer = (officerId: string) => ({ officerId, name, rank: 'officer', unit: 'unit-registers', since: '2020-01-01' });

  it('are begun by an administrator with an agency, a unit and themself; then only who is registered goes on', async () => {
    expect((await post('sokha', 'cases', caseBody()).expect(403)).body).toMatchObject({ code: 'person.not-registered' });
    await post('the-administrator', 'agencies', { agencyId: 'authority', kind: 'authority', name }).expect(201);
    await post('the-administrator', 'units', { unitId: 'unit-registers', agencyId: 'authority', name }).expect(201);
    const other = await post('the-administrator', 'officers', officer('sokha')).expect(409);
    expect(other.body).toMatchObject({ code: 'officer.founder-first', facts: { officerId: 'sokha', founder: 'the-administrator' } });
    const laboratory = await post('the-administrator', 'laboratories', { laboratoryId: 'laboratory-central', name }).expect(403);
    expect(laboratory.body).toMatchObject({ code: 'person.not-registered' });
    await post('the-administrator', 'officers', officer('the-administrator')).expect(201);

    for (const [path, body] of [
      ['agencies', { agencyId: 'police', kind: 'police', name }],
      ['units', { unitId: 'unit-2', agencyId: 'authority', name }],
      ['officers', officer('another')],
    ] as const)
      expect((await post('another', path, body).expect(403)).body).toMatchObject({ code: 'person.not-registered' });
    const own = await post('the-administrator', 'officers/the-administrator/promote', { rank: 'chief', from: '2026-01-01' }).expect(409);
    expect(own.body).toMatchObject({ code: 'officer.own-entry' });
    for (const who of ['another', 'sokha', 'vanna']) await post('the-administrator', 'officers', officer(who)).expect(201);
    await post('another', 'laboratories', { laboratoryId: 'laboratory-central', name }).expect(201);
    await post('sokha', 'cases', { ...caseBody(), unit: 'unit-registers' }).expect(201);
  });
});

describe('the registers, begun by two at once', () => {
  const people = { tola: 'administrator', malis: 'administrator' } as const;
  const api = servedApi(people, { registered: false });

  it('are begun by one of them', async () => {
    const name = { en: 'Of the register' };
    const post = (as: keyof typeof people, path: string, body: object) => api.request('post', `/v1/${path}`, as).send({ name, ...body });
    await post('tola', 'agencies', { agencyId: 'authority', kind: 'authority' }).expect(201);
    await post('tola', 'units', { unitId: 'unit-registers', agencyId: 'authority' }).expect(201);
    const entry = (officerId: string) => ({ officerId, rank: 'chief', unit: 'unit-registers', since: '2020-01-01' });
    const answers = await Promise.all([post('tola', 'officers', entry('tola')), post('malis', 'officers', entry('malis'))]);
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
  });
});

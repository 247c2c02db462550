import type { Response } from 'supertest';
import { type Role, ROLE_NAMES } from '#libs/access';
import { describeApi } from '#libs/composition';
import { type CommandContext, deriveUuid, AggregateStore } from '#libs/event-sourcing';
import { officer, officerStream } from '#libs/registry';
import { khr } from '#libs/vocabulary';
import { oneOfEach, servedApi } from './api.ts';
import { twoHands } from './two-hands.ts';

describe('the registers over HTTP', () => {
  const api = servedApi({
    ...oneOfEach('unit-of-the-authority', 'authority'),
    'another-lawyer': ['legal-officer', 'unit-of-the-authority', 'authority'],
  });
  /** Law is entered by two. */
  const byTwo = (path: string, body: object) => twoHands(api, ['legal-officer', 'another-lawyer'], `/v1/${path}`, body);

  interface Answer {
    readonly id: string;
    readonly revision: number;
    readonly position: string;
  }
  const post = (as: Role, path: string, body: object, method: 'post' | 'patch' = 'post') =>
    api.request(method, `/v1/${path}`, as).send(body);
  const get = (path: string, as: Role = 'auditor') => api.request('get', `/v1/${path}`, as);
  const done = async (asked: PromiseLike<Response>): Promise<Answer> => (await asked).body as Answer;

  const police = { agencyId: 'police', kind: 'police', name: { en: 'National Police', km: 'នគរបាលជាតិ' } };
  const unit = (unitId: string, parent?: string) => ({
    unitId,
    agencyId: 'police',
    name: { en: `Unit ${unitId}` },
    ...(parent && { parent }),
  });
  const sokha = {
    officerId: 'officer-sokha',
    name: { en: 'Chan Sokha', km: 'ចាន់ សុខា' },
    rank: 'inspector',
    unit: 'unit-phnom-penh-1',
    since: '2019-04-01',
  };

  it('take agencies, units and officers in that order, each at an address of its own', async () => {
    expect((await post('administrator', 'units', unit('unit-commissariat')).expect(409)).body).toMatchObject({
      code: 'agency.not-registered',
    });
    const agency = await post('administrator', 'agencies', police).expect(201);
    expect(agency.headers.location).toBe('/v1/agencies/police');
    expect(agency.body).toMatchObject({ id: 'police', revision: 0 });

    await post('administrator', 'units', unit('unit-commissariat')).expect(201);
    expect((await post('administrator', 'units', unit('unit-phnom-penh-1', 'unit-phnom-penh')).expect(409)).body).toMatchObject({
      code: 'unit.not-registered',
      facts: { unitId: 'unit-phnom-penh' },
    });
    await post('administrator', 'units', unit('unit-phnom-penh', 'unit-commissariat')).expect(201);
    await post('administrator', 'units', unit('unit-phnom-penh-1', 'unit-phnom-penh')).expect(201);

    expect((await post('administrator', 'officers', { ...sokha, unit: 'unit-nowhere' }).expect(409)).body).toMatchObject({
      code: 'unit.not-registered',
    });
    const registered = await post('administrator', 'officers', sokha).expect(201);
    expect(registered.headers.location).toBe('/v1/officers/officer-sokha');
    const { position } = registered.body as Answer;
    const shown = await get(`officers/officer-sokha?after=${position}`).expect(200);
    expect(shown.headers.etag).toBe('"0"');
    expect(shown.body).toMatchObject({ ...sokha, agency: 'police', suspended: false, caps: [], position });
    expect(await done(post('administrator', 'officers', sokha).expect(201))).toEqual({ id: 'officer-sokha', revision: 0, position });
    expect((await post('administrator', 'officers', { ...sokha, rank: 'colonel' }).expect(409)).body).toMatchObject({
      code: 'officer.already-registered',
    });
  });

  it('show the chain of command, and refuse one that closes a circle', async () => {
    const { position } = await done(
      post('administrator', 'units/unit-phnom-penh-1/move', { parent: 'unit-commissariat', from: '2020-01-01' }).expect(200),
    );
    expect((await get(`units/unit-phnom-penh-1?after=${position}`).expect(200)).body).toMatchObject({
      parent: 'unit-commissariat',
      registeredUnder: 'unit-phnom-penh',
      chain: ['unit-phnom-penh-1', 'unit-commissariat'],
    });
    const circle = await post('administrator', 'units/unit-commissariat/move', { parent: 'unit-phnom-penh-1', from: '2021-01-01' }).expect(
      409,
    );
    expect(circle.body).toMatchObject({ code: 'unit.circle', facts: { above: ['unit-phnom-penh-1', 'unit-commissariat'] } });
    // Under unit 1 from the year 2999 on: nothing goes under it before that, for it would close then.
    await post('administrator', 'units/unit-phnom-penh/move', { parent: 'unit-phnom-penh-1', from: '2999-01-01' }).expect(200);
    const later = await post('administrator', 'units/unit-phnom-penh-1/move', { parent: 'unit-phnom-penh', from: '2021-01-01' }).expect(
      409,
    );
    expect(later.body).toMatchObject({ code: 'unit.circle' });
    const top = await done(post('administrator', 'units/unit-phnom-penh/move', { parent: null, from: '2999-01-01' }).expect(200));
    expect((await get(`units/unit-phnom-penh?after=${top.position}`).expect(200)).body).toMatchObject({ parent: 'unit-commissariat' });
    expect((await get(`units?parent=unit-commissariat`).expect(200)).body).toMatchObject({ items: [{ unitId: 'unit-phnom-penh-1' }] });
  });

  it('follow an officer through their service, with the order seen before each step', async () => {
    await post('administrator', 'officers/officer-sokha/promote', { rank: 'captain', from: '2022-01-01' })
      .set('If-Match', '"0"')
      .expect(200);
    await post('administrator', 'officers/officer-sokha/promote', { rank: 'major', from: '2023-01-01' }).set('If-Match', '"0"').expect(412);
    await post('administrator', 'officers/officer-sokha/transfer', {
      unit: 'unit-phnom-penh',
      from: '2999-01-01',
      reason: 'Order 41',
    }).expect(200);
    const suspended = await done(
      post('administrator', 'officers/officer-sokha/suspend', { from: '2026-01-01', reason: 'Inquiry 7' }).expect(200),
    );
    expect((await get(`officers/officer-sokha?after=${suspended.position}`).expect(200)).body).toMatchObject({
      rank: 'captain',
      unit: 'unit-phnom-penh-1',
      postings: [{ unit: 'unit-phnom-penh-1' }, { unit: 'unit-phnom-penh', agency: 'police', from: '2999-01-01' }],
      suspended: true,
      suspensions: [{ reason: 'Inquiry 7' }],
    });
    const earlier = String(Number(suspended.position) - 1);
    expect((await get(`officers/officer-sokha?asOf=${earlier}`).expect(200)).body).toMatchObject({ suspended: false, suspensions: [] });
    const mixUp = { from: '2026-01-01', reason: 'A mix-up' };
    await twoHands(api, ['administrator', 'integrity-officer'], '/v1/officers/officer-sokha/reinstate', mixUp);
    const { position } = await done(
      post('administrator', 'officers/officer-sokha/details', { name: { en: 'Chan Sokha', km: 'ចាន់ សុខា' } }, 'patch').expect(200),
    );
    expect((await get(`officers?after=${position}&q=${encodeURIComponent('ចាន់សុ')}`).expect(200)).body).toMatchObject({
      items: [{ officerId: 'officer-sokha', suspended: false }],
    });
    expect((await get('officers?q=CHAN&unit=unit-phnom-penh&served=unit-phnom-penh-1&agency=police').expect(200)).body).toMatchObject({
      items: [{ officerId: 'officer-sokha' }],
    });
    expect((await get('officers?q=Sokha').expect(200)).body).toMatchObject({ items: [] });
  });

  it('tell what counts against the caps of an officer to whom it concerns, and to nobody else', async () => {
    const context: CommandContext = {
      commandId: deriveUuid('test', 'cap'),
      correlationId: deriveUuid('test', 'grant'),
      actor: { id: 'process:reward-grant', roles: ['process'] },
      at: new Date().toISOString(),
    };
    const data = { capId: 'cap-1', rewardId: 'reward-271', amount: khr(20_000_000), limits: { twelveMonths: khr(20_000_000) } };
    const { position } = await api.app
      .get(AggregateStore, { strict: false })
      .handle(officer, officerStream('officer-sokha'), { type: 'ReserveCap', data }, context);
    const seen: Role[] = [];
    for (const role of ROLE_NAMES) {
      const shown = await get(`officers/officer-sokha?after=${position}`, role).expect(200);
      if (JSON.stringify(shown.body).includes('reward-271')) seen.push(role);
      expect(JSON.stringify((await get('officers', role).expect(200)).body)).not.toContain('reward-271');
    }
    expect(seen.toSorted()).toEqual(['auditor', 'committee-member', 'finance-officer', 'integrity-officer']);
    expect((await get('officers/officer-sokha').expect(200)).body).toMatchObject({
      caps: [{ currency: 'KHR', inTwelveMonths: khr(20_000_000), inCareer: khr(20_000_000) }],
      reserved: [{ capId: 'cap-1', counts: khr(20_000_000), status: 'reserved' }],
    });
  });

  it('keep laboratories, and legal instruments from the announcement to the repeal', async () => {
    await post('administrator', 'laboratories', {
      laboratoryId: 'laboratory-central',
      name: { en: 'Central' },
      unit: 'unit-nowhere',
    }).expect(409);
    await post('administrator', 'laboratories', { laboratoryId: 'laboratory-central', name: { en: 'Central' } }).expect(201);
    const accreditation = { reference: 'T-118', until: '2028-12-31' };
    const laboratory = await done(post('administrator', 'laboratories/laboratory-central/details', { accreditation }, 'patch').expect(200));
    expect((await get(`laboratories?q=cent&after=${laboratory.position}`).expect(200)).body).toMatchObject({ items: [{ accreditation }] });

    const decree = {
      instrumentId: 'sub-decree-14',
      kind: 'sub-decree',
      title: { en: 'Rewards' },
      number: '14',
      date: '2026-02-01',
      status: 'announced',
    };
    expect((await byTwo('instruments', decree)).id).toBe('sub-decree-14');
    await byTwo('instruments/sub-decree-14/enact', { from: '2026-02-15' });
    const renamed = await done(post('legal-officer', 'instruments/sub-decree-14/details', { number: '14 ANK' }, 'patch').expect(202));
    const enacted = await done(api.request('post', `/v1/proposals/${renamed.id}/confirm`, 'another-lawyer').expect(200));
    expect((await get(`instruments?status=enacted&kind=sub-decree&after=${enacted.position}`).expect(200)).body).toMatchObject({
      items: [{ instrumentId: 'sub-decree-14', number: '14 ANK', enactedFrom: '2026-02-15' }],
    });
    const repealed = await byTwo('instruments/sub-decree-14/repeal', { from: '2027-01-01', reason: 'Replaced' });
    const shown = (await get(`instruments/sub-decree-14?after=${repealed.position}`).expect(200)).body as object;
    expect(shown).toMatchObject({ status: 'repealed', repealReason: 'Replaced' });
    expect(Object.keys(shown)).not.toContain('searchEn');
    expect((await get('agencies?kind=police').expect(200)).body).toMatchObject({ items: [police] });
    await get('agencies/sub-decree-14').expect(404);
  });

  it('are read by every role, kept by administrators, and instruments by legal officers; nobody enters themselves', async () => {
    for (const role of ROLE_NAMES) {
      for (const list of ['agencies', 'units', 'officers', 'laboratories', 'instruments']) await get(list, role).expect(200);
      if (role !== 'administrator')
        for (const path of ['agencies', 'units', 'officers', 'laboratories', 'officers/officer-sokha/suspend'])
          await post(role, path, {}).expect(403);
      if (role !== 'legal-officer') for (const path of ['instruments', 'instruments/x/enact']) await post(role, path, {}).expect(403);
    }
    const own = await post('administrator', 'officers/administrator/promote', { rank: 'general', from: '2026-01-01' }).expect(409);
    expect(own.body).toMatchObject({ code: 'officer.own-entry' });
    await api.request('get', '/v1/officers').expect(401);
  });

  it('refuse an address that is no register entry, and describe what one is', async () => {
    for (const id of ['-sokha', 'officer%20sokha', 'officer%2Fsokha', 'x%00'])
      expect((await get(`officers/${id}`).expect(400)).body).toMatchObject({
        code: 'path.invalid',
        errors: [{ parameter: 'id', code: 'isRegisterEntry' }],
      });
    await get('officers/officer-nobody').expect(404);
    expect(
      (await post('administrator', 'officers/officer-nobody/promote', { rank: 'major', from: '2026-01-01' }).expect(404)).body,
    ).toMatchObject({
      code: 'officer.unknown',
    });
    const { paths } = describeApi(api.app);
    expect(paths['/v1/officers/{id}']?.get?.parameters).toContainEqual(
      expect.objectContaining({ name: 'id', in: 'path', schema: expect.objectContaining({ maxLength: 100 }) as unknown }),
    );
  });
});

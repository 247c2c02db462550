import type { Role } from '#libs/access';
import { packs } from '#libs/reward-law';
import { type Claims, oneOfEach, servedApi } from './api.ts';
import { confirm, twoHands } from './two-hands.ts';

describe('reward policies over HTTP', () => {
  const people: Readonly<Record<Role | 'finance-officer-too' | 'integrity-officer-too' | 'another-lawyer', Claims>> = {
    ...oneOfEach(),
    'finance-officer-too': 'finance-officer',
    'integrity-officer-too': 'integrity-officer',
    'another-lawyer': 'legal-officer',
  };
  const api = servedApi(people);
  /** Law is made by two. */
  const byTwo = (path: string, body: object) => twoHands(api, ['legal-officer', 'another-lawyer'], path, body);
  const nowhere = '6f1c0f52-3f0e-8b5e-8a36-51d7d3a0c2b4';
  const openPool = async (currency: 'KHR' | 'USD'): Promise<string> =>
    (await twoHands(api, ['finance-officer', 'finance-officer-too'], '/v1/pools', { currency, name: { en: currency } })).id;

  interface Answer {
    readonly id: string;
    readonly position: string;
  }
  const post = (as: Role, path: string, body: object) => api.request('post', `/v1/reward-policies${path}`, as).send(body);
  const get = (path: string, as: Role = 'auditor') => api.request('get', `/v1/reward-policies${path}`, as);
  const draft = async (body: object): Promise<string> => ((await post('legal-officer', '', body).expect(201)).body as Answer).id;
  /** Enters an instrument of the register; without a day, one that is announced and no law. */
  const register = (instrumentId: string, enactedOn?: string) => {
    const status = enactedOn === undefined ? 'announced' : 'enacted';
    const entry = { instrumentId, kind: 'sub-decree', title: { en: 'On rewards' }, number: '14', date: enactedOn ?? '2026-01-10', status };
    return byTwo('/v1/instruments', entry);
  };
  const threeKilograms = {
    operationId: 'operation-271',
    seizures: [
      {
        seizureId: 'seizure-1',
        substance: 'methamphetamine',
        fieldGrossMg: 3_200_000,
        defects: [],
        exhibits: [{ exhibitId: 'exhibit-1', certificate: 'LAB-2026-0031', netMg: 3_001_500, purityBp: 8_000, uncertaintyMg: 1_500 }],
      },
    ],
    suspects: [],
  };

  it('go from a pack to law to money, and every step shows', async () => {
    const id = await draft({ pack: 'flat' });
    await post('legal-officer', `/${id}/announce`, {
      version: 1,
      announcedAt: '2017-06-20T09:00:00+07:00',
      announcement: 'The minister',
    }).expect(200);
    const pool = await openPool('KHR');
    const early = await post('finance-officer', `/${id}/fund`, { version: 1, poolId: pool }).expect(409);
    expect(early.body).toMatchObject({ code: 'policy.not-enacted' });
    const law = { version: 1, instrument: 'sub-decree-2026-14', inForceFrom: '2026-02-01T00:00:00+07:00' };
    const lawless = async (code: string) =>
      expect((await post('legal-officer', `/${id}/enact`, law).expect(409)).body).toMatchObject({ code });
    await lawless('policy.instrument-not-enacted');
    await register(law.instrument);
    await lawless('policy.instrument-not-enacted');
    const enactOn = (from: string) => byTwo(`/v1/instruments/${law.instrument}/enact`, { from });
    await enactOn('2026-02-02');
    await lawless('policy.before-instrument');
    await enactOn('2026-02-01');
    await byTwo(`/v1/reward-policies/${id}/enact`, law);
    // Not from a pool that nobody opened, nor from one in another currency.
    const invented = await post('finance-officer', `/${id}/fund`, { version: 1, poolId: nowhere }).expect(404);
    expect(invented.body).toMatchObject({ code: 'pool.unknown' });
    const inDollars = await post('finance-officer', `/${id}/fund`, { version: 1, poolId: await openPool('USD') }).expect(409);
    expect(inDollars.body).toMatchObject({ code: 'policy.pool-other-currency' });
    // Nobody names it alone, nor with a hand of who drafted or enacted it.
    const proposed = (await post('finance-officer', `/${id}/fund`, { version: 1, poolId: pool }).expect(202)).body as Answer;
    const byItsMaker = await confirm(api, 'legal-officer', proposed.id);
    expect(byItsMaker.body).toMatchObject({ code: 'policy.same-person' });
    expect((await confirm(api, 'another-lawyer', proposed.id)).body).toMatchObject({ code: 'policy.same-person' });
    const paid = (await confirm(api, 'finance-officer-too', proposed.id)).body as Answer;
    const shown = await get(`/${id}?after=${paid.position}`).expect(200);
    expect(shown.headers.etag).toBe('"3"');
    expect(shown.body).toMatchObject({
      status: 'funded',
      pack: 'flat',
      poolId: pool,
      inForceFrom: '2026-01-31T17:00:00.000Z',
      versions: [{ version: 1, terms: packs.flat, draftedBy: 'legal-officer', announced: { announcement: 'The minister' } }],
    });

    await post('legal-officer', `/${id}/draft-version`, { terms: packs.per_unit }).expect(200);
    const next = { version: 2, instrument: 'sub-decree-2026-40', inForceFrom: '2026-06-01T00:00:00+07:00' };
    await register(next.instrument, '2026-06-01');
    // One policy, one version: the first decree has enacted one.
    const again = { ...next, instrument: law.instrument };
    expect((await post('legal-officer', `/${id}/enact`, again).expect(409)).body).toMatchObject({ code: 'instrument.used-up' });
    await byTwo(`/v1/reward-policies/${id}/enact`, next);
    const held = (await post('integrity-officer', `/${id}/suspend`, { reason: 'Shares of absent officers' }).expect(200)).body as Answer;
    expect((await get(`/${id}?after=${held.position}`).expect(200)).body).toMatchObject({
      status: 'suspended',
      version: 2,
      versions: [{ version: 2 }, { version: 1, superseded: { by: { version: 2 }, from: next.inForceFrom } }],
    });
    const listed = await get(`?status=suspended&after=${held.position}`).expect(200);
    expect(listed.body).toMatchObject({ items: [{ policyId: id }] });
    expect((await get(`?status=funded&pool=${pool}`).expect(200)).body).toMatchObject({ items: [] });
    // What one stopped, none lets go alone.
    const alone = { until: '2099-01-01T00:00:00+07:00', reason: 'They were there' };
    expect((await post('integrity-officer', `/${id}/suspend`, alone).expect(409)).body).toMatchObject({
      code: 'policy.suspension-lifted-by-two',
    });
    const lifting = (await post('integrity-officer', `/${id}/lift-suspension`, { reason: 'They were there' }).expect(202)).body as Answer;
    expect((await confirm(api, 'integrity-officer', lifting.id)).body).toMatchObject({ code: 'proposal.same-hand' });
    const lifted = (await confirm(api, 'integrity-officer-too', lifting.id)).body as Answer;
    expect((await get(`/${id}?after=${lifted.position}`).expect(200)).body).toMatchObject({ status: 'enacted' });
  });

  it('give way to another policy', async () => {
    const [id, other] = [await draft({ pack: 'flat' }), await draft({ pack: 'network_first' })];
    await register('sub-decree-1', '2026-01-15');
    await byTwo(`/v1/reward-policies/${id}/enact`, {
      version: 1,
      instrument: 'sub-decree-1',
      inForceFrom: '2026-02-01T00:00:00+07:00',
    });
    const by = { version: 1, byPolicyId: other, from: '2026-05-01T00:00:00+07:00', instrument: 'sub-decree-2' };
    expect((await post('legal-officer', `/${id}/supersede`, by).expect(409)).body).toMatchObject({ code: 'policy.instrument-not-enacted' });
    await register(by.instrument, '2026-05-01');
    const { position } = await byTwo(`/v1/reward-policies/${id}/supersede`, by);
    expect((await get(`/${id}?after=${position}`).expect(200)).body).toMatchObject({
      status: 'superseded',
      versions: [{ superseded: { by: { policyId: other } } }],
    });
  });

  it('say what they would pay for an operation and why, and record nothing', async () => {
    const of = async (body: object, question: object = threeKilograms) =>
      (await post('auditor', `/${await draft(body)}/assess`, question).expect(200)).body as unknown;
    expect(await of({ pack: 'flat' })).toMatchObject({
      verdict: 'eligible',
      amount: { currency: 'KHR', amount: '40000000' },
      measuredMg: 3_000_000,
    });
    expect(await of({ pack: 'per_unit' })).toMatchObject({ amount: { amount: '120000000' } });
    expect(await of({ pack: 'network_first' })).toMatchObject({ amount: { amount: '10000000' }, payee: 'unit-fund' });
    expect(await of({ terms: packs.india_2017 })).toMatchObject({ amount: { currency: 'INR', amount: '6000000' } });

    const id = await draft({ pack: 'flat' });
    const answer = await post('auditor', `/${id}/assess`, threeKilograms).expect(200);
    expect(answer.body).toMatchObject({
      hindrances: ['The policy is a draft; no legal instrument has enacted it'],
      lines: expect.arrayContaining([
        expect.objectContaining({
          rule: 'quantity.threshold',
          outcome: 'holds',
          inputs: { measuredMg: 3_000_000, thresholdMg: 1_000_000 },
        }),
      ]) as object[],
    });
    const { position } = answer.body as Answer;
    expect((await get(`/${id}?after=${position}`).expect(200)).body).toMatchObject({ revision: 0 });
    await post('auditor', `/${id}/assess`, { ...threeKilograms, version: 2 }).expect(404);
    await post('auditor', `/${nowhere}/assess`, threeKilograms).expect(404);
    await post('auditor', `/${id}/assess`, { ...threeKilograms, arrests: 6_300 }).expect(400);
  });

  it('refuse what contradicts itself, and what is neither a pack nor terms', async () => {
    const terms = { ...packs.flat, stages: [{ on: 'laboratory', shareBp: 9_000 }] };
    expect((await post('legal-officer', '', { terms }).expect(409)).body).toMatchObject({
      code: 'policy.incoherent',
      facts: { flaws: [{ at: 'stages' }] },
    });
    expect((await post('legal-officer', '', {}).expect(409)).body).toMatchObject({ code: 'policy.pack-or-terms' });
    expect((await post('legal-officer', '', { terms: { ...packs.flat, perArrest: 1 } }).expect(400)).body).toMatchObject({
      code: 'body.invalid',
    });
  });

  it('are drafted and enacted by legal officers, funded by finance, suspended by integrity, and read by neither investigators nor strangers', async () => {
    const id = await draft({ pack: 'flat' });
    for (const as of ['finance-officer', 'auditor', 'investigator'] as const) await post(as, '', { pack: 'flat' }).expect(403);
    await post('legal-officer', `/${id}/fund`, { version: 1, poolId: nowhere }).expect(403);
    await post('legal-officer', `/${id}/suspend`, { reason: 'No' }).expect(403);
    await get('', 'investigator').expect(403);
    await api.request('get', '/v1/reward-policies').expect(401);
  });
});

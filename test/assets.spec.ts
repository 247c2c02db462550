import type { Response } from 'supertest';
import type { Role } from '#libs/access';
import { eventually } from '#libs/event-sourcing/testing';
import { documentedDistributions } from '#libs/pools';
import { servedApi } from './api.ts';
import { caseBody, followBody } from './bodies.ts';
import { confirm, twoHands } from './two-hands.ts';

type Person = 'sokha' | 'vanna' | 'kunthea' | 'bopha' | 'rithy' | 'sreymom' | 'the-auditor' | 'the-custodian';
const people: Readonly<Record<Person, Role>> = {
  sokha: 'investigator',
  vanna: 'legal-officer',
  kunthea: 'legal-officer',
  bopha: 'finance-officer',
  rithy: 'finance-officer',
  sreymom: 'finance-officer',
  'the-auditor': 'auditor',
  'the-custodian': 'custodian',
};
const court = 'court-phnom-penh';
const order = { court, reference: 'CNF-9/25' };
const on = (date: string): string => `${date}T10:00:00+07:00`;
const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
const khr = (amount: number) => ({ currency: 'KHR', amount: String(amount) });

describe('assets over HTTP', () => {
  const api = servedApi(people);

  const request = (method: 'get' | 'post', path: string, as: Person, room = 'assets') => api.request(method, `/v1/${room}${path}`, as);
  const pool = async (effectiveFrom: string): Promise<string> => {
    const { id } = await twoHands(api, ['bopha', 'rithy'], '/v1/pools', { currency: 'KHR', name: { en: 'Riel' } });
    const rule = {
      ...documentedDistributions['budget-29-authority-71'],
      effectiveFrom: on(effectiveFrom),
      legalInstrument: 'prakas-2025-12',
    };
    await twoHands(api, ['bopha', 'vanna'], `/v1/pools/${id}/adopt-rule`, rule);
    return id;
  };
  const columns = async (written: { readonly position: string }) => {
    const answer = await request('get', `?after=${written.position}`, 'bopha', 'confiscated-assets').expect(200);
    return (answer.body as { items: object[] }).items[0];
  };
  const booked = (poolId: string, type: string) =>
    eventually(async () => {
      const books = await request('get', `/${poolId}/ledger?type=${type}`, 'bopha', 'pools').expect(200);
      return (books.body as { items: object[] }).items[0];
    }, `${type} in the books`);
  const post = (path: string, body: object, as: Person = 'vanna') => request('post', path, as).send(body);
  const get = (path: string, as: Person = 'the-auditor') => request('get', path, as);
  const idOf = (answer: Response): string => (answer.body as { id: string }).id;
  const positionOf = (answer: Response): string => (answer.body as { position: string }).position;
  let caseId = '';
  beforeAll(async () => {
    const prakas = { instrumentId: 'prakas-2025-12', kind: 'prakas', title: { en: 'On proceeds' }, number: '12', date: '2020-01-01' };
    const mayEnact = [{ act: 'distribution-rule', count: 20 }];
    await twoHands(api, ['vanna', 'kunthea'], '/v1/instruments', { ...prakas, status: 'enacted', mayEnact });
    caseId = idOf(await request('post', '', 'sokha', 'cases').send(caseBody()).expect(201));
    await request('post', `/${caseId}/assign-officer`, 'vanna', 'cases').send(followBody('vanna', 'unit-of-vanna')).expect(200);
  });
  const identify = async (): Promise<string> =>
    idOf(await post('', { caseId, kind: 'real-estate', description: { en: 'Villa in Toul Kork' }, province: 'KH-12' }).expect(201));
  const shown = async (id: string, after: Response | { readonly position: string }): Promise<unknown> =>
    (await get(`/${id}?after=${'position' in after ? after.position : positionOf(after)}`).expect(200)).body;
  /** As far as title. */
  const confiscated = async (): Promise<string> => {
    const id = await identify();
    await post(`/${id}/order-confiscation`, { order: { ...order, decidedAt: on('2025-06-01') } }).expect(200);
    const early = await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-06-02') }).expect(409);
    expect(early.body).toMatchObject({ code: 'asset.no-final-order', detail: expect.stringContaining('not final yet') as string });
    await post(`/${id}/order-final`, { order, finalAt: on('2025-07-01'), ground: 'appeal-period-ended' }).expect(200);
    await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-07-02') }).expect(200);
    return id;
  };

  it('takes a villa from the final order to the pool, and back when the order is reversed', async () => {
    const id = await confiscated();
    await post(`/${id}/value`, { valuerId: 'valuer-chan', report: 'VAL-1', value: khr(900_000_000), valuedAt: on('2025-07-05') }).expect(
      200,
    );
    const short = await post(`/${id}/list`, { listedAt: on('2025-07-08') }).expect(409);
    expect(short.body).toMatchObject({ code: 'asset.second-valuation-missing' });
    await post(`/${id}/value`, { valuerId: 'valuer-mony', report: 'VAL-7', value: khr(880_000_000), valuedAt: on('2025-07-06') }).expect(
      200,
    );
    await post(`/${id}/list`, { listedAt: on('2025-07-08') }).expect(200);

    const claim = { claim: 'CLM-12/25', claimantId: uuid(2), grounds: 'Bought it in 2019', filedAt: on('2025-07-09') };
    await post(`/${id}/file-claim`, claim).expect(200);
    const sale = { price: khr(900_000_000), buyerId: uuid(9), buyerSide: [], soldAt: on('2025-07-20') };
    const claimed = await post(`/${id}/sell`, sale).expect(409);
    expect(claimed.body).toMatchObject({ code: 'asset.claim-open', detail: expect.stringContaining('CLM-12/25') as string });
    await post(`/${id}/dismiss-claim`, {
      claim: 'CLM-12/25',
      decision: { court, reference: 'CLD-4/25', decidedAt: on('2025-07-15') },
    }).expect(200);
    const saleId = idOf(await post(`/${id}/sell`, sale).expect(200));

    const settlement = { saleId, amount: khr(900_000_000), bankReference: 'NBC-88123', receivedAt: on('2025-07-25') };
    const settled = await twoHands(api, ['bopha', 'rithy'], `/v1/assets/${id}/settle`, settlement);
    expect(await twoHands(api, ['rithy', 'bopha'], `/v1/assets/${id}/settle`, settlement)).toMatchObject({ id: settled.id });
    await post(`/${id}/settle`, settlement, 'vanna').expect(403);
    await post(`/${id}/distribute`, { saleId, poolId: uuid(5) }, 'vanna').expect(403);
    const same = await post(`/${id}/distribute`, { saleId, poolId: uuid(5) }, 'bopha').expect(409);
    expect(same.body).toMatchObject({ code: 'asset.settled-by-same' });
    const nowhere = await post(`/${id}/distribute`, { saleId, poolId: uuid(5) }, 'rithy').expect(404);
    expect(nowhere.body).toMatchObject({ code: 'pool.unknown' });
    const poolId = await pool('2025-01-01');
    const lateRule = await post(`/${id}/distribute`, { saleId, poolId: await pool('2026-01-01') }, 'rithy').expect(409);
    expect(lateRule.body).toMatchObject({ code: 'pool.no-rule-in-force' });
    expect(await columns(settled)).toMatchObject({
      currency: 'KHR',
      assets: { settled: { assets: 1, unvalued: 0, amount: khr(900_000_000) }, final: { assets: 0 }, distributed: { assets: 0 } },
    });
    const proposed = await post(`/${id}/distribute`, { saleId, poolId }, 'rithy').expect(202);
    expect((await confirm(api, 'bopha', idOf(proposed))).body).toMatchObject({ code: 'asset.settled-by-same' });
    const distributed = (await confirm(api, 'sreymom', idOf(proposed))).body as { readonly position: string };
    expect(await shown(id, distributed)).toMatchObject({
      status: 'distributed',
      finalOrder: order,
      sale: { saleId, settled: khr(900_000_000), distributed: khr(900_000_000) },
      owed: [],
    });

    // The pool has it by itself, divided by its rule, and owes all of it back once the order is reversed.
    expect(await booked(poolId, 'ProceedsCredited')).toMatchObject({
      available: khr(639_000_000),
      occurredAt: on('2025-07-25'),
      actor: { id: 'process:settlement-distribution' },
    });
    expect(await columns(distributed)).toMatchObject({
      assets: { settled: { assets: 0 }, distributed: { assets: 1, amount: khr(900_000_000) } },
      pools: expect.arrayContaining([
        expect.objectContaining({ poolId, settled: khr(900_000_000), credited: khr(639_000_000), available: khr(639_000_000) }),
      ]) as object[],
    });
    const instances = await request('get', '/settlement-distribution/instances', 'the-auditor', 'processes').expect(200);
    const { items: known } = instances.body as { items: { key: string }[] };
    expect(known.find(({ key }) => key === id)).toMatchObject({
      pending: false,
      outbox: [],
      refusals: [],
      state: { distributions: [{ poolId }] },
    });
    await request('get', '/settlement-distribution/instances', 'vanna', 'processes').expect(403);
    await request('get', '/no-such-process/instances', 'the-auditor', 'processes').expect(404);
    const decision = { court: 'court-appeal', reference: 'REV-1/25', decidedAt: on('2025-09-01') };
    const reversed = await post(`/${id}/reverse`, { order, decision }).expect(200);
    const owed = { of: 'proceeds', saleId, amount: khr(900_000_000) };
    expect(await shown(id, reversed)).toMatchObject({ status: 'restitution_owed', owed: [owed] });
    expect(await booked(poolId, 'LiabilityRecognised')).toMatchObject({ available: khr(0) });
    const back = {
      to: uuid(1),
      returned: owed,
      decision: { court: 'court-appeal', reference: 'REV-1/25' },
      restitutedAt: on('2025-09-10'),
    };
    expect((await post(`/${id}/restitute`, back, 'vanna').expect(409)).body).toMatchObject({ code: 'asset.money-by-finance' });
    const restituted = await post(`/${id}/restitute`, back, 'rithy').expect(200);
    expect(await shown(id, restituted)).toMatchObject({ status: 'restituted', owed: [] });

    const timeline = await get(`/${id}/timeline?after=${positionOf(restituted)}`).expect(200);
    const { items } = timeline.body as { items: { type: string; assetId: string }[] };
    expect(items).toHaveLength(14);
    expect(items[0]).toMatchObject({ type: 'AssetIdentified', assetId: id, actor: { id: 'vanna' } });
    expect(items.at(-1)).toMatchObject({ type: 'AssetRestituted', actor: { id: 'rithy' }, occurredAt: on('2025-09-10') });
  });

  it('lets a freeze lapse by itself while an appeal is pending, and says that the case goes on', async () => {
    const id = await identify();
    const freeze = { order: { court, reference: 'FRZ-7/25', decidedAt: on('2025-03-05') }, expiresAt: on('2025-09-05') };
    await post(`/${id}/order-confiscation`, { order: { ...order, decidedAt: on('2025-06-01') } }).expect(200);
    await post(`/${id}/appeal`, { order, appeal: { court: 'court-appeal', reference: 'APP-3/25', lodgedAt: on('2025-06-20') } }).expect(
      200,
    );
    await post(`/${id}/freeze`, freeze).expect(200);
    const lapsed = await eventually(async () => {
      const { body } = (await get(`/${id}`).expect(200)) as { body: { hold: string } };
      return body.hold === 'freeze_lapsed' ? body : undefined;
    }, 'the lapse of a freeze that had expired');
    expect(lapsed).toMatchObject({ status: 'on_appeal', hold: 'freeze_lapsed', defects: ['entry.late', 'freeze.expired'] });
    const items = await eventually(async () => {
      const { body } = (await get(`/${id}/timeline`).expect(200)) as { body: { items: object[] } };
      return body.items.length === 5 ? body.items : undefined;
    }, 'five lines of the timeline');
    expect(items.at(-1)).toMatchObject({ type: 'FreezeLapsed', actor: { id: 'process:freeze-expiry' } });
    const listed = await get(`?hold=freeze_lapsed&status=on_appeal&caseId=${caseId}&claimed=no&defect=freeze.expired`).expect(200);
    expect(listed.body).toMatchObject({ items: [{ assetId: id }] });
    expect((await get(`?hold=frozen`).expect(200)).body).toMatchObject({ items: [] });
  });

  it('shows nobody an asset who has no business with it, and knows none that was not identified', async () => {
    const id = await identify();
    await get(`/${id}`, 'the-custodian').expect(403);
    await post(`/${id}/freeze`, {}, 'the-auditor').expect(403);
    const unknown = await post(`/${uuid(404)}/seize`, { seizedAt: on('2025-03-06'), custodian: 'unit-custody' }).expect(404);
    expect(unknown.body).toMatchObject({ code: 'asset.unknown' });
  });
});

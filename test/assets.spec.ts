import type { Response } from 'supertest';
import { eventually } from '#libs/event-sourcing/testing';
import { documentedDistributions } from '#libs/pools';
import { type Claims, servedApi } from './api.ts';
import { caseBody, followBody } from './bodies.ts';
import { propose, twoHands } from './two-hands.ts';

type Person =
  | 'vanna'
  | 'sophal'
  | 'nary'
  | 'kunthea'
  | 'bopha'
  | 'rithy'
  | 'sreymom'
  | 'chenda'
  | 'sarin'
  | 'sokha'
  | 'the-clerk'
  | 'the-clerk-of-appeal'
  | 'the-administrator'
  | 'the-auditor'
  | 'the-custodian';
const people: Readonly<Record<Person, Claims>> = {
  // Records what was ordered; what it is worth, who bids and how claims were decided; sells and gives back.
  vanna: ['legal-officer', 'unit-legal'],
  sophal: ['legal-officer', 'unit-legal'],
  nary: ['legal-officer', 'unit-legal'],
  // Confirms what a court decided.
  kunthea: ['legal-officer', 'unit-legal'],
  bopha: 'finance-officer',
  rithy: 'finance-officer',
  sreymom: 'finance-officer',
  chenda: 'integrity-officer',
  sarin: 'integrity-officer',
  sokha: ['investigator', 'unit-phnom-penh-1'],
  'the-clerk': ['legal-officer', 'court-phnom-penh', 'courts'],
  'the-clerk-of-appeal': ['legal-officer', 'court-appeal', 'courts'],
  'the-administrator': 'administrator',
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

  beforeAll(async () => {
    const licence = { reference: 'MEF 41' };
    for (const valuerId of ['valuer-chan', 'valuer-mony'])
      await api
        .request('post', '/v1/valuers', 'the-administrator')
        .send({ valuerId, name: { en: valuerId }, licence })
        .expect(201);
  });

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
  const columns = async (written: Response | { readonly position: string }) => {
    const answer = await request('get', `?after=${positionOf(written)}`, 'bopha', 'confiscated-assets').expect(200);
    return (answer.body as { items: object[] }).items[0];
  };
  const booked = (poolId: string, type: string) =>
    eventually(async () => {
      const books = await request('get', `/${poolId}/ledger?type=${type}`, 'bopha', 'pools').expect(200);
      return (books.body as { items: object[] }).items[0];
    }, `${type} in the books`);
  const post = (path: string, body: object, as: Person = 'vanna') => request('post', path, as).send(body);
  const byTwo = (hands: readonly [Person, Person], path: string, body: object) => twoHands(api, hands, `/v1/assets${path}`, body);
  const refused = async (first: Person, path: string, body: object) => {
    const answer = await propose(api, first, `/v1/assets${path}`, body);
    return { status: answer.status, ...(answer.body as object) };
  };
  const get = (path: string, as: Person = 'the-auditor') => request('get', path, as);
  const idOf = (answer: Response): string => (answer.body as { id: string }).id;
  const positionOf = (answer: Response | { readonly position: string }): string =>
    'position' in answer ? answer.position : (answer.body as { position: string }).position;
  /** Opens a case that the four legal officers follow. */
  const followed = async (reference?: string): Promise<string> => {
    const opened = idOf(await request('post', '', 'sokha', 'cases').send(caseBody(reference)).expect(201));
    for (const legal of ['vanna', 'sophal', 'nary', 'kunthea'] as const)
      await request('post', `/${opened}/assign-officer`, legal, 'cases').send(followBody(legal, 'unit-legal')).expect(200);
    return opened;
  };
  let caseId = '';
  beforeAll(async () => {
    const prakas = { instrumentId: 'prakas-2025-12', kind: 'prakas', title: { en: 'On proceeds' }, number: '12', date: '2020-01-01' };
    const mayEnact = [{ act: 'distribution-rule', count: 20 }];
    await twoHands(api, ['vanna', 'sophal'], '/v1/instruments', { ...prakas, status: 'enacted', mayEnact });
    caseId = await followed();
  });
  const identify = async (): Promise<string> =>
    idOf(await post('', { caseId, kind: 'real-estate', description: { en: 'Villa in Toul Kork' }, province: 'KH-12' }).expect(201));
  const shown = async (id: string, after: Response | { readonly position: string }): Promise<unknown> =>
    (await get(`/${id}?after=${positionOf(after)}`).expect(200)).body;
  /** As far as title. */
  const confiscated = async (): Promise<string> => {
    const id = await identify();
    await post(`/${id}/order-confiscation`, { order: { ...order, decidedAt: on('2025-06-01') } }).expect(200);
    const early = await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-06-02') }).expect(409);
    expect(early.body).toMatchObject({ code: 'asset.no-final-order', detail: expect.stringContaining('not final yet') as string });
    await post(`/${id}/order-final`, { order, finalAt: on('2025-07-01'), ground: 'appeal-period-ended' }).expect(200);
    await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-07-02') }, 'kunthea').expect(200);
    return id;
  };

  const value = (id: string, valuerId: string, amount: number, as: Person = valuerId === 'valuer-mony' ? 'kunthea' : 'sophal') =>
    post(`/${id}/value`, { valuerId, report: `VAL-${valuerId}`, value: khr(amount), valuedAt: on('2025-07-05') }, as);
  /** As far as an offer, with one bid. */
  const offered = async (bid = 900_000_000) => {
    const id = await confiscated();
    await value(id, 'valuer-chan', 900_000_000).expect(200);
    await value(id, 'valuer-mony', 880_000_000).expect(200);
    await post(`/${id}/list`, { listedAt: on('2025-07-08') }, 'nary').expect(200);
    const offer = { bidder: uuid(9), amount: khr(bid), receivedAt: on('2025-07-18'), reference: 'BID-1/25' };
    const bidId = idOf(await post(`/${id}/bids`, offer).expect(200));
    const sale = { price: khr(bid), buyerId: uuid(9), buyerName: { en: 'Heng Bunthan' }, buyerSide: [], bidId, soldAt: on('2025-07-20') };
    return { id, sale };
  };

  it('takes a villa from the final order to the pool, and back when the order is reversed', async () => {
    const id = await confiscated();
    await value(id, 'valuer-chan', 900_000_000).expect(200);
    const short = await post(`/${id}/list`, { listedAt: on('2025-07-08') }, 'nary').expect(409);
    expect(short.body).toMatchObject({ code: 'asset.second-valuation-missing' });
    await value(id, 'valuer-mony', 880_000_000).expect(200);
    await post(`/${id}/list`, { listedAt: on('2025-07-08') }, 'nary').expect(200);
    const bid = { bidder: uuid(9), amount: khr(900_000_000), receivedAt: on('2025-07-18'), reference: 'BID-1/25' };
    const bidId = idOf(await post(`/${id}/bids`, bid).expect(200));

    const claim = { claim: 'CLM-12/25', claimantId: uuid(2), grounds: 'Bought it in 2019', filedAt: on('2025-07-09') };
    await post(`/${id}/file-claim`, claim).expect(200);
    const sale = {
      price: khr(900_000_000),
      buyerId: uuid(9),
      buyerName: { en: 'Heng Bunthan' },
      buyerSide: [],
      bidId,
      soldAt: on('2025-07-20'),
    };
    const claimed = await post(`/${id}/sell`, sale, 'nary').expect(409);
    expect(claimed.body).toMatchObject({ code: 'asset.claim-open', detail: expect.stringContaining('CLM-12/25') as string });
    const dismissed = { claim: 'CLM-12/25', decision: { court, reference: 'CLD-4/25', decidedAt: on('2025-07-15') } };
    await post(`/${id}/dismiss-claim`, dismissed, 'sophal').expect(200);
    expect((await post(`/${id}/sell`, sale, 'vanna').expect(409)).body).toMatchObject({ code: 'asset.ordered-by-same' });
    expect((await post(`/${id}/sell`, sale, 'sophal').expect(409)).body).toMatchObject({ code: 'asset.valued-by-same' });
    const saleId = idOf(await post(`/${id}/sell`, sale, 'nary').expect(200));

    const settlement = { saleId, amount: khr(900_000_000), bankReference: 'NBC-88123', receivedAt: on('2025-07-25') };
    expect(await refused('vanna', `/${id}/settle`, settlement)).toMatchObject({ status: 403 });
    const settled = await byTwo(['bopha', 'sreymom'], `/${id}/settle`, settlement);
    expect(await byTwo(['rithy', 'sreymom'], `/${id}/settle`, settlement)).toMatchObject({ id: settled.id });
    const to = (poolId: string) => ({ saleId, poolId });
    expect(await refused('vanna', `/${id}/distribute`, to(uuid(5)))).toMatchObject({ status: 403 });
    expect(await refused('bopha', `/${id}/distribute`, to(uuid(5)))).toMatchObject({ status: 409, code: 'asset.settled-by-same' });
    expect(await refused('rithy', `/${id}/distribute`, to(uuid(5)))).toMatchObject({ status: 404, code: 'pool.unknown' });
    const poolId = await pool('2025-01-01');
    const late = await pool('2026-01-01');
    expect(await refused('rithy', `/${id}/distribute`, to(late))).toMatchObject({ status: 409, code: 'pool.no-rule-in-force' });
    expect(await columns(settled)).toMatchObject({
      currency: 'KHR',
      assets: { settled: { assets: 1, unvalued: 0, amount: khr(900_000_000) }, final: { assets: 0 }, distributed: { assets: 0 } },
    });
    const distributed = await byTwo(['rithy', 'sreymom'], `/${id}/distribute`, to(poolId));
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
    const reversed = await byTwo(['vanna', 'kunthea'], `/${id}/reverse`, { order, decision });
    const owed = { of: 'proceeds', saleId, amount: khr(900_000_000) };
    expect(await shown(id, reversed)).toMatchObject({ status: 'restitution_owed', owed: [owed] });
    expect(await booked(poolId, 'LiabilityRecognised')).toMatchObject({ available: khr(0) });
    const back = {
      to: uuid(1),
      returned: owed,
      decision: { court: 'court-appeal', reference: 'REV-1/25' },
      restitutedAt: on('2025-09-10'),
    };
    expect(await refused('sophal', `/${id}/restitute`, back)).toMatchObject({ status: 409, code: 'asset.money-by-finance' });
    const restituted = await byTwo(['rithy', 'sreymom'], `/${id}/restitute`, back);
    expect(await shown(id, restituted)).toMatchObject({ status: 'restituted', owed: [] });

    const timeline = await get(`/${id}/timeline?after=${positionOf(restituted)}`).expect(200);
    const { items } = timeline.body as { items: { type: string; assetId: string }[] };
    expect(items).toHaveLength(15);
    expect(items[0]).toMatchObject({ type: 'AssetIdentified', assetId: id, actor: { id: 'vanna' } });
    expect(items.at(-1)).toMatchObject({ type: 'AssetRestituted', actor: { id: 'rithy' }, occurredAt: on('2025-09-10') });
  });

  it('takes no title on the word of one officer, who is told who else takes it', async () => {
    const id = await identify();
    await post(`/${id}/order-confiscation`, { order: { ...order, decidedAt: on('2025-06-01') } }).expect(200);
    await post(`/${id}/order-final`, { order, finalAt: on('2025-07-01'), ground: 'appeal-period-ended' }).expect(200);
    const alone = await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-07-02') }).expect(409);
    expect(alone.body).toMatchObject({
      code: 'asset.title-by-one',
      detail: expect.stringContaining('another legal officer of the case') as string,
      facts: { behind: ['vanna'] },
    });
    const taken = await post(`/${id}/confiscate`, { order, confiscatedAt: on('2025-07-02') }, 'kunthea').expect(200);
    expect(await shown(id, taken)).toMatchObject({
      status: 'confiscated',
      orders: [{ enteredBy: { ordered: ['vanna'], final: ['vanna'] } }],
      title: { enteredBy: ['kunthea'] },
    });
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

  it('holds up a villa that its seller sells to himself under a name of another spelling, and lets two of integrity clear it or nobody', async () => {
    const { id, sale } = await offered();
    const own = { ...sale, buyerName: { en: 'AS  registered' } };
    const held = await post(`/${id}/sell`, own, 'nary').expect(200);
    const saleId = idOf(held);
    expect(await shown(id, held)).toMatchObject({
      status: 'sold',
      proceeds: 'held_up',
      sales: [{ heldUp: ['sale.to-seller', 'sale.to-official', 'sale.to-unit'] }],
    });
    await byTwo(['bopha', 'sreymom'], `/${id}/settle`, {
      saleId,
      amount: khr(900_000_000),
      bankReference: 'NBC-70001',
      receivedAt: on('2025-07-25'),
    });
    const poolId = await pool('2025-01-01');
    expect(await refused('rithy', `/${id}/distribute`, { saleId, poolId })).toMatchObject({ status: 409, code: 'asset.sale-held-up' });
    const lead = await eventually(async () => {
      const found = await api.request('get', `/v1/leads?kind=sale-held-up&asset=${id}`, 'chenda').expect(200);
      return (found.body as { items: object[] }).items[0];
    }, 'the lead to integrity');
    expect(lead).toMatchObject({ status: 'open', sentence: expect.stringContaining('sale.to-seller') as string });

    const cleared = { saleId, reason: 'Namesakes: nobody of the register bought it', reference: 'INT-12/25' };
    expect(await refused('nary', `/${id}/clear-sale`, cleared)).toMatchObject({ status: 403 });
    const proposed = await propose(api, 'chenda', `/v1/assets/${id}/clear-sale`, cleared);
    const alone = await api.request('post', `/v1/proposals/${(proposed.body as { id: string }).id}/confirm`, 'chenda');
    expect(alone.status).toBe(409);
    await api.request('post', `/v1/proposals/${(proposed.body as { id: string }).id}/confirm`, 'sarin').expect(200);
    await byTwo(['rithy', 'sreymom'], `/${id}/distribute`, { saleId, poolId });
  });

  it('holds up a villa that is sold to almost the name of who follows its case', async () => {
    const { id, sale } = await offered();
    const held = await post(`/${id}/sell`, { ...sale, buyerName: { en: 'Registred As' } }, 'nary').expect(200);
    expect(await shown(id, held)).toMatchObject({ proceeds: 'held_up', sales: [{ heldUp: ['sale.near-name'] }] });
  });

  it('holds a villa up at 69 % of its valuation, and past a better bid, and lets it be voided and sold again', async () => {
    const { id, sale } = await offered(621_000_000);
    const better = { bidder: uuid(8), amount: khr(640_000_000), receivedAt: on('2025-07-19'), reference: 'BID-2/25' };
    const bidId = idOf(await post(`/${id}/bids`, better).expect(200));
    const held = await post(`/${id}/sell`, sale, 'nary').expect(200);
    expect(await shown(id, held)).toMatchObject({ sales: [{ heldUp: ['sale.below-valuation', 'sale.not-best-bid'] }], bids: [] });
    const failed = { saleId: idOf(held), voidedAt: on('2025-08-01'), reason: 'A better bid was passed over' };
    expect(await refused('sreymom', `/${id}/void-sale`, failed)).toMatchObject({ status: 403 });
    // From a court's clerk, who has no part in it, it is a statement however often it is confirmed: the sale stands.
    const stated = await byTwo(['the-clerk', 'sreymom'], `/${id}/void-sale`, failed);
    expect(stated).toMatchObject({ statement: true });
    expect(await shown(id, stated)).toMatchObject({ status: 'sold' });
    await byTwo(['vanna', 'sreymom'], `/${id}/void-sale`, failed);
    await post(`/${id}/list`, { listedAt: on('2025-08-03') }, 'nary').expect(200);
    const again = idOf(await post(`/${id}/bids`, better).expect(200));
    expect(again).toBe(bidId);
    const second = { ...sale, price: better.amount, buyerId: uuid(8), bidId, soldAt: on('2025-08-05') };
    const sold = await post(`/${id}/sell`, second, 'nary').expect(200);
    expect((await shown(id, sold)) as object).toMatchObject({ proceeds: 'awaited', sale: { price: khr(640_000_000) } });
  });

  it('counts no valuation of somebody whom nobody registered, and no order of a court that there is not', async () => {
    const id = await confiscated();
    await value(id, 'valuer-invented', 900_000_000).expect(200);
    expect((await post(`/${id}/list`, { listedAt: on('2025-07-08') }, 'nary').expect(409)).body).toMatchObject({
      code: 'asset.fact-marked',
      facts: { marks: ['valuer.unknown'] },
    });
    // Registered, as a colleague of who seized it in the field: known by now, and not independent.
    const other = await followed('PP-2025-0311');
    const theirs = idOf(await post('', { caseId: other, kind: 'vehicle', description: { en: 'Lorry' } }).expect(201));
    const licence = { reference: 'MEF 42' };
    const colleague = { valuerId: 'valuer-phal', name: { en: 'Phal' }, unit: 'unit-phnom-penh-1', licence };
    await api.request('post', '/v1/valuers', 'the-administrator').send(colleague).expect(201);
    const valued = await value(theirs, 'valuer-phal', 1_000_000).expect(200);
    expect(await shown(theirs, valued)).toMatchObject({ defects: ['entry.late', 'valuer.not-independent'] });

    const nowhere = { court: 'court-nowhere', reference: 'CNF-1/25' };
    await post(`/${theirs}/order-confiscation`, { order: { ...nowhere, decidedAt: on('2025-06-01') } }).expect(200);
    await post(`/${theirs}/order-final`, { order: nowhere, finalAt: on('2025-07-01'), ground: 'appeal-period-ended' }).expect(200);
    expect((await post(`/${theirs}/confiscate`, { order: nowhere, confiscatedAt: on('2025-07-02') }).expect(409)).body).toMatchObject({
      code: 'asset.fact-marked',
      facts: { marks: ['court.unknown'] },
    });
    const release = { decision: { ...nowhere, decidedAt: on('2025-06-01') }, reason: 'So that it be gone' };
    expect(await refused('nary', `/${await identify()}/release`, release)).toMatchObject({ status: 409, code: 'asset.court-unknown' });
  });

  it('lets nothing be destroyed or handed over by one hand, before people or to places that nobody registered', async () => {
    const id = await confiscated();
    const before = (...witnesses: readonly string[]) => ({ reason: 'Unsafe', witnesses, destroyedAt: on('2025-08-01') });
    const invented = await refused('nary', `/${id}/destroy`, before('officer-a', 'officer-b', 'officer-c'));
    expect(invented).toMatchObject({ status: 409, code: 'asset.witness-unknown' });
    const spelled = await refused('nary', `/${id}/destroy`, before('sokha', 'Sokha', 'the-clerk'));
    expect(spelled).toMatchObject({ status: 409, code: 'asset.witness-unknown', facts: { witness: 'Sokha' } });
    const nowhere = { institution: 'institution-of-mine', receipt: 'RCP-1', handedOverAt: on('2025-08-01') };
    expect(await refused('nary', `/${id}/hand-over`, nowhere)).toMatchObject({ status: 409, code: 'asset.institution-unknown' });
    const destroyed = await byTwo(['nary', 'sreymom'], `/${id}/destroy`, before('sokha', 'the-custodian', 'the-clerk'));
    expect(await shown(id, destroyed)).toMatchObject({
      status: 'destroyed',
      duties: expect.arrayContaining([{ duty: 'disposes', person: 'sreymom', confirming: true }]) as object[],
      awaitedWitnesses: ['sokha', 'the-custodian', 'the-clerk'],
    });
    expect((await post(`/${id}/attest-destruction`, { saw: true }, 'nary').expect(409)).body).toMatchObject({ code: 'asset.not-witness' });
    const attested = await post(`/${id}/attest-destruction`, { saw: true }, 'the-custodian').expect(200);
    expect(await shown(id, attested)).toMatchObject({ awaitedWitnesses: ['sokha', 'the-clerk'] });
  });

  it('gives back what escrow earned with what it earned it on', async () => {
    const id = await identify();
    const early = { order: { court, reference: 'SAL-2/25', decidedAt: on('2025-06-01') }, reason: 'Perishable' };
    await post(`/${id}/interlocutory-sale`, early).expect(200);
    await value(id, 'valuer-chan', 30_000_000).expect(200);
    const offered = { listedAt: on('2025-07-08') };
    expect(await refused('nary', `/${id}/list`, offered)).toMatchObject({ status: 409, code: 'asset.sale-by-one' });
    await post(`/${id}/interlocutory-sale`, early, 'kunthea').expect(200);
    await post(`/${id}/list`, offered, 'nary').expect(200);
    const offer = { bidder: uuid(9), amount: khr(30_000_000), receivedAt: on('2025-07-18'), reference: 'BID-1/25' };
    const bidId = idOf(await post(`/${id}/bids`, offer).expect(200));
    const sale = {
      price: khr(30_000_000),
      buyerId: uuid(9),
      buyerName: { en: 'Heng Bunthan' },
      buyerSide: [],
      bidId,
      soldAt: on('2025-07-20'),
    };
    const saleId = idOf(await post(`/${id}/sell`, sale, 'nary').expect(200));
    const received = { saleId, amount: khr(30_000_000), bankReference: 'NBC-70002', receivedAt: on('2025-07-25') };
    await byTwo(['bopha', 'sreymom'], `/${id}/settle`, received);
    const interest = { saleId, amount: khr(450_001), bankReference: 'NBC-70003', creditedAt: on('2025-12-31') };
    const credited = await byTwo(['bopha', 'sreymom'], `/${id}/escrow-interest`, interest);
    expect(await shown(id, credited)).toMatchObject({ status: 'in_escrow', escrow: khr(30_450_001) });
    const bogus = { ...interest, amount: khr(999_000_000), bankReference: 'NBC-70004' };
    const overstated = await byTwo(['bopha', 'sreymom'], `/${id}/escrow-interest`, bogus);
    expect(await shown(id, overstated)).toMatchObject({ escrow: khr(30_450_001), defects: ['entry.late', 'interest.over-ceiling'] });
    const told = await eventually(async () => {
      const found = await api.request('get', `/v1/leads?kind=interest-over-ceiling&asset=${id}`, 'chenda').expect(200);
      return (found.body as { items: object[] }).items[0];
    }, 'the lead to integrity');
    expect(told).toMatchObject({ status: 'open', sentence: expect.stringContaining('KHR 999,000,000') as string });
    const used = await refused('bopha', `/${id}/escrow-interest`, { ...interest, bankReference: 'ＮＢＣ-70002' });
    expect(used).toMatchObject({ status: 409, code: 'identifier.taken' });

    const release = { decision: { court, reference: 'REL-1/25', decidedAt: on('2026-01-10') }, reason: 'Acquitted' };
    await byTwo(['sophal', 'sreymom'], `/${id}/release`, release);
    const owed = { of: 'proceeds', saleId, amount: khr(30_450_001) };
    const back = { to: uuid(1), returned: owed, decision: { court, reference: 'REL-1/25' }, restitutedAt: on('2026-01-20') };
    const restituted = await byTwo(['rithy', 'sreymom'], `/${id}/restitute`, back);
    expect(await shown(id, restituted)).toMatchObject({ status: 'restituted', owed: [] });
    const later = { ...interest, amount: khr(1), bankReference: 'NBC-70005', creditedAt: on('2026-01-21') };
    expect(await refused('bopha', `/${id}/escrow-interest`, later)).toMatchObject({ status: 409, code: 'asset.money-left' });
  });

  it('shows nobody an asset who has no business with it, and knows none that was not identified', async () => {
    const id = await identify();
    await get(`/${id}`, 'the-custodian').expect(403);
    await post(`/${id}/freeze`, {}, 'the-auditor').expect(403);
    const unknown = await post(`/${uuid(404)}/seize`, { seizedAt: on('2025-03-06'), custodian: 'unit-custody' }).expect(404);
    expect(unknown.body).toMatchObject({ code: 'asset.unknown' });
  });
});

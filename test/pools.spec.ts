import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import { describeApi } from '#libs/composition';
import { AggregateStore, deriveUuid } from '#libs/event-sourcing';
import { identifierIdFor } from '#libs/identifiers';
import { eventually } from '#libs/event-sourcing/testing';
import { documentedDistributions, pool, type PoolCommand, poolStream } from '#libs/pools';
import { type Claims, servedApi } from './api.ts';
import { confirm, twoHands } from './two-hands.ts';

type Person =
  | 'bopha'
  | 'vannak'
  | 'rotha'
  | 'vanna'
  | 'kunthea'
  | 'chenda'
  | 'makara'
  | 'rith'
  | 'officer-sreymom'
  | 'sok'
  | 'tola'
  | 'maly'
  | 'the-auditor'
  | 'the-investigator'
  | 'the-administrator';
const people: Readonly<Record<Person, Claims>> = {
  bopha: 'finance-officer',
  vannak: 'finance-officer',
  rotha: 'finance-officer',
  vanna: 'legal-officer',
  kunthea: 'legal-officer',
  chenda: 'integrity-officer',
  makara: 'integrity-officer',
  // One office.
  rith: ['finance-officer', 'unit-treasury'],
  'officer-sreymom': ['finance-officer', 'unit-treasury'],
  sok: ['finance-officer', 'unit-treasury'],
  tola: ['finance-officer', 'unit-treasury'],
  maly: ['unit-head', 'unit-phnom-penh-1'],
  'the-auditor': 'auditor',
  'the-investigator': 'investigator',
  'the-administrator': 'administrator',
};

describe('pools over HTTP', () => {
  const api = servedApi(people);

  const post = (as: Person, path: string, body: object) => api.request('post', `/v1/pools${path}`, as).send(body);
  const postByTwo = (hands: readonly [Person, Person], path: string, body: object) => twoHands(api, hands, `/v1/pools${path}`, body);
  const get = (path: string, as: Person = 'the-auditor') => api.request('get', `/v1/pools${path}`, as);
  const idOf = (answer: Response): string => (answer.body as { id: string }).id;
  const positionOf = (answer: Response): string => (answer.body as { position: string }).position;
  const khr = (amount: number) => ({ currency: 'KHR' as const, amount: String(amount) });
  const rule = {
    ...documentedDistributions['budget-29-authority-71'],
    effectiveFrom: '2026-01-01T00:00:00+07:00',
    legalInstrument: 'prakas-2025-12',
  };
  const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
  const settlement = { settlementId: uuid(1), assetId: uuid(2), proceeds: khr(100_000_000), settledAt: '2026-03-01T10:00:00+07:00' };
  const inTwoMonths = new Date(Date.now() + 60 * 24 * 60 * 60 * 1000).toISOString();
  /** A paper that nobody has used yet. */
  let papers = 0;
  const paper = (amount: number, reference = `P-${++papers}`) => ({ reference, amount: khr(amount), date: '2026-03-01' });
  const reservation = (n: number, amount: number, more: object = {}) => ({
    amount: khr(amount),
    purpose: 'costs',
    reference: `invoice-${n}`,
    expiresAt: inTwoMonths,
    ...more,
  });
  // What comes of assets and rewards is booked by their processes, by nobody by hand.
  const asProcess = (poolId: string, command: PoolCommand) =>
    api.app.get(AggregateStore).handle(pool, poolStream(poolId), command, {
      commandId: randomUUID(),
      correlationId: randomUUID(),
      actor: { id: 'process:settlement-distribution', roles: ['process'] },
      at: new Date().toISOString(),
      ...(command.type === 'CreditProceeds' && { occurredAt: command.data.settledAt }),
    });
  const open = async (): Promise<string> => {
    const { id } = await postByTwo(['bopha', 'vannak'], '', { currency: 'KHR', name: { en: 'Riel' } });
    await postByTwo(['bopha', 'vanna'], `/${id}/adopt-rule`, rule);
    return id;
  };
  /** Set aside, by the one and the other; the id of the reservation. */
  const reserved = async (poolId: string, n: number, amount: number, more: object = {}): Promise<string> =>
    (await postByTwo(['bopha', 'rotha'], `/${poolId}/reserve`, reservation(n, amount, more))).id;
  const topUp = (poolId: string, amount: number) =>
    postByTwo(['bopha', 'rotha'], `/${poolId}/top-up`, { amount: khr(amount), source: 'National budget', document: paper(amount) });

  // One prakas, and it says that it divides the proceeds of as many pools as these stories open.
  beforeAll(async () => {
    const prakas = { instrumentId: rule.legalInstrument, kind: 'prakas', title: { en: 'On proceeds' }, number: '12', date: '2025-12-01' };
    const mayEnact = [{ act: 'distribution-rule', count: 20 }];
    await twoHands(api, ['vanna', 'kunthea'], '/v1/instruments', { ...prakas, status: 'enacted', mayEnact });
  });

  it('takes proceeds in by the rule, sets them aside, pays by another hand, and shows balance and books of it', async () => {
    const id = await open();
    await asProcess(id, { type: 'CreditProceeds', data: settlement });
    await asProcess(id, { type: 'CreditProceeds', data: settlement });
    const tooMuch = await post('bopha', `/${id}/reserve`, reservation(3, 71_000_001)).expect(409);
    expect(tooMuch.body).toMatchObject({ code: 'pool.insufficient-funds', facts: { short: khr(1) } });
    const reservationId = await reserved(id, 3, 40_000_000);
    const storage = { reservationId, amount: khr(40_000_000), description: 'Storage', document: paper(40_000_000) };
    const alone = await post('bopha', `/${id}/debit-costs`, storage).expect(409);
    expect(alone.body).toMatchObject({ code: 'pool.same-hand' });
    const { position } = await postByTwo(['vannak', 'vanna'], `/${id}/debit-costs`, storage);

    const shown = await get(`/${id}?after=${position}`).expect(200);
    expect(shown.body).toMatchObject({
      credits: khr(71_000_000),
      costs: khr(40_000_000),
      available: khr(31_000_000),
      remittances: khr(29_000_000),
      held: khr(60_000_000),
      ruleInForce: { legalInstrument: 'prakas-2025-12' },
    });
    const books = await get(`/${id}/ledger?after=${position}`).expect(200);
    expect(books.body).toMatchObject({
      items: [
        { type: 'ProceedsCredited', available: khr(71_000_000), actor: { roles: ['process'] }, occurredAt: settlement.settledAt },
        { type: 'FundsReserved', available: khr(31_000_000) },
        { type: 'CostsDebited', available: khr(31_000_000), actor: { id: 'vannak' }, confirmedBy: { id: 'vanna' } },
      ],
    });
    const typesOf = async (query: string): Promise<string[]> =>
      ((await get(`/${id}/ledger?${query}`).expect(200)).body as { items: { type: string }[] }).items.map(({ type }) => type);
    expect(await typesOf('account=costs')).toEqual(['CostsDebited']);
    expect(await typesOf(`cause=${settlement.settlementId}`)).toEqual(['ProceedsCredited']);
    expect(await typesOf('cause=invoice-3')).toEqual(['FundsReserved']);
    expect(await typesOf('bookedTo=2020-01-01T00:00:00Z')).toEqual([]);
    const list = await get('?currency=KHR&status=open').expect(200);
    expect((list.body as { items: { poolId: string }[] }).items.map(({ poolId }) => poolId)).toContain(id);
  });

  it('takes costs, operational use, debts, recoveries, and a reconciliation by who booked nothing', async () => {
    const id = await open();
    await topUp(id, 10_000_000);
    const forCosts = await reserved(id, 11, 300_000);
    const forUse = await reserved(id, 12, 2_000_000, { purpose: 'operational-use' });
    const forNothing = await reserved(id, 13, 1_000_000);
    const invoice = paper(250_000);
    const bill = { reservationId: forCosts, amount: khr(250_000), description: 'Storage', document: invoice };
    const { id: costId } = await postByTwo(['vannak', 'vanna'], `/${id}/debit-costs`, bill);
    // The invoice that was misread is the paper of its correction.
    const corrected = { costId, amount: khr(200_000), reason: 'The invoice', document: { ...invoice, amount: khr(200_000) } };
    await postByTwo(['bopha', 'rotha'], `/${id}/correct-costs`, corrected);
    const use = {
      reservationId: forUse,
      amount: khr(2_000_000),
      unit: 'unit-phnom-penh-1',
      description: 'Fuel',
      document: paper(2_000_000),
    };
    await postByTwo(['vannak', 'vanna'], `/${id}/allocate-operational-use`, use);
    await postByTwo(['bopha', 'vannak'], `/${id}/release`, { reservationId: forNothing, reason: 'Never ordered' });
    const owed = { amount: khr(8_000_000), creditor: 'The former owner', reason: 'Reversed', document: paper(8_000_000) };
    const { id: liabilityId } = await postByTwo(['bopha', 'rotha'], `/${id}/recognise-liability`, owed);
    const recovery = { recoveryId: uuid(14), amount: khr(500_000), source: 'officer-dara', reference: 'RC-1' };
    await asProcess(id, { type: 'CreditRecovery', data: recovery });
    const transfer = { liabilityId, amount: khr(8_000_000), document: paper(8_000_000) };
    await postByTwo(['vannak', 'vanna'], `/${id}/settle-liability`, transfer);
    const statement = { statement: khr(300_001), statementReference: 'NBC 2026-02', statementAt: '2026-03-01T00:00:00+07:00' };
    for (const booker of ['bopha', 'vannak', 'rotha'] as const)
      expect((await post(booker, `/${id}/reconcile`, statement).expect(409)).body).toMatchObject({ code: 'pool.reconciler-booked' });
    const proposed = await post('sok', `/${id}/reconcile`, statement).expect(202);
    expect((await confirm(api, 'vannak', idOf(proposed))).body).toMatchObject({ code: 'pool.reconciler-booked' });
    const last = await confirm(api, 'chenda', idOf(proposed));
    const shown = await get(`/${id}?after=${positionOf(last)}`).expect(200);
    expect(shown.body).toMatchObject({
      available: khr(300_000),
      shortfall: khr(0),
      reconciled: { books: khr(300_000), difference: khr(1), by: 'sok' },
      recovered: khr(500_000),
      costs: khr(200_000),
      spent: khr(10_000_000),
    });
  });

  it('owes by mistake what it never had, and pays again once two others have corrected that by its paper', async () => {
    const id = await open();
    await topUp(id, 1_000_000);
    const bill = paper(9_000_000);
    const mistyped = { amount: khr(9_000_000), creditor: 'A keeper of vehicles', reason: 'Storage', document: bill };
    const { id: liabilityId } = await postByTwo(['bopha', 'rotha'], `/${id}/recognise-liability`, mistyped);
    expect((await post('bopha', `/${id}/reserve`, reservation(15, 1)).expect(409)).body).toMatchObject({ code: 'pool.in-shortfall' });
    const misread = { liabilityId, amount: khr(900_000), reason: 'A nought too many', document: { ...bill, amount: khr(900_000) } };
    expect((await post('rotha', `/${id}/correct-liability`, misread).expect(409)).body).toMatchObject({ code: 'pool.same-hand' });
    const { position } = await postByTwo(['vannak', 'vanna'], `/${id}/correct-liability`, misread);
    expect((await get(`/${id}?after=${position}`).expect(200)).body).toMatchObject({
      available: khr(100_000),
      liabilities: khr(900_000),
      shortfall: khr(0),
    });
    await reserved(id, 15, 1);
  });

  it('takes a mistyped transfer for money until two others have read the bank again, and its number for another pool once it is released', async () => {
    const [id, right] = [await open(), await open()];
    const transfer = paper(9_000_000);
    const mistyped = { amount: khr(9_000_000), source: 'National budget', document: transfer };
    const { id: topUpId } = await postByTwo(['bopha', 'rotha'], `/${id}/top-up`, mistyped);
    await postByTwo(['bopha', 'vannak'], `/${id}/reserve`, reservation(16, 8_000_000));
    const misread = { topUpId, amount: khr(900_000), reason: 'A nought too many', document: { ...transfer, amount: khr(900_000) } };
    expect((await post('rotha', `/${id}/correct-top-up`, misread).expect(409)).body).toMatchObject({ code: 'pool.same-hand' });
    const { position } = await postByTwo(['vannak', 'vanna'], `/${id}/correct-top-up`, misread);
    expect((await get(`/${id}?after=${position}`).expect(200)).body).toMatchObject({ available: khr(0), shortfall: khr(7_100_000) });
    // Read once more: it came into another pool. It is nothing here, and its number goes there by two of integrity.
    const elsewhere = { ...misread, amount: khr(0), reason: 'The bank shows it in the other account' };
    await expect(postByTwo(['vannak', 'kunthea'], `/${id}/correct-top-up`, elsewhere)).rejects.toThrow('pool.same-hand');
    await postByTwo(['officer-sreymom', 'kunthea'], `/${id}/correct-top-up`, elsewhere);
    const there = { ...mistyped, amount: khr(900_000) };
    await expect(postByTwo(['bopha', 'rotha'], `/${right}/top-up`, there)).rejects.toThrow('identifier.taken');
    const number = identifierIdFor({ kind: 'bank-reference', value: transfer.reference });
    const release = { stream: `pool-${id}`, holderId: topUpId, reason: 'Of the other pool' };
    await twoHands(api, ['chenda', 'makara'], `/v1/identifiers/${number}/release`, release);
    const credited = await postByTwo(['bopha', 'rotha'], `/${right}/top-up`, there);
    expect((await get(`/${right}?after=${credited.position}`).expect(200)).body).toMatchObject({ available: khr(900_000) });
  });

  it('freezes: nothing leaves, what comes in is taken', async () => {
    const id = await open();
    await post('bopha', `/${id}/freeze`, { reason: 'Mine' }).expect(403);
    await post('chenda', `/${id}/freeze`, { reason: 'A forged settlement' }).expect(200);
    expect((await post('bopha', `/${id}/reserve`, reservation(21, 1)).expect(409)).body).toMatchObject({ code: 'pool.frozen' });
    await asProcess(id, { type: 'CreditProceeds', data: settlement });
    const frozen = await get(`/${id}?after=${positionOf(await post('chenda', `/${id}/freeze`, { reason: 'Again' }).expect(200))}`).expect(
      200,
    );
    expect(frozen.body).toMatchObject({ status: 'frozen', available: khr(71_000_000), freeze: { by: 'chenda' } });
    await postByTwo(['chenda', 'makara'], `/${id}/unfreeze`, { reason: 'It is genuine' });
    await reserved(id, 21, 1);
  });

  it('gives every reservation an id of its own: nobody says one, and nobody sets aside by hand what a reward will ask for', async () => {
    const id = await open();
    await topUp(id, 1_000_000);
    const ofAReward = deriveUuid('reservation', uuid(7), 1);
    const chosen = await post('bopha', `/${id}/reserve`, { ...reservation(61, 1), reservationId: ofAReward }).expect(400);
    expect(JSON.stringify(chosen.body)).toContain('reservationId');
    await post('bopha', `/${id}/reserve`, reservation(61, 1, { purpose: 'reward', reference: uuid(7) })).expect(400);
    // Under a key that somebody else chose too, each has one of their own.
    const keyed = await Promise.all(
      (['bopha', 'vannak'] as const).map((who) => post(who, `/${id}/reserve`, reservation(62, 1)).set('idempotency-key', ofAReward)),
    );
    const made = await Promise.all(keyed.map((answer) => confirm(api, 'rotha', idOf(answer))));
    const ids = made.map((answer) => (answer.body as { outcome: { id: string } }).outcome.id);
    expect(new Set([...ids, ofAReward]).size).toBe(3);
    await asProcess(id, {
      type: 'ReserveFunds',
      data: { reservationId: ofAReward, amount: khr(900_000), purpose: 'reward', reference: uuid(7), expiresAt: inTwoMonths },
    });
    const { state } = await api.app.get(AggregateStore).load(pool, poolStream(id));
    expect(state.totals.reserved).toBe(900_002n);
  });

  it('lets a reservation that nobody paid lapse by itself', async () => {
    const id = await open();
    await topUp(id, 1_000_000);
    const expiresAt = new Date(Date.now() + 500).toISOString();
    const reservationId = await reserved(id, 31, 1_000_000, { expiresAt });
    const entry = await eventually(async () => {
      const answer = await get(`/${id}/ledger?type=ReservationReleased`).expect(200);
      return (answer.body as { items: object[] }).items[0];
    }, 'the end of the reservation');
    expect(entry).toMatchObject({ available: khr(1_000_000), actor: { id: 'process:reservation-expiry', roles: ['process'] } });
    const late = await post('vannak', `/${id}/debit-costs`, {
      reservationId,
      amount: khr(1_000_000),
      description: 'Storage',
      document: paper(1_000_000),
    }).expect(409);
    expect(late.body).toMatchObject({ code: 'reservation.released' });
    // Back to the last riel: all of it can be reserved again.
    await reserved(id, 32, 1_000_000);
  });

  it('is read by those who watch over money, and by nobody else', async () => {
    const id = await open();
    for (const who of ['the-auditor', 'chenda', 'bopha'] as const) await get(`/${id}/ledger`, who).expect(200);
    for (const who of ['the-investigator', 'the-administrator'] as const) await get(`/${id}`, who).expect(403);
    for (const who of ['the-auditor', 'chenda'] as const)
      await post(who, `/${id}/top-up`, { amount: khr(1), source: 'Me', document: paper(1) }).expect(403);
    await get(`/${uuid(99)}`).expect(404);
  });

  it('takes a transfer, an invoice and a receipt once, however it is spelt, in whatever pool', async () => {
    const [one, other] = [await open(), await open()];
    const advice = paper(1_000_000, 'BT-2026-77');
    const given = (document: object) => ({ amount: khr(1_000_000), source: 'National budget', document });
    await postByTwo(['bopha', 'vannak'], `/${one}/top-up`, given(advice));
    for (const [poolId, reference] of [
      [one, 'BT-2026-77'],
      [other, 'bt 2026 77'],
      [other, 'ＢＴ‑2026‑77'],
      [other, 'BT-\u200B2026-\u17E7\u17E7'],
    ] as const)
      expect((await post('vannak', `/${poolId}/top-up`, given({ ...advice, reference })).expect(409)).body).toMatchObject({
        code: 'identifier.taken',
      });
    // Two who propose it at one moment: one has it when it is confirmed.
    const twice = await Promise.all(
      [one, other].map((poolId) => post('bopha', `/${poolId}/top-up`, given(paper(1_000_000, 'BT-2026-78'))).expect(202)),
    );
    const answers = await Promise.all(twice.map((proposed) => confirm(api, 'rotha', idOf(proposed))));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { state } = await api.app.get(AggregateStore).load(pool, poolStream(one));
    const { state: second } = await api.app.get(AggregateStore).load(pool, poolStream(other));
    expect(state.totals.credits + second.totals.credits).toBe(2_000_000n);
  });

  it('gives a unit of the register money for its operations, which shows later what it did with it; the rest comes back', async () => {
    const id = await open();
    await topUp(id, 5_000_000);
    const reservationId = await reserved(id, 51, 2_000_000, { purpose: 'operational-use' });
    const use = (unit: string) => ({ reservationId, amount: khr(2_000_000), unit, description: 'Fuel', document: paper(2_000_000) });
    expect((await post('vannak', `/${id}/allocate-operational-use`, use('unit-of-my-own')).expect(404)).body).toMatchObject({
      code: 'unit.unknown',
    });
    const { id: allocationId } = await postByTwo(['vannak', 'vanna'], `/${id}/allocate-operational-use`, use('unit-phnom-penh-1'));
    const spent = (amount: number) => ({ allocationId, amount: khr(amount), description: 'Fuel, March', document: paper(amount) });
    await postByTwo(['maly', 'rotha'], `/${id}/show-operational-spending`, spent(1_400_000));
    expect((await post('maly', `/${id}/show-operational-spending`, spent(600_001)).expect(409)).body).toMatchObject({
      code: 'allocation.exceeded',
    });
    const back = { allocationId, amount: khr(600_000), document: paper(600_000) };
    const { position } = await postByTwo(['bopha', 'rotha'], `/${id}/recall-operational-use`, back);
    const uses = await get(`/${id}/operational-use?after=${position}&unit=unit-phnom-penh-1&open=no`).expect(200);
    expect((uses.body as { items: object[] }).items).toMatchObject([
      {
        allocationId,
        amount: khr(2_000_000),
        shown: khr(1_400_000),
        recalled: khr(600_000),
        left: khr(0),
        spendings: [spent(1_400_000)].map(({ description }) => ({ description })),
      },
    ]);
    expect((await get(`/${id}?after=${position}`).expect(200)).body).toMatchObject({ spent: khr(1_400_000), available: khr(3_600_000) });
  });

  it('pays nothing by the hands of two who enter and confirm for each other by turns, nor of one office, nor to one of them', async () => {
    const id = await open();
    await topUp(id, 9_000_000);
    const refusedTo = async (asked: Promise<Response>, code: string) => expect(((await asked).body as { code?: string }).code).toBe(code);
    const owed = (creditor: string) => ({ amount: khr(3_000_000), creditor, reason: 'A bill', document: paper(3_000_000) });
    await refusedTo(post('officer-sreymom', `/${id}/recognise-liability`, owed('Trading house SREYMOM, Officer')).then(), 'pool.own-debt');
    const toSreymom = await post('rith', `/${id}/recognise-liability`, owed('officer-sreymom')).expect(202);
    await refusedTo(confirm(api, 'officer-sreymom', idOf(toSreymom)), 'pool.own-debt');
    const { id: liabilityId } = await postByTwo(['rith', 'officer-sreymom'], `/${id}/recognise-liability`, owed('Heng Trading'));
    const transfer = { liabilityId, amount: khr(3_000_000), document: paper(3_000_000) };
    for (const same of ['rith', 'officer-sreymom'] as const)
      await refusedTo(post(same, `/${id}/settle-liability`, transfer).then(), 'pool.same-hand');
    const proposed = await post('sok', `/${id}/settle-liability`, transfer).expect(202);
    await refusedTo(confirm(api, 'tola', idOf(proposed)), 'proposal.same-unit');
    await refusedTo(confirm(api, 'officer-sreymom', idOf(proposed)), 'proposal.same-unit');
    expect((await confirm(api, 'vanna', idOf(proposed))).status).toBe(200);

    const reservationId = (
      await postByTwo(['rith', 'officer-sreymom'], `/${id}/reserve`, reservation(61, 1, { purpose: 'operational-use' }))
    ).id;
    const use = { reservationId, amount: khr(1), unit: 'unit-treasury', description: 'Equipment', document: paper(1) };
    await refusedTo(post('sok', `/${id}/allocate-operational-use`, use).then(), 'pool.own-unit');
  });

  it('moves nothing by one hand: every command of a pool but the one that stops it takes two', () => {
    const { paths } = describeApi(api.app);
    const ofPools = Object.entries(paths).filter(([path]) => path.startsWith('/v1/pools'));
    const oneHanded = ofPools.filter(([, { post: command }]) => command !== undefined && !('202' in (command.responses as object)));
    expect(oneHanded.map(([path]) => path)).toEqual(['/v1/pools/{id}/freeze']);
  });
});

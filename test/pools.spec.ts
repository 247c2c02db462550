import { randomUUID } from 'node:crypto';
import type { Response } from 'supertest';
import type { Role } from '#libs/access';
import { AggregateStore } from '#libs/event-sourcing';
import { eventually } from '#libs/event-sourcing/testing';
import { documentedDistributions, pool, type PoolCommand, poolStream } from '#libs/pools';
import { servedApi } from './api.ts';
import { twoHands } from './two-hands.ts';

type Person = 'bopha' | 'vannak' | 'rotha' | 'chenda' | 'the-auditor' | 'the-investigator' | 'the-administrator';
const people: Readonly<Record<Person, Role>> = {
  bopha: 'finance-officer',
  vannak: 'finance-officer',
  rotha: 'finance-officer',
  chenda: 'integrity-officer',
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
    legalInstrument: 'Instrument 12 of 2025',
  };
  const uuid = (n: number): string => `00000000-0000-8000-8000-${String(n).padStart(12, '0')}`;
  const settlement = { settlementId: uuid(1), assetId: uuid(2), proceeds: khr(100_000_000), settledAt: '2026-03-01T10:00:00+07:00' };
  const inAYear = new Date(Date.now() + 365 * 24 * 60 * 60 * 1000).toISOString();
  const reservation = (n: number, amount: number, more: object = {}) => ({
    reservationId: uuid(n),
    amount: khr(amount),
    purpose: 'costs',
    reference: `invoice-${n}`,
    expiresAt: inAYear,
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
    const opened = await post('bopha', '', { currency: 'KHR', name: { en: 'Riel' } }).expect(201);
    expect(opened.headers.location).toBe(`/v1/pools/${idOf(opened)}`);
    await post('bopha', `/${idOf(opened)}/adopt-rule`, rule).expect(200);
    return idOf(opened);
  };

  it('takes proceeds in by the rule, sets them aside, pays by another hand, and shows balance and books of it', async () => {
    const id = await open();
    await asProcess(id, { type: 'CreditProceeds', data: settlement });
    await asProcess(id, { type: 'CreditProceeds', data: settlement });
    const tooMuch = await post('bopha', `/${id}/reserve`, reservation(3, 71_000_001)).expect(409);
    expect(tooMuch.body).toMatchObject({ code: 'pool.insufficient-funds', facts: { short: khr(1) } });
    await post('bopha', `/${id}/reserve`, reservation(3, 40_000_000)).expect(200);
    const storage = { reservationId: uuid(3), amount: khr(40_000_000), description: 'Storage' };
    const alone = await post('bopha', `/${id}/debit-costs`, storage).expect(409);
    expect(alone.body).toMatchObject({ code: 'pool.same-hand' });
    const paid = await post('vannak', `/${id}/debit-costs`, storage).expect(200);

    const shown = await get(`/${id}?after=${positionOf(paid)}`).expect(200);
    expect(shown.body).toMatchObject({
      credits: khr(71_000_000),
      costs: khr(40_000_000),
      available: khr(31_000_000),
      remittances: khr(29_000_000),
      held: khr(60_000_000),
      ruleInForce: { legalInstrument: 'Instrument 12 of 2025' },
    });
    const books = await get(`/${id}/ledger?after=${positionOf(paid)}`).expect(200);
    expect(books.body).toMatchObject({
      items: [
        { type: 'ProceedsCredited', available: khr(71_000_000), actor: { roles: ['process'] }, occurredAt: settlement.settledAt },
        { type: 'FundsReserved', available: khr(31_000_000) },
        { type: 'CostsDebited', available: khr(31_000_000), actor: { id: 'vannak' } },
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
    await postByTwo(['bopha', 'rotha'], `/${id}/top-up`, { amount: khr(10_000_000), source: 'National budget', reference: 'BT-1' });
    await post('bopha', `/${id}/reserve`, reservation(11, 300_000)).expect(200);
    await post('bopha', `/${id}/reserve`, reservation(12, 2_000_000, { purpose: 'operational-use' })).expect(200);
    await post('bopha', `/${id}/reserve`, reservation(13, 1_000_000)).expect(200);
    const costs = await post('vannak', `/${id}/debit-costs`, {
      reservationId: uuid(11),
      amount: khr(250_000),
      description: 'Storage',
    }).expect(200);
    await post('bopha', `/${id}/correct-costs`, { costId: idOf(costs), amount: khr(200_000), reason: 'The invoice' }).expect(200);
    await post('vannak', `/${id}/allocate-operational-use`, {
      reservationId: uuid(12),
      amount: khr(2_000_000),
      unit: 'unit-phnom-penh-1',
      description: 'Fuel',
    }).expect(200);
    await post('bopha', `/${id}/release`, { reservationId: uuid(13), reason: 'Refused' }).expect(200);
    const debt = await post('bopha', `/${id}/recognise-liability`, {
      amount: khr(8_000_000),
      creditor: 'The former owner',
      reason: 'Reversed',
    }).expect(200);
    const recovery = { recoveryId: uuid(14), amount: khr(500_000), source: 'officer-dara', reference: 'RC-1' };
    await asProcess(id, { type: 'CreditRecovery', data: recovery });
    await post('vannak', `/${id}/settle-liability`, { liabilityId: idOf(debt), amount: khr(8_000_000), reference: 'TR-1' }).expect(200);
    const statement = { statement: khr(300_001), statementReference: 'NBC 2026-02', statementAt: '2026-03-01T00:00:00+07:00' };
    for (const booker of ['bopha', 'vannak'] as const)
      expect((await post(booker, `/${id}/reconcile`, statement).expect(409)).body).toMatchObject({ code: 'pool.reconciler-booked' });
    const last = await post('rotha', `/${id}/reconcile`, statement).expect(200);
    const shown = await get(`/${id}?after=${positionOf(last)}`).expect(200);
    expect(shown.body).toMatchObject({
      available: khr(300_000),
      shortfall: khr(0),
      reconciled: { books: khr(300_000), difference: khr(1), by: 'rotha' },
      recovered: khr(500_000),
      costs: khr(200_000),
      spent: khr(10_000_000),
    });
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
    await post('chenda', `/${id}/unfreeze`, { reason: 'It is genuine' }).expect(200);
    await post('bopha', `/${id}/reserve`, reservation(21, 1)).expect(200);
  });

  it('lets a reservation that nobody paid lapse by itself', async () => {
    const id = await open();
    await postByTwo(['bopha', 'rotha'], `/${id}/top-up`, { amount: khr(1_000_000), source: 'National budget', reference: 'BT-1' });
    const expiresAt = new Date(Date.now() + 300).toISOString();
    await post('bopha', `/${id}/reserve`, reservation(31, 1_000_000, { expiresAt })).expect(200);
    const entry = await eventually(async () => {
      const answer = await get(`/${id}/ledger?type=ReservationReleased`).expect(200);
      return (answer.body as { items: object[] }).items[0];
    }, 'the end of the reservation');
    expect(entry).toMatchObject({ available: khr(1_000_000), actor: { id: 'process:reservation-expiry', roles: ['process'] } });
    const late = await post('vannak', `/${id}/debit-costs`, {
      reservationId: uuid(31),
      amount: khr(1_000_000),
      description: 'Storage',
    }).expect(409);
    expect(late.body).toMatchObject({ code: 'reservation.released' });
    // Back to the last riel: all of it can be reserved again.
    await post('bopha', `/${id}/reserve`, reservation(32, 1_000_000)).expect(200);
  });

  it('is read by those who watch over money, and by nobody else', async () => {
    const id = await open();
    for (const who of ['the-auditor', 'chenda', 'bopha'] as const) await get(`/${id}/ledger`, who).expect(200);
    for (const who of ['the-investigator', 'the-administrator'] as const) await get(`/${id}`, who).expect(403);
    for (const who of ['the-auditor', 'chenda'] as const)
      await post(who, `/${id}/top-up`, { amount: khr(1), source: 'Me', reference: 'X' }).expect(403);
    await get(`/${uuid(99)}`).expect(404);
  });
});

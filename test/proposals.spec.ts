import { randomUUID } from 'node:crypto';
import { AggregateStore, deriveUuid } from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, type OfficerCommand, officerStream } from '#libs/registry';
import { dayOf } from '#libs/vocabulary';
import { type Claims, servedApi } from './api.ts';
import { confirm, propose, twoHands } from './two-hands.ts';

type Person = 'leap' | 'sreymom' | 'veasna' | 'narin' | 'rith' | 'vannak' | 'sok-dara' | 'bopha' | 'chenda' | 'the-auditor';
const people: Readonly<Record<Person, Claims>> = {
  rith: ['finance-officer', 'unit-finance'],
  vannak: ['finance-officer', 'unit-finance'],
  'sok-dara': ['finance-officer', 'unit-finance'],
  leap: ['finance-officer', 'unit-finance'],
  sreymom: ['finance-officer', 'unit-finance'],
  veasna: ['finance-officer', 'unit-finance'],
  narin: ['finance-officer', 'unit-finance'],
  bopha: ['legal-officer', 'unit-legal'],
  chenda: ['integrity-officer', 'unit-integrity'],
  'the-auditor': ['auditor', 'unit-audit'],
};

describe('a command that takes two hands, over HTTP', () => {
  const api = servedApi(people);
  let papers = 0;
  const fromTheBudget = () => {
    const amount = { currency: 'KHR', amount: '500000000' };
    return { amount, source: 'National budget', document: { reference: `BT-${++papers}`, amount, date: '2026-03-01' } };
  };
  let topUp = fromTheBudget();
  beforeEach(() => {
    topUp = fromTheBudget();
  });
  const credited = async (poolId: string) => (await api.app.get(AggregateStore).load(pool, poolStream(poolId))).state.totals.credits;
  const open = async (): Promise<string> => {
    return (await twoHands(api, ['rith', 'vannak'], '/v1/pools', { currency: 'KHR', name: { en: 'Riel' } })).id;
  };
  const idOf = ({ body }: { readonly body: unknown }): string => (body as { id: string }).id;
  const refused = (answer: { readonly status: number; readonly body: unknown }, status: number, code: string) => {
    expect(answer).toMatchObject({ status, body: { code } });
  };

  it('is proposed whole and moves nothing; another person confirms it, and it is carried out in both names', async () => {
    const poolId = await open();
    const proposed = await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, topUp);
    expect(proposed).toMatchObject({ status: 202, headers: { etag: '"0"', location: `/v1/proposals/${idOf(proposed)}` } });
    expect(await credited(poolId)).toBe(0n);

    const after = `after=${(proposed.body as { position: string }).position}`;
    const page = await api.request('get', `${proposed.headers.location ?? ''}?${after}`, 'vannak').expect(200);
    expect(page.body).toMatchObject({
      status: 'open',
      command: 'TopUpBudget',
      path: { id: poolId },
      body: topUp,
      proposedBy: 'rith',
      confirmableBy: ['finance-officer'],
      records: [
        { type: 'IdentifierClaimed' },
        { stream: `pool-${poolId}`, type: 'BudgetTopUpCredited', data: { amount: topUp.amount, available: topUp.amount, by: 'rith' } },
      ],
    });

    const confirmed = await confirm(api, 'vannak', idOf(proposed));
    expect(confirmed).toMatchObject({ status: 200, body: { id: idOf(proposed), outcome: { revision: 1 } } });
    expect(await credited(poolId)).toBe(500_000_000n);
    const asIs = await api.request(
      'get',
      `/v1/proposals/${idOf(proposed)}?after=${(confirmed.body as { position: string }).position}`,
      'rith',
    );
    expect(asIs.body).toMatchObject({ status: 'carried-out', answer: { by: { id: 'vannak' } } });
    const events = await api
      .request('get', `/v1/history/events?stream=pool-${poolId}&after=${(confirmed.body as { position: string }).position}`, 'the-auditor')
      .expect(200);
    expect((events.body as { items: unknown[] }).items.at(-1)).toMatchObject({
      type: 'BudgetTopUpCredited',
      actor: { id: 'rith' },
      confirmedBy: { id: 'vannak' },
      proposalId: idOf(proposed),
    });
  });

  it('is one and the same however often it is proposed under one key, and carried out once however often it is confirmed', async () => {
    const poolId = await open();
    const give = (body: object) => api.request('post', `/v1/pools/${poolId}/top-up`, 'rith').set('Idempotency-Key', poolId).send(body);
    const tries = await Promise.all([give(topUp), give(topUp), give(topUp)]);
    expect(tries.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(new Set(tries.map(idOf)).size).toBe(1);
    refused(await give(fromTheBudget()), 422, 'command.id-reused');

    const [first] = tries;
    const answers = await Promise.all([1, 2, 3].map(() => confirm(api, 'vannak', idOf(first))));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await confirm(api, 'vannak', idOf(first))).body).toMatchObject({ outcome: { revision: 1 } });
    expect(idOf(await give(topUp))).toBe(idOf(first));
    expect(await credited(poolId)).toBe(500_000_000n);
  });

  it('is confirmed by nobody who may not: not who proposed it, not another role; and is seen by whom it concerns', async () => {
    const poolId = await open();
    const proposed = idOf(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, topUp));
    refused(await confirm(api, 'rith', proposed), 409, 'proposal.same-hand');
    refused(await confirm(api, 'bopha', proposed), 409, 'proposal.not-yours');
    refused(await confirm(api, 'chenda', proposed), 409, 'proposal.not-yours');
    refused(await confirm(api, 'the-auditor', proposed), 403, 'role.insufficient');
    expect(await credited(poolId)).toBe(0n);

    const head = String(await api.app.get(AggregateStore).head());
    await api.request('get', `/v1/proposals/${proposed}?after=${head}`, 'bopha').expect(404);
    await api.request('get', `/v1/proposals/${proposed}?after=${head}`, 'chenda').expect(200);
    const listed = async (as: Person, query = '') =>
      ((await api.request('get', `/v1/proposals?stream=pool-${poolId}&after=${head}${query}`, as).expect(200)).body as { items: object[] })
        .items;
    expect(await listed('vannak', '&status=open&command=TopUpBudget&proposedBy=rith')).toMatchObject([{ proposalId: proposed }]);
    expect(await listed('the-auditor', '&status=open')).toHaveLength(1);
    expect(await listed('bopha')).toEqual([]);
    expect(await listed('bopha', '&command=TopUpBudget')).toEqual([]);
  });

  it('is answered once: two confirm it at once, or one confirms and one refuses, and one of them is told', async () => {
    const poolId = await open();
    const both = idOf(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, topUp));
    const answers = await Promise.all([confirm(api, 'vannak', both), confirm(api, 'sok-dara', both)]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(await credited(poolId)).toBe(500_000_000n);

    const other = idOf(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, fromTheBudget()));
    const refuse = (as: Person, how: string) =>
      api.request('post', `/v1/proposals/${other}/${how}`, as).send({ reason: 'Not on the statement' });
    const [confirmed, declined] = await Promise.all([confirm(api, 'vannak', other), refuse('sok-dara', 'refuse')]);
    expect([confirmed.status, declined.status].toSorted()).toEqual([200, 409]);
    expect(await credited(poolId)).toBe(confirmed.status === 200 ? 1_000_000_000n : 500_000_000n);
  });

  it('is withdrawn by who proposed it, and refused by who may confirm it; then it is over', async () => {
    const poolId = await open();
    const mine = idOf(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, topUp));
    const say = (as: Person, id: string, how: string) => api.request('post', `/v1/proposals/${id}/${how}`, as).send({ reason: 'Mistyped' });
    refused(await say('vannak', mine, 'withdraw'), 409, 'proposal.others');
    refused(await say('rith', mine, 'refuse'), 409, 'proposal.same-hand');
    await say('rith', mine, 'withdraw').expect(200);
    refused(await confirm(api, 'vannak', mine), 409, 'proposal.ended');
    refused(await confirm(api, 'vannak', poolId), 404, 'proposal.unknown');
    expect(await credited(poolId)).toBe(0n);
  });

  it('is refused at once where a rule refuses it, and leaves nothing behind', async () => {
    const poolId = await open();
    const before = await api.app.get(AggregateStore).head();
    const inDollars = { ...topUp, amount: { currency: 'USD', amount: '100' } };
    refused(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, inDollars), 409, 'pool.other-currency');
    refused(await propose(api, 'rith', `/v1/pools/${poolId}/top-up`, { ...topUp, amount: 5 }), 400, 'body.invalid');
    expect(await api.app.get(AggregateStore).head()).toBe(before);
  });

  it('keeps what `If-Match` names: of its subject when it is proposed and when it is carried out, of the proposal when it is confirmed', async () => {
    const poolId = await open();
    const seen = (revision: number) =>
      api.request('post', `/v1/pools/${poolId}/top-up`, 'rith').set('If-Match', `"${revision}"`).send(fromTheBudget());
    refused(await seen(7), 412, 'command.precondition-failed');
    const proposed = idOf(await seen(0));
    await twoHands(api, ['vannak', 'sok-dara'], `/v1/pools/${poolId}/top-up`, topUp);
    const stale = await api.request('post', `/v1/proposals/${proposed}/confirm`, 'vannak').set('If-Match', '"3"');
    refused(stale, 412, 'command.precondition-failed');
    refused(await confirm(api, 'vannak', proposed), 412, 'command.precondition-failed');
    expect(await credited(poolId)).toBe(500_000_000n);
  });

  it('is not confirmed once who proposed it is suspended, and may be refused still', async () => {
    const poolId = await open();
    const proposed = idOf(await propose(api, 'sok-dara', `/v1/pools/${poolId}/top-up`, topUp));
    const today = new Date().toISOString();
    const suspended = { type: 'SuspendOfficer', data: { from: '2026-01-01', reason: 'Inquiry 7' } } as const;
    const actor = { id: 'the-administrator', roles: ['administrator'] };
    const context = { commandId: deriveUuid(poolId, 'suspended'), correlationId: deriveUuid(poolId), actor, at: today };
    await api.app.get(AggregateStore).handle(officer, officerStream('sok-dara'), suspended, context);
    refused(await confirm(api, 'vannak', proposed), 409, 'proposal.proposer-suspended');
    expect(await credited(poolId)).toBe(0n);
    await api.request('post', `/v1/proposals/${proposed}/refuse`, 'vannak').send({ reason: 'They are suspended' }).expect(200);
  });

  /** An order of an administrator, from today on. */
  const ordered = async (officerId: Person, command: Extract<OfficerCommand, { type: 'TransferOfficer' | 'AppointOfficer' }>) => {
    const actor = { id: 'the-administrator', roles: ['administrator'] };
    const context = { commandId: randomUUID(), correlationId: randomUUID(), actor, at: new Date().toISOString() };
    await api.app.get(AggregateStore).handle(officer, officerStream(officerId), command, context);
  };
  const today = dayOf(new Date().toISOString());
  const transferred = (officerId: Person, unit: string) =>
    ordered(officerId, { type: 'TransferOfficer', data: { unit, agency: 'authority', from: today } });

  it('is not confirmed once who proposed it is appointed to something else: it is proposed anew by somebody who is', async () => {
    const poolId = await open();
    const proposed = idOf(await propose(api, 'leap', `/v1/pools/${poolId}/top-up`, topUp));
    await ordered('leap', { type: 'AppointOfficer', data: { roles: ['custodian'], from: today, reason: 'Order 40' } });
    const answer = await confirm(api, 'vannak', proposed);
    refused(answer, 409, 'proposal.proposer-moved');
    expect(answer.body).toMatchObject({ facts: { proposedBy: 'leap', roles: ['finance-officer'] } });
    expect(await credited(poolId)).toBe(0n);
    await api.request('post', `/v1/proposals/${proposed}/refuse`, 'vannak').send({ reason: 'They are a custodian now' }).expect(200);
    await twoHands(api, ['rith', 'vannak'], `/v1/pools/${poolId}/top-up`, topUp);
    expect(await credited(poolId)).toBe(500_000_000n);
  });

  it('is of two units still when one of its hands is moved between the two: by both moments, whichever of them is moved', async () => {
    const poolId = await open();
    await twoHands(api, ['rith', 'vannak'], `/v1/pools/${poolId}/top-up`, topUp);
    const amount = { currency: 'KHR', amount: '1000' };
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const reserved = { amount, purpose: 'costs', reference: 'Fuel', expiresAt };
    const cost = async () => {
      const { id: reservationId } = await twoHands(api, ['vannak', 'veasna'], `/v1/pools/${poolId}/reserve`, reserved);
      const document = { reference: `INV-${++papers}`, amount, date: '2026-03-02' };
      return { reservationId, amount, description: 'Fuel', document };
    };
    const costs = `/v1/pools/${poolId}/debit-costs`;
    // The second hand sat beside the first when it was proposed, and is ordered elsewhere to confirm it.
    const first = idOf(await propose(api, 'rith', costs, await cost()));
    refused(await confirm(api, 'narin', first), 409, 'proposal.same-unit');
    await transferred('narin', 'unit-legal');
    refused(await confirm(api, 'narin', first), 409, 'proposal.same-unit');
    // What is proposed from now on is between two units, until the first hand is ordered to the unit of the second.
    const second = idOf(await propose(api, 'sreymom', costs, await cost()));
    await transferred('sreymom', 'unit-legal');
    refused(await confirm(api, 'narin', second), 409, 'proposal.same-unit');
    const third = await propose(api, 'rith', costs, await cost());
    expect((await confirm(api, 'narin', idOf(third))).status).toBe(200);
  });
});

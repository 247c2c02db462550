import type { Response } from 'supertest';
import { verdictIdOf } from '#libs/cases';
import { eventually } from '#libs/event-sourcing/testing';
import { servedApi } from './api.ts';
import { beyondDutyBody, caseBody, followBody, resultBody, seizureBody } from './bodies.ts';
import { decidingPeople, type People } from './people.ts';
import { twoHands } from './two-hands.ts';

const people = {
  ...decidingPeople,
  'officer-dara': ['investigator', 'unit-phnom-penh-1'],
  'custodian-mony': ['custodian', 'unit-kandal-2'],
  'officer-thida': ['legal-officer', 'unit-legal'],
  'member-tola': ['committee-member', 'unit-committee'],
  'officer-malis': ['integrity-officer', 'unit-integrity'],
} as const satisfies People;
type Person = keyof typeof people;

const khr = (riel: number) => ({ currency: 'KHR', amount: String(riel) });
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

interface Answered {
  readonly id: string;
  readonly position: string;
}
interface Reward {
  readonly rewardId: string;
  readonly status: string;
  readonly payments: readonly { readonly paymentId: string; readonly status: string }[];
}

interface Amounts {
  readonly amount: object;
  readonly assessment: { readonly assessment: { readonly amount: object } };
  readonly rounds: readonly { readonly change?: object }[];
}

describe('a reward that follows from facts, over HTTP', () => {
  // Every day of the story is today, in its turn.
  let now = Date.parse('2026-03-02T05:00:00Z');
  const api = servedApi(people, { now: () => now });
  const at = (): string => new Date(now).toISOString();
  const daysLater = (days: number): void => {
    now += days * 24 * 60 * 60 * 1000;
  };

  const request = (method: 'get' | 'post', path: string, as: Person) => api.request(method, `/v1${path}`, as);
  const get = async (path: string, as: Person = 'the-auditor'): Promise<Response> => request('get', path, as);
  /** Gives a command that must be carried out, and answers the id of what it is about. */
  const done = async (as: Person, path: string, body?: object): Promise<string> => {
    const answer = await request('post', path, as).send(body);
    expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { id: expect.any(String) as string } });
    return (answer.body as Answered).id;
  };
  const doneByTwo = async (hands: readonly [Person, Person], path: string, body?: object): Promise<string> =>
    (await twoHands(api, hands, `/v1${path}`, body)).id;
  /** Waits until what a page shows is as the processes will have made it. */
  const comesTo = <T>(path: string, holds: (body: T) => boolean, as: Person = 'the-auditor'): Promise<T> =>
    eventually(async () => {
      const answer = await get(path, as);
      return answer.status === 200 && holds(answer.body as T) ? (answer.body as T) : undefined;
    }, `what was waited for at ${path}`);

  async function fundedPolicy(): Promise<string> {
    const poolId = await doneByTwo(['officer-rith', 'officer-vannak'], '/pools', { currency: 'KHR', name: { en: 'Confiscated assets' } });
    await doneByTwo(['officer-rith', 'officer-vannak'], `/pools/${poolId}/top-up`, {
      amount: khr(100_000_000),
      source: 'Budget',
      document: { reference: 'BT-1', amount: khr(100_000_000), date: '2026-01-05' },
    });
    const policyId = await done('officer-bopha', '/reward-policies', { pack: 'per_unit' });
    const title = { en: 'Rewards for seizures' };
    const decree = { instrumentId: 'sub-decree-2026-14', kind: 'sub-decree', title, number: '14', date: '2026-01-15', status: 'enacted' };
    await doneByTwo(['officer-bopha', 'officer-kunthea'], '/instruments', decree);
    const law = { version: 1, instrument: 'sub-decree-2026-14', inForceFrom: '2026-02-01T00:00:00+07:00' };
    await doneByTwo(['officer-bopha', 'officer-kunthea'], `/reward-policies/${policyId}/enact`, law);
    await doneByTwo(['officer-rith', 'officer-vannak'], `/reward-policies/${policyId}/fund`, { version: 1, poolId });
    return poolId;
  }

  /** A case with a kilogram and more in it, a suspect and a roster, and its lot sealed. */
  async function seizedAndSealed({ number = 1, grossMg = 1_200_000 } = {}) {
    const unit = 'unit-phnom-penh-1';
    const caseId = await done('officer-sokha', '/cases', caseBody(`PP-2026-011${number}`));
    await done('officer-kunthea', `/cases/${caseId}/assign-officer`, followBody('officer-kunthea', 'unit-legal'));
    for (const officerId of ['officer-sokha', 'officer-dara'])
      await done('officer-sokha', `/cases/${caseId}/assign-officer`, { officerId, unit, role: 'member' });
    const suspectId = await done('officer-sokha', `/cases/${caseId}/suspects`, { name: { en: 'Chea Vuthy' }, role: 'leading' });
    const seizureId = await done('officer-sokha', `/cases/${caseId}/seizures`, {
      ...seizureBody(grossMg),
      authorisation: { kind: 'prosecutor', reference: `PP-27${number}/26`, issuedAt: new Date(now - 60 * 60 * 1000).toISOString() },
      seizedAt: at(),
    });
    const roster = ['officer-sokha', 'officer-dara'].map((officerId) => ({ officerId, office: 'investigator' }));
    await done('officer-sovann', `/cases/${caseId}/freeze-roster`, { officers: roster });
    const seal = { sealNumber: `KH-000${number}`, grossMg, sealedAt: at(), unit };
    const exhibitId = await done('officer-sokha', '/exhibits', { caseId, seizureId, ...seal });
    return { caseId, suspectId, exhibitId };
  }

  async function handOver(exhibitId: string, from: Person, to: Person, laboratoryId?: string, sealNumber = 'KH-0001'): Promise<void> {
    const offer = { to, offeredAt: at(), ...(laboratoryId !== undefined && { laboratoryId }) };
    const transferId = await done(from, `/exhibits/${exhibitId}/offer`, offer);
    const receipt = { transferId, receivedAt: at(), sealNumber, sealCondition: 'intact' };
    await done(to, `/exhibits/${exhibitId}/accept`, receipt);
  }

  async function decide(rewardId: string): Promise<void> {
    const of = `/rewards/${rewardId}`;
    await done('officer-sovann', `${of}/propose`, {
      statement: 'Sokha and Dara followed the delivery for three months',
      beyondDuty: beyondDutyBody('officer-sokha', 'officer-dara'),
      shares: [
        { recipientId: 'officer-sokha', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
        { recipientId: 'officer-dara', kind: 'person', shareBp: 3_000, form: 'bank-transfer' },
        { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 4_000, form: 'unit-fund' },
      ],
    });
    await decideOn(rewardId);
  }

  /** Verified, cleared and voted for, by the same people whatever is proposed. */
  async function decideOn(rewardId: string): Promise<void> {
    const of = `/rewards/${rewardId}`;
    await done('officer-maly', `${of}/verify`, { statement: 'They did' });
    await done('officer-bopha', `${of}/clear`, { statement: 'Nothing stands against it' });
    for (const member of ['member-nary', 'member-sann', 'member-tola'] as const) await done(member, `${of}/vote`, { vote: 'for' });
    await done('member-nary', `${of}/conclude-vote`);
  }

  async function pay(rewardId: string): Promise<void> {
    const { payments } = (await get(`/rewards/${rewardId}`)).body as Reward;
    for (const { paymentId } of payments.filter(({ status }) => status === 'released')) {
      await done('officer-rith', `/rewards/${rewardId}/instruct-payment`, { paymentId, reason: 'Both stages came within a month' });
      const transfer = { paymentId, bankReference: `NBC-${paymentId}`, executedAt: at() };
      await done('officer-vannak', `/rewards/${rewardId}/confirm-payment`, transfer);
    }
  }

  it('is assessed as facts come in, granted from the pool, paid in its first stage, and claimed back at acquittal', async () => {
    const poolId = await fundedPolicy();
    const { caseId, suspectId, exhibitId } = await seizedAndSealed();
    const candidates = await comesTo<{ items: readonly Reward[] }>(`/rewards?caseId=${caseId}`, ({ items }) => items.length === 1);
    expect(candidates.items).toMatchObject([{ status: 'ineligible' }]);
    const rewardId = candidates.items[0]?.rewardId ?? '';

    daysLater(1);
    await handOver(exhibitId, 'officer-sokha', 'custodian-mony');
    await handOver(exhibitId, 'custodian-mony', 'custodian-reasmey', 'laboratory-national');
    daysLater(1);
    const result = { ...resultBody('LAB-44/26', 'analyst-lina', at()), netMg: 1_005_000 };
    await done('analyst-chenda', `/exhibits/${exhibitId}/certify`, result);
    await done('analyst-lina', `/exhibits/${exhibitId}/countersign`, { certificate: 'LAB-44/26', countersignedAt: at() });
    await comesTo<Reward>(`/rewards/${rewardId}`, ({ status }) => status === 'eligible');
    const operation = await get(`/operations/${caseId}`);
    expect(operation.body).toMatchObject({
      assessable: {
        operationId: caseId,
        inputs: {
          seizures: [{ fieldGrossMg: 1_200_000, exhibits: [{ exhibitId, certificate: 'LAB-44/26', netMg: 1_005_000 }] }],
          // What investigators take him for counts for nothing.
          suspects: [{ suspectId, role: 'lesser', standing: 'provisional', outcome: 'pending' }],
        },
        roster: { leadUnit: 'unit-phnom-penh-1' },
      },
      notice: 'A suspect is not a convict',
    });
    expect(JSON.stringify(operation.body)).not.toContain('Vuthy');

    daysLater(7);
    await decide(rewardId);
    await comesTo<Reward>(`/rewards/${rewardId}`, ({ payments }) => payments.length > 0);
    await comesTo<{ readonly spent: object }>(`/pools/${poolId}`, ({ spent }) => same(spent, khr(40_000_000)));
    await pay(rewardId);
    await comesTo<{ readonly bonuses: readonly { readonly paid: object }[] }>(
      '/bonuses/officers/officer-sokha',
      ({ bonuses }) => same(bonuses[0]?.paid, khr(6_000_000)),
      'officer-sokha',
    );

    daysLater(200);
    // The finality comes before the verdict itself: nothing follows until that is on record too.
    const verdict = { court: 'court-phnom-penh', reference: 'V-1', outcome: 'acquitted' };
    const accused = { suspectIds: [suspectId], court: verdict.court };
    await done('the-administrator', '/agencies', { agencyId: verdict.court, kind: 'courts', name: { en: 'Court, Phnom Penh' } });
    const charges = { ...accused, reference: 'CH-1', offences: [{ article: '40' }], filedAt: at() };
    await done('officer-kunthea', `/cases/${caseId}/charges`, charges);
    await done('officer-kunthea', `/cases/${caseId}/trials`, { ...accused, reference: 'T-1', openedAt: at() });
    await done('officer-kunthea', `/cases/${caseId}/suspects/${suspectId}/finality`, {
      verdict,
      ground: 'appeal-period-ended',
      finalAt: at(),
    });
    await done('officer-kunthea', `/cases/${caseId}/suspects/${suspectId}/verdicts`, { ...verdict, instance: 'first', decidedAt: at() });
    await done('officer-thida', `/cases/${caseId}/assign-officer`, followBody('officer-thida', 'unit-legal'));
    const verdictId = verdictIdOf({ suspectId, ...verdict, outcome: 'acquitted' });
    await done('officer-thida', `/cases/${caseId}/suspects/${suspectId}/verdicts/${verdictId}/attest`, {
      basis: 'The copy of the registry',
    });
    await comesTo<Reward>(`/rewards/${rewardId}`, ({ status }) => status === 'clawed-back');
    // What was not paid was drawn for nothing; what was paid is owed by those who have it.
    const left = await comesTo<{ readonly spent: object }>(`/pools/${poolId}`, ({ spent }) => same(spent, khr(20_000_000)));
    expect(left).toMatchObject({ recovered: khr(0), reserved: khr(0), available: khr(80_000_000) });
    const mine = await comesTo<{ readonly totals: readonly { readonly clawedBack: { readonly amount: string } }[] }>(
      '/bonuses/officers/officer-sokha',
      ({ totals }) => totals[0]?.clawedBack.amount !== '0',
      'officer-sokha',
    );
    expect(mine).toMatchObject({
      unit: 'unit-phnom-penh-1',
      bonuses: [
        {
          rewardId,
          caseId,
          granted: khr(12_000_000),
          paid: khr(6_000_000),
          forfeited: khr(6_000_000),
          clawedBack: khr(6_000_000),
          clawback: { cause: 'acquittal' },
        },
      ],
    });
  }, 60_000);

  it('shows bonuses to their officer, the head of the unit and who answers for them, and to nobody else', async () => {
    const sokha = '/bonuses/officers/officer-sokha';
    for (const as of ['officer-sokha', 'officer-sovann', 'member-nary', 'officer-rith', 'the-auditor'] as const)
      expect((await get(sokha, as)).status).toBe(200);
    for (const as of ['officer-dara', 'officer-maly', 'officer-bopha', 'the-administrator', 'analyst-chenda'] as const)
      expect((await get(sokha, as)).status).toBe(404);
    expect((await get('/bonuses/officers/officer-nobody', 'officer-maly')).body).toMatchObject({ code: 'resource.not-found' });
    expect((await get('/bonuses/units/unit-phnom-penh-1', 'officer-sovann')).body).toMatchObject({
      kind: 'unit',
      totals: [{ currency: 'KHR', granted: khr(16_000_000), clawedBack: khr(8_000_000) }],
    });
    expect((await get('/bonuses/units/unit-phnom-penh-1', 'officer-maly')).status).toBe(404);
    expect((await get('/bonuses/officers', 'officer-sokha')).status).toBe(403);

    const listed = async (path: string, as: Person) =>
      ((await get(path, as)).body as { items: readonly { beneficiaryId: string }[] }).items.map(({ beneficiaryId }) => beneficiaryId);
    expect((await listed('/bonuses/officers?sort=-granted', 'the-auditor')).slice(0, 2)).toEqual(['officer-dara', 'officer-sokha']);
    expect(await listed('/bonuses/officers?sort=beneficiaryId', 'officer-sovann')).toEqual([
      'officer-dara',
      'officer-sokha',
      'officer-sovann',
    ]);
    expect((await get('/bonuses/officers?unit=unit-phnom-penh-1', 'officer-maly')).status).toBe(404);
    expect(await listed('/bonuses/units', 'the-auditor')).toEqual(['unit-phnom-penh-1']);
    expect(await listed('/bonuses/units', 'officer-maly')).toEqual([]);
    expect((await get('/bonuses/officers?sort=arrests')).status).toBe(400);
  });

  it('of which more is due by a revised certificate is supplemented by all the same hands, and of which less is, corrected', async () => {
    const { caseId, exhibitId } = await seizedAndSealed({ number: 2, grossMg: 2_520_000 });
    daysLater(1);
    await handOver(exhibitId, 'officer-sokha', 'custodian-mony', undefined, 'KH-0002');
    await handOver(exhibitId, 'custodian-mony', 'custodian-reasmey', 'laboratory-national', 'KH-0002');
    daysLater(1);
    const certify = async (certificate: string, netMg: number, revises?: string): Promise<void> => {
      const result = { ...resultBody(certificate, 'analyst-lina', at()), netMg };
      const revision = { ...result, revises, reason: 'A bag was weighed with the other half' };
      await done(
        'analyst-chenda',
        `/exhibits/${exhibitId}/${revises === undefined ? 'certify' : 'revise-result'}`,
        revises === undefined ? result : revision,
      );
      await done('analyst-lina', `/exhibits/${exhibitId}/countersign`, { certificate, countersignedAt: at() });
    };
    const refused = async (as: Person, path: string, body: object, code: string): Promise<void> => {
      const answer = await request('post', path, as).send(body);
      expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { code } });
    };
    await certify('LAB-45/26', 1_005_000);
    const found = await comesTo<{ items: readonly Reward[] }>(`/rewards?caseId=${caseId}`, ({ items }) => items[0]?.status === 'eligible');
    const rewardId = found.items[0]?.rewardId ?? '';
    const of = `/rewards/${rewardId}`;
    await decide(rewardId);
    const { payments } = await comesTo<Reward>(of, (page) => page.payments.length > 0);

    // Dara is suspended between the grant and the payment, and paid once he is back.
    const daras = { paymentId: payments[1]?.paymentId };
    const today = at().slice(0, 10);
    await done('the-administrator', '/officers/officer-dara/suspend', { from: today, reason: 'Inquiry 7' });
    await refused('officer-rith', `${of}/instruct-payment`, daras, 'payment.recipient-suspended');
    await doneByTwo(['the-administrator', 'officer-malis'], '/officers/officer-dara/reinstate', {
      from: today,
      reason: 'Nothing was found',
    });
    await pay(rewardId);

    await refused('officer-sovann', `${of}/propose-correction`, { statement: 'Too much' }, 'reward.nothing-to-correct');
    await certify('LAB-45/26-R1', 2_405_000, 'LAB-45/26');
    await comesTo<Reward & Amounts>(of, ({ assessment }) => same(assessment.assessment.amount, khr(80_000_000)));
    await decide(rewardId);
    const more = await comesTo<Reward & Amounts>(of, (page) => page.payments.length > 3);
    expect(more).toMatchObject({
      status: 'granted',
      amount: khr(80_000_000),
      standing: { supplemented: khr(40_000_000), paid: khr(20_000_000) },
    });
    expect(more.rounds[1]?.change).toMatchObject({ kind: 'supplement', decided: khr(40_000_000), due: khr(80_000_000) });
    // What was added is another part of the same share.
    const part = { paymentId: more.payments[3]?.paymentId };
    await refused('officer-rith', `${of}/instruct-payment`, part, 'payment.in-parts');
    await refused('officer-rith', `${of}/instruct-payment`, { ...part, reason: '.' }, 'payment.reason-says-nothing');
    await pay(rewardId);

    daysLater(1);
    await certify('LAB-45/26-R2', 1_905_000, 'LAB-45/26-R1');
    await comesTo<Reward>(of, ({ status }) => status === 'suspended');
    await done('officer-sovann', `${of}/propose-correction`, { statement: 'The laboratory weighed it a third time' });
    await decideOn(rewardId);
    // Half of what had been granted was paid, which is what is due by now: there is nothing left to pay.
    const less = await comesTo<Reward & Amounts>(of, ({ status }) => status === 'completed');
    expect(less).toMatchObject({
      amount: khr(40_000_000),
      standing: { paid: khr(40_000_000), unpaid: khr(0), forfeited: khr(40_000_000), toRecover: khr(0) },
    });
    await comesTo<{ readonly bonuses: readonly { readonly rewardId: string; readonly forfeited: object }[] }>(
      '/bonuses/officers/officer-sokha',
      ({ bonuses }) => bonuses.some((bonus) => bonus.rewardId === rewardId && same(bonus.forfeited, khr(12_000_000))),
      'officer-sokha',
    );
  }, 60_000);
});

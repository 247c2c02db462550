import type { Test } from 'supertest';
import { WITHHELD } from '#libs/event-sourcing';
import { eventually } from '#libs/event-sourcing/testing';
import type { RewardRow } from '#libs/rewards';
import { khr } from '#libs/vocabulary';
import { servedApi } from './api.ts';
import { beyondDutyBody, caseBody, followBody, resultBody, seizureBody } from './bodies.ts';
import { decidingPeople, type People } from './people.ts';
import { twoHands } from './two-hands.ts';

const people = {
  ...decidingPeople,
  'officer-dara': ['investigator', 'unit-phnom-penh-1'],
  'member-tola': ['committee-member', 'unit-ministry'],
  'member-visal': ['committee-member', 'unit-phnom-penh'],
  'officer-chenda': ['integrity-officer', 'unit-integrity'],
  'officer-makara': ['integrity-officer', 'unit-integrity'],
  'officer-sreymom': ['finance-officer', 'unit-finance'],
  'officer-thida': ['legal-officer', 'unit-legal'],
} as const satisfies People;
type Person = keyof typeof people;

describe('a reward from the seizure to the clawback, over HTTP', () => {
  const api = servedApi(people);
  let last = 0;

  const send = (method: 'get' | 'post', path: string, as: Person): Test => api.request(method, `/v1/${path}`, as);
  /** Gives a command that must be carried out, and answers the id of what it made or was about. */
  const done = async (as: Person, path: string, body?: object): Promise<string> => {
    const answer = await send('post', path, as).send(body);
    expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { id: expect.any(String) as string } });
    const { id, position } = answer.body as { id: string; position: number };
    last = position;
    return id;
  };
  /** The same with a command that takes two hands. */
  const doneByTwo = async (hands: readonly [Person, Person], path: string, body?: object): Promise<string> => {
    const { id, position } = await twoHands(api, hands, `/v1/${path}`, body);
    last = Number(position);
    return id;
  };
  const refused = async (as: Person, path: string, body: object | undefined, code: string): Promise<void> => {
    const answer = await send('post', path, as).send(body);
    expect({ path, body: answer.body as unknown }).toMatchObject({ path, body: { code } });
  };
  const rewardOf = async (id: string): Promise<RewardRow> =>
    (await send('get', `rewards/${id}?after=${last}`, 'the-auditor').expect(200)).body as RewardRow;
  /** The page once processes have done their part. */
  const becomes = (id: string, what: string, holds: (row: RewardRow) => boolean): Promise<RewardRow> =>
    eventually(async () => {
      const row = await rewardOf(id);
      return holds(row) ? row : undefined;
    }, what);

  const agoIso = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString();
  /** Charged, tried and finally judged, as another legal officer than Bopha enters it, who cleared the reward. Answers the address of the verdict. */
  async function judged(caseId: string, suspectId: string, paper: { readonly court: string }): Promise<string> {
    const name = { en: 'Court of first instance, Phnom Penh' };
    await done('the-administrator', 'agencies', { agencyId: paper.court, kind: 'courts', name });
    const accused = { suspectIds: [suspectId], court: paper.court };
    const charges = { ...accused, reference: 'CH-1', offences: [{ article: '40' }], filedAt: agoIso(0) };
    await done('officer-kunthea', `cases/${caseId}/charges`, charges);
    await done('officer-kunthea', `cases/${caseId}/trials`, { ...accused, reference: 'T-1', openedAt: agoIso(0) });
    const given = { ...paper, instance: 'first', decidedAt: agoIso(0) };
    const verdictId = await done('officer-kunthea', `cases/${caseId}/suspects/${suspectId}/verdicts`, given);
    const final = { verdict: paper, ground: 'appeal-period-ended', finalAt: agoIso(0) };
    await done('officer-kunthea', `cases/${caseId}/suspects/${suspectId}/finality`, final);
    return `cases/${caseId}/suspects/${suspectId}/verdicts/${verdictId}`;
  }

  /** A kilogram and more, seized by Sokha and Dara, on the roster before the laboratory has it; certified after. */
  async function seizedAndCertified(
    { reference, seal, certificate, dara } = { reference: 'PP-2026-0117', seal: 'KH-0001', certificate: 'LAB-44/26', dara: 'investigator' },
  ): Promise<{ caseId: string; suspectId: string }> {
    const caseId = await done('officer-sokha', 'cases', caseBody(reference));
    await done('officer-kunthea', `cases/${caseId}/assign-officer`, followBody('officer-kunthea', 'unit-legal'));
    for (const officerId of ['officer-sokha', 'officer-dara'])
      await done('officer-sokha', `cases/${caseId}/assign-officer`, { officerId, unit: 'unit-phnom-penh-1', role: 'lead' });
    const suspectId = await done('officer-sokha', `cases/${caseId}/suspects`, { name: { en: 'Chea Vuthy' } });
    const seizedAt = new Date().toISOString();
    const seizureId = await done('officer-sokha', `cases/${caseId}/seizures`, {
      ...seizureBody(),
      seizedAt,
      officers: ['officer-sokha', 'officer-dara'],
      authorisation: { kind: 'prosecutor', reference: 'PP-271/26', issuedAt: agoIso(24) },
    });
    await done('officer-sovann', `cases/${caseId}/freeze-roster`, {
      officers: [
        { officerId: 'officer-sokha', office: 'investigator' },
        { officerId: 'officer-dara', office: dara },
      ],
    });
    const now = (): string => new Date().toISOString();
    const exhibit = await done('officer-sokha', 'exhibits', {
      caseId,
      seizureId,
      sealNumber: seal,
      grossMg: 1_200_000,
      sealedAt: now(),
      unit: 'unit-phnom-penh-1',
    });
    const transferId = await done('officer-sokha', `exhibits/${exhibit}/offer`, {
      to: 'custodian-reasmey',
      laboratoryId: 'laboratory-national',
      offeredAt: now(),
    });
    await done('custodian-reasmey', `exhibits/${exhibit}/accept`, {
      transferId,
      receivedAt: now(),
      sealNumber: seal,
      sealCondition: 'intact',
    });
    await done('analyst-chenda', `exhibits/${exhibit}/certify`, resultBody(certificate, 'analyst-lina', now()));
    await done('analyst-lina', `exhibits/${exhibit}/countersign`, { certificate, countersignedAt: now() });
    return { caseId, suspectId };
  }

  const person = (recipientId: string, shareBp: number) => ({ recipientId, kind: 'person', shareBp, form: 'bank-transfer' });
  const proposal = {
    statement: 'Sokha and Dara followed the delivery for three months',
    beyondDuty: beyondDutyBody('officer-sokha', 'officer-dara'),
    shares: [
      person('officer-sokha', 3_333),
      person('officer-dara', 3_333),
      { recipientId: 'unit-phnom-penh-1', kind: 'unit', shareBp: 3_334, form: 'unit-fund' },
    ],
  };

  it('is proposed, verified, cleared, voted, granted, paid in its first stage, and recovered to the riel after an acquittal', async () => {
    await done('the-administrator', 'units/unit-phnom-penh-1/move', { parent: 'unit-phnom-penh', from: '2020-01-01' });
    const policyId = await done('officer-bopha', 'reward-policies', { pack: 'flat' });
    const poolId = await doneByTwo(['officer-rith', 'officer-vannak'], 'pools', { currency: 'KHR', name: { en: 'Confiscated assets' } });
    await doneByTwo(['officer-rith', 'officer-vannak'], `pools/${poolId}/top-up`, {
      amount: khr(50_000_000),
      source: 'Budget',
      document: { reference: 'BT-1', amount: khr(50_000_000), date: '2026-01-05' },
    });
    const { caseId, suspectId } = await seizedAndCertified();

    // Announced or drafted is no law: it can be asked what it would give, and nothing can be concluded.
    const id = await done('officer-sovann', 'rewards', { caseId, policyId });
    expect(await rewardOf(id)).toMatchObject({
      status: 'eligible',
      caseId,
      amount: khr(40_000_000),
      trigger: { trigger: 'request', triggeredBy: 'officer-sovann' },
      assessment: { inputs: { suspects: [{ suspectId, outcome: 'pending' }] }, roster: { leadUnit: 'unit-phnom-penh-1' } },
      notice: 'A suspect is not a convict',
    });

    const reward = `rewards/${id}`;
    const [first, ...others] = proposal.shares;
    await refused('officer-sovann', `${reward}/propose`, { ...proposal, shares: others }, 'shares.not-whole');
    await refused(
      'officer-sovann',
      `${reward}/propose`,
      { ...proposal, shares: [{ ...first, recipientId: 'officer-vichet' }, ...others] },
      'shares.not-on-roster',
    );
    await refused('officer-maly', `${reward}/propose`, proposal, 'reward.unit-not-on-roster');
    const [sokha, dara] = proposal.beyondDuty;
    const duty = { ...proposal, beyondDuty: [sokha] };
    await refused('officer-sovann', `${reward}/propose`, duty, 'reward.beyond-duty-missing');
    const dot = { ...proposal, beyondDuty: [sokha, { ...dara, what: '.' }] };
    await refused('officer-sovann', `${reward}/propose`, dot, 'reward.beyond-duty-says-nothing');
    const ofAnotherCase = { ...proposal, beyondDuty: [sokha, { ...dara, documentId: id }] };
    await refused('officer-sovann', `${reward}/propose`, ofAnotherCase, 'reward.document-unknown');
    await done('officer-sovann', `${reward}/propose`, proposal);
    await refused('officer-sovann', `${reward}/verify`, { statement: 'Myself' }, 'reward.other-duty');
    await done('officer-maly', `${reward}/verify`, { statement: 'They were there' });
    // From here on the case is known to its head and one officer. Whose duty it is goes on with the reward, and with what the court says; and with nothing else.
    await done('officer-sovann', `cases/${caseId}/restrict`, { persons: ['officer-sokha'], reason: 'A sensitive source' });
    for (const decider of ['officer-bopha', 'member-nary', 'officer-maly'] as const)
      await send('get', `cases/${caseId}`, decider).expect(404);
    for (const decider of ['officer-bopha', 'member-nary', 'officer-maly', 'officer-rith'] as const)
      await send('get', `${reward}?after=${last}`, decider).expect(200);
    await done('officer-bopha', `${reward}/clear`, { statement: 'Authorised, sealed before witnesses' });

    // Visal commands the unit above that of Sokha and Dara.
    await refused('member-visal', `${reward}/vote`, { vote: 'for' }, 'reward.chain-of-command');
    for (const member of ['member-nary', 'member-sann'] as const) await done(member, `${reward}/vote`, { vote: 'for' });
    await refused('member-nary', `${reward}/vote`, { vote: 'against' }, 'reward.voted-already');
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'reward.no-quorum');
    await done('member-tola', `${reward}/vote`, { vote: 'for', reason: 'The laboratory is certain' });
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'policy.not-enacted');
    const law = { version: 1, instrument: 'sub-decree-1', inForceFrom: agoIso(24 * 365) };
    await refused('officer-bopha', `reward-policies/${policyId}/enact`, law, 'policy.instrument-not-enacted');
    const decree = {
      instrumentId: law.instrument,
      kind: 'sub-decree',
      title: { en: 'Rewards for seizures' },
      number: '1',
      date: '2020-01-01',
      status: 'enacted',
    };
    await doneByTwo(['officer-bopha', 'officer-kunthea'], 'instruments', decree);
    await doneByTwo(['officer-bopha', 'officer-kunthea'], `reward-policies/${policyId}/enact`, law);
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'policy.not-funded');
    await doneByTwo(['officer-rith', 'officer-vannak'], `reward-policies/${policyId}/fund`, { version: 1, poolId });

    const hold = await done('officer-chenda', `${reward}/hold`, { reason: 'A seal is not accounted for' });
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'reward.on-hold');
    const lifting = { holdId: hold, reason: 'It is accounted for' };
    await send('post', `${reward}/lift-hold`, 'officer-chenda').send(lifting).expect(202);
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'reward.on-hold');
    await doneByTwo(['officer-chenda', 'officer-makara'], `${reward}/lift-hold`, lifting);
    // Law that was made over a seizure on record, while the reward was decided: assessed anew, and settled by the head and integrity.
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'policy.law-since-assessed');
    await done('officer-sovann', 'rewards', { caseId, policyId });
    await refused('member-tola', `${reward}/conclude-vote`, undefined, 'reward.proposal-outdated');
    const reaching = { subjectId: caseId, defect: 'policy.back-dated', reason: 'The sub-decree is of 2020, and was entered late' };
    await doneByTwo(['officer-sovann', 'officer-makara'], `${reward}/clear-irregularity`, reaching);
    await done('member-tola', `${reward}/conclude-vote`);

    // The pool and the caps are reserved and used, the reward granted, and its first stage released, without anybody's hand.
    const granted = await becomes(id, 'the first stage', ({ stage }) => stage === 'laboratory');
    expect(granted).toMatchObject({ status: 'granted', grant: { poolId, amount: khr(40_000_000) }, standing: { unpaid: khr(40_000_000) } });
    expect(granted.payments.map(({ recipientId, amount }) => [recipientId, amount])).toEqual([
      ['officer-sokha', khr(6_666_000)],
      ['officer-dara', khr(6_666_000)],
      ['unit-phnom-penh-1', khr(6_668_000)],
    ]);
    // A pool that is looked into pays nothing, also not what was drawn from it for this reward before.
    const [payment] = granted.payments;
    await done('officer-chenda', `pools/${poolId}/freeze`, { reason: 'A forged settlement' });
    await refused('officer-rith', `${reward}/instruct-payment`, { paymentId: payment?.paymentId }, 'pool.frozen');
    await doneByTwo(['officer-chenda', 'officer-makara'], `pools/${poolId}/unfreeze`, { reason: 'It is genuine' });
    for (const { paymentId, recipientId } of granted.payments) {
      const paid = { paymentId, bankReference: `NBC-${recipientId}`, executedAt: new Date().toISOString() };
      await done('officer-rith', `${reward}/instruct-payment`, { paymentId });
      await refused('officer-rith', `${reward}/confirm-payment`, paid, 'reward.other-duty');
      const before = { ...paid, executedAt: agoIso(1) };
      await refused('officer-vannak', `${reward}/confirm-payment`, before, 'payment.before-instruction');
      await refused('officer-vannak', `${reward}/confirm-payment`, { ...paid, bankReference: 'bt 1' }, 'identifier.taken');
      await done('officer-vannak', `${reward}/confirm-payment`, paid);
    }
    expect(await rewardOf(id)).toMatchObject({
      standing: { paid: khr(20_000_000), unpaid: khr(20_000_000) },
      roundCount: 1,
      rounds: [{ round: 1 }],
    });

    // An officer who was not assigned is named after all: nothing more is paid until the unit's head and integrity have looked at it.
    const { seizureId = '' } = granted.assessment?.inputs.seizures[0] ?? {};
    await done('officer-sokha', `cases/${caseId}/seizures/${seizureId}/correct`, {
      changes: { officers: ['officer-sokha', 'officer-dara', 'officer-lim'] },
      reason: 'She stood at the door',
    });
    await becomes(id, 'the suspension', ({ status }) => status === 'suspended');
    await eventually(async () => {
      const { items } = (await send('get', `leads?reward=${id}&kind=reward-held-up`, 'officer-chenda')).body as { items: object[] };
      return items.length > 0 ? items : undefined;
    }, 'a lead that says that it is held up');
    const cleared = { subjectId: seizureId, defect: 'officer.not-assigned', reason: 'Her unit sent her; the order is on file' };
    await refused('officer-chenda', `${reward}/clear-irregularity`, cleared, 'reward.other-duty');
    await refused('officer-maly', `${reward}/clear-irregularity`, cleared, 'reward.not-head-of-case');
    await doneByTwo(['officer-sovann', 'officer-makara'], `${reward}/clear-irregularity`, cleared);
    await doneByTwo(['officer-makara', 'officer-sovann'], `${reward}/clear-irregularity`, { ...cleared, defect: 'officer.named-later' });
    expect(await rewardOf(id)).toMatchObject({
      status: 'granted',
      cleared: [reaching, { ...cleared, clearedBy: 'officer-makara', confirmedBy: 'officer-sovann' }, { defect: 'officer.named-later' }],
      assessment: {
        named: [{ person: 'officer-lim', subjectId: seizureId }],
        assessment: {
          verdict: 'eligible',
          lines: expect.arrayContaining([expect.objectContaining({ rule: 'defects.cleared' })]) as unknown,
        },
      },
    });

    // A correction that nobody authorised the search takes nothing back, and neither does a seizure that names whoever pays: they wait for two.
    const nobody = { kind: 'none', explanation: 'There was no paper' };
    const correction = { changes: { authorisation: nobody }, reason: 'I say so' };
    await done('officer-sokha', `cases/${caseId}/seizures/${seizureId}/correct`, correction);
    const payers = { ...seizureBody(5), seizedAt: new Date().toISOString(), officers: ['officer-rith', 'officer-vannak'] };
    const added = await done('officer-sokha', `cases/${caseId}/seizures`, payers);
    const held = await becomes(
      id,
      'the suspension',
      ({ status, assessment }) => status === 'suspended' && assessment?.inputs.seizures.length === 2,
    );
    expect(held.clawbacks).toEqual([]);
    expect(held.assessment?.assessment.verdict).toBe('suspended');
    const waiting = [
      [seizureId, 'seizure.corrected-later', undefined],
      [seizureId, 'search.no-authorisation', undefined],
      [added, 'seizure.added-later', undefined],
      [added, 'officer.not-assigned', undefined],
      [added, 'officer.named-later', true],
    ] as const;
    for (const [subjectId, defect, absent] of waiting) {
      const settled = {
        subjectId,
        defect,
        reason: 'The authorisation is on file, and they were at their desks',
        ...(absent && { absent }),
      };
      await doneByTwo(['officer-sovann', 'officer-makara'], `${reward}/clear-irregularity`, settled);
    }
    expect(await rewardOf(id)).toMatchObject({ status: 'granted', clawbacks: [], assessment: { assessment: { verdict: 'eligible' } } });

    const acquitted = { court: 'court-phnom-penh', reference: 'V-1', outcome: 'acquitted' };
    const verdict = await judged(caseId, suspectId, acquitted);
    // So far that is the word of Kunthea alone: it is named and told to integrity, and takes nothing from anybody.
    const alone = [{ outcome: 'pending', irregular: { outcome: 'acquitted', defects: ['verdict.one-hand'] } }];
    const isNamed = ({ assessment }: RewardRow) => assessment?.inputs.suspects[0]?.irregular !== undefined;
    const named = await becomes(id, 'what is irregular about the verdict', isNamed);
    expect(named).toMatchObject({ status: 'granted', clawbacks: [], assessment: { inputs: { suspects: alone } } });
    const basis = { basis: 'Certified copy of the registry' };
    await refused('officer-kunthea', `${verdict}/attest`, basis, 'court.own-word');
    // The case is restricted: to who is not on it there is none, until its head has them follow it before the court.
    await refused('officer-thida', `${verdict}/attest`, basis, 'case.unknown');
    // Bopha has cleared the reward: that the court acquitted is no word of hers.
    for (const counsel of ['officer-bopha', 'officer-thida'] as const) {
      expect(await rewardOf(id)).toMatchObject({ clawbacks: [] });
      await done('officer-sovann', `cases/${caseId}/assign-officer`, followBody(counsel, 'unit-legal'));
      await done(counsel, `${verdict}/attest`, basis);
    }
    const clawedBack = await becomes(id, 'the clawback', ({ clawbacks }) => clawbacks.length > 0);
    expect(clawedBack).toMatchObject({
      status: 'clawed-back',
      clawbacks: [{ cause: 'acquittal', forfeited: khr(20_000_000) }],
      standing: { toRecover: khr(20_000_000), outstanding: khr(20_000_000) },
    });
    // What is said of each debt names a receipt that says as much; one receipt clears one debt.
    const [debt, ...debts] = clawedBack.recoveries;
    const receiptFor = ({ recoveryId, amount }: NonNullable<typeof debt>, reference = `Receipt ${recoveryId}`) => ({
      recoveryId,
      amount,
      document: { reference, amount, date: '2026-03-01' },
    });
    for (const recovery of clawedBack.recoveries) {
      const receipt = receiptFor(recovery);
      const more = { ...receipt, amount: khr(Number(recovery.amount.amount) + 1) };
      await refused('officer-rith', `${reward}/record-repayment`, more, 'recovery.exceeded');
      const less = { ...receipt.document, amount: khr(Number(recovery.amount.amount) - 1) };
      await refused('officer-rith', `${reward}/record-repayment`, { ...receipt, document: less }, 'document.exceeded');
      const kept = { ...receipt, rewardId: id, paymentId: granted.payments[0]?.paymentId };
      await refused('officer-rith', `${reward}/record-set-off`, kept, 'recovery.same-reward');
      await refused('officer-rith', `${reward}/record-set-off`, { ...kept, rewardId: recovery.recoveryId }, 'recovery.payment-unknown');
    }
    if (debt === undefined) throw new Error('Nothing is claimed back');
    await doneByTwo(['officer-rith', 'officer-vannak'], `${reward}/record-repayment`, receiptFor(debt, 'Receipt 7/2026'));
    for (const recovery of debts) {
      await refused('officer-rith', `${reward}/record-repayment`, receiptFor(recovery, 'RECEIPT 7-2026'), 'identifier.taken');
      await doneByTwo(['officer-rith', 'officer-vannak'], `${reward}/record-repayment`, receiptFor(recovery));
    }
    expect(await rewardOf(id)).toMatchObject({ status: 'completed', completed: 'recovered', standing: { outstanding: khr(0) } });
    const back = await eventually(async () => {
      const shown = (await send('get', `pools/${poolId}`, 'the-auditor')).body as { available: object };
      return JSON.stringify(shown).includes('"available":{"currency":"KHR","amount":"50000000"}') ? shown : undefined;
    }, 'the pool to have it all back');
    expect(back.available).toEqual(khr(50_000_000));

    const timeline = await send('get', `${reward}/timeline?after=${last}`, 'the-auditor').expect(200);
    const { items } = timeline.body as { items: readonly { type: string; actor: { id: string } }[] };
    expect(items[0]).toMatchObject({ type: 'RewardTriggered', actor: { id: 'officer-sovann' } });
    expect(items.at(-1)).toMatchObject({ type: 'RewardCompleted' });
    // Where it took two, both are shown.
    const byTwo = { actor: { id: 'officer-sovann' }, confirmedBy: { id: 'officer-makara', roles: ['integrity-officer'] } };
    expect(items.find(({ type }) => type === 'IrregularityCleared')).toMatchObject(byTwo);
    expect((await rewardOf(id)).acts.find(({ act }) => act === 'IrregularityCleared')).toMatchObject({
      by: 'officer-sovann',
      confirmedBy: 'officer-makara',
    });
    const pipeline = async (filter: string): Promise<unknown> =>
      (await send('get', `rewards?after=${last}&${filter}`, 'officer-rith').expect(200)).body as unknown;
    expect(await pipeline('status=completed&recipient=officer-dara&onHold=no')).toMatchObject({
      items: [{ rewardId: id, caseId: WITHHELD, stage: 'laboratory', round: 1, amount: khr(40_000_000) }],
    });
    // Whose duty is the reward finds it, and not by its case.
    expect(await pipeline(`caseId=${caseId}`)).toMatchObject({ items: [] });
    expect(await pipeline('status=granted')).toMatchObject({ items: [] });
  }, 60_000);

  it('gives no share to an excluded office but under an instrument of the kind that may, which two of law entered', async () => {
    const asked = { reference: 'PP-2026-0118', seal: 'KH-0201', certificate: 'LAB-59/26', dara: 'judge' };
    const { caseId } = await seizedAndCertified(asked);
    const policyId = await done('officer-bopha', 'reward-policies', { pack: 'flat' });
    const propose = `rewards/${await done('officer-sovann', 'rewards', { caseId, policyId })}/propose`;
    const [sokha, dara, unit] = proposal.shares;
    const under = (instrument?: string) => ({ ...proposal, shares: [sokha, { ...dara, ...(instrument && { instrument }) }, unit] });
    await refused('officer-sovann', propose, under(), 'shares.excluded');

    const paper = { title: { en: 'Shares of those of the courts' }, date: '2020-01-01', status: 'enacted' };
    const decree = { ...paper, instrumentId: 'sub-decree-77', kind: 'sub-decree', number: '77' };
    await refused('officer-sovann', propose, under(decree.instrumentId), 'reward.instrument-not-enacted');
    // Entered by one of law alone it is a proposal, and no law; nor does its own first hand confirm it.
    const entered = await send('post', 'instruments', 'officer-bopha').send(decree).expect(202);
    const { id: entry } = entered.body as { readonly id: string };
    await refused('officer-sovann', propose, under(decree.instrumentId), 'reward.instrument-not-enacted');
    await refused('officer-bopha', `proposals/${entry}/confirm`, undefined, 'proposal.same-hand');
    // A decision of the two, or a decree that may enact something else, makes no exception.
    const decision = { ...paper, instrumentId: 'decision-78', kind: 'decision', number: '78' };
    await doneByTwo(['officer-bopha', 'officer-kunthea'], 'instruments', decision);
    await refused('officer-sovann', propose, under(decision.instrumentId), 'instrument.other-kind');
    const elsewhere = { ...paper, instrumentId: 'sub-decree-79', kind: 'sub-decree', number: '79', mayEnact: [{ act: 'reward-policy' }] };
    await doneByTwo(['officer-bopha', 'officer-kunthea'], 'instruments', elsewhere);
    await refused('officer-sovann', propose, under(elsewhere.instrumentId), 'instrument.no-mandate');

    await done('officer-kunthea', `proposals/${entry}/confirm`);
    const rewardId = await done('officer-sovann', propose, under(decree.instrumentId));
    const given = { recipientId: 'officer-dara', instrument: decree.instrumentId };
    const { status, rounds } = await rewardOf(rewardId);
    expect({ status, shares: rounds[0]?.allocation?.shares }).toMatchObject({
      status: 'proposed',
      shares: expect.arrayContaining([expect.objectContaining(given)]) as object[],
    });
    // It makes one exception, and no second one.
    const again = await seizedAndCertified({ reference: 'PP-2026-0119', seal: 'KH-0302', certificate: 'LAB-63/26', dara: 'judge' });
    const second = await done('officer-sovann', 'rewards', { caseId: again.caseId, policyId });
    await refused('officer-sovann', `rewards/${second}/propose`, under(decree.instrumentId), 'instrument.used-up');
  });

  it('is nothing that laboratory analysts, investigators or administrators see, and each step is for its own office', async () => {
    for (const as of ['analyst-chenda', 'officer-sokha', 'custodian-reasmey', 'the-administrator'] as const)
      await send('get', 'rewards', as).expect(403);
    const path = 'rewards/00000000-0000-8000-8000-000000000001';
    await send('post', `${path}/vote`, 'officer-rith').send({ vote: 'for' }).expect(403);
    await send('post', `${path}/instruct-payment`, 'member-nary')
      .send({ paymentId: path.slice(8) })
      .expect(403);
    await send('post', `${path}/propose`, 'officer-bopha').send(proposal).expect(403);
    const cleared = { subjectId: path.slice(8), defect: 'seal.broken', reason: 'No' };
    await send('post', `${path}/clear-irregularity`, 'officer-sokha').send(cleared).expect(403);
    await send('post', `${path}/clear-irregularity`, 'officer-makara').send(cleared).expect(404);
    await send('post', `${path}/hold`, 'officer-sovann').send({ reason: 'No' }).expect(403);
    await send('post', `${path}/vote`, 'member-nary').send({ vote: 'for' }).expect(404);
    await send('post', `${path}/vote`, 'member-nary').send({ vote: 'maybe' }).expect(400);
    await send('get', path, 'the-auditor').expect(404);
  });
});

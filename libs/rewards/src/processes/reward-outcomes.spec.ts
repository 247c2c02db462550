import type { Event } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { khr } from '#libs/vocabulary';
import { assess, type AssessmentInputs, type SuspectFacts } from '#libs/reward-law';
import { rewardStream } from '../reward/reward-events.ts';
import { applied, certified, kilograms, operation, seized, suspect } from '#libs/reward-law/testing';
import { setOff } from '../testing/decisions.ts';
import { deciders, Scheme } from '../testing/scheme.ts';
import { rewardOutcomes } from './reward-outcomes.ts';

const rewardId = 'a-reward';
const known = (inputs: AssessmentInputs = kilograms(1), more: object = {}): Event => ({
  type: 'EligibilityAssessed',
  data: { number: 1, version: 1, inputs, assessment: assess(applied('flat'), inputs), seizedAt: '2026-03-01T10:00:00+07:00', ...more },
});
const fact = (type: string, data: object = {}): Event => ({ type, data });
const granted = fact('RewardGranted', { round: 1 });
const held = fact('IntegrityHoldPlaced', { holdId: 'hold-1' });
const lifted = fact('IntegrityHoldLifted', { holdId: 'hold-1' });
const paid = fact('StageReleased', { stage: 'laboratory' });
const asks = (...facts: readonly Event[]) =>
  (
    given(...facts)
      .under({ stream: rewardStream(rewardId) })
      .reactionOf(rewardOutcomes, rewardId).commands ?? []
  ).map(({ type, data }) => {
    const { stage, cause, code } = data as { readonly stage?: string; readonly cause?: string; readonly code?: string };
    return `${type} ${stage ?? cause ?? code ?? ''}`;
  });
const suspects = (...outcomes: readonly SuspectFacts['outcome'][]): AssessmentInputs => ({
  ...kilograms(1),
  suspects: outcomes.map((outcome, index) => suspect('lesser', { suspectId: `suspect-${index}`, outcome, accused: true })),
});

describe('what follows from outcomes, as a pure function', () => {
  it('releases the laboratory stage with the grant, and not while integrity holds it', () => {
    expect(asks(known(), granted)).toEqual(['ReleaseStage laboratory']);
    expect(asks(known())).toEqual([]);
    expect(asks(known(), held, granted)).toEqual([]);
    expect(asks(known(), held, granted, lifted)).toEqual(['ReleaseStage laboratory']);
  });

  it('releases the final stage when somebody is finally convicted, also before the grant', () => {
    expect(asks(known(), granted, paid, known(suspects('pending', 'convicted')))).toEqual(['ReleaseStage final-verdict']);
    expect(asks(known(suspects('convicted')), granted)).toEqual(['ReleaseStage laboratory', 'ReleaseStage final-verdict']);
    expect(asks(known(), granted, paid, known(suspects('pending', 'acquitted')))).toEqual([]);
  });

  it('releases the stages of what was added since by themselves, once each', () => {
    const added = fact('SupplementGranted', { round: 2, stages: [{ on: 'laboratory' }, { on: 'final-verdict' }] });
    const ofRound = (...facts: readonly Event[]) =>
      (
        given(...facts)
          .under({ stream: rewardStream(rewardId) })
          .reactionOf(rewardOutcomes, rewardId).commands ?? []
      ).map(({ data }) => (data as { readonly round?: number }).round);
    expect(asks(known(), granted, paid, added)).toEqual(['ReleaseStage laboratory']);
    expect(ofRound(known(), granted, paid, added)).toEqual([2]);
    const released = fact('StageReleased', { stage: 'laboratory', round: 2 });
    expect(asks(known(), granted, paid, added, released)).toEqual([]);
    expect(ofRound(known(), granted, paid, added, released, known(suspects('convicted')))).toEqual([undefined, 2]);
  });

  it('asks for nothing after a clawback fell away until the pool has given the money again, whatever is assessed meanwhile', () => {
    const clawedBack = [known(), granted, paid, known(suspects('acquitted')), fact('ClawbackTriggered')];
    const convicted = known(suspects('convicted'));
    const reversed = fact('ClawbackReversed', { amount: khr(20_000_000) });
    expect(asks(...clawedBack, convicted, reversed)).toEqual([]);
    expect(asks(...clawedBack, convicted, reversed, convicted)).toEqual([]);
    expect(asks(...clawedBack, convicted, reversed, fact('RestorationFunded'))).toEqual(['ReleaseStage final-verdict']);
    expect(asks(...clawedBack, convicted, fact('ClawbackReversed', { amount: khr(0) }))).toEqual(['ReleaseStage final-verdict']);
  });

  it('asks once for what is on its way', () => {
    expect(asks(known(), granted, known())).toEqual([]);
    const { state } = given(known(), granted)
      .under({ stream: rewardStream(rewardId) })
      .reactionOf(rewardOutcomes, rewardId);
    const command = { type: 'ReleaseStage', data: { rewardId, stage: 'laboratory', because: '' } } as const;
    const refused = rewardOutcomes.react(state, { type: 'CommandRefused', command, code: 'reward.on-hold', message: 'Held' }, rewardId);
    expect(refused).toMatchObject({ state: { asked: [] } });
    expect(refused.commands).toBeUndefined();
  });

  it('claims back when everybody who was accused was acquitted, and not while one of them is pending or nobody is known', () => {
    expect(asks(known(), granted, paid, known(suspects('acquitted', 'acquitted')))).toEqual(['TriggerClawback acquittal']);
    expect(asks(known(), granted, paid, known(suspects('acquitted', 'pending')))).toEqual([]);
    expect(asks(known(), granted, paid, known(suspects('acquitted', 'convicted', 'acquitted')))).toEqual(['ReleaseStage final-verdict']);
    expect(asks(known(), granted, paid, known(suspects()))).toEqual([]);
  });

  it('waits for no verdict on somebody whom nobody charged: adding a suspect keeps no money', () => {
    const [nobody, other] = [suspect('leading'), suspect('lesser', { suspectId: 'suspect-9' })];
    const among = (inputs: AssessmentInputs) => known({ ...inputs, suspects: [nobody, ...inputs.suspects, other] });
    expect(asks(known(), granted, paid, among(suspects('acquitted')))).toEqual(['TriggerClawback acquittal']);
    expect(asks(known(), granted, paid, among(suspects('acquitted', 'pending')))).toEqual([]);
    expect(asks(known(), granted, paid, among(suspects()))).toEqual([]);
  });

  it('claims back where the rest of the accused was let go beside an acquittal, and where everybody was let go it holds up and claims nothing', () => {
    expect(asks(known(), granted, paid, known(suspects('acquitted', 'dropped', 'dismissed')))).toEqual(['TriggerClawback acquittal']);
    expect(asks(known(), granted, paid, known(suspects('dropped', 'dismissed')))).toEqual([]);
    expect(assess(applied('flat'), suspects('dropped', 'dismissed'))).toMatchObject({ verdict: 'suspended' });
    expect(assess(applied('flat'), suspects('dropped', 'pending'))).toMatchObject({ verdict: 'eligible' });
    expect(asks(known(), granted, paid, known(suspects('dropped', 'convicted')))).toEqual(['ReleaseStage final-verdict']);
  });

  it('claims nothing back by one person’s word that the rest was let go, and holds up where that is said of everybody', () => {
    const said = suspects('acquitted', 'pending').suspects;
    const letGo = (of: typeof said) => ({
      ...kilograms(1),
      suspects: of.map((one) =>
        one.outcome === 'pending'
          ? { ...one, accused: true, irregular: { outcome: 'dropped' as const, defects: ['charges.one-hand'] } }
          : one,
      ),
    });
    expect(asks(known(), granted, paid, known(letGo(said)))).toEqual([]);
    expect(asks(known(), granted, paid, known(letGo(suspects('pending', 'pending').suspects)))).toEqual([]);
    expect(assess(applied('flat'), letGo(suspects('pending', 'pending').suspects))).toMatchObject({ verdict: 'suspended' });
    expect(assess(applied('flat'), letGo(said))).toMatchObject({ verdict: 'eligible' });
  });

  const by = { by: 'officer-chenda', confirmedBy: 'officer-makara', reason: 'Both looked at it', upTo: 40 };
  const ruled = (seizureId: string, defect: string) => [{ seizureId, defect, ...by }];

  it('claims back by what the laboratory revised, and by what two hands found or accepted', () => {
    const less = operation(seized([certified({ netMg: 999_999 })]));
    expect(asks(known(), granted, known(less))).toEqual(['TriggerClawback revised-result']);
    for (const [defect, cause] of [
      ['exhibit.tampered', 'tampering'],
      ['seizure.corrected-later', 'finding'],
    ] as const) {
      const doubted = operation(seized([certified()], { defects: [defect], later: [{ defect, position: 40 }] }));
      expect(asks(known(), granted, paid, known(doubted))).toEqual([]);
      const found = { ...doubted, upheld: ruled('seizure-1', defect) };
      expect(asks(known(), granted, paid, known(found))).toEqual([`TriggerClawback ${cause}`]);
    }
    const linked = { ...kilograms(1), later: [{ defect: 'case.linked-later', position: 40 }] };
    expect(asks(known(), granted, paid, known(linked, { duplicateOf: 'case-1' }))).toEqual([]);
    const accepted = { ...linked, cleared: ruled(linked.operationId, 'case.linked-later') };
    expect(asks(known(), granted, paid, known(accepted, { duplicateOf: 'case-1' }))).toEqual(['TriggerClawback duplicate']);
  });

  it('claims nothing back for whatever else an assessment comes to nothing by', () => {
    const unauthorised = operation(seized([certified()], { defects: ['search.no-authorisation'] }));
    expect(asks(known(), granted, paid, known(unauthorised))).toEqual([]);
    expect(asks(known(), granted, paid, known(kilograms(1), { duplicateOf: 'case-1' }))).toEqual([]);
  });

  it('holds up and claims nothing back for what is merely irregular', () =>
    expect(
      asks(known(), granted, paid, known({ ...operation(seized([certified()], { defects: ['seal.broken'] })), ...suspects('convicted') })),
    ).toEqual(['ReleaseStage final-verdict']));

  it('rejects a duplicate that is not granted yet, once', () => {
    const duplicate = known(kilograms(1), { duplicateOf: 'case-1' });
    expect(asks(known(), duplicate)).toEqual(['RejectReward reward.duplicate']);
    expect(asks(known(), duplicate, fact('RewardRejected', { round: 0 }), duplicate)).toEqual([]);
    const linkedLater = { ...kilograms(1), later: [{ defect: 'case.linked-later', position: 40 }] };
    expect(asks(known(), known(linkedLater, { duplicateOf: 'case-1' }))).toEqual([]);
  });

  it('does nothing more after a clawback', () => {
    const clawedBack = fact('ClawbackTriggered');
    expect(asks(known(), granted, paid, known(suspects('acquitted')), clawedBack, known(suspects('convicted')))).toEqual([]);
  });
});

describe('a granted reward', () => {
  let scheme: Scheme;
  let id: string;
  beforeEach(async () => {
    scheme = await new Scheme().open(khr(100_000_000));
    id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.settle();
  });
  afterEach(() => scheme.close());
  const dataOf = async (type: string) => (await scheme.events(type)).map(({ data }) => data);

  it('is claimed back at acquittal after stage one: exactly that, with the rest back in the pool and the caps released', async () => {
    await scheme.pay(id);
    await scheme.assess('the warehouse', { suspects: [suspect('lesser', { outcome: 'acquitted' })] });
    await scheme.settle();
    const parts = [
      { recipientId: 'officer-sokha', amount: khr(6_000_000) },
      { recipientId: 'officer-dara', amount: khr(6_000_000) },
      { recipientId: 'unit-phnom-penh-1', amount: khr(8_000_000) },
    ];
    expect(await dataOf('ClawbackTriggered')).toMatchObject([{ cause: 'acquittal', recover: parts, forfeited: khr(20_000_000) }]);
    expect(await scheme.totals()).toMatchObject({ spent: 20_000_000n, recovered: 0n, reserved: 0n });
    expect([await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')]).toEqual([0n, 0n]);
  });

  it('has everything back in the pool once what was claimed is repaid and set off', async () => {
    await scheme.pay(id);
    await scheme.assess('the warehouse', { suspects: [suspect('lesser', { outcome: 'acquitted' })] });
    await scheme.settle();
    const [clawback] = (await dataOf('ClawbackTriggered')) as readonly {
      readonly recover: readonly { readonly recoveryId: string; readonly amount: object }[];
    }[];
    for (const [index, { recoveryId, amount }] of (clawback?.recover ?? []).entries()) {
      const receiptId = `00000000-0000-8000-8000-00000000000${index}`;
      const owed = amount as ReturnType<typeof khr>;
      const repaid = { recoveryId, receiptId, amount: owed, reference: `R-${index}` };
      await scheme.reward(id, deciders.rith, index === 0 ? setOff(recoveryId, owed, receiptId) : { type: 'RecordRepayment', data: repaid });
    }
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ credits: 120_000_000n, spent: 20_000_000n, recovered: 20_000_000n });
    expect(await scheme.storyOf(id)).toContain('RewardCompleted');
  });

  it('is claimed back when the result is revised under the threshold, and due again when it is revised back', async () => {
    await scheme.assess('the warehouse', { seizures: [seized([certified({ netMg: 999_999 })])] });
    await scheme.settle();
    expect(await dataOf('ClawbackTriggered')).toMatchObject([{ cause: 'revised-result', recover: [], forfeited: khr(40_000_000) }]);
    await scheme.assess('the warehouse', { seizures: [seized([certified({ netMg: 1_000_001 })])] });
    await scheme.settle();
    expect(await dataOf('ClawbackTriggered')).toHaveLength(1);
    expect(await dataOf('ClawbackReversed')).toMatchObject([{ payments: [], unforfeited: khr(40_000_000), amount: khr(40_000_000) }]);
    expect(await scheme.totals()).toMatchObject({ spent: 40_000_000n, recovered: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(12_000_000n);
  });

  it('has its payments on the way decided by how they end: executed they are claimed back, failed they are forfeited', async () => {
    const { state } = await scheme.load(id);
    const [first, second] = state.payments;
    for (const payment of [first, second])
      await scheme.reward(id, deciders.rith, { type: 'InstructPayment', data: { paymentId: payment?.paymentId ?? '' } });
    await scheme.assess('the warehouse', { seizures: [seized([certified({ netMg: 999_999 })])] });
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 12_000_000n });
    expect(await scheme.countsFor('officer-sokha')).toBe(6_000_000n);
    const bank = { bankReference: 'transfer-1', executedAt: scheme.at };
    await scheme.reward(id, deciders.vannak, { type: 'ConfirmPayment', data: { paymentId: first?.paymentId ?? '', ...bank } });
    await scheme.reward(id, deciders.vannak, {
      type: 'ReportPaymentFailure',
      data: { paymentId: second?.paymentId ?? '', reason: 'Account closed' },
    });
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 6_000_000n, recovered: 0n });
    expect([await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')]).toEqual([0n, 0n]);
  });

  it('pays both stages when somebody is convicted, and is complete', async () => {
    await scheme.assess('the warehouse', { suspects: [suspect('lesser', { outcome: 'convicted' })] });
    await scheme.settle();
    await scheme.pay(id);
    expect(await dataOf('StageReleased')).toMatchObject([{ stage: 'laboratory' }, { stage: 'final-verdict' }]);
    expect(await dataOf('RewardCompleted')).toEqual([{ outcome: 'paid' }]);
  });
});

describe('a reward that is not granted', () => {
  it('is returned where the law that enacted its policy was repealed after the vote', async () => {
    const scheme = await new Scheme().open(khr(100_000_000));
    const id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.instrument({ type: 'RepealLegalInstrument', data: { from: '2026-01-01', reason: 'Unconstitutional' } });
    await scheme.settle();
    expect((await scheme.events('RewardReturned')).map(({ data }) => data)).toMatchObject([{ code: 'policy.instrument-repealed' }]);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 0n });
    await scheme.close();
  });

  it('is rejected when its operation turns out to be rewarded already, also while money is set aside for it', async () => {
    const scheme = await new Scheme().open(khr(100_000_000));
    const id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.turn('reward-grant', { at: 4, after: true });
    await scheme.assess('the warehouse', {}, { duplicateOf: 'another case' });
    await scheme.settle(['reward-outcomes', 'reward-grant', 'reward-recovery']);
    const rejected = await scheme.events('RewardRejected');
    expect(rejected.map(({ data }) => data)).toMatchObject([{ code: 'reward.duplicate' }]);
    expect(await scheme.totals()).toMatchObject({ reserved: 0n, spent: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(0n);
    await scheme.close();
  });
});

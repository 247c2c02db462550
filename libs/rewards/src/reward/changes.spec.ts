import type { Actor } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { khr, minorUnits, sum } from '#libs/vocabulary';
import type { AssessmentInputs, PolicyTerms } from '#libs/reward-law';
import { applied, certified, kilograms, operation, seized, suspect } from '#libs/reward-law/testing';
import {
  after,
  approve,
  assess,
  chenda,
  clawBack,
  clear,
  conclude,
  convicted,
  eventsOf,
  fund,
  grant,
  granted,
  inMarch,
  maly,
  nary,
  paying,
  poolId,
  propose,
  release,
  reverse,
  rith,
  bopha,
  type Said,
  sann,
  sovann,
  standing,
  theProcess,
  tola,
  tried,
  vannak,
  verify,
  vote,
} from '../testing/decisions.ts';
import { reward } from './reward.ts';
import type { RewardCommand } from './reward-commands.ts';
import { decidedOf, standingOf } from './reward-money.ts';
import type { Reward } from './reward-standing.ts';
import { statusOf } from './reward-status.ts';
import { partsDecided } from './rules/decided-parts.ts';

const when = (story: readonly Said[], command: RewardCommand, by: Actor = theProcess) =>
  given(...eventsOf(...story)).when(reward, command, by, inMarch, standing(by));

/** A certified net weight in grams, to the uncertainty of none. */
const grams = (count: number): AssessmentInputs =>
  operation(seized([certified({ netMg: count * 1_000, grossMg: count * 1_050 })], { fieldGrossMg: count * 1_050 }));

const perUnit = applied('per_unit').terms;
const weighs = (count: number, terms = perUnit): Said => [theProcess, assess(grams(count), { terms })];

/** Verified, cleared, voted for and concluded by the people who did so before. */
const through: readonly Said[] = [
  [maly, verify],
  [bopha, clear],
  [nary, vote()],
  [sann, vote()],
  [tola, vote()],
  [tola, conclude()],
];

/** Proposed with the shares of the grant and carried through. */
const supplement = (round: number, terms: PolicyTerms = perUnit): readonly Said[] => [
  [sovann, propose({ terms })],
  ...through,
  [theProcess, approve(round)],
  [theProcess, grant(round)],
];

const proposeCorrection: RewardCommand = {
  type: 'ProposeCorrection',
  data: { statement: 'The laboratory weighed it anew', unit: 'unit-phnom-penh-1' },
};
const correct = (round: number): RewardCommand => ({ type: 'CorrectReward', data: { round } });
const correction = (round: number, by: Actor = sovann): readonly Said[] => [
  [by, proposeCorrection],
  ...through,
  [theProcess, correct(round)],
];

const grantedUnder = (terms: PolicyTerms, inputs: AssessmentInputs): readonly Said[] => [
  [theProcess, assess(inputs, { terms })],
  [sovann, propose({ terms })],
  ...granted.slice(2),
];
const paidOf = (story: readonly Said[]): readonly Said[] => [...story, ...paying(after(...story))];
const ofRound = (stage: 'laboratory' | 'final-verdict', round: number): RewardCommand => ({
  type: 'ReleaseStage',
  data: { stage, round, because: 'The result is certified' },
});

/** What each is to have, by recipient. */
const parts = (state: Reward): Readonly<Record<string, bigint>> =>
  Object.fromEntries(partsDecided(state).map(({ recipientId, amount }) => [recipientId, minorUnits(amount)]));

describe('a granted reward of which more is due by now', () => {
  const one = grantedUnder(perUnit, grams(1_000));
  const revised: readonly Said[] = [...paidOf([...one, [theProcess, release('laboratory')]]), weighs(2_400)];

  it('is supplemented by the difference, by the same chain, and says which lines changed', () => {
    const story: readonly Said[] = [...revised, ...supplement(2)];
    const state = after(...story);
    expect(state.rounds[1]?.change).toMatchObject({
      kind: 'supplement',
      decided: khr(40_000_000),
      due: khr(80_000_000),
      from: 1,
      to: 2,
      now: expect.arrayContaining([expect.stringContaining('2 whole units')]) as string[],
      noMore: expect.arrayContaining([expect.stringContaining('1 whole units')]) as string[],
    });
    expect(state.rounds[1]?.conclusion).toMatchObject({ change: 'supplement', poolId, amount: khr(40_000_000) });
    expect(state.supplements).toMatchObject([
      {
        round: 2,
        amount: khr(40_000_000),
        poolId,
        shares: [
          { recipientId: 'officer-sokha', amount: khr(13_332_000) },
          { recipientId: 'officer-dara', amount: khr(13_332_000) },
          { recipientId: 'unit-phnom-penh-1', amount: khr(13_336_000) },
        ],
        stages: [
          { on: 'laboratory', amount: khr(20_000_000) },
          { on: 'final-verdict', amount: khr(20_000_000) },
        ],
      },
    ]);
    expect(decidedOf(state)).toEqual(khr(80_000_000));
  });

  it('releases each stage of what was added by itself, once, and is paid of it as of the grant', () => {
    const story: readonly Said[] = [...revised, ...supplement(2), [theProcess, ofRound('laboratory', 2)]];
    when(story, ofRound('laboratory', 2)).thenNothing();
    when(story, ofRound('laboratory', 3)).thenRefused('reward.no-stage');
    const state = after(...paidOf([...story, [theProcess, release('final-verdict')], [theProcess, ofRound('final-verdict', 2)]]));
    expect(state.payments).toHaveLength(12);
    expect(new Set(state.payments.map(({ paymentId }) => paymentId)).size).toBe(12);
    expect(standingOf(state)).toMatchObject({
      granted: khr(40_000_000),
      supplemented: khr(40_000_000),
      paid: khr(80_000_000),
      unpaid: khr(0),
    });
    expect(state.completed).toBe('paid');
  });

  it('is complete no more where all of it was paid', () => {
    const all = paidOf([...one, [theProcess, release('laboratory')], [theProcess, release('final-verdict')]]);
    expect(after(...all).completed).toBe('paid');
    const state = after(...all, weighs(2_400), ...supplement(2));
    expect(state.completed).toBeUndefined();
    expect(statusOf(state)).toBe('granted');
  });

  it('is not proposed again where nothing more is due, and not corrected', () => {
    when(one, propose({ terms: perUnit }), sovann).thenRefused('reward.granted');
    when([...revised, ...supplement(2)], propose({ terms: perUnit }), sovann).thenRefused('reward.granted');
    when(revised, proposeCorrection, sovann).thenRefused('reward.nothing-to-correct');
  });

  it('comes to nothing where facts overtake it, whatever was voted', () => {
    const voted: readonly Said[] = [...revised, [sovann, propose({ terms: perUnit })], ...through.slice(0, -1)];
    when([...voted, weighs(3_000)], conclude(), tola).thenRefused('reward.proposal-outdated');
    when([...voted, weighs(1_000)], conclude(), tola).thenRefused('reward.proposal-outdated');
    when([...voted, [tola, conclude()], [theProcess, approve(2)], weighs(1_000)], grant(2)).thenRefused('reward.proposal-outdated');
  });

  it('stays as it was where the committee votes against it, or the pool has nothing, and that is not the end of it', () => {
    const against: readonly Said[] = [
      [nary, vote('against')],
      [sann, vote('against')],
      [tola, vote()],
      [tola, conclude()],
    ];
    const down: readonly Said[] = [...revised, [sovann, propose({ terms: perUnit })], [maly, verify], [bopha, clear], ...against];
    expect(eventsOf(...down).at(-1)).toMatchObject({ type: 'RewardReturned', data: { round: 2, code: 'reward.voted-down' } });
    expect(statusOf(after(...down))).toBe('granted');
    when(down, propose({ terms: perUnit }), sovann).thenRefused('reward.voted-down');
    expect(tried(after(...down, weighs(3_000)), sovann, propose({ terms: perUnit })).refused).toBeUndefined();
    const empty: Said = [theProcess, { type: 'ReturnReward', data: { round: 2, code: 'pool.insufficient-funds', reason: 'It is empty' } }];
    const returned: readonly Said[] = [...revised, [sovann, propose({ terms: perUnit })], ...through, empty];
    expect(decidedOf(after(...returned))).toEqual(khr(40_000_000));
    expect(decidedOf(after(...returned, ...supplement(3)))).toEqual(khr(80_000_000));
    when([...revised, ...supplement(2)], empty[1]).thenRefused('reward.granted');
  });

  it('is decided on by nobody with a share, by what was granted or by what is proposed', () => {
    const sokha: Actor = { id: 'officer-sokha', roles: ['unit-head'] };
    when(revised, propose({ terms: perUnit }), sokha).thenRefused('reward.own-share');
    const toDara = propose({
      terms: perUnit,
      shares: [{ recipientId: 'officer-dara', kind: 'person', shareBp: 10_000, form: 'bank-transfer' }],
    });
    const proposed: readonly Said[] = [...revised, [sovann, toDara]];
    when(proposed, verify, sokha).thenRefused('reward.own-share');
    when(proposed, verify, bopha).thenRefused('reward.other-duty', { duty: 'clearance' });
  });

  it('stays within the cap of an officer for a case, with what was granted before', () => {
    const capped: PolicyTerms = { ...perUnit, caps: { officerPerCase: khr(15_000_000) } };
    const story: readonly Said[] = [...grantedUnder(capped, grams(1_000)), weighs(2_400, capped), ...supplement(2, capped)];
    const state = after(...story);
    expect(parts(state)).toEqual({
      'officer-sokha': 15_000_000n,
      'officer-dara': 15_000_000n,
      'unit-phnom-penh-1': 50_000_000n,
    });
    expect(state.rounds[1]?.conclusion?.caps.map(({ amount }) => amount)).toEqual([khr(1_668_000), khr(1_668_000)]);
    expect(state.rounds[1]?.allocation?.shares[0]?.why.at(-1)).toContain('13,332,000 was granted before');
  });

  it('is topped up when an organiser is finally convicted, also where couriers had it all go to the fund', () => {
    const byRole = applied('network_first').terms;
    const courier = grantedUnder(byRole, { ...kilograms(1), suspects: [suspect('lesser')] });
    expect(parts(after(...courier))).toEqual({ 'unit-phnom-penh-1': 10_000_000n });
    const organiser = suspect('leading', { standing: 'final', outcome: 'convicted', accused: true });
    const judged: Said = [theProcess, assess({ ...kilograms(1), suspects: [organiser] }, { terms: byRole })];
    const state = after(...courier, judged, ...supplement(2, byRole));
    expect(decidedOf(state)).toEqual(khr(60_000_000));
    expect(state.supplements?.[0]?.amount).toEqual(khr(50_000_000));
    expect(parts(state)).toEqual({
      'officer-sokha': 16_665_000n,
      'officer-dara': 16_665_000n,
      'unit-phnom-penh-1': 26_670_000n,
    });
  });
});

describe('a granted reward of which less is due by now', () => {
  const three = grantedUnder(perUnit, grams(3_200));
  const half = paidOf([...three, [theProcess, release('laboratory')]]);

  it('is corrected: less is paid of what was not paid yet, and the rest is paid again', () => {
    const story: readonly Said[] = [...half, weighs(2_100), ...correction(2)];
    const event = eventsOf(...story).findLast(({ type }) => type === 'RewardCorrected');
    expect(event).toMatchObject({
      data: {
        round: 2,
        poolId,
        amount: khr(40_000_000),
        reason: expect.stringContaining('80,000,000') as string,
        recover: [],
        forfeited: khr(40_000_000),
        forfeits: [
          { recipientId: 'officer-sokha', amount: khr(13_332_000) },
          { recipientId: 'officer-dara', amount: khr(13_332_000) },
          { recipientId: 'unit-phnom-penh-1', amount: khr(13_336_000) },
        ],
        caps: [
          { officerId: 'officer-sokha', amount: khr(13_332_000) },
          { officerId: 'officer-dara', amount: khr(13_332_000) },
        ],
      },
    });
    const state = after(...story);
    expect(statusOf(state)).toBe('granted');
    expect(standingOf(state)).toMatchObject({ paid: khr(60_000_000), unpaid: khr(20_000_000), forfeited: khr(40_000_000) });
    const released = after(...story, [theProcess, release('final-verdict')]);
    expect(
      sum(
        'KHR',
        released.payments.filter(({ status }) => status === 'released').map(({ amount }) => amount),
      ),
    ).toEqual(khr(20_000_000));
    expect(after(...paidOf([...story, [theProcess, release('final-verdict')]])).completed).toBe('paid');
  });

  it('lowers what was released and not paid, and claims back exactly what is too much of what was', () => {
    const released: readonly Said[] = [...three, [theProcess, release('laboratory')]];
    const lowered = after(...released, weighs(2_100), ...correction(2));
    expect(lowered.payments.map(({ amount }) => minorUnits(amount))).toEqual([13_332_000n, 13_332_000n, 13_336_000n]);
    const all = paidOf([...half, [theProcess, release('final-verdict')]]);
    const owing = after(...all, weighs(2_100), ...correction(2));
    expect(owing.recoveries).toMatchObject([
      { recipientId: 'officer-sokha', amount: khr(13_332_000) },
      { recipientId: 'officer-dara', amount: khr(13_332_000) },
      { recipientId: 'unit-phnom-penh-1', amount: khr(13_336_000) },
    ]);
    expect(owing.completed).toBeUndefined();
    const repaid = owing.recoveries.map(({ recoveryId, amount, recipientId }): Said => [
      rith,
      { type: 'RecordRepayment', data: { recoveryId, receiptId: `receipt of ${recipientId}`, amount, reference: `R of ${recipientId}` } },
    ]);
    expect(after(...all, weighs(2_100), ...correction(2), ...repaid).completed).toBe('paid');
  });

  it('is proposed by integrity where no head of a unit does, and by nobody who would give something back', () => {
    const less: readonly Said[] = [...half, weighs(2_100)];
    const outside: RewardCommand = { type: 'ProposeCorrection', data: { statement: 'Nobody has', unit: 'integrity-office' } };
    when(less, outside, maly).thenRefused('reward.unit-not-on-roster');
    when(less, outside, { id: 'officer-sokha', roles: ['integrity-officer'] }).thenRefused('reward.own-share');
    expect(decidedOf(after(...less, ...correction(2, chenda)))).toEqual(khr(80_000_000));
    when(less, propose({ terms: perUnit }), sovann).thenRefused('reward.less-due');
    when(half, proposeCorrection, sovann).thenRefused('reward.nothing-to-correct');
  });

  it('waits for a payment that is on its way', () => {
    const released: readonly Said[] = [...three, [theProcess, release('laboratory')]];
    const [first] = after(...released).payments;
    const paymentId = first?.paymentId ?? '';
    const leaving: readonly Said[] = [...released, [rith, { type: 'InstructPayment', data: { paymentId } }], weighs(2_100)];
    when(leaving, proposeCorrection, sovann).thenRefused('reward.payment-on-its-way', { paymentId });
    const arrived: Said = [vannak, { type: 'ConfirmPayment', data: { paymentId, bankReference: 'NBC-7', executedAt: inMarch } }];
    expect(decidedOf(after(...leaving, arrived, ...correction(2)))).toEqual(khr(80_000_000));
  });

  it('takes all from others than the fund where a court says that there are only couriers, and the fund keeps what is due', () => {
    const byRole = applied('network_first').terms;
    const leading = grantedUnder(byRole, { ...kilograms(1), suspects: [suspect('leading')] });
    const courier = { ...kilograms(1), suspects: [suspect('lesser', { standing: 'final', outcome: 'convicted' })] };
    const state = after(...leading, [theProcess, assess(courier, { terms: byRole })], ...correction(2));
    expect(parts(state)).toEqual({ 'officer-sokha': 0n, 'officer-dara': 0n, 'unit-phnom-penh-1': 10_000_000n });
    expect(decidedOf(state)).toEqual(khr(10_000_000));
    expect(statusOf(state)).toBe('granted');
  });

  it('goes up and down again, and a clawback afterwards takes all of it, and given back it is all there', () => {
    const changed: readonly Said[] = [...half, weighs(2_100), ...correction(2), weighs(5_000), ...supplement(3)];
    expect(decidedOf(after(...changed))).toEqual(khr(200_000_000));
    const down: readonly Said[] = [...changed, weighs(4_000), ...correction(4)];
    expect(decidedOf(after(...down))).toEqual(khr(160_000_000));
    const clawed = after(...down, [theProcess, clawBack]);
    expect(standingOf(clawed)).toMatchObject({ unpaid: khr(0), toRecover: khr(60_000_000), forfeited: khr(180_000_000) });
    const again = after(
      ...down,
      [theProcess, clawBack],
      [theProcess, assess({ ...grams(4_000), suspects: convictedIn() }, { terms: perUnit })],
    );
    const back = tried(again, theProcess, reverse).state;
    const reversalId = back.reversals?.[0]?.reversalId ?? '';
    const funded = tried(back, theProcess, fund(reversalId)).state;
    expect(standingOf(funded)).toMatchObject({ unpaid: khr(100_000_000), outstanding: khr(0) });
    expect(decidedOf(funded)).toEqual(khr(160_000_000));
  });
});

/** A suspect of the operation is finally convicted, as `convicted` has it. */
function convictedIn(): AssessmentInputs['suspects'] {
  return convicted.type === 'AssessEligibility' ? convicted.data.inputs.suspects : [];
}

describe('a share', () => {
  const story: readonly Said[] = paidOf([...granted, [theProcess, release('laboratory')]]);
  const both: readonly Said[] = [...story, [theProcess, release('final-verdict')]];
  const paymentId = after(...both).payments.find(({ status }) => status === 'released')?.paymentId ?? '';
  const instruct = (reason?: string): RewardCommand => ({
    type: 'InstructPayment',
    data: { paymentId, ...(reason !== undefined && { reason }) },
  });

  it('is not paid in parts within thirty days without a reason, and what they come to together is recorded', () => {
    when(both, instruct(), rith).thenRefused('payment.in-parts', { recipientId: 'officer-sokha', together: khr(13_332_000) });
    when(both, instruct('.'), rith).thenRefused('payment.reason-says-nothing');
    const [event] = eventsOf(...both, [rith, instruct('The court convicted a week after the laboratory')]).slice(-1);
    expect(event).toMatchObject({ type: 'PaymentInstructed', data: { together: khr(13_332_000), reason: expect.any(String) as string } });
  });

  it('is paid without one when the parts are thirty days apart', () => {
    const inMay = '2026-05-20T09:00:00.000Z';
    const events = reward.decide(issued(instruct(), rith, inMay, standing(rith)), after(...both));
    expect(events).toMatchObject([{ type: 'PaymentInstructed' }]);
    expect(events[0]?.data).not.toHaveProperty('together');
  });

  it('is not paid while its officer is suspended, whenever it was granted, and is once they are back', () => {
    const released: readonly Said[] = [...granted, [theProcess, release('laboratory')]];
    const [first] = after(...released).payments;
    const data = { paymentId: first?.paymentId ?? '' };
    when(released, { type: 'InstructPayment', data: { ...data, suspended: true } }, rith).thenRefused('payment.recipient-suspended');
    expect(tried(after(...released), rith, { type: 'InstructPayment', data }).refused).toBeUndefined();
  });
});

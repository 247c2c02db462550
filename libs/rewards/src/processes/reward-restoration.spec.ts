import type { Event } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { suspect } from '#libs/reward-law/testing';
import type { SuspectFacts } from '#libs/reward-law';
import { khr, type Money } from '#libs/vocabulary';
import { rewardStream } from '../reward/reward-events.ts';
import { deciders, Scheme } from '../testing/scheme.ts';
import { rewardRestoration } from './reward-restoration.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const fact = (type: string, data: object = {}): Event => ({ type, data });
const eligible = fact('EligibilityAssessed', { assessment: { verdict: 'eligible' } });
const clawedBack = fact('ClawbackTriggered');
const reversed = fact('ClawbackReversed', { reversalId: 'reversal-1', poolId: 'pool-1', amount: khr(12), caps: [] });
const under = (...facts: readonly Event[]) =>
  given(...facts)
    .under({ stream: rewardStream('a-reward'), recordedAt: '2026-09-01T00:00:00.000Z' })
    .reactionOf(rewardRestoration, 'a-reward');

describe('what is given back, as a pure function', () => {
  it('is asked for when an operation is eligible again after a clawback, and not otherwise', () => {
    expect(under(eligible).commands).toBeUndefined();
    expect(under(clawedBack, fact('EligibilityAssessed', { assessment: { verdict: 'suspended' } })).commands).toBeUndefined();
    expect(under(clawedBack, eligible).commands).toMatchObject([{ type: 'ReverseClawback' }]);
    expect(under(clawedBack, eligible, reversed, eligible).commands).toBeUndefined();
  });

  it('is drawn once, and tried again each day that the pool refuses it', () => {
    const { state, commands = [] } = under(clawedBack, reversed);
    const [drawing] = commands;
    expect(drawing).toMatchObject({ type: 'DrawRestoration', data: { amount: khr(12), expiresAt: '2026-09-15T00:00:00.000Z' } });
    if (drawing === undefined) throw new Error('Nothing is drawn');
    const refused = { type: 'CommandRefused', command: drawing, code: 'pool.insufficient-funds', message: 'Empty' } as const;
    const waiting = rewardRestoration.react(state, refused, 'a-reward');
    expect(waiting.timeouts).toEqual({ again: '2026-09-02T00:00:00.000Z' });
    const due = { type: 'TimeoutReached', name: 'again', due: '2026-09-02T00:00:00.000Z' } as const;
    const next = rewardRestoration.react(waiting.state, due, 'a-reward').commands ?? [];
    expect(next).toMatchObject([{ type: 'DrawRestoration', data: { amount: khr(12), expiresAt: '2026-09-16T00:00:00.000Z' } }]);
    expect(next[0]?.data).not.toMatchObject({ reservationId: (drawing.data as { reservationId: string }).reservationId });
  });
});

describe('a reward that was clawed back at an acquittal', () => {
  let scheme: Scheme;
  let id: string;
  beforeEach(async () => {
    scheme = await new Scheme().open(khr(40_000_000));
    id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.settle();
    await scheme.pay(id);
    await court('acquitted');
    await scheme.settle();
  });
  afterEach(() => scheme.close());
  /** What the courts made of Vuthy. */
  const court = (outcome: SuspectFacts['outcome'], more: Partial<SuspectFacts> = {}) =>
    scheme.assess('the warehouse', { suspects: [suspect('lesser', { suspectId: 'vuthy', outcome, accused: true, ...more })] });
  const dataOf = async (type: string) => (await scheme.events(type)).map(({ data }) => data);
  const repay = async (recipientId: string, amount: Money) => {
    const { state } = await scheme.load(id);
    const { recoveryId = '' } = state.recoveries.find((one) => one.recipientId === recipientId) ?? {};
    await scheme.reward(id, deciders.rith, {
      type: 'RecordRepayment',
      data: { recoveryId, receiptId: `00000000-0000-8000-8000-${recipientId.length}0000000000`, amount, reference: `R-${recipientId}` },
    });
    await scheme.settle();
  };

  it('is due again when the acquittal is overturned, less what was never recovered', async () => {
    await repay('officer-sokha', khr(6_000_000));
    await repay('officer-dara', khr(1_000_001));
    await court('convicted');
    await scheme.settle();
    expect(await dataOf('ClawbackReversed')).toMatchObject([
      {
        amount: khr(27_000_001),
        payments: [
          { recipientId: 'officer-sokha', amount: khr(6_000_000), form: 'bank-transfer' },
          { recipientId: 'officer-dara', amount: khr(1_000_001) },
        ],
        unforfeited: khr(20_000_000),
        cancelled: [
          { recipientId: 'officer-sokha', amount: khr(0) },
          { recipientId: 'officer-dara', amount: khr(4_999_999) },
          { recipientId: 'unit-phnom-penh-1', amount: khr(8_000_000) },
        ],
      },
    ]);
    // The conviction releases the second stage, and two hands pay all of it as before.
    await scheme.pay(id);
    const { state } = await scheme.load(id);
    expect(state.completed).toBe('paid');
    expect(await scheme.totals()).toMatchObject({ spent: 47_000_001n, recovered: 7_000_001n, reserved: 0n });
    expect([await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')]).toEqual([12_000_000n, 12_000_000n]);
  });

  it('is due again when the verdict is withdrawn, without the stage that waits for a verdict', async () => {
    await court('pending');
    await scheme.settle();
    expect(await dataOf('ClawbackReversed')).toMatchObject([{ amount: khr(20_000_000), payments: [] }]);
    expect((await scheme.load(id)).state.stages.map(({ stage }) => stage)).toEqual(['laboratory']);
    expect(await scheme.storyOf(id)).not.toContain('RewardSuspended');
  });

  it('stays clawed back where no acquittal fell away: by charging somebody else, or an irregular conviction', async () => {
    await scheme.assess('the warehouse', {
      suspects: [
        suspect('lesser', { suspectId: 'vuthy', outcome: 'acquitted', accused: true }),
        suspect('leading', { suspectId: 'somebody-else', accused: true }),
      ],
    });
    await scheme.settle();
    await court('pending', { irregular: { outcome: 'convicted', defects: ['verdict.no-trial'] } });
    await scheme.settle();
    expect(await dataOf('ClawbackReversed')).toEqual([]);
  });

  it('waits for the pool, which is asked every day, and is paid of nothing meanwhile', async () => {
    await scheme.pool({
      type: 'ReserveFunds',
      data: {
        reservationId: '00000000-0000-8000-8000-000000000009',
        amount: khr(10_000_000),
        purpose: 'operational-use',
        reference: 'Boats',
        expiresAt: new Date(scheme.now + 3 * DAY_MS).toISOString(),
      },
    });
    await court('convicted');
    await scheme.settle();
    const { state } = await scheme.load(id);
    expect(state.reversals).toMatchObject([{ funded: false }]);
    expect(await scheme.storyOf(id)).not.toContain('RestorationFunded');
    expect(state.stages).toHaveLength(1);
    await scheme.pool({ type: 'ReleaseReservation', data: { reservationId: '00000000-0000-8000-8000-000000000009', reason: 'No boats' } });
    scheme.now += 2 * DAY_MS;
    await scheme.settle();
    expect(await dataOf('RestorationFunded')).toMatchObject([{ amount: khr(20_000_000) }]);
    expect((await scheme.load(id)).state.stages.map(({ stage }) => stage)).toEqual(['laboratory', 'final-verdict']);
  });

  it('is claimed back again where the court acquits again, exactly what each has by then', async () => {
    await repay('officer-sokha', khr(2_000_000));
    await court('convicted');
    await scheme.settle();
    await scheme.pay(id);
    await court('acquitted');
    await scheme.settle();
    expect(await dataOf('ClawbackTriggered')).toMatchObject([
      {},
      {
        recover: [
          { recipientId: 'officer-sokha', amount: khr(12_000_000) },
          { recipientId: 'officer-dara', amount: khr(12_000_000) },
          { recipientId: 'unit-phnom-penh-1', amount: khr(16_000_000) },
        ],
        forfeited: khr(0),
      },
    ]);
    expect([await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')]).toEqual([0n, 0n]);
  });

  it('is given back once, at whatever step the worker dies', async () => {
    await court('convicted');
    for (let at = 1; at <= 14; at++) await scheme.turn('reward-restoration', { at, after: at % 2 === 0 });
    await scheme.settle();
    expect(await dataOf('ClawbackReversed')).toHaveLength(1);
    expect(await dataOf('RestorationFunded')).toHaveLength(1);
    await scheme.pay(id);
    expect(await scheme.totals()).toMatchObject({ spent: 40_000_000n, recovered: 0n, reserved: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(12_000_000n);
  });

  it('counts for an officer again who is suspended by now, and was granted more since', async () => {
    await scheme.officer('officer-sokha', { type: 'SuspendOfficer', data: { from: '2026-01-01', reason: 'An inquiry' } });
    await court('convicted');
    await scheme.settle();
    expect(await scheme.countsFor('officer-sokha')).toBe(12_000_000n);
  });
});

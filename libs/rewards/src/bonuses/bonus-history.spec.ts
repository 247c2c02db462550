import fc from 'fast-check';
import type { Event, RecordedEvent } from '#libs/event-sourcing';
import { fold, projectionLaws, recorded } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { officerEvents } from '#libs/registry';
import { khr, type Money, money, usd } from '#libs/vocabulary';
import { type BonusHistory, bonusHistory } from './bonus-history.ts';
import { rewardEvents, rewardStream } from '../reward/reward-events.ts';
import { suspect } from '#libs/reward-law/testing';
import { deciders, Scheme } from '../testing/scheme.ts';

type Handled = Parameters<typeof bonusHistory.evolve>[1];
const sokha = { recipientId: 'officer-sokha', kind: 'person' } as const;
const unit = { recipientId: 'unit-phnom-penh-1', kind: 'unit' } as const;
const entitlement = { caseId: 'case-1', operationId: 'case-1', policyId: 'policy-1' };
const said = (type: string, data: object, stream: string = rewardStream('reward-1')) => ({ stream, event: { type, data } as Event });
const granted = (amount: Money, stream?: string) =>
  said(
    'RewardGranted',
    { ...entitlement, round: 1, version: 1, poolId: 'pool-1', amount, shares: [{ ...sokha, amount, form: 'bank-transfer' }] },
    stream,
  );
const paid = (amount: Money) => said('PaymentExecuted', { ...entitlement, ...sokha, amount, executedAt: '2026-04-01T10:00:00+07:00' });
const clawback = (forfeited: Money) => ({
  ...entitlement,
  ...{ clawbackId: 'c', cause: 'duplicate', reason: 'Twice', poolId: 'pool-1', forfeited, caps: [] },
});
const officer = (type: 'OfficerRegistered' | 'OfficerTransferred', of: string) => said(type, { unit: of }, 'officer-officer-sokha');

const rowsOf = (history: readonly ReturnType<typeof said>[]) =>
  fold(
    bonusHistory,
    history.map(({ stream, event }, place) => recorded(event, place, { stream }) as unknown as Handled),
  );
const row = (...history: readonly ReturnType<typeof said>[]): BonusHistory | undefined => rowsOf(history).get('person/officer-sokha');

describe('the history of bonuses', () => {
  it('shows a grant as granted until it is paid', () => {
    expect(row(granted(khr(12)))).toMatchObject({
      bonuses: [{ rewardId: 'reward-1', caseId: 'case-1', granted: khr(12), paid: khr(0) }],
      totals: [{ currency: 'KHR', granted: khr(12), paid: khr(0) }],
      rewards: 1,
      caseIds: ['case-1'],
      grantedKHR: 12,
      paidKHR: 0,
    });
    expect(row(granted(khr(12)), paid(khr(5)), paid(khr(7)))).toMatchObject({
      bonuses: [{ paid: khr(12), paidAt: '2026-04-01T03:00:00.000Z' }],
      paidKHR: 12,
    });
  });

  it('adds nothing up across currencies', () =>
    expect(row(granted(khr(12)), granted(usd(5), rewardStream('reward-2')))).toMatchObject({
      totals: [
        { currency: 'KHR', granted: khr(12) },
        { currency: 'USD', granted: usd(5) },
      ],
      rewards: 2,
      caseIds: ['case-1'],
    }));

  it('knows the unit ordered last, also of who was granted nothing', () => {
    expect(row(officer('OfficerRegistered', 'unit-a'))).toMatchObject({ unit: 'unit-a', bonuses: [], rewards: 0 });
    expect(row(officer('OfficerRegistered', 'unit-a'), granted(khr(1)), officer('OfficerTransferred', 'unit-b'))).toMatchObject({
      unit: 'unit-b',
      rewards: 1,
    });
  });

  it('sorts by sums beyond what a number keeps as if they were the most it does', () =>
    expect(row(granted(khr(10n ** 18n)))).toMatchObject({ totals: [{ granted: khr(10n ** 18n) }], grantedKHR: Number.MAX_SAFE_INTEGER }));

  it('follows a reward from the grant to the last riel that came back, and tells of everybody where everything is', async () => {
    const scheme = await new Scheme().open(khr(40_000_000));
    const id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.settle();
    await scheme.pay(id);
    await scheme.assess('the warehouse', { suspects: [suspect('lesser', { outcome: 'acquitted' })] });
    await scheme.settle();
    const { state } = await scheme.load(id);
    const [recovery] = state.recoveries;
    await scheme.reward(id, deciders.rith, {
      type: 'RecordRepayment',
      data: { recoveryId: recovery?.recoveryId ?? '', receiptId: 'receipt-1', amount: khr(1_000_000), reference: 'R-1' },
    });
    const rows = fold(bonusHistory, (await scheme.events()) as readonly RecordedEvent<Handled>[]);
    expect(rows.get('person/officer-sokha')).toMatchObject({
      unit: 'unit-phnom-penh-1',
      bonuses: [
        {
          rewardId: id,
          granted: khr(12_000_000),
          released: khr(6_000_000),
          paid: khr(6_000_000),
          forfeited: khr(6_000_000),
          clawedBack: khr(6_000_000),
          recovered: khr(1_000_000),
          clawback: { cause: 'acquittal' },
        },
      ],
    });
    expect(rows.get('unit/unit-phnom-penh-1')).toMatchObject({
      totals: [
        { granted: khr(16_000_000), paid: khr(8_000_000), forfeited: khr(8_000_000), clawedBack: khr(8_000_000), recovered: khr(0) },
      ],
    });
    await scheme.close();
  });

  it('tells a unit what it forfeited although nothing was paid to it', () => {
    const rows = rowsOf([said('ClawbackTriggered', { ...clawback(khr(9)), recover: [], forfeits: [{ ...unit, amount: khr(9) }] })]);
    expect(rows.get('unit/unit-phnom-penh-1')).toMatchObject({ bonuses: [{ forfeited: khr(9) }] });
  });

  const amounts = fc.bigInt({ min: 0n, max: 10n ** 18n }).map((minor) => money('KHR', minor));
  const some = fc
    .tuple(fc.constantFrom(sokha, unit), fc.constantFrom('reward-1', 'reward-2'), amounts, fc.nat(8))
    .map(([who, reward, amount, which]) => {
      const part = { ...entitlement, ...who, amount };
      const stream = rewardStream(reward);
      const history = [
        said('RewardGranted', { ...entitlement, shares: [{ ...part, form: 'bank-transfer' }] }, stream),
        said('StageReleased', { ...entitlement, payments: [part] }, stream),
        said('PaymentExecuted', { ...part, executedAt: '2026-04-01T10:00:00+07:00' }, stream),
        said('ClawbackTriggered', { ...clawback(amount), recover: [part], forfeits: [part] }, stream),
        said('RecoverySetOff', part, stream),
        said('RecoveryRepaid', part, stream),
        said('RecoveryWrittenOff', part, stream),
        officer('OfficerRegistered', 'unit-a'),
      ];
      return history[which] ?? officer('OfficerTransferred', 'unit-b');
    });
  projectionLaws({
    projection: bonusHistory,
    catalogue: { ...rewardEvents, ...officerEvents },
    histories: fc.array(some as fc.Arbitrary<{ readonly stream: string; readonly event: Extract<Event, Handled> }>, {
      maxLength: 25,
    }),
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  });
});

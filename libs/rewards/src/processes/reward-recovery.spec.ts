import { deriveUuid } from '#libs/event-sourcing';
import { given } from '#libs/event-sourcing/testing';
import { khr } from '#libs/vocabulary';
import { rewardStream } from '../reward/reward-events.ts';
import { certified, seized } from '#libs/reward-law/testing';
import { deciders, Scheme } from '../testing/scheme.ts';
import { rewardRecovery } from './reward-recovery.ts';

const rewardId = 'a-reward';
const asks = (type: string, data: object) =>
  given({ type, data })
    .under({ stream: rewardStream(rewardId) })
    .reactionOf(rewardRecovery, rewardId).commands;
const sokha = { officerId: 'officer-sokha', capId: 'cap-1' };
const clawback = { clawbackId: 'clawback-1', poolId: 'pool-1', cause: 'acquittal', reason: 'Acquitted', recover: [] };

describe('what is put back, as a pure function', () => {
  it('reverses what was forfeited and releases what counted for officers, once a clawback', () =>
    expect(asks('ClawbackTriggered', { ...clawback, forfeited: khr(20), caps: [{ ...sokha, amount: khr(12) }] })).toEqual([
      {
        type: 'ReverseSpending',
        data: {
          poolId: 'pool-1',
          reversalId: deriveUuid('forfeited', 'clawback-1'),
          reference: rewardId,
          amount: khr(20),
          reason: 'Acquitted',
        },
      },
      {
        type: 'ReleaseCap',
        data: { ...sokha, releaseId: deriveUuid('clawed-back', 'clawback-1', 'cap-1'), amount: khr(12), reason: 'Acquitted' },
      },
    ]));

  it('makes no entry of nothing', () =>
    expect(asks('ClawbackTriggered', { ...clawback, forfeited: khr(0), caps: [{ ...sokha, amount: khr(0) }] })).toEqual([]));

  it('credits what is repaid or set off, by its receipt', () => {
    const receipt = { poolId: 'pool-1', receiptId: 'receipt-1', amount: khr(6) };
    const credit = (source: string) => [
      {
        type: 'CreditRecovery',
        data: {
          poolId: 'pool-1',
          recoveryId: deriveUuid('recovered', rewardId, 'receipt-1'),
          amount: khr(6),
          source,
          reference: rewardId,
        },
      },
    ];
    expect(asks('RecoveryRepaid', receipt)).toEqual(credit('reward repaid'));
    expect(asks('RecoverySetOff', receipt)).toEqual(credit('reward set off'));
  });
});

describe('a pool that is frozen', () => {
  it('takes back what is forfeited all the same', async () => {
    const scheme = await new Scheme().open(khr(40_000_000));
    const id = await scheme.assess('the warehouse');
    await scheme.conclude(id);
    await scheme.settle();
    await scheme.pool({ type: 'FreezePool', data: { reason: 'Under review' } }, deciders.chenda);
    await scheme.assess('the warehouse', { seizures: [seized([certified({ netMg: 999_999 })])] });
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 0n, recovered: 0n, reserved: 0n });
    expect(await scheme.countsFor('officer-sokha')).toBe(0n);
    await scheme.close();
  });
});

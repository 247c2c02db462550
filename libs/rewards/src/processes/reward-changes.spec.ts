import { type Assessment, packs, type PolicyTerms } from '#libs/reward-law';
import { certified, operation, seized, suspect } from '#libs/reward-law/testing';
import { khr } from '#libs/vocabulary';
import { decidedOf, standingOf } from '../reward/reward-money.ts';
import { Scheme } from '../testing/scheme.ts';

// What is added to a granted reward and taken off it, with the pool that pays and the officers whose caps it counts against.

const weighing = (grams: number, outcome: 'pending' | 'convicted' | 'acquitted' = 'pending') => {
  const { seizures } = operation(seized([certified({ netMg: grams * 1_000, grossMg: grams * 1_050 })], { fieldGrossMg: grams * 1_050 }));
  return { seizures, suspects: [suspect('lesser', { suspectId: 'vuthy', outcome, accused: true })] };
};

describe('a reward by the kilogram', () => {
  let scheme: Scheme;
  let id: string;
  const opened = async (available: number, terms: PolicyTerms, grams: number) => {
    scheme = await new Scheme().open(khr(available), terms);
    id = await scheme.assess('the warehouse', weighing(grams));
    await scheme.conclude(id);
    await scheme.settle();
  };
  afterEach(() => scheme.close());
  const revised = async (grams: number, outcome?: 'convicted' | 'acquitted'): Promise<Assessment | undefined> => {
    await scheme.assess('the warehouse', weighing(grams, outcome));
    await scheme.settle();
    return (await scheme.load(id)).state.assessment?.assessment;
  };
  const standing = async () => standingOf((await scheme.load(id)).state);
  const counts = async () => [await scheme.countsFor('officer-sokha'), await scheme.countsFor('officer-dara')];

  it('of one that was 2.4 by the revised certificate is supplemented, paid, and claimed back whole at acquittal', async () => {
    await opened(80_000_000, packs.per_unit, 1_000);
    await scheme.pay(id);
    await revised(2_400);
    await scheme.conclude(id);
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 80_000_000n, reserved: 0n });
    expect(await counts()).toEqual([24_000_000n, 24_000_000n]);
    const { state } = await scheme.load(id);
    expect(state.stages).toMatchObject([{ stage: 'laboratory' }, { stage: 'laboratory', round: 2 }]);
    await scheme.pay(id);
    expect(await standing()).toMatchObject({ paid: khr(40_000_000), unpaid: khr(40_000_000) });
    await revised(2_400, 'acquitted');
    expect(await standing()).toMatchObject({ toRecover: khr(40_000_000), forfeited: khr(40_000_000), unpaid: khr(0) });
    expect(await scheme.totals()).toMatchObject({ spent: 40_000_000n, reserved: 0n });
    expect(await counts()).toEqual([0n, 0n]);
  });

  it('of which nothing is due any more by a revised certificate is claimed back as before, supplemented or not', async () => {
    await opened(80_000_000, packs.per_unit, 1_000);
    await revised(2_400);
    await scheme.conclude(id);
    await scheme.settle();
    expect(decidedOf((await scheme.load(id)).state)).toEqual(khr(80_000_000));
    await revised(900);
    expect((await scheme.load(id)).state.clawbacks).toMatchObject([{ cause: 'revised-result', forfeited: khr(80_000_000) }]);
    expect(await scheme.totals()).toMatchObject({ spent: 0n, reserved: 0n });
  });

  it('stays as it was where the pool cannot pay a supplement, and nothing is left set aside', async () => {
    await opened(50_000_000, packs.per_unit, 1_000);
    await revised(2_400);
    await scheme.conclude(id);
    await scheme.settle();
    const { state } = await scheme.load(id);
    expect(state.rounds[1]?.returned).toMatchObject({ code: 'pool.insufficient-funds' });
    expect(decidedOf(state)).toEqual(khr(40_000_000));
    expect(await scheme.totals()).toMatchObject({ spent: 40_000_000n, reserved: 0n });
    expect(await counts()).toEqual([12_000_000n, 12_000_000n]);
    // Once there is money it is proposed anew.
    await scheme.pool({
      type: 'TopUpBudget',
      data: { topUpId: '00000000-0000-8000-8000-000000000002', amount: khr(30_000_000), source: 'Budget', reference: 'BT-2' },
    });
    await scheme.conclude(id);
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 80_000_000n, reserved: 0n });
  });

  it('of which officers reach their cap for a case gives the rest of a supplement to the fund', async () => {
    const capped: PolicyTerms = { ...packs.per_unit, caps: { officerPerCase: khr(20_000_000) } };
    await opened(80_000_000, capped, 1_000);
    await revised(2_400);
    await scheme.conclude(id);
    await scheme.settle();
    expect(await counts()).toEqual([20_000_000n, 20_000_000n]);
    expect(await scheme.totals()).toMatchObject({ spent: 80_000_000n, reserved: 0n });
  });

  it('of 3.2 that was 2.1, half of it paid, is corrected: less goes out, and the pool and the caps have the rest back', async () => {
    await opened(120_000_000, packs.per_unit, 3_200);
    await scheme.pay(id);
    await revised(2_100);
    expect((await scheme.load(id)).state.suspension?.reason).toContain('80,000,000');
    await scheme.correct(id);
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ spent: 80_000_000n, reserved: 0n });
    expect(await counts()).toEqual([24_000_000n, 24_000_000n]);
    await revised(2_100, 'convicted');
    await scheme.pay(id);
    const { state } = await scheme.load(id);
    expect(state.completed).toBe('paid');
    expect(await standing()).toMatchObject({ paid: khr(80_000_000), unpaid: khr(0), toRecover: khr(0) });
  });

  it('of which all was paid owes the difference, and what is paid back is put back', async () => {
    await opened(120_000_000, packs.per_unit, 3_200);
    await revised(3_200, 'convicted');
    await scheme.pay(id);
    expect((await scheme.load(id)).state.completed).toBe('paid');
    await revised(2_100, 'convicted');
    await scheme.correct(id);
    await scheme.settle();
    const { state } = await scheme.load(id);
    expect(await scheme.totals()).toMatchObject({ spent: 120_000_000n, recovered: 0n });
    expect(await counts()).toEqual([24_000_000n, 24_000_000n]);
    for (const [index, { recoveryId, amount }] of state.recoveries.entries()) {
      const receiptId = `00000000-0000-8000-8000-00000000010${index}`;
      const data = { recoveryId, receiptId, amount, reference: `R-${index}` };
      await scheme.reward(id, { id: 'officer-vannak', roles: ['finance-officer'] }, { type: 'RecordRepayment', data });
    }
    await scheme.settle();
    expect(await scheme.totals()).toMatchObject({ recovered: 40_000_000n });
    expect((await scheme.load(id)).state.completed).toBe('paid');
  });

  it('is corrected once, at whatever step the worker dies', async () => {
    for (let at = 1; ; at++) {
      await opened(120_000_000, packs.per_unit, 3_200);
      await scheme.pay(id);
      await revised(2_100);
      await scheme.correct(id);
      const operations = await scheme.turn('reward-grant', { at, after: at % 2 === 0 });
      await scheme.settle();
      expect(await scheme.events('RewardCorrected')).toHaveLength(1);
      expect(await scheme.totals()).toMatchObject({ spent: 80_000_000n, reserved: 0n });
      expect(await counts()).toEqual([24_000_000n, 24_000_000n]);
      if (operations < at) return;
      await scheme.close();
    }
  });
});

import { Freshness, type ProcessInstance, StoreUnavailable, Upcaster, Views } from '#libs/event-sourcing';
import { given, givesNoCommands, idOf } from '#libs/event-sourcing/testing';
import { documentedDistributions, pool, type PoolCommand, poolEvents, poolStream } from '#libs/pools';
import { asset } from './asset.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { runnableSettlementDistribution } from './book-distributions.ts';
import { settlementDistribution } from './settlement-distribution.ts';
import { day, fact, reversal, rithy } from './testing/cast.ts';
import { processForEach } from './testing/running.ts';

describe('the distribution of a settlement, as a pure function', () => {
  const history = (...facts: readonly AssetEvent[]) => given(...facts).under({ stream: 'asset-villa' });
  const { distributionId, poolId, amount } = fact.distributed.data;
  const credit = {
    type: 'CreditDistribution',
    data: { assetId: 'villa', distributionId, poolId, amount, settledAt: fact.settled().data.receivedAt },
  } as const;

  it('credits the pool as of when the money came in', () =>
    expect(history(fact.settled(), fact.distributed).reactionOf(settlementDistribution, 'villa')).toMatchObject({ commands: [credit] }));

  it('has the pool owe it once the order is reversed, and nothing where nothing was distributed', () => {
    const owe = [{ type: 'OweDistributions', data: { assetId: 'villa' } }];
    expect(history(fact.settled(), fact.distributed, fact.reversed).reactionOf(settlementDistribution, 'villa')).toMatchObject({
      commands: owe,
    });
    expect(history(fact.settled(), fact.reversed).reactionOf(settlementDistribution, 'villa').commands).toBeUndefined();
  });

  it('tries a credit that was refused again, later and later, at least once a day', () => {
    const refused = { type: 'CommandRefused', command: credit, code: 'pool.no-rule-in-force', message: 'No rule' } as const;
    let state = history(fact.settled(), fact.distributed).reactionOf(settlementDistribution, 'villa').state;
    const hours: number[] = [];
    for (let tries = 0; tries < 8; tries++) {
      const now = Date.parse(state?.now ?? '');
      const { state: refusedState, timeouts } = settlementDistribution.react(state, refused, 'villa');
      const due = timeouts?.[distributionId] ?? '';
      hours.push((Date.parse(due) - now) / 3_600_000);
      const again = settlementDistribution.react(refusedState, { type: 'TimeoutReached', name: distributionId, due }, 'villa');
      expect(again.commands).toEqual([credit]);
      ({ state } = again);
    }
    expect(hours).toEqual([1, 2, 4, 8, 16, 24, 24, 24]);
  });
});

describe('a settlement on its way to the pool', () => {
  const assetId = idOf('the villa');
  const poolId = idOf('the pool');
  const running = processForEach(settlementDistribution, new Upcaster(assetEvents, poolEvents));

  const context = () => running.context(rithy, 'villa');
  const carryOut = (...told: Parameters<typeof runnableSettlementDistribution.carryOut>): Promise<unknown> =>
    runnableSettlementDistribution.carryOut(...told);
  const run = (issue: typeof carryOut = carryOut) =>
    running.run((command, of) =>
      issue(running.aggregates, command, of, new Views(running.rows, new Freshness(running.rows), 100), givesNoCommands),
    );
  const record = async (...facts: readonly AssetEvent[]): Promise<void> => {
    const decider = { ...asset, decide: () => facts };
    await running.aggregates.handle(
      decider,
      assetStream(assetId),
      { type: 'LapseFreeze', data: { freeze: fact.frozen.data.order } },
      context(),
    );
  };
  const onPool = (command: PoolCommand) => running.aggregates.handle(pool, poolStream(poolId), command, context());
  const adoptRule = () =>
    onPool({
      type: 'AdoptDistributionRule',
      data: {
        ruleId: idOf('rule'),
        rule: { ...documentedDistributions['budget-29-authority-71'], effectiveFrom: day('2020-01-01'), legalInstrument: 'Instrument 12' },
      },
    });
  const idle = (holds?: (instance: ProcessInstance) => boolean) => running.idle(assetId, holds);
  const sold = [fact.identified, fact.ordered, fact.final, fact.confiscated, fact.sold(), fact.settled()];
  const distributed: AssetEvent = { ...fact.distributed, data: { ...fact.distributed.data, poolId } };

  it('is credited once although the process dies after the credit and before it knew', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await adoptRule();
    await record(...sold, distributed);
    const stop = run(async (...issued) => {
      await carryOut(...issued);
      throw new StoreUnavailable('Dead after', 'unknown');
    });
    await running.comes('ProceedsCredited');
    await stop();
    run();
    await idle();
    expect(await running.recorded('ProceedsCredited')).toMatchObject([
      { data: { settlementId: fact.distributed.data.distributionId, assetId } },
    ]);
  });

  it('waits for a rule of its time, and stands among the refusals meanwhile', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await record(...sold, distributed);
    const stop = run();
    const { refusals } = await idle((instance) => instance.refusals.length > 0);
    expect(refusals).toMatchObject([{ code: 'pool.no-rule-in-force' }]);
    await stop();
    await adoptRule();
    running.now += 2 * 60 * 60 * 1000;
    run();
    await running.comes('ProceedsCredited');
  });

  it('is owed back, once, as often as reversals are heard of', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await adoptRule();
    await record(...sold, distributed);
    await record(fact.reversed, { ...fact.reversed, data: { ...fact.reversed.data, decision: { ...reversal, reference: 'REV-2/26' } } });
    run();
    await running.comes('LiabilityRecognised');
    await idle();
    expect(await running.recorded('LiabilityRecognised')).toMatchObject([
      { data: { amount: fact.distributed.data.amount, shortfall: { currency: 'KHR' } } },
    ]);
    const { state } = await running.aggregates.load(pool, poolStream(poolId));
    expect(state.totals.liabilities).toBe(BigInt(fact.distributed.data.amount.amount));
  });

  it('is owed to nobody on one person’s word that a claim was upheld, until another says that it was filed', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await adoptRule();
    await record(...sold, distributed, fact.upheld);
    run();
    await running.comes('ProceedsCredited');
    await idle();
    expect(await running.recorded('LiabilityRecognised')).toEqual([]);
    const own: AssetEvent = { ...fact.claimed, data: { ...fact.claimed.data, hands: fact.upheld.data.hands } };
    await record(own);
    await idle();
    expect(await running.recorded('LiabilityRecognised')).toEqual([]);
    await record(fact.claimed);
    await running.comes('LiabilityRecognised');
  });
});

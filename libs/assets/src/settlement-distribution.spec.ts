import { memoryEventStore } from '#libs/event-store/memory';
import {
  type CommandContext,
  type EventStore,
  Freshness,
  AggregateStore,
  type ProcessInstance,
  ProcessManager,
  type ReadStore,
  StoreUnavailable,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { eventually, given, idOf } from '#libs/event-sourcing/testing';
import { documentedDistributions, pool, type PoolCommand, poolEvents, poolStream } from '#libs/pools';
import { memoryReadStore } from '#libs/read-store/memory';
import { asset } from './asset.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { runnableSettlementDistribution } from './book-distributions.ts';
import { type SettlementCommand, settlementDistribution } from './settlement-distribution.ts';
import { day, fact, reversal, rithy } from './testing/cast.ts';

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

const carryOut = (...issued: Parameters<typeof runnableSettlementDistribution.carryOut>): Promise<unknown> =>
  runnableSettlementDistribution.carryOut(...issued);

describe('a settlement on its way to the pool', () => {
  const assetId = idOf('the villa');
  const poolId = idOf('the pool');
  const upcaster = new Upcaster(assetEvents, poolEvents);
  let store: EventStore;
  let rows: ReadStore;
  let aggregates: AggregateStore;
  let now: number;
  let running: (() => Promise<void>)[];
  let commands: number;
  beforeEach(() => {
    store = memoryEventStore();
    rows = memoryReadStore();
    aggregates = new AggregateStore(store, upcaster);
    running = [];
    commands = 0;
    now = Date.now();
  });
  afterEach(async () => {
    await Promise.all(running.map((stop) => stop()));
    await store.close();
  });

  const context = (): CommandContext => ({
    commandId: idOf(`command ${++commands}`),
    correlationId: idOf('villa'),
    actor: rithy,
    at: new Date(now).toISOString(),
  });
  const views = () => new Views(rows, new Freshness(rows), 100);
  const run = (issue: typeof carryOut = carryOut): (() => Promise<void>) => {
    const manager = new ProcessManager(settlementDistribution, {
      store,
      rows,
      upcaster,
      owner: `worker-${running.length}`,
      leaseMs: 300,
      now: () => now,
      issue: (command: SettlementCommand, of) => issue(aggregates, command, of, views()),
    });
    running.push(() => manager.stop());
    manager.start();
    return () => manager.stop();
  };
  const record = async (...facts: readonly AssetEvent[]): Promise<void> => {
    const decider = { ...asset, decide: () => facts };
    await aggregates.handle(decider, assetStream(assetId), { type: 'LapseFreeze', data: { freeze: fact.frozen.data.order } }, context());
  };
  const onPool = (command: PoolCommand) => aggregates.handle(pool, poolStream(poolId), command, context());
  const adoptRule = () =>
    onPool({
      type: 'AdoptDistributionRule',
      data: {
        ruleId: idOf('rule'),
        rule: { ...documentedDistributions['budget-29-authority-71'], effectiveFrom: day('2020-01-01'), legalInstrument: 'Instrument 12' },
      },
    });
  const booked = async (type: string) =>
    (await Array.fromAsync(store.readAll({ filter: { types: [type] } }))).flatMap(({ events }) => events);
  const soon = (type: string) => eventually(async () => ((await booked(type)).length > 0 ? true : undefined), type);
  const idle = () =>
    eventually(async () => {
      const { row } = await rows.get<ProcessInstance>('settlement-distribution', assetId);
      return row?.doc.pending === false ? row.doc : undefined;
    }, 'an instance with nothing to do');
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
    await soon('ProceedsCredited');
    await stop();
    run();
    await idle();
    expect(await booked('ProceedsCredited')).toMatchObject([{ data: { settlementId: fact.distributed.data.distributionId, assetId } }]);
  });

  it('waits for a rule of its time, and stands among the refusals meanwhile', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await record(...sold, distributed);
    const stop = run();
    await eventually(async () => ((await idle()).refusals.length > 0 ? true : undefined), 'a refusal');
    expect((await idle()).refusals).toMatchObject([{ code: 'pool.no-rule-in-force' }]);
    await stop();
    await adoptRule();
    now += 2 * 60 * 60 * 1000;
    run();
    await soon('ProceedsCredited');
  });

  it('is owed back, once, as often as reversals are heard of', async () => {
    await onPool({ type: 'OpenPool', data: { currency: 'KHR', name: { en: 'Riel' } } });
    await adoptRule();
    await record(...sold, distributed);
    await record(fact.reversed, { ...fact.reversed, data: { ...fact.reversed.data, decision: { ...reversal, reference: 'REV-2/26' } } });
    run();
    await soon('LiabilityRecognised');
    await idle();
    expect(await booked('LiabilityRecognised')).toMatchObject([
      { data: { amount: fact.distributed.data.amount, shortfall: { currency: 'KHR' } } },
    ]);
    const { state } = await aggregates.load(pool, poolStream(poolId));
    expect(state.totals.liabilities).toBe(BigInt(fact.distributed.data.amount.amount));
  });
});

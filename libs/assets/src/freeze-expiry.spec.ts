import { memoryEventStore } from '#libs/event-store/memory';
import {
  type CommandContext,
  type EventStore,
  AggregateStore,
  type ProcessInstance,
  ProcessManager,
  type ReadStore,
  StoreUnavailable,
  Upcaster,
} from '#libs/event-sourcing';
import { eventually, given, idOf } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { holdOf, statusOf } from './asset-status.ts';
import { freezeExpiry, lapseFreeze } from './freeze-expiry.ts';
import { court, day, fact, freeze, vanna } from './testing/cast.ts';

const name = 'court-phnom-penh/FRZ-7/26';
const lapse = { type: 'LapseFreeze', data: { assetId: 'test', freeze } };

describe('the expiry of a freeze, as a pure function', () => {
  const reaction = (...facts: readonly AssetEvent[]) =>
    given(...facts)
      .under({ stream: 'asset-test' })
      .reactionOf(freezeExpiry, 'test');

  it('is a deadline in UTC, which a renewal moves and a lifting or a lapse clears', () => {
    expect(reaction(fact.frozen).timeouts).toEqual({ [name]: '2026-09-05T03:00:00.000Z' });
    expect(reaction(fact.frozen, fact.renewed).timeouts).toEqual({ [name]: '2027-03-05T03:00:00.000Z' });
    expect(reaction(fact.frozen, fact.lifted).timeouts).toEqual({ [name]: null });
    expect(reaction(fact.frozen, fact.lapsed).timeouts).toEqual({ [name]: null });
    expect(reaction(fact.frozen, fact.lapsed, fact.renewed).timeouts).toEqual({ [name]: '2027-03-05T03:00:00.000Z' });
  });

  it('is not moved back by a renewal that was heard of before the order', () =>
    expect(reaction(fact.renewed, fact.frozen).timeouts).toEqual({ [name]: '2027-03-05T03:00:00.000Z' }));

  it('asks for the lapse when it comes', () => {
    const frozen = given(fact.frozen).under({ stream: 'asset-test' });
    const due = { type: 'TimeoutReached', name, due: '2026-09-05T03:00:00.000Z' } as const;
    expect(frozen.reactionOf(freezeExpiry, 'test', due)).toMatchObject({ commands: [lapse] });
  });
});

describe('a freeze, with the process that watches it', () => {
  const assetId = idOf('the villa');
  const upcaster = new Upcaster(assetEvents);
  let store: EventStore;
  let rows: ReadStore;
  let aggregates: AggregateStore;
  let now: number;
  let stops: (() => Promise<void>)[];
  let given: number;
  beforeEach(() => {
    store = memoryEventStore();
    rows = memoryReadStore();
    aggregates = new AggregateStore(store, upcaster);
    stops = [];
    given = 0;
    now = Date.parse('2026-03-06T00:00:00Z');
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await store.close();
  });

  const run = (issue = lapseFreeze): (() => Promise<void>) => {
    const manager = new ProcessManager(freezeExpiry, {
      store,
      rows,
      upcaster,
      owner: `worker-${stops.length}`,
      leaseMs: 300,
      now: () => now,
      issue: (command, context) => issue(aggregates, command, context),
    });
    stops.push(() => manager.stop());
    manager.start();
    return () => manager.stop();
  };
  const give = (command: AssetCommand) => {
    const context: CommandContext = {
      commandId: idOf(`command ${++given}`),
      correlationId: idOf('villa'),
      actor: vanna,
      at: new Date(now).toISOString(),
    };
    return aggregates.handle(asset, assetStream(assetId), command, context);
  };
  const identifyAndFreeze = async (): Promise<void> => {
    await give({ type: 'IdentifyAsset', data: fact.identified.data });
    await give({ type: 'FreezeAsset', data: fact.frozen.data });
  };
  const state = async () => (await aggregates.load(asset, assetStream(assetId))).state;
  const lapses = async () => {
    const pages = await Array.fromAsync(store.readAll({ filter: { types: ['FreezeLapsed'] } }));
    return pages.flatMap(({ events }) => events);
  };
  const lapsed = () => eventually(async () => ((await lapses()).length > 0 ? true : undefined), 'a lapse');
  const watched = (due: string | null) =>
    eventually(async () => {
      const { row } = await rows.get<ProcessInstance>('freeze-expiry', assetId);
      return row?.doc.dueAt === due && !row.doc.pending ? true : undefined;
    }, `a deadline of ${due}`);

  it('lapses by itself, once, by the hand of the process and in the conversation of the freeze', async () => {
    await identifyAndFreeze();
    now = Date.parse('2026-09-05T03:00:00Z');
    run();
    await lapsed();
    await watched(null);
    expect(await lapses()).toMatchObject([
      {
        data: { freeze, expiredAt: day('2026-09-05') },
        metadata: { actor: { id: 'process:freeze-expiry' }, correlationId: idOf('villa') },
      },
    ]);
    expect(statusOf(await state())).toBe('freeze_lapsed');
  });

  it('that was renewed in time does not lapse at the first expiry', async () => {
    await identifyAndFreeze();
    now = Date.parse('2026-08-20T09:00:00Z');
    const { defects: _, ...renewal } = fact.renewed.data;
    expect(_).toEqual([]);
    await give({ type: 'RenewFreeze', data: renewal });
    now = Date.parse('2026-09-05T03:00:00Z');
    run();
    await watched('2027-03-05T03:00:00.000Z');
    expect(await lapses()).toEqual([]);
    expect(holdOf(await state())).toBe('frozen');
  });

  it('lapses while an appeal is pending, and the confiscation case goes on', async () => {
    await identifyAndFreeze();
    now = Date.parse('2026-06-21T00:00:00Z');
    await give({ type: 'OrderConfiscation', data: { order: fact.ordered.data.order } });
    await give({ type: 'AppealConfiscation', data: { order: fact.appealed.data.order, appeal: fact.appealed.data.appeal } });
    now = Date.parse('2026-09-06T00:00:00Z');
    run();
    await lapsed();
    expect([statusOf(await state()), holdOf(await state())]).toEqual(['on_appeal', 'freeze_lapsed']);
    now = Date.parse('2026-10-02T04:00:00Z');
    await give({
      type: 'RecordFinality',
      data: { order: fact.final.data.order, finalAt: fact.final.data.finalAt, ground: 'appeal-dismissed' },
    });
    await give({ type: 'ConfiscateAsset', data: { order: fact.ordered.data.order, confiscatedAt: day('2026-10-02') } });
    expect(statusOf(await state())).toBe('confiscated');
  });

  it('whose expiry had passed when it was heard of lapses at once', async () => {
    now = Date.parse('2026-12-01T00:00:00Z');
    run();
    await identifyAndFreeze();
    await lapsed();
    expect((await state()).defects).toEqual(['entry.late', 'freeze.expired']);
  });

  it('lapses once although the process dies after the lapse was recorded and before it knew', async () => {
    await identifyAndFreeze();
    now = Date.parse('2026-09-05T03:00:00Z');
    const stop = run(async (to, command, context) => {
      await lapseFreeze(to, command, context);
      throw new StoreUnavailable('Dead after', 'unknown');
    });
    await lapsed();
    await stop();
    run();
    await watched(null);
    expect(await lapses()).toHaveLength(1);
  });

  it('by two courts lapses one by one', async () => {
    await identifyAndFreeze();
    const other = { court: 'court-battambang', reference: 'FRZ-9/26' };
    await give({ type: 'FreezeAsset', data: { order: { ...other, decidedAt: day('2026-03-05') }, expiresAt: day('2026-12-05') } });
    now = Date.parse('2026-09-05T03:00:00Z');
    run();
    await lapsed();
    await watched('2026-12-05T03:00:00.000Z');
    expect(holdOf(await state())).toBe('frozen');
    expect((await lapses()).map(({ data }) => data)).toEqual([{ freeze: { court, reference: 'FRZ-7/26' }, expiredAt: day('2026-09-05') }]);
  });
});

import { StoreUnavailable, Upcaster } from '#libs/event-sourcing';
import { given, idOf } from '#libs/event-sourcing/testing';
import { unguardedAsset as asset } from './asset.ts';
import type { AssetCommand } from './asset-commands.ts';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { holdOf, statusOf } from './asset-status.ts';
import { freezeExpiry, lapseFreeze } from './freeze-expiry.ts';
import { court, day, doerOf, fact, freeze } from './testing/cast.ts';
import { processForEach } from './testing/running.ts';

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
  const running = processForEach(freezeExpiry, new Upcaster(assetEvents));
  beforeEach(() => {
    running.now = Date.parse('2026-03-06T00:00:00Z');
  });

  const run = (issue = lapseFreeze) => running.run((command, context) => issue(running.aggregates, command, context));
  const give = (command: AssetCommand) =>
    running.aggregates.handle(asset, assetStream(assetId), command, running.context(doerOf(command), 'villa'));
  const identifyAndFreeze = async (): Promise<void> => {
    await give({ type: 'IdentifyAsset', data: fact.identified.data });
    await give({ type: 'FreezeAsset', data: fact.frozen.data });
  };
  const state = async () => (await running.aggregates.load(asset, assetStream(assetId))).state;
  const lapses = () => running.recorded('FreezeLapsed');
  const lapsed = () => running.comes('FreezeLapsed');
  const watched = (due: string | null) => running.idle(assetId, ({ dueAt }) => dueAt === due);

  it('lapses by itself, once, by the hand of the process and in the conversation of the freeze', async () => {
    await identifyAndFreeze();
    running.now = Date.parse('2026-09-05T03:00:00Z');
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
    running.now = Date.parse('2026-08-20T09:00:00Z');
    const { defects: _, ...renewal } = fact.renewed.data;
    expect(_).toEqual([]);
    await give({ type: 'RenewFreeze', data: renewal });
    running.now = Date.parse('2026-09-05T03:00:00Z');
    run();
    await watched('2027-03-05T03:00:00.000Z');
    expect(await lapses()).toEqual([]);
    expect(holdOf(await state())).toBe('frozen');
  });

  it('lapses while an appeal is pending, and the confiscation case goes on', async () => {
    await identifyAndFreeze();
    running.now = Date.parse('2026-06-21T00:00:00Z');
    await give({ type: 'OrderConfiscation', data: { order: fact.ordered.data.order } });
    await give({ type: 'AppealConfiscation', data: { order: fact.appealed.data.order, appeal: fact.appealed.data.appeal } });
    running.now = Date.parse('2026-09-06T00:00:00Z');
    run();
    await lapsed();
    expect([statusOf(await state()), holdOf(await state())]).toEqual(['on_appeal', 'freeze_lapsed']);
    running.now = Date.parse('2026-10-02T04:00:00Z');
    await give({
      type: 'RecordFinality',
      data: { order: fact.final.data.order, finalAt: fact.final.data.finalAt, ground: 'appeal-dismissed' },
    });
    await give({ type: 'ConfiscateAsset', data: { order: fact.ordered.data.order, confiscatedAt: day('2026-10-02') } });
    expect(statusOf(await state())).toBe('confiscated');
  });

  it('whose expiry had passed when it was heard of lapses at once', async () => {
    running.now = Date.parse('2026-12-01T00:00:00Z');
    run();
    await identifyAndFreeze();
    await lapsed();
    expect((await state()).defects).toEqual(['entry.late', 'freeze.expired']);
  });

  it('lapses once although the process dies after the lapse was recorded and before it knew', async () => {
    await identifyAndFreeze();
    running.now = Date.parse('2026-09-05T03:00:00Z');
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
    running.now = Date.parse('2026-09-05T03:00:00Z');
    run();
    await lapsed();
    await watched('2026-12-05T03:00:00.000Z');
    expect(holdOf(await state())).toBe('frozen');
    expect((await lapses()).map(({ data }) => data)).toEqual([{ freeze: { court, reference: 'FRZ-7/26' }, expiredAt: day('2026-09-05') }]);
  });
});

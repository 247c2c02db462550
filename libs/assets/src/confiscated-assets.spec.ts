import { memoryEventStore } from '#libs/event-store/memory';
import { Freshness, type Position, Projector, type RecordedEvent, Upcaster, Views } from '#libs/event-sourcing';
import { eventually, idOf } from '#libs/event-sourcing/testing';
import { poolBalance, poolEvents } from '#libs/pools';
import { memoryReadStore } from '#libs/read-store/memory';
import { khr } from '#libs/vocabulary';
import { type AssetEvent, assetEvents, assetStream } from './asset-events.ts';
import { assetRegister } from './asset-register.ts';
import { ConfiscatedAssets } from './confiscated-assets.ts';
import { fact, price } from './testing/cast.ts';

describe('the confiscated assets in columns', () => {
  const store = memoryEventStore();
  const rows = memoryReadStore();
  const freshness = new Freshness(rows);
  const upcaster = new Upcaster(assetEvents, poolEvents);
  const running = (name: string) => ({
    store,
    rows,
    upcaster,
    owner: name,
    onProgress: (position: Position) => freshness.advanced(name, position),
  });
  const projectors = [
    new Projector(assetRegister, running(assetRegister.name)),
    new Projector(poolBalance, running(poolBalance.name)),
  ] as const;
  const confiscated = new ConfiscatedAssets(new Views(rows, freshness, 5_000));
  beforeAll(() => {
    for (const projector of projectors) projector.start();
  });
  afterAll(async () => {
    await Promise.all(projectors.map((projector) => projector.stop()));
    await store.close();
  });

  let written = 0;
  const record = async (asset: string, ...facts: readonly AssetEvent[]): Promise<void> => {
    await store.append(
      assetStream(asset),
      'any',
      facts.map(({ type, data }) => ({
        id: idOf(`event ${++written}`),
        type,
        data,
        metadata: {
          occurredAt: '2026-03-02T09:30:00+07:00',
          commandId: idOf(`command ${written}`),
          commandHash: '0',
          correlationId: idOf('conversation'),
          actor: { id: 'officer-vanna', roles: [] },
          prev: null,
        } satisfies RecordedEvent['metadata'],
      })),
    );
  };
  const columns = async () => {
    const { items } = await confiscated.rows({ after: await store.head() });
    const riel = items.find(({ currency }) => currency === 'KHR');
    return Object.fromEntries(Object.entries({ ...riel?.assets }).flatMap(([column, sum]) => (sum.assets === 0 ? [] : [[column, sum]])));
  };
  const worth = (assets: number, riel: bigint, unvalued = 0) => ({ assets, unvalued, amount: khr(riel) });

  it('count what nobody has valued, and forget what was given back', async () => {
    await record('villa', fact.identified, fact.frozen);
    await eventually(async () => ((await columns()).frozen === undefined ? undefined : true), 'the villa');
    expect(await columns()).toEqual({ frozen: worth(1, 0n, 1) });
    await record('villa', fact.lifted);
    expect(await columns()).toEqual({});
  });

  it('move an asset from one column to the next as facts come in, each asset once', async () => {
    const riel = BigInt(price.amount);
    await record('car', fact.identified, fact.frozen, fact.ordered);
    await record('land', fact.identified, fact.frozen, fact.ordered, fact.final, fact.confiscated);
    expect(Object.keys(await columns()).sort()).toEqual(['final', 'ordered']);
    await record('land', fact.sold(), fact.settled());
    expect(await columns()).toMatchObject({ settled: worth(1, riel) });
    await record('land', fact.distributed);
    expect(await columns()).toMatchObject({ distributed: { assets: 1 }, ordered: { assets: 1 } });
    await record('land', fact.reversed);
    expect(Object.keys(await columns())).toEqual(['ordered']);
  });
});

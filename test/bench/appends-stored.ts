import type { EventStore } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { join } from 'node:path';
import { anEvent, fill, streamNames } from './history.ts';
import { inFolder, interleaved, print, repeatedly, row, type Figures, type Row } from './kit.ts';

const ROUND_MS = 1_500;
const ROUNDS = 5;
const WRITERS = 32;
const EVENTS_EACH = 20;

/** What an append and a load cost in a store of 1,000,000 events, against one of 10,000; and how long the large one takes to open and answer. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const small = await filled(join(folder, 'small.db'), 10_000 / EVENTS_EACH);
    const large = await filled(join(folder, 'large.db'), 1_000_000 / EVENTS_EACH);
    await large.store.close();
    const start = performance.now();
    const reopened = await openSqliteEventStore({ file: join(folder, 'large.db') });
    await reopened.append(large.streams[0] ?? '', 'any', [anEvent()]);
    const opening = performance.now() - start;

    // As many streams in use at once in both: the newest, as cases in work are, and any of the old ones.
    const newest = large.streams.slice(-small.streams.length);
    const anywhere = Array.from(
      { length: small.streams.length },
      () => large.streams[Math.floor(Math.random() * large.streams.length)] ?? '',
    );
    const results = await interleaved(ROUNDS, {
      smallLoads: () => loads(small.store, small.streams),
      largeLoads: () => loads(reopened, newest),
      largeLoadsAnywhere: () => loads(reopened, anywhere),
      smallAppends: () => appends(small.store, small.streams),
      largeAppends: () => appends(reopened, newest),
      largeAppendsAnywhere: () => appends(reopened, anywhere),
    });
    await Promise.all([small.store.close(), reopened.close()]);
    const [smallAppends, smallLoads] = [
      { name: '10,000 events', results: results.smallAppends },
      { name: '10,000 events', results: results.smallLoads },
    ];
    return [
      row('append, 10,000 events stored', 'ms', 'each', results.smallAppends),
      row('append, 1,000,000 events stored, newest streams', 'ms', 'each', results.largeAppends, smallAppends),
      row('append, 1,000,000 events stored, streams anywhere', 'ms', 'each', results.largeAppendsAnywhere, smallAppends),
      row('load of 20, 10,000 events stored', 'ms', 'each', results.smallLoads),
      row('load of 20, 1,000,000 events stored, newest streams', 'ms', 'each', results.largeLoads, smallLoads),
      row('load of 20, 1,000,000 events stored, streams anywhere', 'ms', 'each', results.largeLoadsAnywhere, smallLoads),
      { name: 'open and append, 1,000,000 events stored', value: opening, unit: 'ms' },
    ];
  });
}

async function filled(file: string, streams: number): Promise<{ store: EventStore; streams: readonly string[] }> {
  const store = await openSqliteEventStore({ file });
  const names = streamNames(streams);
  await fill(store, names, EVENTS_EACH, EVENTS_EACH / 4);
  return { store, streams: names };
}

async function appends(store: EventStore, streams: readonly string[]): Promise<Figures> {
  const done = await Promise.all(
    Array.from({ length: WRITERS }, () =>
      repeatedly(ROUND_MS, async () => {
        await store.append(streams[Math.floor(Math.random() * streams.length)] ?? '', 'any', [anEvent()]);
      }),
    ),
  );
  return { each: 1000 / done.reduce((sum, { perSecond }) => sum + perSecond, 0) };
}

/** The first twenty events, so that appends between the rounds make no load longer. */
async function loads(store: EventStore, streams: readonly string[]): Promise<Figures> {
  const { perSecond } = await repeatedly(ROUND_MS, async () => {
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? '';
    for await (const page of store.read(stream, { limit: EVENTS_EACH }))
      if (page.events.length !== EVENTS_EACH) throw new Error('Too few events');
  });
  return { each: 1000 / perSecond };
}

if (import.meta.main) print(await measure());

import type { EventStore } from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { join } from 'node:path';
import { anEvent, fill, RawTable, streamNames } from './history.ts';
import { inFolder, interleaved, print, repeatedly, row, type Figures, type Row } from './kit.ts';

const ROUND_MS = 1_000;
const ROUNDS = 5;
const REPLAYED = 100_000;

/** Loading one stream, and replaying all of them in order, against raw selects with JSON.parse. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const store = await openSqliteEventStore({ file: join(folder, 'events.db') });
    const table = new RawTable(folder);
    const [short, long] = [streamNames(4_000), streamNames(100)];
    await fill(store, short, 20);
    await fill(store, long, 200);
    fillRaw(table, short, 20);
    fillRaw(table, long, 200);
    const results = await interleaved(ROUNDS, {
      raw20: async () => rawLoads(table, short),
      store20: () => loads(store, short),
      raw200: async () => rawLoads(table, long),
      store200: () => loads(store, long),
      rawReplay: async () => rawReplay(table),
      storeReplay: () => replay(store),
    });
    table.close();
    await store.close();
    const limit = (name: string, of: readonly Figures[]) => ({ name, results: of });
    return [
      row('node:sqlite, select of 20 events and JSON.parse', 'loads/s', 'perSecond', results.raw20),
      row('load a stream of 20 events', 'loads/s', 'perSecond', results.store20, limit('raw select', results.raw20)),
      row('node:sqlite, select of 200 events and JSON.parse', 'loads/s', 'perSecond', results.raw200),
      row('load a stream of 200 events', 'loads/s', 'perSecond', results.store200, limit('raw select', results.raw200)),
      row('node:sqlite, all in order and JSON.parse', 'events/s', 'perSecond', results.rawReplay),
      row(`replay of ${REPLAYED} events`, 'events/s', 'perSecond', results.storeReplay, limit('raw select', results.rawReplay)),
    ];
  });
}

function fillRaw(table: RawTable, streams: readonly string[], eventsEach: number): void {
  for (let revision = 0; revision < eventsEach; revision++)
    table.transaction(() => {
      for (const stream of streams) table.insert(stream, revision, anEvent());
    });
}

async function loads(store: EventStore, streams: readonly string[]): Promise<Figures> {
  let folded = 0;
  const { perSecond } = await repeatedly(ROUND_MS, async () => {
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? '';
    for await (const page of store.read(stream)) for (const event of page.events) folded += event.revision;
  });
  return { perSecond, folded };
}

function rawLoads(table: RawTable, streams: readonly string[]): Promise<Figures> {
  const select = table.db.prepare(
    'SELECT position, revision, id, type, data, metadata, recorded_at FROM events WHERE stream = ? ORDER BY revision',
  );
  select.setReturnArrays(true);
  let folded = 0;
  return repeatedly(ROUND_MS, () => {
    const stream = streams[Math.floor(Math.random() * streams.length)] ?? '';
    for (const each of select.all(stream) as unknown as [number, number, string, string, string, string, number][]) {
      const event = {
        stream,
        position: each[0],
        revision: each[1],
        id: each[2],
        type: each[3],
        data: parse(each[4]),
        metadata: parse(each[5]),
        recordedAt: each[6],
      };
      folded += event.revision;
    }
  }).then(({ perSecond }) => ({ perSecond, folded }));
}

async function replay(store: EventStore): Promise<Figures> {
  const start = performance.now();
  let count = 0;
  for await (const page of store.readAll()) count += page.events.length;
  return { perSecond: (count * 1000) / (performance.now() - start) };
}

function rawReplay(table: RawTable): Figures {
  const select = table.db.prepare(
    'SELECT position, stream, revision, id, type, data, metadata, recorded_at FROM events WHERE position > ? ORDER BY position LIMIT 1000',
  );
  const start = performance.now();
  let count = 0;
  for (let after = 0; ;) {
    const rows = select.all(after);
    const events = rows.map((each) => ({ ...each, data: parse(String(each.data)), metadata: parse(String(each.metadata)) }));
    if (events.length === 0) break;
    count += events.length;
    after = Number(rows.at(-1)?.position);
  }
  return { perSecond: (count * 1000) / (performance.now() - start) };
}

function parse(json: string): unknown {
  return JSON.parse(json);
}

if (import.meta.main) {
  print(await measure());
}

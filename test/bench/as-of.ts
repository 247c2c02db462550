import { join } from 'node:path';
import { capabilities } from '#libs/composition';
import { type CaseEvent, caseIdOf, type CaseStatus, caseStatus } from '#libs/cases';
import {
  type EventStore,
  Freshness,
  history,
  Past,
  type Position,
  type Projection,
  projection,
  rebuild,
  streamIndexOf,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { openScratch } from '#libs/platform';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { settle } from './country.ts';
import { type Figures, inFolder, interleaved, percentile, print, repeatedly, type Row, row } from './kit.ts';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 200_000);
const ROUNDS = 3;
const READ_MS = 1_500;

/** Rows as of random positions, against the live read of the same rows: of the row's own stream, by the index of streams, and lists made of the whole history. */
export async function measure(): Promise<Row[]> {
  return inFolder(async (folder) => {
    const store = await openSqliteEventStore({ file: join(folder, 'events.sqlite') });
    const rows = await openSqliteReadStore({ file: join(folder, 'rows.sqlite') });
    const streams = await settle(store, EVENTS);
    const upcaster = new Upcaster(...capabilities.map(({ events }) => events));
    const made = [caseStatus, streamIndexOf(keyless), history(upcaster.types)] as unknown as readonly Projection[];
    for (const projection of made) await rebuild(projection, { store, rows, upcaster, owner: 'bench' });
    const freshness = new Freshness(rows);
    const past = new Past({ store, rows, freshness, upcaster, openScratch, patienceMs: 600_000 });
    const views = new Views(rows, freshness, 1_000, past);
    const results = await measured({ store, views, head: await store.head(), keys: streams.map(caseIdOf) });
    await past.close();
    await rows.close();
    await store.close();
    const live = { name: 'the same row, live', results: results.live };
    const page = { name: 'the same page, live', results: results.page };
    return [
      row('one row, live, p50', 'ms', 'p50', results.live),
      row('one row as of a position, of its own stream, p50', 'ms', 'p50', results.own, live),
      row('one row as of a position, of its own stream, p99', 'ms', 'p99', results.own, live),
      row('one row as of a position, by the index of streams, p50', 'ms', 'p50', results.indexed, live),
      row('position of an instant, p50', 'ms', 'p50', results.instant, live),
      row(`first page of a list as of a position, made of up to ${EVENTS.toLocaleString('en')} events`, 's', 'first', results.list),
      row('its next pages, p50', 'ms', 'p50', results.list, page),
    ];
  });
}

/** The same rows, of which no key tells the stream. */
const keyless = projection<CaseEvent, CaseStatus>({
  name: caseStatus.name,
  version: caseStatus.version,
  handles: caseStatus.handles,
  keysOf: (event) => caseStatus.keysOf(event),
  evolve: (doc, event, key) => caseStatus.evolve(doc, event, key),
  index: caseStatus.index,
  discloses: caseStatus.discloses,
});

interface Ground {
  readonly store: EventStore;
  readonly views: Views;
  readonly head: Position;
  readonly keys: readonly string[];
}

async function measured({
  store,
  views,

  head,
  keys,
}: Ground): Promise<Record<'live' | 'own' | 'indexed' | 'instant' | 'page' | 'list', Figures[]>> {
  const anyKey = (): string => keys[Math.floor(Math.random() * keys.length)] ?? '';
  const anywhere = (): Position => 1 + Math.floor(Math.random() * head);
  const timed = async (once: () => Promise<unknown>): Promise<Figures> => {
    const { times } = await repeatedly(READ_MS, async () => {
      await once();
    });
    return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
  };
  const [first, last] = [await recordedAfter(store, 0), await recordedAfter(store, head - 1)];
  const query = { sort: [{ field: 'openedAt', descending: true }], limit: 50 };
  return interleaved(ROUNDS, {
    live: () => timed(() => views.get(caseStatus, anyKey())),
    own: () => timed(() => views.get(caseStatus, anyKey(), { asOf: anywhere() })),
    indexed: () => timed(() => views.get(keyless, anyKey(), { asOf: anywhere() })),
    instant: () => timed(() => views.positionOf({ asOf: new Date(first + Math.random() * (last - first)).toISOString() })),
    page: () => timed(() => views.query(caseStatus, query)),
    list: async () => {
      const asOf = Math.floor(head * (0.9 + 0.1 * Math.random()));
      const started = performance.now();
      await views.query(caseStatus, query, { asOf });
      const seconds = (performance.now() - started) / 1_000;
      return { ...(await timed(() => views.query(caseStatus, query, { asOf }))), first: seconds };
    },
  });
}

async function recordedAfter(store: EventStore, after: Position): Promise<number> {
  for await (const { events } of store.readAll({ after, limit: 1 })) for (const { recordedAt } of events) return recordedAt;
  return 0;
}

if (import.meta.main) print(await measure());

import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import {
  CatchUp,
  compare,
  type Event,
  type EventStore,
  howFar,
  type Position,
  type Progress,
  type Projection,
  projection,
  Projector,
  type ReadStore,
  rebuild,
  type Row,
  RowsUnavailable,
  Upcaster,
} from '#libs/event-sourcing';
import { anEvent, eventually, faulty } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { KeyFilter } from './key-filter.ts';

type Kind = 'Sealed' | 'Weighed' | 'Destroyed';
type Told = Event<Kind, { lot: string }>;
interface Lot {
  readonly lot: string;
  readonly told: readonly string[];
}
const KINDS: readonly Kind[] = ['Sealed', 'Weighed', 'Destroyed'];
/** What was told of each lot by some kinds of events, until it is destroyed. */
const lots = (name: string, handles: readonly Kind[], more: Partial<Projection<Told, Lot>> = {}): Projection<Told, Lot> =>
  projection<Told, Lot>({
    name,
    version: 1,
    handles,
    keysOf: ({ data }) => [data.lot],
    evolve: (row, { type, position, data: { lot } }) =>
      type === 'Destroyed' ? undefined : { lot, told: [...(row?.told ?? []), `${type} at ${position}`] },
    index: { lot: 'text' },
    discloses: 'open',
    ...more,
  });
const upcaster = new Upcaster({ Sealed: { version: 1 }, Weighed: { version: 1 }, Destroyed: { version: 1 } });
const [sealed, weighed, everything] = [lots('sealed', ['Sealed', 'Destroyed']), lots('weighed', ['Weighed']), lots('everything', KINDS)];
const ALL = [sealed, weighed, everything];

const write = async (store: EventStore, lot: string, type: Kind = 'Sealed'): Promise<Position> =>
  (await store.append(`lot-${lot}`, 'any', [anEvent({ type, data: { lot } })])).position;

/** The log in pages of a few events, and how many events were read out of it. */
function inPagesOf(store: EventStore, size: number): { readonly store: EventStore; readonly read: () => number } {
  let read = 0;
  const paged = faulty(store, {
    async *readAll(options) {
      for await (const { events, through } of store.readAll(options))
        for (let at = 0; at < Math.max(1, events.length); at += size) {
          const part = events.slice(at, at + size);
          read += part.length;
          yield { events: part, through: at + size >= events.length ? through : (part.at(-1)?.position ?? through) };
          await new Promise((resolve) => setImmediate(resolve));
        }
    },
  });
  return { store: paged, read: () => read };
}

async function liveRows(rows: ReadStore, name: string): Promise<readonly Row[]> {
  const live = (await rows.builds(name)).find((build) => build.live);
  if (live === undefined) return [];
  return (await Array.fromAsync(rows.scan(live))).flat();
}

describe('those who catch up together', () => {
  let log: EventStore;
  let rows: ReadStore;
  beforeEach(() => {
    log = memoryEventStore();
    rows = memoryReadStore();
  });
  afterEach(() => log.close());

  const together = (store: EventStore, more: { onProgress?: (progress: Progress) => void; tellEveryMs?: number } = {}, into = rows) => ({
    store,
    rows: into,
    upcaster,
    owner: 'operator',
    catchUp: new CatchUp({ store, rows: into, upcaster, ...more }),
  });

  it('read the history once, for a rebuild, for a comparison and for the first start of a program', async () => {
    for (let n = 0; n < 40; n++) await write(log, `lot ${n % 7}`, KINDS[n % 2]);
    const rebuilding = inPagesOf(log, 3);
    const options = together(rebuilding.store);
    await Promise.all(ALL.map((each) => rebuild(each, options)));
    expect(rebuilding.read()).toBe(40);

    const comparing = inPagesOf(log, 3);
    const again = together(comparing.store);
    const compared = await Promise.all(ALL.map((each) => compare(each, again)));
    expect(compared.map(({ different }) => different)).toEqual([0, 0, 0]);
    expect(comparing.read()).toBe(40);

    const starting = inPagesOf(log, 3);
    const first = together(starting.store, {}, memoryReadStore());
    const projectors = ALL.map((each) => new Projector(each, first));
    for (const projector of projectors) projector.start();
    await eventually(() => Promise.resolve(projectors.every(({ status }) => status.state === 'live') || undefined), 'all are live');
    expect(starting.read()).toBe(40);
    await Promise.all(projectors.map((projector) => projector.stop()));
  });

  it('property: have row for row what each has that is made alone, however pages and batches fall and whenever one comes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(4), fc.constantFrom(...KINDS)), { maxLength: 60 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.nat(12), { minLength: 3, maxLength: 3 }),
        async (history, page, batchEvents, comeAfter) => {
          log = memoryEventStore();
          for (const [lot, kind] of history) await write(log, `lot ${lot}`, kind);
          const alone = memoryReadStore();
          for (const each of ALL) await rebuild(each, { store: log, rows: alone, upcaster, owner: 'operator' });
          rows = memoryReadStore();
          const slow = faulty(rows, {
            async apply(...batches) {
              await new Promise((resolve) => setImmediate(resolve));
              await rows.apply(...batches);
            },
          });
          const options = { ...together(inPagesOf(log, page).store, {}, slow), batchEvents };
          const made = ALL.map(async (each, place) => {
            for (let turns = comeAfter[place] ?? 0; turns > 0; turns--) await new Promise((resolve) => setImmediate(resolve));
            return rebuild(each, options);
          });
          expect((await Promise.all(made)).map(({ checkpoint }) => checkpoint)).toEqual(ALL.map(() => history.length));
          for (const { name } of ALL) expect(await liveRows(rows, name)).toEqual(await liveRows(alone, name));
          await log.close();
        },
      ),
      { numRuns: 60 },
    ));

  it.each([
    [
      'an event it cannot take',
      () => {
        throw new Error('Nothing is called poison');
      },
    ],
    ['a row that cannot be stored', () => ({ lot: 7, told: [] }) as unknown as Lot],
  ] as const)('are left alone by the one who meets %s, which keeps its live rows', async (_what, made) => {
    const picky = lots('picky', KINDS, {
      evolve: (row, event, key) => (event.data.lot === 'poison' ? made() : everything.evolve(row, event, key)),
    });
    await write(log, 'a');
    await rebuild(picky, { store: log, rows, upcaster, owner: 'operator' });
    const poison = await write(log, 'poison');
    for (let n = 0; n < 20; n++) await write(log, `lot ${n % 3}`, KINDS[n % 2]);
    const options = { ...together(inPagesOf(log, 2).store), batchEvents: 4 };
    const [stopped, ...others] = await Promise.allSettled([picky, ...ALL].map((each) => rebuild(each, options)));
    expect(stopped).toMatchObject({ status: 'rejected', reason: { name: 'PoisonEvent', event: { position: poison } } });
    expect(others.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(await rows.builds('picky')).toMatchObject([{ live: true, checkpoint: 1 }]);
    expect((await rows.builds()).filter(({ live, checkpoint }) => live && checkpoint === 22)).toHaveLength(3);
  });

  it('leave nothing behind that is in the way of the next try where they are cut off in the middle, wherever that is', () =>
    fc.assert(
      fc.asyncProperty(fc.nat(40), async (writes) => {
        log = memoryEventStore();
        for (let n = 0; n < 30; n++) await write(log, `lot ${n % 5}`, KINDS[n % 2]);
        rows = memoryReadStore();
        for (const each of ALL) await rebuild(each, { store: log, rows, upcaster, owner: 'before' });
        const before = await Promise.all(ALL.map(({ name }) => liveRows(rows, name)));
        let left = writes;
        const alive = <T>(work: () => Promise<T>): Promise<T> =>
          left-- > 0 ? work() : Promise.reject(new RowsUnavailable('The process is gone'));
        const dying = faulty(rows, {
          apply: (...given) => alive(() => rows.apply(...given)),
          promote: (...given) => alive(() => rows.promote(...given)),
          discard: (...given) => alive(() => rows.discard(...given)),
          release: (...given) => alive(() => rows.release(...given)),
        });
        const cut = { ...together(inPagesOf(log, 3).store, {}, dying), owner: 'killed', batchEvents: 5 };
        await Promise.allSettled(ALL.map((each) => rebuild(each, cut)));
        expect(await Promise.all(ALL.map(({ name }) => liveRows(rows, name)))).toEqual(before);

        const options = together(inPagesOf(log, 3).store);
        await Promise.all(ALL.map((each) => rebuild(each, options)));
        expect(await Promise.all(ALL.map(({ name }) => liveRows(rows, name)))).toEqual(before);
        expect(await rows.builds()).toHaveLength(ALL.length);
        await log.close();
      }),
      { numRuns: 25 },
    ));

  it('wait for nobody who is far behind', async () => {
    for (let n = 0; n < 30_000; n += 500)
      await log.append(
        'lot-many',
        'any',
        Array.from({ length: 500 }, () => anEvent({ type: 'Weighed', data: { lot: 'many' } })),
      );
    const counted = lots('counted', KINDS, { evolve: (_row, { data: { lot } }) => ({ lot, told: [] }) });
    await rebuild(counted, { store: log, rows, upcaster, owner: 'operator' });
    await write(log, 'a');
    const gate = Promise.withResolvers<undefined>();
    const held = faulty(log, {
      async *readAll(options = {}) {
        if ((options.after ?? 0) === 0) await gate.promise;
        yield* log.readAll(options);
      },
    });
    const options = together(held);
    const behind = rebuild(sealed, options);
    const projector = new Projector(counted, { ...options, owner: 'worker' });
    projector.start();
    await eventually(() => Promise.resolve(projector.status.state === 'live' || undefined), 'the one ahead is live');
    expect(await rows.checkpoint('counted')).toBe(30_001);
    gate.resolve(undefined);
    expect(await behind).toMatchObject({ checkpoint: 30_001 });
    await projector.stop();
  });

  it('tell how far they are, and how long it takes yet', async () => {
    for (let n = 0; n < 20; n++) await write(log, `lot ${n % 7}`, KINDS[n % 2]);
    const told: Progress[] = [];
    const options = together(inPagesOf(log, 4).store, { onProgress: (progress) => told.push(progress), tellEveryMs: 0 });
    await Promise.all(ALL.map((each) => rebuild(each, options)));
    expect(told.filter(({ together: many }) => many === 3).map(({ position }) => position)).toEqual(
      expect.arrayContaining([8, 12, 16, 20]),
    );
    expect(told.at(-1)).toMatchObject({ head: 20, position: 20, secondsLeft: 0 });
    expect(howFar({ together: 3, position: 12, head: 20, secondsLeft: 7 })).toBe(
      '3 read models at position 12 of 20, 60 %, about 7 s left',
    );
  });
});

describe('a filter of keys', () => {
  it('property: never denies a key that was added', () =>
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (keys) => {
        const filter = new KeyFilter();
        for (const key of keys) filter.add(key);
        expect(keys.filter((key) => !filter.mayHave(key))).toEqual([]);
      }),
      { numRuns: 20 },
    ));

  it('denies nearly all others', () => {
    const filter = new KeyFilter();
    for (let n = 0; n < 100_000; n++) filter.add(`0f1c9a88-3f2b-4222-8333-${String(n).padStart(12, '0')}`);
    const others = Array.from({ length: 10_000 }, (_, n) => `case-${n}`);
    expect(others.filter((key) => filter.mayHave(key)).length).toBeLessThan(10);
  });
});

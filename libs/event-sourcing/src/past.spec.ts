import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import {
  type Event,
  type EventStore,
  Freshness,
  history,
  HISTORY,
  type Page,
  Past,
  type PastOptions,
  type Position,
  projection,
  Projector,
  type Projection,
  type ReadStore,
  streamIndexOf,
  Upcaster,
  Views,
} from '#libs/event-sourcing';
import { anEvent, faulty, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

// Officers who are named in several case files: rows that are made of many streams, of which no key tells.
type Noted = Event<'NoteAdded', { officers: readonly string[]; text: string }>;
interface Officer {
  readonly officer: string;
  readonly notes: readonly string[];
}
const notesOf = projection<Noted, Officer>({
  name: 'notes-of-officers',
  version: 1,
  handles: ['NoteAdded'],
  keysOf: ({ data }) => data.officers,
  evolve(row, { data: { text } }, officer) {
    if (text === 'erase') return undefined;
    if (text === 'say nothing') return row;
    return { officer, notes: [...(row?.notes ?? []), text] };
  },
  index: { officer: 'text' },
  discloses: 'open',
});
const catalogue = { NoteAdded: { version: 1 } };
const upcaster = new Upcaster(catalogue);

describe('the past', () => {
  let log: EventStore;
  let rows: ReadStore;
  let freshness: Freshness;
  let running: Projector[];
  let opened: number;
  let closed: number;
  let pasts: Past[];
  beforeEach(() => {
    log = memoryEventStore();
    rows = memoryReadStore();
    freshness = new Freshness(rows);
    [running, pasts, opened, closed] = [[], [], 0, 0];
  });
  afterEach(async () => {
    await Promise.all(running.map((projector) => projector.stop()));
    await Promise.all(pasts.map((past) => past.close()));
    await log.close();
    expect(closed).toBe(opened);
  });

  const note = async (stream: string, officers: readonly string[], text: string): Promise<Position> =>
    (await log.append(stream, 'any', [anEvent({ data: { officers, text } })])).position;
  const pastOf = (options: Partial<PastOptions> = {}): Past => {
    const past = new Past({
      store: log,
      rows,
      freshness,
      upcaster,
      patienceMs: 10_000,
      openScratch: () => {
        const scratch = memoryReadStore();
        opened++;
        return Promise.resolve({
          rows: scratch,
          async [Symbol.asyncDispose]() {
            closed++;
            await scratch.close();
          },
        });
      },
      ...options,
    });
    pasts.push(past);
    return past;
  };
  const project = async (...projections: readonly unknown[]): Promise<void> => {
    for (const of of projections as readonly Projection[]) {
      const onProgress = (position: Position): void => freshness.advanced(of.name, position);
      const projector = new Projector(of, { store: log, rows, upcaster, owner: 'worker', onProgress });
      running.push(projector);
      projector.start();
      await freshness.reach(of.name, await log.head(), 10_000);
    }
  };

  it('of one row is read from the streams that touched it, and from no other', async () => {
    const first = await note('case-1', ['sokha', 'dara'], 'Search at dawn');
    const second = await note('case-2', ['sokha'], 'Weighed again');
    await note('case-3', ['vannak'], 'Nothing found');
    await note('case-1', ['sokha'], 'Handed over');
    await project(streamIndexOf(notesOf));
    const read: string[] = [];
    const past = pastOf({
      store: faulty(log, {
        read: (stream, options) => {
          read.push(stream);
          return log.read(stream, options);
        },
      }),
    });
    expect((await past.get(notesOf, 'sokha', second)).row?.doc).toEqual({ officer: 'sokha', notes: ['Search at dawn', 'Weighed again'] });
    expect(read.toSorted()).toEqual(['case-1', 'case-2']);
    // What a stream says only later is no reason to read it.
    read.length = 0;
    expect((await past.get(notesOf, 'sokha', first)).row?.doc.notes).toEqual(['Search at dawn']);
    expect(read).toEqual(['case-1']);
    expect(opened).toBe(0);
  });

  it('of one row is looked up among all rows where the index does not tell of its streams', async () => {
    const first = await note('case-1', ['sokha'], 'Search at dawn');
    await note('case-2', ['sokha'], 'Weighed again');
    const past = pastOf({ patienceMs: 500 });
    expect(await past.get(notesOf, 'sokha', first)).toMatchObject({ row: { doc: { notes: ['Search at dawn'] } }, position: first });
    expect(opened).toBe(1);
  });

  it('of a list is made once for a moment, and the least asked of many is given up', async () => {
    for (let n = 1; n <= 4; n++) await note(`case-${n}`, ['sokha', 'dara', 'vannak'], `${n}`);
    const past = pastOf({ kept: 2 });
    const notes = async (at: Position) => (await past.query(notesOf, { limit: 1 }, at)).rows[0]?.doc.notes.length;
    expect([await notes(1), await notes(2), await notes(1), opened]).toEqual([1, 2, 1, 2]);
    expect([await notes(4), await notes(1), opened, closed]).toEqual([4, 1, 3, 1]);
    expect([await notes(2), opened]).toEqual([2, 4]);
    const { next = '' } = await past.query(notesOf, { limit: 2 }, 2);
    const rest = await past.query(notesOf, { limit: 2, cursor: next }, 2);
    expect(rest.rows.map(({ key }) => key)).toEqual(['vannak']);
    expect(opened).toBe(4);
  });

  it('that takes long says how far it is, and goes on being made; what would wait behind too much is refused', async () => {
    for (let n = 0; n < 8; n++) await note('case-1', ['sokha'], `${n}`);
    const gate = Promise.withResolvers<undefined>();
    const slow = faulty(log, {
      async *readAll(options): AsyncGenerator<Page> {
        await gate.promise;
        yield* log.readAll(options);
      },
    });
    const past = pastOf({ store: slow, patienceMs: 10_000, makingMs: 1, waiting: 1 });
    const notReady = { code: 'past.not-ready', message: expect.stringContaining('0 % are done') as string, retryAfter: 2 };
    await expect(past.query(notesOf, { limit: 1 }, 8)).rejects.toMatchObject(notReady);
    await expect(past.query(notesOf, { limit: 1 }, 7)).rejects.toMatchObject(notReady);
    await expect(past.query(notesOf, { limit: 1 }, 6)).rejects.toMatchObject({ code: 'past.not-ready', retryAfter: 10 });
    // The one that is made is not made again for the next who asks.
    await expect(past.query(notesOf, { limit: 1 }, 8)).rejects.toMatchObject(notReady);
    gate.resolve(undefined);
    for (;;) {
      const rows = await past.query(notesOf, { limit: 1 }, 7).catch(() => undefined);
      if (rows === undefined) continue;
      expect(rows.rows[0]?.doc.notes).toHaveLength(7);
      break;
    }
    expect((await past.query(notesOf, { limit: 1 }, 8)).rows[0]?.doc.notes).toHaveLength(8);
    expect(opened).toBe(2);
  });

  it('that could not be made is tried again by the next who asks', async () => {
    await note('case-1', ['sokha'], 'Search at dawn');
    let broken = true;
    const past = pastOf({
      store: faulty(log, {
        readAll: (options) => {
          if (broken) throw new Error('The disk is gone');
          return log.readAll(options);
        },
      }),
    });
    await expect(past.query(notesOf, { limit: 1 }, 1)).rejects.toThrow('The disk is gone');
    broken = false;
    expect((await past.query(notesOf, { limit: 1 }, 1)).rows).toHaveLength(1);
  });

  it('is asked for by a position that there was, and not together with what is to come', async () => {
    const at = await note('case-1', ['sokha'], 'Search at dawn');
    const views = new Views(rows, freshness, 1_000, pastOf());
    expect(await views.positionOf({ asOf: String(at) })).toBe(at);
    await expect(views.get(notesOf, 'sokha', { asOf: at + 1 })).rejects.toMatchObject({
      field: 'asOf',
      message: expect.stringContaining(`ends at position ${at}`) as string,
    });
    await expect(views.query(notesOf, { limit: 1 }, { asOf: at, after: at })).rejects.toMatchObject({ field: 'asOf' });
    for (const wrong of ['yesterday', '2026-03-02', '2026-03-02T14:30:00', '-1', '1e3'])
      await expect(views.positionOf({ asOf: wrong })).rejects.toMatchObject({ code: 'rows.invalid-query', field: 'asOf' });
  });

  describe('as of an instant', () => {
    const minute = (n: number): string => new Date(Date.parse('2026-03-02T08:00:00Z') + n * 60_000).toISOString();
    /** A store whose clock said these minutes, event by event. */
    const recordedAt = async (...minutes: readonly number[]): Promise<EventStore> => {
      for (const [n] of minutes.entries()) await note('case-1', ['sokha'], `${n}`);
      const timed = async function* (pages: AsyncIterable<Page>): AsyncGenerator<Page> {
        for await (const { events, through } of pages)
          yield {
            events: events.map((event) => ({ ...event, recordedAt: Date.parse(minute(minutes[event.position - 1] ?? 0)) })),
            through,
          };
      };
      const real = log;
      return faulty(real, { readAll: (options) => timed(real.readAll(options)), follow: (options) => timed(real.follow(options)) });
    };
    const positions = async (store: EventStore, ...minutes: readonly number[]): Promise<readonly Position[]> => {
      log = store;
      await project(history(['NoteAdded']));
      const past = pastOf({ store });
      return Promise.all(minutes.map((n) => past.positionOf(minute(n))));
    };

    it('is the last position that was recorded at or before it', async () => {
      const store = await recordedAt(1, 3, 3, 3, 7);
      expect(await positions(store, 0, 1, 2, 3, 4, 7, 9)).toEqual([0, 1, 1, 4, 4, 5, 5]);
    });

    it('is, where the clock was set back, what was there until the clock first said a later time', async () => {
      const store = await recordedAt(1, 10, 5, 6, 11);
      expect(await positions(store, 1, 5, 6, 10, 11)).toEqual([1, 3, 4, 4, 5]);
    });

    it('is no instant that is still to come, and none that the history has not reached', async () => {
      await note('case-1', ['sokha'], 'Search at dawn');
      const past = pastOf({ patienceMs: 1, now: () => Date.parse(minute(5)) });
      await expect(past.positionOf(minute(6))).rejects.toMatchObject({
        field: 'asOf',
        message: expect.stringContaining('still to come') as string,
      });
      await expect(past.positionOf(minute(4))).rejects.toMatchObject({ code: 'projection.behind', projection: HISTORY });
    });

    it('reads the same with every offset', async () => {
      await positions(await recordedAt(1, 3), 1);
      const past = pastOf();
      expect(await past.positionOf('2026-03-02T15:01:30.5+07:00')).toBe(1);
      expect(await past.positionOf('2026-03-02T08:03:00Z')).toBe(2);
    });
  });
});

const histories = fc.array(
  fc
    .record({
      stream: fc.constantFrom('case-1', 'case-2', 'case-3'),
      officers: fc.uniqueArray(fc.constantFrom('sokha', 'dara', 'vannak'), { maxLength: 3 }),
      text: fc.constantFrom('Search at dawn', 'Weighed again', 'erase', 'say nothing'),
    })
    .map(({ stream, officers, text }) => ({ stream, event: { type: 'NoteAdded', data: { officers, text } } as const })),
  { maxLength: 14 },
);
const laws = { catalogue, histories, openStore: memoryEventStore, openRows: memoryReadStore };
describe('rows of many streams keep the laws of projections: it', () => projectionLaws({ ...laws, projection: notesOf }));
describe('the index of streams keeps the laws of projections: it', () => projectionLaws({ ...laws, projection: streamIndexOf(notesOf) }));
describe('the history keeps the laws of projections: it', () =>
  projectionLaws({ ...laws, projection: history(['NoteAdded']) as unknown as Projection<Noted> }));

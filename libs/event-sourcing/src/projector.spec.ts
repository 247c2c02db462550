import { memoryEventStore, MemoryLog } from '#libs/event-store/memory';
import {
  compare,
  type Event,
  type EventStore,
  Freshness,
  type Position,
  projection,
  type Projection,
  ProjectionBehind,
  Projector,
  type ProjectorOptions,
  type ReadStore,
  rebuild,
  RowsUnavailable,
  type RunnerStatus,
  StoreUnavailable,
  Upcaster,
} from '#libs/event-sourcing';
import { anEvent, eventually, faulty, watching } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

// How many notes an officer has written: the smallest read model that shows a lost or repeated event.
type NoteEvent = Event<'NoteAdded', { officer: string; text?: string }> | Event<'NotesCleared', { officer: string }>;
interface Notes {
  readonly officer: string;
  readonly count: number;
  readonly last: Position;
}
const notes = projection<NoteEvent, Notes>({
  name: 'notes',
  version: 1,
  handles: ['NoteAdded', 'NotesCleared'],
  keysOf: (event) => [event.data.officer],
  evolve(row, event) {
    if (event.type === 'NotesCleared') return undefined;
    return { officer: event.data.officer, count: (row?.count ?? 0) + 1, last: event.position };
  },
  index: { officer: 'text', count: 'integer' },
  discloses: 'open',
});
const countingBy = (step: number): Projection<NoteEvent, Notes> => ({
  ...notes,
  evolve: (row, event) => ({ officer: event.data.officer, count: (row?.count ?? 0) + step, last: event.position }),
});
const upcaster = new Upcaster({ NoteAdded: { version: 1 }, NotesCleared: { version: 1 } });

describe('a projector', () => {
  let store: EventStore;
  let rows: ReadStore;
  let running: Projector<NoteEvent, Notes>[];
  beforeEach(() => {
    store = memoryEventStore();
    rows = memoryReadStore();
    running = [];
  });
  afterEach(async () => {
    await Promise.all(running.map((projector) => projector.stop()));
    await store.close();
  });

  const write = async (officer: string, count = 1, type: NoteEvent['type'] = 'NoteAdded'): Promise<Position> => {
    let position = 0;
    for (let n = 0; n < count; n++) ({ position } = await store.append(`case-${officer}`, 'any', [anEvent({ type, data: { officer } })]));
    return position;
  };
  const start = (definition: Projection<NoteEvent, Notes> = notes, options: Partial<ProjectorOptions> = {}) => {
    const watched = watching();
    const owner = `worker-${running.length}`;
    const projector = new Projector(definition, { store, rows, upcaster, owner, ...watched.options, ...options });
    running.push(projector);
    projector.start();
    const until = (holds: (status: RunnerStatus) => boolean) => watched.until(projector, holds);
    return { projector, until, reached: (position: Position) => until((status) => status.position >= position) };
  };
  const count = async (officer: string): Promise<number | undefined> => (await rows.get<Notes>('notes', officer)).row?.doc.count;

  it('catches up with what was there, then follows', async () => {
    const there = await write('sokha', 7);
    const { reached, until } = start();
    await reached(there);
    expect(await count('sokha')).toBe(7);
    await until(({ state }) => state === 'live');
    await reached(await write('sokha', 3));
    expect(await count('sokha')).toBe(10);
  });

  it('removes a row that its definition ends', async () => {
    await write('sokha', 2);
    const { reached } = start();
    await reached(await write('sokha', 1, 'NotesCleared'));
    expect(await count('sokha')).toBeUndefined();
    await reached(await write('sokha', 1));
    expect(await count('sokha')).toBe(1);
  });

  it('moves its checkpoint past events that are none of its business', async () => {
    await write('sokha');
    const { reached } = start();
    const { position } = await store.append('case-1', 'any', [anEvent({ type: 'CaseOpened' })]);
    await reached(position);
    expect(await rows.checkpoint('notes')).toBe(position);
  });

  it('calls its dispatcher where an event concerned it or its time came, however much else is recorded meanwhile', async () => {
    let calls = 0;
    let again: number | undefined;
    const dispatcher = (): Promise<number | undefined> => {
      calls++;
      return Promise.resolve(again);
    };
    const called = (times: number): Promise<true> =>
      eventually(() => Promise.resolve(calls >= times ? true : undefined), `a dispatcher called ${times} times`);
    const other = async (): Promise<void> => {
      const { position } = await store.append('asset-1', 'any', [anEvent({ type: 'AssetSold', data: {} })]);
      await reached(position);
    };
    const { reached } = start(notes, { dispatcher });
    await called(1);
    for (let times = 0; times < 3; times++) await other();
    expect(calls).toBe(1);
    again = 20;
    await write('sokha');
    await called(2);
    expect(calls).toBe(2);
    again = undefined;
    while (calls === 2) await other();
    expect(calls).toBe(3);
  });

  it('resumes after its checkpoint, losing and repeating nothing', async () => {
    await write('sokha', 5);
    const first = start();
    await first.reached(5);
    await first.projector.stop();
    await write('sokha', 5);
    const second = start();
    await second.reached(10);
    expect(await count('sokha')).toBe(10);
  });

  it('keeps, of every row, which event last wrote it', async () => {
    const { reached } = start();
    await reached(await write('sokha', 2));
    const { row } = await rows.get('notes', 'sokha');
    const last = (await Array.fromAsync(store.read('case-sokha'))).flatMap((page) => page.events).at(-1);
    expect(row).toMatchObject({ position: last?.position, eventId: last?.id });
  });

  it('keeps, of a row that an event leaves as it is, which event last changed it; also when it is made anew', async () => {
    const calm: Projection<NoteEvent, Notes> = { ...notes, evolve: (row, event, key) => row ?? notes.evolve(row, event, key) };
    const first = await write('sokha');
    const { reached } = start(calm, { batchEvents: 1 });
    await reached(first);
    await reached(await write('sokha', 3));
    expect((await rows.get('notes', 'sokha')).row).toMatchObject({ position: first });
    expect(await compare(calm, { store, rows, upcaster, owner: 'operator' })).toMatchObject({ rows: 1, different: 0 });
  });

  it('stops at an event it cannot take, alone and loudly, with everything before it kept; a mended one goes on from there', async () => {
    const poisoned: Projection<NoteEvent, Notes> = {
      ...notes,
      evolve(row, event, key) {
        if (event.data.officer === 'poison') throw new Error('Nobody is called poison');
        return notes.evolve(row, event, key);
      },
    };
    const healthy = start({ ...notes, name: 'other-notes' });
    const broken = start(poisoned);
    await write('sokha', 3);
    const position = await write('poison');
    await write('sokha', 3);
    const failed = await broken.until(({ state }) => state === 'failed');
    expect(failed).toMatchObject({
      position: position - 1,
      error: { message: 'Nobody is called poison', event: { position, type: 'NoteAdded' } },
    });
    expect(await count('sokha')).toBe(3);
    await healthy.reached(7);
    const mended = start();
    await mended.reached(7);
    expect(await count('sokha')).toBe(6);
    expect(await count('poison')).toBe(1);
  });

  it('stops before an event of which it makes a row that cannot be stored, names it, and keeps everything before', async () => {
    const uncountable: Projection<NoteEvent, Notes> = {
      ...notes,
      evolve(row, event, key) {
        const doc = notes.evolve(row, event, key);
        return doc && event.data.officer === 'poison' ? { ...doc, count: Number.NaN } : doc;
      },
    };
    await write('sokha', 3);
    const position = await write('poison');
    await write('sokha', 3);
    const failed = await start(uncountable).until(({ state }) => state === 'failed');
    expect(failed).toMatchObject({ position: position - 1, error: { event: { position, type: 'NoteAdded' } } });
    expect(await count('sokha')).toBe(3);
    expect(await rows.checkpoint('notes')).toBe(position - 1);
    await start().reached(7);
    expect([await count('sokha'), await count('poison')]).toEqual([6, 1]);
  });

  describe('that catches up in many small batches', () => {
    const inPagesOf = (size: number): EventStore =>
      faulty(store, {
        readAll: async function* (options) {
          for await (const { events, through } of store.readAll(options))
            for (let at = 0; at < events.length; at += size) {
              const part = events.slice(at, at + size);
              yield { events: part, through: at + size >= events.length ? through : (part.at(-1)?.position ?? through) };
            }
        },
      });

    it('keeps rows that come, go and come again as one large batch does', async () => {
      const officers = ['sokha', 'dara', 'vanna'];
      for (let n = 0; n < 200; n++) await write(officers[(n * n) % 3] ?? '', 1, (n * 7) % 5 < 2 ? 'NotesCleared' : 'NoteAdded');
      const whole = memoryReadStore();
      await rebuild(notes, { store, rows: whole, upcaster, owner: 'operator' });
      for (const [pages, batchEvents] of [
        [1, 1],
        [1, 2],
        [3, 7],
      ] as const) {
        const slow = faulty(rows, {
          apply: async (batch) => {
            await new Promise((resolve) => setImmediate(resolve));
            await rows.apply(batch);
          },
        });
        await rebuild(notes, { store: inPagesOf(pages), rows: slow, upcaster, owner: 'operator', batchEvents });
        for (const officer of officers) expect(await rows.get('notes', officer)).toEqual(await whole.get('notes', officer));
      }
    });

    it('asks an empty build for no row that it has not written', async () => {
      for (let n = 0; n < 30; n++) await write(`officer-${n}`);
      await write('officer-0');
      const asked: string[] = [];
      const watched = faulty(rows, {
        rowsOf: (build, keys) => {
          asked.push(...keys);
          return rows.rowsOf(build, keys);
        },
      });
      await rebuild(notes, { store: inPagesOf(2), rows: watched, upcaster, owner: 'operator', batchEvents: 4 });
      expect(asked).toEqual(['officer-0']);
      expect(await count('officer-0')).toBe(2);
    });

    it('names the event of a row that cannot be stored, although later ones are folded already', async () => {
      const uncountable: Projection<NoteEvent, Notes> = {
        ...notes,
        evolve: (row, event, key) =>
          event.data.officer === 'poison' ? { officer: key, count: Number.NaN, last: 0 } : notes.evolve(row, event, key),
      };
      await write('sokha', 9);
      const position = await write('poison');
      await write('sokha', 9);
      const { until } = start(uncountable, { store: inPagesOf(2), batchEvents: 2 });
      expect(await until(({ state }) => state === 'failed')).toMatchObject({ position: position - 1, error: { event: { position } } });
      expect([await count('sokha'), await rows.checkpoint('notes')]).toEqual([9, position - 1]);
    });
  });

  it('stops at an event of a version it does not know', async () => {
    await store.append('case-sokha', 'any', [anEvent({ type: 'NoteAdded', data: { officer: 'sokha' }, metadata: { schemaVersion: 2 } })]);
    expect(await start().until(({ state }) => state === 'failed')).toMatchObject({ position: 0, error: { event: { position: 1 } } });
  });

  it('waits out a read store that is away, and loses nothing', async () => {
    let away = 3;
    const flaky = faulty(rows, {
      apply: (...batches) => (away-- > 0 ? Promise.reject(new RowsUnavailable('Away')) : rows.apply(...batches)),
    });
    await write('sokha', 4);
    const { reached } = start(notes, { rows: flaky });
    await reached(4);
    expect(await count('sokha')).toBe(4);
  });

  it('waits out an event store that is away', async () => {
    let away = 2;
    const flaky = faulty(store, {
      readAll: (options) => {
        if (away-- > 0) throw new StoreUnavailable('Away');
        return store.readAll(options);
      },
    });
    await write('sokha', 4);
    const { reached, projector } = start(notes, { store: flaky });
    await reached(4);
    expect(projector.status.error).toBeUndefined();
  });

  it('leaves the work to the one who has it, and takes over when that one stops', async () => {
    const first = start(notes, { leaseMs: 400 });
    await first.until(({ state }) => state === 'live');
    const second = start(notes, { leaseMs: 400 });
    await second.until(({ state }) => state === 'standby');
    await first.reached(await write('sokha', 3));
    await first.projector.stop();
    await second.reached(await write('sokha', 2));
    expect(await count('sokha')).toBe(5);
  });

  it('projects each event once although two workers fight over it with leases that keep lapsing', async () => {
    const log = new MemoryLog();
    store = memoryEventStore(log);
    const workers = [start(notes, { leaseMs: 3, store }), start(notes, { leaseMs: 3, store })];
    await write('sokha', 200);
    await Promise.any(workers.map((worker) => worker.reached(200)));
    expect(await count('sokha')).toBe(200);
  });

  it('builds a new version beside the live one and switches when it has caught up; an older program then stands by', async () => {
    const old = start();
    await old.reached(await write('sokha', 3));
    const doubled = start({ ...countingBy(2), version: 2 });
    await doubled.until(({ state }) => state === 'live');
    expect(await count('sokha')).toBe(6);
    await doubled.reached(await write('sokha', 1));
    expect(await count('sokha')).toBe(8);
    const older = start(notes, { leaseMs: 20 });
    await older.until(({ state }) => state === 'standby');
  });

  it('rebuilds beside the live rows, which the readers keep until the switch', async () => {
    const live = start();
    await live.reached(await write('sokha', 3));
    const seen: (number | undefined)[] = [];
    const counting = faulty(rows, {
      promote: async (...given) => {
        seen.push(await count('sokha'));
        await rows.promote(...given);
        seen.push(await count('sokha'));
      },
    });
    await rebuild(countingBy(10), { store, rows: counting, upcaster, owner: 'operator' });
    expect(seen).toEqual([3, 30]);
    // The projector that was live goes on with the new build.
    await live.reached(await write('sokha', 1));
    expect(await count('sokha')).toBe(31);
  });
});

describe('a comparison of rebuilt and live rows', () => {
  it('finds what differs, and leaves nothing behind', async () => {
    const rows = memoryReadStore();
    const store = memoryEventStore();
    for (const officer of ['sokha', 'dara', 'vanna']) await store.append(`case-${officer}`, 'any', [anEvent({ data: { officer } })]);
    const options = { store, rows, upcaster, owner: 'operator' };
    await rebuild(notes, options);
    expect(await compare(notes, options)).toEqual({ rows: 3, different: 0, differences: [], position: 3 });
    expect(await compare(countingBy(2), options)).toMatchObject({ rows: 3, different: 3 });
    const onlySokha: Projection<NoteEvent, Notes> = {
      ...notes,
      keysOf: (event) => (event.data.officer === 'sokha' ? ['sokha', 'somebody'] : []),
    };
    expect((await compare(onlySokha, options)).differences.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'dara', difference: 'only-live' },
      { key: 'somebody', difference: 'only-rebuilt' },
      { key: 'vanna', difference: 'only-live' },
    ]);
    expect(await rows.builds('notes')).toMatchObject([{ live: true }]);
  });
});

describe('an event store that was restored to an older state', () => {
  it('stops a projection whose rows know more than the log, until they are made anew', async () => {
    const rows = memoryReadStore();
    const before = memoryEventStore();
    const restored = memoryEventStore();
    for (const store of [before, before, restored]) await store.append('case-1', 'any', [anEvent({ data: { officer: 'sokha' } })]);
    await rebuild(notes, { store: before, rows, upcaster, owner: 'operator' });
    const states = new Map<RunnerStatus['state'], PromiseWithResolvers<RunnerStatus>>(
      (['failed', 'live'] as const).map((state) => [state, Promise.withResolvers<RunnerStatus>()]),
    );
    const onStatus = (status: RunnerStatus): void => states.get(status.state)?.resolve(status);
    const projector = new Projector(notes, { store: restored, rows, upcaster, owner: 'worker', leaseMs: 20, onStatus });
    projector.start();
    expect(await states.get('failed')?.promise).toMatchObject({
      error: { message: expect.stringContaining('restored to an older state') as string },
    });
    await rebuild(notes, { store: restored, rows, upcaster, owner: 'operator' });
    expect(await states.get('live')?.promise).toMatchObject({ position: 1 });
    expect((await rows.get<Notes>('notes', 'sokha')).row?.doc.count).toBe(1);
    await projector.stop();
  });
});

describe('reading what one has written', () => {
  it('waits until the projection has reached the position, or says which one is behind', async () => {
    const store = memoryEventStore();
    const rows = memoryReadStore();
    const fresh = new Freshness(rows);
    const projector = new Projector(notes, {
      store,
      rows,
      upcaster,
      owner: 'worker',
      onProgress: (position) => fresh.advanced('notes', position),
    });
    const { position } = await store.append('case-1', 'none', [anEvent({ data: { officer: 'sokha' } })]);
    const tooEarly = fresh.reach('notes', position, 30);
    await expect(tooEarly).rejects.toThrow(ProjectionBehind);
    await expect(tooEarly).rejects.toMatchObject({ projection: 'notes', position: 0, wanted: position });
    projector.start();
    await fresh.reach('notes', position, 10_000);
    expect((await rows.get('notes', 'sokha')).row).toMatchObject({ doc: { count: 1 } });
    await projector.stop();
    await store.close();
  });
});

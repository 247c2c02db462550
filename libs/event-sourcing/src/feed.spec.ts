import fc from 'fast-check';
import { setTimeout as pause } from 'node:timers/promises';
import { memoryEventStore } from '#libs/event-store/memory';
import {
  type Batch,
  type Event,
  type EventStore,
  Feed,
  LeaseLost,
  Leases,
  type Position,
  type Projection,
  projection,
  Projector,
  type ProjectorOptions,
  type ReadStore,
  type RunnerStatus,
  Upcaster,
} from '#libs/event-sourcing';
import { anEvent, eventually, faulty, fold, collect } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

type Kind = 'Sealed' | 'Weighed' | 'Certified';
type Noted = Event<Kind, { lot: string }>;
interface Lot {
  readonly lot: string;
  readonly told: readonly string[];
}
const KINDS: readonly Kind[] = ['Sealed', 'Weighed', 'Certified'];
/** What was told of each lot, by some of the kinds of events. */
const lots = (name: string, handles: readonly Kind[], takes: (lot: string) => boolean = () => true): Projection<Noted, Lot> =>
  projection<Noted, Lot>({
    name,
    version: 1,
    handles,
    keysOf: ({ data }) => [data.lot],
    evolve(row, { type, position, data: { lot } }) {
      if (!takes(lot)) throw new Error(`${name} cannot take ${lot}`);
      return { lot, told: [...(row?.told ?? []), `${type} at ${position}`] };
    },
    index: { lot: 'text' },
    discloses: 'open',
  });
const upcaster = new Upcaster({ Sealed: { version: 1 }, Weighed: { version: 1 }, Certified: { version: 1 } });

describe('a feed', () => {
  let store: EventStore;
  let rows: ReadStore;
  let follows: number;
  let applied: (readonly Batch[])[];
  let renewed: number;
  /** Whose lease is found to be lost at the next page. */
  let thief: string | undefined;
  let running: Projector<Noted, Lot>[];
  beforeEach(() => {
    const log = memoryEventStore();
    const kept = memoryReadStore();
    [follows, applied, renewed, running, thief] = [0, [], 0, [], undefined];
    store = faulty(log, {
      follow(options) {
        follows++;
        return log.follow(options);
      },
    });
    rows = faulty(kept, {
      apply(...batches) {
        applied.push(batches);
        const stolen = batches.length > 1 ? batches.find(({ build }) => build.projection === thief) : undefined;
        if (stolen === undefined) return kept.apply(...batches);
        thief = undefined;
        return Promise.reject(new LeaseLost(stolen.build, 'it is leased to another'));
      },
      renew(...those) {
        renewed++;
        return kept.renew(...those);
      },
    });
  });
  afterEach(async () => {
    await Promise.all(running.map((projector) => projector.stop()));
    await store.close();
  });

  const write = async (lot: string, type: Kind = 'Sealed'): Promise<Position> =>
    (await store.append(`lot-${lot}`, 'any', [anEvent({ type, data: { lot } })])).position;
  const started = (definitions: readonly Projection<Noted, Lot>[], options: Partial<ProjectorOptions> = {}) => {
    const owner = 'program';
    const shared = { feed: new Feed(store, rows, upcaster, KINDS), leases: new Leases(rows, owner, 300) };
    return definitions.map((definition) => {
      const projector = new Projector(definition, { store, rows, upcaster, owner, ...shared, ...options });
      running.push(projector);
      projector.start();
      return projector;
    });
  };
  const all = (projectors: readonly Projector<Noted, Lot>[], holds: (status: RunnerStatus) => boolean) =>
    eventually(() => Promise.resolve(projectors.every(({ status }) => holds(status)) || undefined), 'all of them so far');
  const isFold = async (definition: Projection<Noted, Lot>): Promise<void> => {
    const events = (await collect(store.readAll())) as Parameters<typeof fold<Noted, Lot>>[1];
    const made = fold(definition, events);
    const { rows: kept } = await rows.query<Lot>(definition.name, { limit: 1_000 });
    expect(kept.map(({ key, doc }) => [key, doc])).toEqual([...made].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  };
  const [sealed, weighed, everything] = [lots('sealed', ['Sealed']), lots('weighed', ['Weighed']), lots('everything', KINDS)];

  it('is followed once, and what all make of a page is written together, checkpoints of those whom it does not concern included', async () => {
    const projectors = started([sealed, weighed, everything]);
    await all(projectors, ({ state }) => state === 'live');
    await pause(5);
    applied = [];
    const position = await write('a');
    await all(projectors, (status) => status.position >= position);
    expect(follows).toBe(1);
    expect(applied).toHaveLength(1);
    expect(new Set(applied[0]?.map(({ build, to, upserts }) => `${build.projection} to ${to}: ${upserts.length}`))).toEqual(
      new Set([`sealed to ${position}: 1`, `weighed to ${position}: 0`, `everything to ${position}: 1`]),
    );
  });

  it('keeps up all leases with one write a heartbeat', async () => {
    const projectors = started([sealed, weighed, everything]);
    await all(projectors, ({ state }) => state === 'live');
    const before = projectors.map(({ status }) => status.heartbeatAt);
    await eventually(() => Promise.resolve(renewed >= 2 || undefined), 'two heartbeats');
    expect(projectors.every(({ status }, place) => status.heartbeatAt > (before[place] ?? 0))).toBe(true);
    expect(projectors.every(({ status }) => status.state === 'live')).toBe(true);
  });

  it('is left by who cannot take a page, alone: everything before it is kept, and the others go on', async () => {
    const picky = lots('picky', ['Sealed'], (lot) => lot !== 'poison');
    const projectors = started([sealed, picky, everything]);
    await all(projectors, ({ state }) => state === 'live');
    const last = await write('a');
    await Promise.all([write('b', 'Weighed'), write('poison'), write('c')]);
    await all([projectors[0], projectors[2]] as Projector<Noted, Lot>[], (status) => status.position >= last + 3);
    expect(projectors[1]?.status).toMatchObject({ state: 'failed', error: { event: { type: 'Sealed' } } });
    expect((await rows.get<Lot>('picky', 'a')).row).toBeDefined();
    await isFold(sealed);
    await isFold(everything);
  });

  it('is left by who lost the lease: the others are written in the same step all the same', async () => {
    const projectors = started([sealed, everything]);
    await all(projectors, ({ state }) => state === 'live');
    thief = 'sealed';
    const position = await write('a');
    await all(projectors, (status) => status.position >= position && status.state === 'live');
    await isFold(sealed);
    await isFold(everything);
  });

  it('property: whoever comes, goes and comes again while it is written, has all of it once', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom('stop', 'start', 'write', 'write', 'write'), fc.nat(2), fc.constantFrom(...KINDS)), {
          maxLength: 40,
        }),
        async (steps) => {
          store = memoryEventStore();
          rows = memoryReadStore();
          running = [];
          const definitions = [sealed, weighed, everything];
          const projectors = started(definitions);
          let last = 0;
          const writing: Promise<Position>[] = [];
          for (const [step, place, kind] of steps) {
            if (step === 'write') writing.push(write(`lot ${place}`, kind));
            else if (step === 'stop') await projectors[place]?.stop();
            else projectors[place]?.start();
          }
          for (const projector of projectors) projector.start();
          for (const position of await Promise.all(writing)) last = Math.max(last, position);
          await all(projectors, (status) => status.position >= last);
          for (const definition of definitions) await isFold(definition);
          await Promise.all(projectors.map((projector) => projector.stop()));
        },
      ),
      { numRuns: 40 },
    ));

  it('is no reason to write for who acts on its own: its checkpoint moves with what concerned it, and when it stops', async () => {
    const [process] = started([lots('process', ['Sealed'])], { dispatcher: () => Promise.resolve(undefined) }) as [Projector<Noted, Lot>];
    await all([process], ({ state }) => state === 'live');
    const own = await write('a');
    await all([process], (status) => status.position >= own);
    for (let n = 0; n < 5; n++) await write('a', 'Weighed');
    const last = await write('b', 'Certified');
    await all([process], (status) => status.position >= last);
    expect(await rows.checkpoint('process')).toBe(own);
    await process.stop();
    expect(await rows.checkpoint('process')).toBe(last);
  });

  it('leaves behind who acts on its own and does not look for long: it reads what it missed by itself, once', async () => {
    const gate = Promise.withResolvers<undefined>();
    let calls = 0;
    const dispatcher = async (): Promise<undefined> => {
      if (++calls === 2) await gate.promise;
    };
    const counting = projection<Noted, { readonly count: number }>({
      ...lots('counting', ['Sealed']),
      index: {},
      evolve: (row) => ({ count: (row?.count ?? 0) + 1 }),
      discloses: 'open',
    }) as unknown as Projection<Noted, Lot>;
    const [process] = started([counting], { dispatcher }) as [Projector<Noted, Lot>];
    await all([process], ({ state }) => state === 'live');
    await write('a');
    await eventually(() => Promise.resolve(calls === 2 || undefined), 'a dispatcher at work');
    let last = 0;
    for (let n = 0; n < 25; n++)
      ({ position: last } = await store.append(
        'lot-a',
        'any',
        Array.from({ length: 500 }, () => anEvent({ type: 'Sealed', data: { lot: 'a' } })),
      ));
    gate.resolve(undefined);
    await all([process], (status) => status.position >= last);
    expect((await rows.get('counting', 'a')).row?.doc).toEqual({ count: 12_501 });
  });
});

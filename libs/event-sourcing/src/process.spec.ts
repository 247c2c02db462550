import { memoryEventStore } from '#libs/event-store/memory';
import {
  type Command,
  type Decider,
  type Event,
  type EventStore,
  AggregateStore,
  process,
  type Process,
  type ProcessInstance,
  ProcessManager,
  type ProcessManagerOptions,
  type ReadStore,
  rebuild,
  ProjectionBehind,
  RowsUnavailable,
  RuleBroken,
  type RunnerStatus,
  StoreUnavailable,
  Upcaster,
} from '#libs/event-sourcing';
import { anEvent, eventually, faulty, given, idOf, watching } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';

// A freeze lapses by itself unless it is renewed: the smallest process with a fact, a deadline and a command.
type FreezeEvent = Event<'AssetFrozen', { assetId: string; expiresAt: string }> | Event<'FreezeLifted', { assetId: string }>;
type LapseCommand = Command<'LapseFreeze', { assetId: string }>;
interface Watch {
  readonly expiresAt: string;
}
const freezeExpiry = process<FreezeEvent, LapseCommand, Watch>({
  name: 'freeze-expiry',
  handles: ['AssetFrozen', 'FreezeLifted'],
  keysOf: (event) => [event.data.assetId],
  react(state, input, key) {
    switch (input.type) {
      case 'AssetFrozen':
        return { state: { expiresAt: input.data.expiresAt }, timeouts: { expiry: input.data.expiresAt } };
      case 'FreezeLifted':
        return { state: undefined };
      case 'TimeoutReached':
        return { state, commands: [{ type: 'LapseFreeze', data: { assetId: key } }] };
      case 'CommandRefused':
        return { state };
    }
  },
});

// Each sale is announced to two registers: commands straight from a fact.
const announce = process<
  Event<'AssetSold', { assetId: string }>,
  Command<'Announce', { register: string; assetId: string }>,
  { sold: true }
>({
  name: 'announce-sale',
  handles: ['AssetSold'],
  keysOf: (event) => [event.data.assetId],
  react: (_state, input, key) =>
    input.type === 'AssetSold'
      ? {
          state: { sold: true },
          commands: ['land', 'vehicles'].map((register) => ({ type: 'Announce', data: { register, assetId: key } })),
        }
      : { state: { sold: true } },
});

// What the commands are carried out on: a register that remembers each announcement as an event.
type Announced = Event<'Announced', { register: string; assetId: string }>;
const register: Decider<Command<'Announce', { register: string; assetId: string }>, Announced, number> = {
  initial: 0,
  decide: (command) => {
    if (command.data.assetId === 'asset-forbidden') throw new RuleBroken('register.closed', 'The register takes no more announcements');
    return [{ type: 'Announced', data: command.data }];
  },
  evolve: (count) => count + 1,
};
const upcaster = new Upcaster(
  Object.fromEntries(['AssetFrozen', 'FreezeLifted', 'AssetSold', 'Announced'].map((type) => [type, { version: 1 }])),
);

describe('a process, as a pure function', () => {
  const frozen: FreezeEvent = { type: 'AssetFrozen', data: { assetId: 'asset-1', expiresAt: '2026-06-01T00:00:00.000Z' } };
  it('sets a deadline for a fact and gives a command when it comes', () => {
    expect(given(frozen).reactionOf(freezeExpiry, 'asset-1')).toMatchObject({ timeouts: { expiry: '2026-06-01T00:00:00.000Z' } });
    expect(
      given(frozen).reactionOf(freezeExpiry, 'asset-1', { type: 'TimeoutReached', name: 'expiry', due: '2026-06-01T00:00:00.000Z' }),
    ).toMatchObject({
      commands: [{ type: 'LapseFreeze' }],
    });
  });
});

describe('a process manager', () => {
  let store: EventStore;
  let rows: ReadStore;
  let stops: (() => Promise<void>)[];
  beforeEach(() => {
    store = memoryEventStore();
    rows = memoryReadStore();
    stops = [];
  });
  afterEach(async () => {
    await Promise.all(stops.map((stop) => stop()));
    await store.close();
  });

  const run = <E extends Event, C extends Command, S extends object>(
    definition: Process<E, C, S>,
    options: Partial<ProcessManagerOptions<C>> & Pick<ProcessManagerOptions<C>, 'issue'>,
  ) => {
    const watched = watching();
    const owner = `worker-${stops.length}`;
    const manager = new ProcessManager(definition, { store, rows, upcaster, owner, leaseMs: 300, ...watched.options, ...options });
    stops.push(() => manager.stop());
    manager.start();
    return { manager, until: (holds: (status: RunnerStatus) => boolean) => watched.until(manager, holds) };
  };
  const announcing =
    (to = store) =>
    (command: Command<'Announce', { register: string; assetId: string }>, context: Parameters<AggregateStore['handle']>[3]) =>
      new AggregateStore(to, upcaster).handle(register, `register-${command.data.register}`, command, context);
  const sell = (assetId: string) => store.append(`asset-${assetId}`, 'any', [anEvent({ type: 'AssetSold', data: { assetId } })]);
  const announcements = async (): Promise<string[]> => {
    const pages = await Array.fromAsync(store.readAll({ filter: { types: ['Announced'] } }));
    return pages.flatMap((page) => page.events).map(({ data }) => Object.values(data as object).join(' '));
  };
  const announcedTwice = () => eventually(async () => ((await announcements()).length >= 2 ? true : undefined), 'two announcements');
  const instance = async (name: string, key: string) => (await rows.get<ProcessInstance>(name, key)).row?.doc;
  const stuckOf = (manager: { readonly status: RunnerStatus }, wanted: number | undefined) =>
    eventually(() => Promise.resolve(manager.status.stuck === wanted ? true : undefined), `${wanted ?? 'nothing'} stuck`);
  const settledInstance = (name: string, key: string): Promise<ProcessInstance> =>
    eventually(async () => {
      const doc = await instance(name, key);
      return doc?.pending === false ? doc : undefined;
    }, `${name} ${key} without anything pending`);

  it('carries out what a fact asks for, once, in the conversation of the fact', async () => {
    run(announce, { issue: announcing() });
    await sell('asset-1');
    await announcedTwice();
    expect(await announcements()).toEqual(['land asset-1', 'vehicles asset-1']);
    const [sold, first] = (await Array.fromAsync(store.readAll())).flatMap((page) => page.events);
    expect(first?.metadata).toMatchObject({
      causationId: sold?.id,
      correlationId: sold?.metadata.correlationId,
      actor: { id: 'process:announce-sale' },
    });
    expect(await settledInstance('announce-sale', 'asset-1')).toMatchObject({ outbox: [], refusals: [], state: { sold: true } });
  });

  it('doubles nothing and loses nothing when it dies at any step', async () => {
    await sell('asset-1');
    // It dies before and after each command and each commit in turn: nothing it does from then on reaches anything. The next one goes on.
    for (let step = 0; step < 10; step++) {
      let steps = 0;
      const living = async <T>(work: () => Promise<T>): Promise<T> => {
        if (steps++ >= step) throw new RowsUnavailable('Dead before');
        const result = await work();
        if (steps++ >= step) throw new RowsUnavailable('Dead after');
        return result;
      };
      const dead = (): true | undefined => (steps > step ? true : undefined);
      const mortal = new ProcessManager(announce, {
        store,
        rows: faulty(rows, {
          apply: (...batches) => living(() => rows.apply(...batches)),
          claim: (build, owner, leaseMs) => (dead() ? Promise.resolve(false) : rows.claim(build, owner, leaseMs)),
        }),
        upcaster,
        owner: `mortal-${step}`,
        leaseMs: 20,
        issue: (command, context) => living(() => announcing()(command, context)),
      });
      mortal.start();
      await eventually(async () => dead() ?? ((await instance('announce-sale', 'asset-1'))?.outbox.length === 0 ? true : undefined));
      await mortal.stop();
    }
    run(announce, { issue: announcing() });
    expect(await settledInstance('announce-sale', 'asset-1')).toMatchObject({ outbox: [] });
    expect(await announcements()).toEqual(['land asset-1', 'vehicles asset-1']);
  });

  it('is at rest once nothing is left to give, and looks at a deadline that came by a clock that no timer follows', async () => {
    let now = Date.parse('2026-05-01T00:00:00Z');
    const lapsed: string[] = [];
    const { promise: given, resolve: give } = Promise.withResolvers<undefined>();
    const { manager, until } = run(freezeExpiry, {
      now: () => now,
      issue: async ({ data }) => {
        lapsed.push(data.assetId);
        await given;
      },
    });
    const { position } = await store.append('asset-1', 'any', [
      anEvent({ type: 'AssetFrozen', data: { assetId: 'asset-1', expiresAt: '2026-06-01T00:00:00Z' } }),
    ]);
    await until((status) => status.state === 'live' && status.position >= position);
    // What does not concern it comes after it has seen to the freeze.
    const later = await sell('asset-1');
    await until((status) => status.position >= later.position);
    expect(await manager.isAtRest()).toBe(true);
    // Its timer has a month to go.
    now = Date.parse('2026-06-01T00:00:00Z');
    await eventually(async () => ((await manager.isAtRest()) || lapsed.length === 0 ? undefined : true), 'the lapse');
    expect(await manager.isAtRest()).toBe(false);
    give(undefined);
    await eventually(async () => ((await manager.isAtRest()) ? true : undefined), 'rest');
    expect(lapsed).toEqual(['asset-1']);
  });

  it('carries out what any number of instances ask for', async () => {
    for (let n = 0; n < 250; n++) await sell(`asset-${n}`);
    run(announce, { issue: announcing() });
    await eventually(async () => ((await announcements()).length >= 500 ? true : undefined), '500 announcements');
    expect(new Set(await announcements()).size).toBe(500);
    expect((await rows.query('announce-sale', { where: { pending: { is: false } }, limit: 300 })).rows).toHaveLength(250);
  });

  it('gives the same command again while stores are away or rows lag', async () => {
    const troubles = [new StoreUnavailable('Away', 'unknown'), new RowsUnavailable('Away'), new ProjectionBehind('sales', 1, 2)];
    const ids: string[] = [];
    run(announce, {
      issue: (command, context) => {
        ids.push(context.commandId);
        const trouble = troubles.pop();
        if (trouble !== undefined) throw trouble;
        return announcing()(command, context);
      },
    });
    await sell('asset-1');
    await announcedTwice();
    expect(await announcements()).toEqual(['land asset-1', 'vehicles asset-1']);
    expect(new Set(ids).size).toBe(2);
  });

  it('notes a refusal, goes on, and lets the process answer it', async () => {
    run(announce, { issue: announcing() });
    await sell('asset-forbidden');
    const doc = await settledInstance('announce-sale', 'asset-forbidden');
    expect(doc.refusals.map(({ code }) => code)).toEqual(['register.closed', 'register.closed']);
    await sell('asset-2');
    await announcedTwice();
    expect(await announcements()).toEqual(['land asset-2', 'vehicles asset-2']);
  });

  it('keeps its deadlines as data: they come also after a restart, once', async () => {
    const issued: Command[] = [];
    let now = Date.parse('2026-05-01T00:00:00.000Z');
    const asked = Promise.withResolvers<undefined>();
    const options = {
      now: () => now,
      issue: (command: Command) => {
        issued.push(command);
        asked.resolve(undefined);
        return Promise.resolve();
      },
    };
    const first = run(freezeExpiry, options);
    await store.append('asset-1', 'none', [
      anEvent({ type: 'AssetFrozen', data: { assetId: '1', expiresAt: '2026-06-01T00:00:00.000Z' } }),
    ]);
    await first.until(({ position }) => position === 1);
    await first.manager.stop();
    expect(await instance('freeze-expiry', '1')).toMatchObject({ dueAt: '2026-06-01T00:00:00.000Z', pending: false });
    now = Date.parse('2026-06-01T00:00:00.000Z');
    run(freezeExpiry, options);
    await asked.promise;
    expect(await settledInstance('freeze-expiry', '1')).toMatchObject({ timeouts: {}, dueAt: null });
    expect(issued).toEqual([{ type: 'LapseFreeze', data: { assetId: '1' } }]);
  });

  it('takes its deadlines in the order of time, however they are written', async () => {
    const reached: string[] = [];
    const reminders = process<Event<'AssetFrozen', { assetId: string }>, LapseCommand, { reached: readonly string[] }>({
      name: 'reminders',
      handles: ['AssetFrozen'],
      keysOf: (event) => [event.data.assetId],
      react(state, input) {
        if (input.type === 'AssetFrozen')
          return {
            state: { reached: [] },
            timeouts: { first: '2026-05-31T23:00:00Z', second: '2026-06-01T06:30:00+07:00', third: '2026-06-01T00:00:00.000Z' },
          };
        if (input.type === 'TimeoutReached') reached.push(`${input.name} ${input.due}`);
        return { state };
      },
    });
    const { until } = run(reminders, { now: () => Date.parse('2026-06-02T00:00:00Z'), issue: () => Promise.resolve() });
    await store.append('asset-1', 'none', [anEvent({ type: 'AssetFrozen', data: { assetId: '1' } })]);
    await eventually(async () => ((await instance('reminders', '1'))?.dueAt === null ? true : undefined));
    expect(reached).toEqual(['first 2026-05-31T23:00:00.000Z', 'second 2026-05-31T23:30:00.000Z', 'third 2026-06-01T00:00:00.000Z']);
    expect((await until(({ state }) => state === 'live')).error).toBeUndefined();
  });

  it('stops at the fact for which it sets a deadline that is no time', async () => {
    const dated: typeof freezeExpiry = {
      ...freezeExpiry,
      name: 'dated',
      react: () => ({ state: { expiresAt: 'soon' }, timeouts: { near: '2999-01-01T00:00:00.000Z', far: 'some day' } }),
    };
    const { until } = run(dated, { issue: () => Promise.reject(new Error('Nothing was to be asked for')) });
    await store.append('asset-1', 'none', [anEvent({ type: 'AssetFrozen', data: { assetId: '1', expiresAt: 'soon' } })]);
    const status = await until(({ state }) => state === 'failed');
    expect(status.error).toMatchObject({ message: expect.stringContaining('"far"') as string, event: { position: 1 } });
  });

  it('forgets its deadlines when it ends', async () => {
    const { until } = run(freezeExpiry, { issue: () => Promise.reject(new Error('Nothing was to be asked for')) });
    const data = { assetId: '1', expiresAt: '2020-01-01T00:00:00.000Z' };
    await store.append('asset-1', 'none', [
      anEvent({ id: idOf('frozen'), type: 'AssetFrozen', data: { ...data, expiresAt: '2999-01-01T00:00:00.000Z' } }),
      anEvent({ id: idOf('lifted'), type: 'FreezeLifted', data }),
    ]);
    await until(({ position }) => position === 2);
    expect(await instance('freeze-expiry', '1')).toMatchObject({ state: null, timeouts: {}, dueAt: null });
  });

  it('leaves an instance alone whose command fails for a reason no rule gives: the others go on, and it is tried again, later and later', async () => {
    let now = Date.parse('2026-03-02T00:00:00Z');
    let broken = true;
    const reports: string[] = [];
    const { manager } = run(announce, {
      now: () => now,
      issue: (command, context) =>
        broken && command.data.assetId === 'asset-1'
          ? Promise.reject(new TypeError('undefined is not a register'))
          : announcing()(command, context),
      onStuck: (key, { command, message, tries }) => reports.push(`${key} ${command} ${tries}: ${message}`),
    });
    await sell('asset-1');
    await sell('asset-2');
    await announcedTwice();
    expect(await announcements()).toEqual(['land asset-2', 'vehicles asset-2']);
    const stuck = await eventually(async () => (await instance('announce-sale', 'asset-1'))?.stuck, 'a stuck instance');
    expect(stuck).toMatchObject({ command: 'Announce', since: '2026-03-02T00:00:00.000Z', tries: 1, retryAt: '2026-03-02T00:01:00.000Z' });
    expect(manager.status).toMatchObject({ state: 'live', stuck: 1 });

    now += 60_000;
    await sell('asset-3');
    await eventually(async () => ((await instance('announce-sale', 'asset-1'))?.stuck?.tries === 2 ? true : undefined), 'a second try');
    expect((await instance('announce-sale', 'asset-1'))?.stuck).toMatchObject({ retryAt: '2026-03-02T00:03:00.000Z' });
    expect(reports).toEqual(['asset-1 Announce 1: undefined is not a register', 'asset-1 Announce 2: undefined is not a register']);

    broken = false;
    now += 120_000;
    await sell('asset-4');
    await stuckOf(manager, undefined);
    expect(await settledInstance('announce-sale', 'asset-1')).toMatchObject({ outbox: [] });
    expect(await instance('announce-sale', 'asset-1')).not.toHaveProperty('stuck');
    expect((await announcements()).filter((one) => one.endsWith('asset-1'))).toEqual(['land asset-1', 'vehicles asset-1']);
  });

  it('tries what was stuck at once when the program starts again: it may have been mended', async () => {
    const broken = run(announce, { issue: () => Promise.reject(new TypeError('undefined is not a register')) });
    await sell('asset-1');
    await stuckOf(broken.manager, 1);
    await broken.manager.stop();
    run(announce, { issue: announcing() });
    await announcedTwice();
    expect(await announcements()).toEqual(['land asset-1', 'vehicles asset-1']);
  });

  it('runs in one place at a time', async () => {
    const places = new Set<string>();
    const here = run(announce, { issue: (command, context) => (places.add('here'), announcing()(command, context)) });
    await here.until(({ state }) => state === 'live');
    const there = run(announce, { issue: (command, context) => (places.add('there'), announcing()(command, context)) });
    await there.until(({ state }) => state === 'standby');
    await sell('asset-1');
    await announcedTwice();
    expect([...places]).toEqual(['here']);
  });

  it('is not touched by a rebuild of a projection of the same facts', async () => {
    let issued = 0;
    const { until } = run(announce, { issue: (command, context) => (issued++, announcing()(command, context)) });
    await sell('asset-1');
    await announcedTwice();
    const sold = { handles: ['AssetSold'], keysOf: () => ['all'], evolve: () => ({ sold: true }) };
    const sales = { name: 'sales', version: 1, ...sold, index: {}, discloses: 'open' } as const;
    await rebuild(sales, { store, rows, upcaster, owner: 'operator' });
    await until(({ position }) => position >= 3);
    expect(issued).toBe(2);
  });
});

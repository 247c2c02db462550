import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { ReadStore } from '#libs/event-sourcing';
import { openPostgresReadStore } from '#libs/read-store/postgres';
import { openSqliteReadStore } from '#libs/read-store/sqlite';
import { type Claims, servedApi, type Surroundings } from './api.ts';
import { caseBody, followBody, seizureBody } from './bodies.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';
import { counted, type Counted } from './read-store-worker.ts';

interface Place {
  readonly store: ReadStore;
  /** What a worker is told to open. */
  readonly where: string;
  dispose(): Promise<void>;
}

const places: [string, () => Promise<Place>][] = [
  [
    'SQLite',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'rows-'));
      const where = join(folder, 'rows.db');
      const store = await openSqliteReadStore({ file: where });
      const dispose = async () => {
        await store.close();
        await rm(folder, { recursive: true });
      };
      return { store, where, dispose };
    },
  ],
  [
    'PostgreSQL',
    async () => {
      const server = await startPostgres();
      const store = await openPostgresReadStore({ url: server.url });
      const dispose = async () => {
        await store.close();
        await server.stop();
      };
      return { store, where: server.url, dispose };
    },
  ],
];

describe.each(places)('workers of their own process that compete for one projection in %s', (database, open) => {
  let place: Place;
  const workers = new Map<string, ChildProcess>();

  const start = (owner: string, last: number): ChildProcess => {
    const script = fileURLToPath(new URL('read-store-worker.ts', import.meta.url));
    const flags = ['--conditions=source', '--experimental-transform-types', '--no-warnings'];
    const worker = spawn(process.execPath, [...flags, script, owner, String(last), place.where], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    workers.set(owner, worker);
    return worker;
  };
  const ended = async (worker: ChildProcess) => worker.exitCode ?? worker.signalCode ?? (await once(worker, 'exit'));
  const checkpoint = () => place.store.checkpoint(counted.name);
  const ownerOf = async () => (await place.store.builds(counted.name))[0]?.owner;

  /** Every step was taken once, each row tells the same owner as its step's counter did, and the checkpoint is true to the rows. */
  const expectEveryStepOnce = async () => {
    const [build] = await place.store.builds(counted.name);
    if (build === undefined) throw new Error('Nothing was built');
    const rows = [];
    for await (const page of place.store.scan<Counted>(build)) rows.push(...page);
    expect(rows).toHaveLength(build.checkpoint + 1);
    expect(rows.find(({ key }) => key === 'counter')?.doc.n).toBe(build.checkpoint);
    const steps = rows.filter(({ key }) => key !== 'counter').map(({ doc }) => doc.n);
    expect(steps.sort((a, b) => a - b)).toEqual(Array.from({ length: build.checkpoint }, (__, i) => i + 1));
  };

  beforeEach(async () => {
    place = await open();
  }, 60_000);
  afterEach(async () => {
    for (const worker of workers.values()) worker.kill('SIGKILL');
    for (const worker of workers.values()) await ended(worker);
    workers.clear();
    await place.dispose();
  });

  it('are relieved by one another when they are killed in the middle of it, without a step lost or taken twice', async () => {
    const last = 1_000_000;
    start('worker-0', last);
    for (let i = 1; i <= 4; i++) {
      start(`worker-${i}`, last);
      const reached = (await checkpoint()) + 30;
      await until(async () => (await checkpoint()) >= reached);
      const holder = workers.get(await until(ownerOf));
      if (holder === undefined) throw new Error('The lease is held by nobody who was started');
      holder.kill('SIGKILL');
      await ended(holder);
    }
    const reached = (await checkpoint()) + 30;
    await until(async () => (await checkpoint()) >= reached);
    for (const worker of workers.values()) worker.kill('SIGKILL');
    for (const worker of workers.values()) await ended(worker);
    await expectEveryStepOnce();
  }, 60_000);

  // In SQLite a process that freezes within a write holds the file until it is ended: so it is with files.
  if (database === 'PostgreSQL')
    it('do not hold up the next when they freeze, and are told when they wake', async () => {
      const frozen = start('worker-frozen', 1_000_000);
      await until(async () => (await checkpoint()) >= 20);
      frozen.kill('SIGSTOP');
      const [build] = await place.store.builds(counted.name);
      if (build === undefined) throw new Error('Nothing was built');
      await until(() => place.store.claim(build, 'the-next', 60_000));
      const stopped = await checkpoint();
      const next = { n: stopped + 1, by: 'the-next' };
      const upserts = ['counter', `step-${next.n}`].map((key) => ({ key, doc: next, position: next.n, eventId: 'event' }));
      await place.store.apply({ build, owner: 'the-next', from: stopped, to: next.n, upserts, deletes: [] });
      frozen.kill('SIGCONT');
      expect(await checkpoint()).toBe(next.n);
      await place.store.release(build, 'the-next');
      await until(async () => (await checkpoint()) >= next.n + 20);
      frozen.kill('SIGKILL');
      await ended(frozen);
      await expectEveryStepOnce();
    }, 60_000);
});

describe('a PostgreSQL server that comes and goes', () => {
  let server: TestPostgres;
  let store: ReadStore;
  beforeEach(async () => {
    server = await startPostgres();
    store = await openPostgresReadStore({ url: server.url });
  }, 60_000);
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  it('makes every method say so while it is away, and is used again when it is back', async () => {
    const build = await store.prepare(counted);
    await store.claim(build, 'worker', 60_000);
    const row = { key: 'a', doc: { n: 1 }, position: 1, eventId: 'event' };
    const step = (from: number) => ({ build, owner: 'worker', from, to: from + 1, upserts: [row], deletes: [] });
    await store.apply(step(0));
    await server.pause();
    const calls: [string, () => Promise<unknown>][] = [
      ['get', () => store.get('counted', 'a')],
      ['query', () => store.query('counted', { limit: 1 })],
      ['checkpoint', () => store.checkpoint('counted')],
      ['builds', () => store.builds()],
      ['prepare', () => store.prepare(counted)],
      ['claim', () => store.claim(build, 'worker', 60_000)],
      ['release', () => store.release(build, 'worker')],
      ['rowsOf', () => store.rowsOf(build, ['a'])],
      ['scan', () => store.scan(build)[Symbol.asyncIterator]().next()],
      ['apply', () => store.apply(step(1))],
      ['promote', () => store.promote(build, 'worker')],
    ];
    for (const [name, call] of calls) {
      const answer = await call().then(
        () => 'no error',
        (error: unknown) => error,
      );
      expect([name, answer]).toMatchObject([name, { name: 'RowsUnavailable', code: 'rows.unavailable', retryable: true }]);
    }
    await server.resume();
    expect(await store.get('counted', 'a')).toEqual({ row, position: 1 });
    expect(await store.claim(build, 'worker', 60_000)).toBe(true);
    await store.apply(step(1));
    expect(await store.checkpoint('counted')).toBe(2);
  }, 60_000);

  it('is restarted three times under load, and loses nothing that the checkpoint vouches for', async () => {
    const build = await store.prepare(counted);
    let unavailable = 0;
    let done = false;
    const tolerated = (error: unknown) => {
      if (!(error instanceof Error) || !['RowsUnavailable', 'LeaseLost'].includes(error.name)) throw error;
      unavailable++;
    };
    const writing = async () => {
      while (!done) {
        await (async () => {
          if (!(await store.claim(build, 'worker', 60_000))) return;
          const from = await store.checkpoint('counted');
          const upserts = [{ key: 'counter', doc: { n: from + 1 }, position: from + 1, eventId: 'event' }];
          await store.apply({ build, owner: 'worker', from, to: from + 1, upserts, deletes: [] });
        })().catch(tolerated);
        await turn();
      }
    };
    const reading = async () => {
      while (!done) {
        await store.get<Counted>('counted', 'counter').then(({ row, position }) => expect(row?.doc.n ?? 0).toBe(position), tolerated);
        await turn();
      }
    };
    const all = Promise.all([writing(), reading(), reading()]);
    for (let i = 0; i < 3; i++) {
      const reached = (await store.checkpoint('counted')) + 20;
      await until(async () => (await store.checkpoint('counted')) >= reached);
      const before = unavailable;
      await server.pause();
      await until(async () => unavailable > before);
      await server.resume();
    }
    const reached = (await store.checkpoint('counted')) + 20;
    await until(async () => (await store.checkpoint('counted')) >= reached);
    done = true;
    await all;
  }, 60_000);

  it('need not be there when the program starts', async () => {
    await server.pause();
    const early = await openPostgresReadStore({ url: server.url, schema: 'early' });
    await expect(early.builds()).rejects.toMatchObject({ name: 'RowsUnavailable' });
    await server.resume();
    expect(await early.prepare(counted)).toMatchObject({ number: 1, live: true });
    await early.close();
    await expect(early.builds()).rejects.toMatchObject({ name: 'RowsUnavailable' });
  }, 60_000);
});

describe('commands while PostgreSQL is away', () => {
  let server: TestPostgres;
  const people = {
    'officer-sokha': ['investigator', 'unit-phnom-penh-1', 'police'],
    'officer-dara': ['investigator', 'unit-phnom-penh-1', 'police'],
    'officer-sovann': ['unit-head', 'unit-phnom-penh-1', 'police'],
    'officer-bopha': ['legal-officer', 'unit-legal', 'authority'],
  } as const satisfies Readonly<Record<string, Claims>>;
  const rowsInPostgres: Surroundings = {
    name: 'PostgreSQL',
    async start() {
      server = await startPostgres();
      return { environment: { DATABASE_URL: server.url }, [Symbol.asyncDispose]: () => server.stop() };
    },
  };
  const api = servedApi(people, { on: rowsInPostgres });
  const give = (as: keyof typeof people, path: string, body: object) => api.request('post', `/v1/cases${path}`, as).send(body);

  it('go on, and a restricted case is kept from whom it was: by the log, not by rows', async () => {
    const { id } = (await give('officer-sokha', '', caseBody('RESTRICTED')).expect(201)).body as { id: string };
    const { id: open } = (await give('officer-dara', '', caseBody('OPEN')).expect(201)).body as { id: string };
    await give('officer-bopha', `/${id}/assign-officer`, followBody('officer-bopha', 'unit-legal')).expect(200);
    await give('officer-sovann', `/${id}/restrict`, { persons: ['officer-sokha'], reason: 'Leaks' }).expect(200);
    await server.pause();
    const found = (seconds: number) => ({ ...seizureBody(), seizedAt: `2026-03-02T09:30:${seconds}+07:00` });
    await give('officer-sokha', `/${id}/seizures`, found(10)).expect(201);
    await give('officer-bopha', `/${id}/send-to-prosecutor`, {
      office: 'prosecution-phnom-penh',
      reference: 'S-1',
      sentAt: '2026-03-03T09:30:00+07:00',
    }).expect(200);
    const kept = await give('officer-dara', `/${id}/seizures`, found(11));
    expect(kept.body).toMatchObject({ status: 404, code: 'case.unknown' });
    await give('officer-dara', `/${open}/seizures`, found(12)).expect(201);
    await server.resume();
  }, 60_000);
});

async function until<T>(condition: () => Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const answer = await condition();
    if (answer !== false && answer !== undefined) return answer;
    await turn();
  }
}

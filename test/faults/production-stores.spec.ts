import { randomUUID } from 'node:crypto';
import { cases } from '#libs/cases';
import { contentHash, deriveUuid } from '#libs/event-sourcing';
import { caseBody, officerBody, seizureBody } from '../bodies.ts';
import { startPostgres, type TestPostgres } from '../postgres.ts';
import { type Answer, Client, entered, type CommandAnswer, type Program, until } from '../program.ts';
import { type Acknowledged, allShown, Shift } from './load.ts';
import { healthOf, Production, stateOf } from './production.ts';
import { atRest } from './scheme-end.ts';
import { compareAll, sameRows, verify } from './verify.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 240_000;

const PROJECTIONS = cases.projections.map(({ name }) => name);

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
}, PATIENCE_MS);
afterAll(async () => postgres.stop(), PATIENCE_MS);

let production: Production;
beforeEach(async () => {
  production = await Production.on(postgres);
}, PATIENCE_MS);
afterEach(async () => production[Symbol.asyncDispose](), PATIENCE_MS);

const clientOf = async (program: Program, role = 'unit-head', subject = 'officer-sokha') => {
  await entered(program);
  return new Client(() => program.url, await production.token(role, subject));
};

/** Officers who are at work. */
async function atWork(api: Program): Promise<Shift> {
  const shift = await Shift.of(12, () => api);
  await shift.begin(api);
  return shift;
}

/** Everything acknowledged is recorded once, and the rows are what a rebuild makes of it. */
async function expectWhole(api: Program, acknowledged: readonly Acknowledged[]): Promise<void> {
  await allShown(await clientOf(api, 'auditor'), acknowledged);
  await using stores = await production.stores();
  // What processes still record moves the head.
  await atRest(stores.events, stores.rows);
  const { events, head, wrong } = await verify(stores.events, acknowledged);
  expect(wrong).toEqual([]);
  expect(events).toHaveLength(acknowledged.length);
  expect(await compareAll(stores.events, stores.rows)).toEqual(sameRows({ events, head }));
}

describe('an API and a worker on EventStoreDB and PostgreSQL', () => {
  it(
    'take a case from its opening to its timeline, and everybody reads what they have written',
    async () => {
      const [api] = await Promise.all([production.api(), production.worker()]);
      const sokha = await clientOf(api);
      const opened = await sokha.post('/v1/cases', caseBody('PP-2026-0117'), { key: 'open' });
      expect(opened).toMatchObject({ status: 201, body: { revision: 0 } });
      const path = `/v1/cases/${opened.body.id}`;
      const assigned = await sokha.post(`${path}/assign-officer`, officerBody('officer-sokha'), { ifRevision: 0 });
      expect(assigned).toMatchObject({ status: 200, body: { revision: 1 } });
      const seized = await sokha.post(`${path}/seizures`, seizureBody());
      expect(seized).toMatchObject({ status: 201, body: { revision: 2 } });
      const correction = { changes: { grossMg: 1_184_500 }, reason: 'Weighed again without the crate' };
      const corrected = await sokha.post(`${path}/seizures/${seized.body.id}/correct`, correction);
      expect(corrected).toMatchObject({ status: 200, body: { revision: 3 } });

      const after = `after=${corrected.body.position}`;
      const page = await sokha.get(`${path}?${after}`);
      expect(page).toMatchObject({
        status: 200,
        body: { status: 'open', grossMg: 1_184_500, revision: 3, officers: [officerBody('officer-sokha')] },
      });
      expect(page.headers.get('etag')).toBe('"3"');
      expect(await sokha.get(`/v1/cases?reference=PP-2026-0117&${after}`)).toMatchObject({
        status: 200,
        body: { items: [{ caseId: opened.body.id }] },
      });
      const timeline = await sokha.get<{ items: readonly { type: string }[] }>(`${path}/timeline?${after}`);
      expect(timeline.body.items.map(({ type }) => type)).toEqual(['CaseOpened', 'OfficerAssigned', 'SeizureRecorded', 'SeizureCorrected']);
      expect((await sokha.post(`${path}/close`, { reason: 'Too early' }, { ifRevision: 2 })).status).toBe(412);
      expect(await sokha.post('/v1/cases', caseBody('PP-2026-0117'), { key: 'open' })).toMatchObject({ status: 201, body: opened.body });
    },
    PATIENCE_MS,
  );

  it(
    'record one event where two APIs get the same command under the same key at the same moment, and answer both alike',
    async () => {
      const apis = await Promise.all([production.api(), production.api(), production.worker()]).then(([one, two]) => [one, two]);
      const askers = await Promise.all(apis.map((api) => clientOf(api)));
      const [first] = askers;
      if (first === undefined) throw new Error('Nobody asks');
      const opened = await first.post('/v1/cases', caseBody('PP-2026-0117'));
      const give = (path: string, body: unknown, key: string): Promise<readonly Answer<CommandAnswer>[]> =>
        Promise.all(askers.map((asker) => asker.post(path, body, { key })));
      const keys = Array.from({ length: 60 }, () => randomUUID());
      // All of them on one case, and each at both APIs: of two tries of one command, the second is decided on what the first has recorded.
      const answers = await Promise.all(
        keys.map((key, n) =>
          n % 3 === 0
            ? give('/v1/cases', caseBody(`PP-${n}`), key)
            : give(`/v1/cases/${opened.body.id}/assign-officer`, officerBody(`officer-${n}`), key),
        ),
      );
      for (const [one, two] of answers) {
        expect([200, 201]).toContain(one?.status);
        expect(two).toMatchObject({ status: one?.status, body: one?.body });
      }
      await using stores = await production.stores();
      const { events } = await verify(stores.events, []);
      const commands = events.map(({ metadata }) => metadata.commandId);
      expect(new Set(commands).size).toBe(commands.length);
      for (const [n, key] of keys.entries()) {
        const commandId = deriveUuid('idempotency-key', 'officer-sokha', key);
        // What the register says of who is assigned is part of what is recorded.
        const assigned = [[], ['officer.not-registered'], ['officer.other-unit']].map((found) => deriveUuid(commandId, contentHash(found)));
        expect((n % 3 === 0 ? [commandId] : assigned).filter((id) => commands.includes(id))).toHaveLength(1);
      }
      expect(commands).toHaveLength(keys.length + 1);

      const [a, b] = await Promise.all(askers.map((asker, n) => asker.post('/v1/cases', caseBody(`PP-other-${n}`), { key: 'one-key' })));
      expect([a?.status, b?.status].sort()).toEqual([201, 422]);
    },
    PATIENCE_MS,
  );
});

describe('two workers that compete for the projections', () => {
  it(
    'project each one in exactly one of them, and take over from one that is killed, without an event lost or repeated',
    async () => {
      const [api, ...workers] = await Promise.all([production.api(), production.worker(), production.worker()]);
      const work = await atWork(api);
      const projecting = (projection: string) =>
        until(async () => {
          const states = await Promise.all(workers.map(async (worker) => stateOf(worker, projection)));
          return states.filter((state) => state === 'standby').length === workers.length - 1 && workers[states.indexOf('live')];
        });
      for (let death = 0; death < 2; death++) {
        for (const projection of PROJECTIONS) await projecting(projection);
        await work.more(40);
        const victim = await projecting('case-status');
        await victim.kill();
        workers.splice(workers.indexOf(victim), 1);
        await work.more(40);
        // The one that is left takes over by itself, before another one comes.
        await allShown(await clientOf(api, 'auditor'), work.acknowledged);
        workers.push(await production.worker());
      }
      await work.settle();
      await expectWhole(api, work.acknowledged);
    },
    PATIENCE_MS,
  );
});

describe('PostgreSQL under a worker', () => {
  it(
    'is restarted, and is away for a while: commands go on, readers are told, and the worker goes on by itself',
    async () => {
      const [api, worker] = await Promise.all([production.api(), production.worker()]);
      const work = await atWork(api);
      const auditor = await clientOf(api, 'auditor');
      await work.more(50);
      await postgres.restart();
      await work.more(50);
      await postgres.pause();
      await work.more(50);
      const page = await auditor.get('/v1/cases');
      expect(page).toMatchObject({ status: 503, body: { code: 'rows.unavailable' } });
      expect(page.headers.get('content-type')).toMatch('application/problem+json');
      expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
      for (const program of [api, worker])
        expect(await healthOf(program)).toMatchObject({ status: 'unavailable', eventStore: { state: 'up' }, readStore: { state: 'down' } });
      await postgres.resume();
      await work.more(50);
      await work.settle();
      await expectWhole(api, work.acknowledged);
      for (const program of [api, worker]) await until(async () => (await healthOf(program)).status === 'ready');
    },
    PATIENCE_MS,
  );
});

describe('EventStoreDB under the programs', () => {
  it.each(['drop-before-writing', 'drop-after-writing', 'never-answer', 'time-out-after-writing', 'answer-twice'] as const)(
    'fails a command half-way (%s), which is then recorded once and answered alike however often it is sent',
    async (fault) => {
      const api = await production.api();
      const sokha = await clientOf(api);
      const opened = await sokha.post('/v1/cases', caseBody('PP-2026-0117'));
      production.node.failNextAppends(fault);
      const assign = () =>
        sokha.post<Readonly<Record<string, unknown>>>(`/v1/cases/${opened.body.id}/assign-officer`, officerBody('officer-sokha'), {
          key: 'k',
        });
      const first = await assign();
      if (first.status !== 200) {
        expect(first).toMatchObject({ status: 503, body: { code: 'store.unavailable' } });
        expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
      }
      const answer = await until(async () => {
        const again = await assign();
        return again.status !== 503 && again;
      });
      expect(answer).toMatchObject({ status: 200, body: { id: opened.body.id, revision: 1 } });
      if (first.status === 200) expect(answer.body).toEqual(first.body);
      expect((await assign()).body).toEqual(answer.body);
      await using stores = await production.stores();
      const { events } = await verify(stores.events, []);
      expect(events.map(({ type, position }) => [type, String(position)])).toEqual([
        ['CaseOpened', opened.body.position],
        ['OfficerAssigned', answer.body.position],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'is cut off, restarted and loses answers while officers work, and every command is recorded once',
    async () => {
      const [api] = await Promise.all([production.api(), production.worker()]);
      const work = await atWork(api);
      const faults: (() => unknown)[] = [
        () => production.node.failNextAppends('drop-after-writing'),
        () => production.node.dropConnections(),
        () => production.node.failNextAppends('drop-before-writing', 'time-out-after-writing', 'drop-after-writing'),
        () => production.node.restart(),
        () => production.node.failNextAppends('never-answer'),
      ];
      for (const fault of [...faults, ...faults]) {
        await work.more(25);
        await fault();
      }
      await work.more(25);
      await work.settle();
      await expectWhole(api, work.acknowledged);
    },
    PATIENCE_MS,
  );

  it(
    'is down: commands are refused for now, pages are still shown, health names the store; and all goes on when it is back',
    async () => {
      const [api, worker] = await Promise.all([production.api(), production.worker()]);
      const sokha = await clientOf(api);
      const opened = await sokha.post('/v1/cases', caseBody('PP-2026-0117'));
      const path = `/v1/cases/${opened.body.id}`;
      expect((await sokha.get(`${path}?after=${opened.body.position}`)).status).toBe(200);
      await production.node.stop();

      const refused = await sokha.post<Readonly<Record<string, unknown>>>('/v1/cases', caseBody('PP-2026-0118'), { key: 'while-down' });
      expect(refused).toMatchObject({ status: 503, body: { type: '/problems/store.unavailable', status: 503 } });
      expect(refused.headers.get('content-type')).toMatch('application/problem+json');
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect((await sokha.get(path)).status).toBe(200);
      for (const program of [api, worker]) {
        const ready = await new Client(() => program.url).get('/health/ready');
        expect(ready).toMatchObject({
          status: 503,
          body: { code: 'store.unavailable', readiness: { eventStore: { state: 'down' }, readStore: { state: 'up' } } },
        });
        expect(Number(ready.headers.get('retry-after'))).toBeGreaterThan(0);
        expect((await new Client(() => program.url).get('/health/live')).status).toBe(200);
      }

      await production.node.start();
      const recorded = await until(async () => {
        const answer = await sokha.post('/v1/cases', caseBody('PP-2026-0118'), { key: 'while-down' });
        return answer.status !== 503 && answer;
      });
      expect(recorded).toMatchObject({ status: 201, body: { revision: 0 } });
      await until(async () => (await sokha.get(`/v1/cases/${recorded.body.id}?after=${recorded.body.position}`)).status === 200);
      for (const program of [api, worker]) await until(async () => (await healthOf(program)).status === 'ready');
      await using stores = await production.stores();
      expect((await verify(stores.events, [])).events).toHaveLength(2);
    },
    PATIENCE_MS,
  );

  it(
    'need not be there when the programs start',
    async () => {
      await Promise.all([production.node.stop(), postgres.pause()]);
      const [api] = await Promise.all([production.api(), production.worker()]);
      expect(await healthOf(api)).toMatchObject({ status: 'unavailable', eventStore: { state: 'down' }, readStore: { state: 'down' } });
      await Promise.all([production.node.start(), postgres.resume()]);
      const sokha = await clientOf(api);
      const opened = await until(async () => {
        const answer = await sokha.post('/v1/cases', caseBody('PP-2026-0117'), { key: 'early' });
        return answer.status !== 503 && answer;
      });
      expect(opened.status).toBe(201);
      await until(async () => (await sokha.get(`/v1/cases/${opened.body.id}?after=${opened.body.position}`)).status === 200);
    },
    PATIENCE_MS,
  );
});

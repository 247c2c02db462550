import { once } from 'node:events';
import { readdir, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openSqliteEventStore } from '#libs/event-store/sqlite';
import { caseBody, officerBody } from '../bodies.ts';
import { dataFolder, endPrograms, type Program, runProgram, startProgram, tokenOf } from '../program.ts';
import { Shift } from './load.ts';
import { verify } from './verify.ts';

/** Generous: machines that test are busy. Nothing is asserted of time. */
const PATIENCE_MS = 240_000;

afterEach(endPrograms);

describe('a second program on the same data folder', () => {
  it(
    'says why it does not start and ends with code 1, and the first one goes on unharmed',
    async () => {
      const first = await startProgram('api');
      const sokha = await first.client('unit-head');
      const opened = await sokha.post('/v1/cases', caseBody('PP-2026-0117'));
      expect(opened.status).toBe(201);

      const second = await runProgram('api', { dataDir: first.dataDir });
      expect(second).toMatchObject({ code: 1, signal: null });
      expect(second.stderr).toMatch(/^Caseledger could not start: The event store .*events\.sqlite is in use: only one process .*\n$/);

      const { status, body } = await sokha.post(`/v1/cases/${opened.body.id}/assign-officer`, officerBody('officer-sokha'));
      expect({ status, revision: body.revision }).toEqual({ status: 200, revision: 1 });
      const page = await sokha.get(`/v1/cases/${opened.body.id}?after=${body.position}`);
      expect(page).toMatchObject({ status: 200, body: { officers: [officerBody('officer-sokha')] } });
    },
    PATIENCE_MS,
  );
});

describe('a program that is asked to stop while 24 officers work', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s answers everything that it records, ends with code 0, and finds it all when it is started again',
    async (signal) => {
      const dataDir = await dataFolder();
      let program: Program = await startProgram('api', { dataDir });
      const shift = await Shift.of(24, () => program);
      await shift.begin(program);
      await shift.more(100);
      // Its head has arrived, and its body not yet: as much under way as a request can be.
      const slow = await begun(program, '/v1/cases', caseBody('PP-2026-0118'));
      program.signal(signal);
      await program.says((output) => output.includes('"stopping"') || undefined);
      const { status, id } = await slow.finish();
      expect(status).toBe(201);
      expect(await program.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
      await shift.pause();

      const before = shift.acknowledged;
      const store = await openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly: true });
      const { events, answeredByRecord, wrong } = await verify(store, before);
      await store.close();
      const last = events.find(({ stream }) => stream === `case-${id}`);
      expect(wrong).toEqual([expect.stringContaining(`case-${id}/0 CaseOpened was never acknowledged`) as string]);
      expect({ answeredByRecord, type: last?.type }).toEqual({ answeredByRecord: 0, type: 'CaseOpened' });
      expect(events).toHaveLength(before.length + 1);

      program = await startProgram('api', { dataDir });
      await shift.repeat();
      await shift.settle();
      expect(await program.stop()).toMatchObject({ code: 0 });
    },
    PATIENCE_MS,
  );
});

/** A command of which the program has the head and waits for the body, which `finish` sends. */
async function begun(program: Program, path: string, body: unknown): Promise<{ finish(): Promise<{ status: number; id: string }> }> {
  const asking = request(`${program.url}${path}`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await tokenOf(program.dataDir, { roles: ['unit-head'] })}`,
      'Content-Type': 'application/json',
      Expect: '100-continue',
    },
  });
  asking.flushHeaders();
  await once(asking, 'continue');
  return {
    async finish() {
      const answered = once(asking, 'response') as Promise<[IncomingMessage]>;
      asking.end(JSON.stringify(body));
      const [answer] = await answered;
      const { id } = JSON.parse(await text(answer)) as { id: string };
      return { status: answer.statusCode ?? 0, id };
    },
  };
}

describe('a program that cannot start', () => {
  const wrong = {
    PORT: 'http',
    REQUESTS_PER_MINUTE: '-1',
    EVENTSTORE_URL: 'http://admin:changeit@localhost:2113',
    DATABASE_URL: 'mysql://caseledger:changeit@localhost/caseledger',
    OIDC_ISSUER: 'login.example.org',
    JWKS_URL: 'file:///keys',
    RUN_PROJECTIONS: 'perhaps',
    LOG_LEVEL: 'loud',
    BODY_LIMIT: '10 MB',
    QUERY_PATIENCE_MS: '0',
  };

  it.each(['api', 'worker'] as const)(
    'names every variable that is wrong in one message: the %s',
    async (name) => {
      const dataDir = await dataFolder();
      const { code, stdout, stderr } = await runProgram(name, { dataDir, env: wrong });
      expect(code).toBe(1);
      const [title, ...lines] = stderr.trimEnd().split('\n');
      expect(title).toBe('The configuration is wrong:');
      expect(lines.map((line) => /^ {2}- (\w+) must be ./.exec(line)?.[1]).sort()).toEqual(Object.keys(wrong).sort());
      expect(stdout + stderr).not.toContain('changeit');
      expect(await readdir(dataDir)).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'says that production needs an identity provider, that a worker needs both servers, and that keys alone do not say whose they are',
    async () => {
      const production = await runProgram('api', { env: { NODE_ENV: 'production' } });
      for (const variable of ['OIDC_ISSUER', 'MASTER_KEY_FILE'])
        expect(production).toMatchObject({ code: 1, stderr: expect.stringContaining(`${variable} must be set in production`) as string });
      const worker = await runProgram('worker', { env: { EVENTSTORE_URL: 'esdb://localhost:2113?tls=false' } });
      expect(worker).toMatchObject({
        code: 1,
        stderr: expect.stringContaining('A worker needs EVENTSTORE_URL and DATABASE_URL') as string,
      });
      const keys = await runProgram('api', { env: { JWKS_URL: 'https://login.example.org/keys' } });
      expect(keys).toMatchObject({ code: 1, stderr: expect.stringContaining('JWKS_URL needs OIDC_ISSUER') as string });
    },
    PATIENCE_MS,
  );

  it(
    'says which port is taken, and that a data folder is none',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const taken = await runProgram('api', { env: { PORT: String(port) } });
      other.close();
      expect(taken).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(new RegExp(`^Caseledger could not start: .*${port}`)) as string,
      });

      const dataDir = join(await dataFolder(), 'a-file');
      await writeFile(dataDir, 'This is no folder');
      const noFolder = await runProgram('api', { dataDir });
      expect(noFolder).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Caseledger could not start: .*a-file/) as string });
    },
    PATIENCE_MS,
  );

  it(
    'says what is wrong with a connection string without repeating its password',
    async () => {
      const broken = await runProgram('api', { env: { EVENTSTORE_URL: 'esdb://admin:changeit@?tls=perhaps' } });
      expect(broken).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Caseledger could not start: ./) as string });
      expect(broken.stdout + broken.stderr).not.toContain('changeit');
    },
    PATIENCE_MS,
  );
});

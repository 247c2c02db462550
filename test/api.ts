import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { issueToken, localIssuer, type Role, ROLE_NAMES } from '#libs/access';
import { createApi } from '#libs/composition';
import { configurationFrom, openLog, Runners } from '#libs/platform';
import { EventStoreDbNode } from './eventstoredb-node/index.ts';
import { startPostgres } from './postgres.ts';
import { enter, founder, type Serving, servingIn } from './register.ts';

/** What is known of a person besides who they are: the role, which their token says, and of which unit and agency they are, which the register says. */
export type Claims = Role | readonly [role: Role, unit: string, agency?: string];

/** One person in each role, called by it; of the unit and agency that are named. */
export const oneOfEach = (...of: readonly [] | readonly [unit: string, agency: string]): Readonly<Record<Role, Claims>> =>
  Object.fromEntries(ROLE_NAMES.map((role) => [role, of.length === 0 ? role : [role, ...of]])) as Record<Role, Claims>;

/** The API while the tests of its block run. */
export interface ServedApi<Person extends string> {
  readonly app: NestFastifyApplication;
  /** Where its embedded stores and its development identity lie. */
  readonly directory: string;
  /** The variables that name the stores it stands on. */
  readonly environment: Readonly<Record<string, string>>;
  /** A request of one of the people, or of nobody. `path` is the whole path. */
  request(method: 'get' | 'post' | 'patch' | 'delete', path: string, as?: Person): supertest.Test;
}

/** Stores that the API may stand on: started before it, ended after it. */
export interface Surroundings {
  readonly name: string;
  start(): Promise<AsyncDisposable & { readonly environment: Readonly<Record<string, string>> }>;
}

/** The same program on the embedded stores, and on those of production. */
export const surroundings: readonly Surroundings[] = [
  { name: 'the embedded stores', start: () => Promise.resolve({ environment: {}, [Symbol.asyncDispose]: () => Promise.resolve() }) },
  {
    name: 'EventStoreDB and PostgreSQL',
    async start() {
      const node = new EventStoreDbNode();
      const [, postgres] = await Promise.all([node.start(), startPostgres()]);
      return {
        environment: { EVENTSTORE_URL: node.connectionString(), DATABASE_URL: postgres.url },
        async [Symbol.asyncDispose]() {
          await node.stop();
          await postgres[Symbol.asyncDispose]();
        },
      };
    },
  },
];

export interface ServedOptions {
  /** Default: the embedded stores. */
  readonly on?: Surroundings;
  /** The time of commands and deadlines. */
  readonly now?: () => number;
  /** False: the tests enter people in the registers themselves. */
  readonly registered?: boolean;
}

/** Enters people by requests of the founder, and waits until every page knows them. */
async function enterAll(app: NestFastifyApplication, token: string, people: readonly Serving[]): Promise<void> {
  await enter(async (path, body) => {
    const asked = await supertest(app.getHttpServer()).post(path).set('Authorization', `Bearer ${token}`).send(body);
    if (asked.status !== 201) throw new Error(`${path} was answered ${asked.status} ${asked.text}`);
  }, people);
  await app.get(Runners).settled();
}

/**
 * Serves the API to the tests of the block in which this is called, on stores of its own; with a token for each of the people, whose subject is their name
 * here, and who are in the register. Opened before the first test of the block, closed and removed after the last one.
 */
export function servedApi<Person extends string>(
  people: Readonly<Record<Person, Claims>>,
  { on, now, registered = true }: ServedOptions = {},
): ServedApi<Person> {
  let around: Awaited<ReturnType<Surroundings['start']>> | undefined;
  let directory: string | undefined;
  let app: NestFastifyApplication | undefined;
  const tokens = new Map<string, string>();

  beforeAll(async () => {
    around = await on?.start();
    directory = await mkdtemp(join(tmpdir(), 'caseledger-'));
    const configuration = { DATA_DIR: directory, LOG_LEVEL: 'silent', PORT: '0', REQUESTS_PER_MINUTE: 'off', ...around?.environment };
    app = await createApi(configurationFrom(configuration), openLog('silent'), now);
    await app.listen(0, '127.0.0.1');
    const issuer = await localIssuer({ directory });
    const serving: Serving[] = [];
    for (const [subject, claims] of Object.entries<Claims>(people)) {
      const [role, unit, agency] = typeof claims === 'string' ? [claims] : claims;
      serving.push(servingIn(subject, role, unit, agency));
      tokens.set(subject, await issueToken(issuer, { roles: [role], subject }));
    }
    if (registered) await enterAll(app, await issueToken(issuer, founder), serving);
  });
  afterAll(async () => {
    await app?.close();
    if (directory !== undefined) await rm(directory, { recursive: true });
    await around?.[Symbol.asyncDispose]();
  });

  const opened = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error('The API is not open yet: ask in a test, or in a hook after it');
    return what;
  };
  return {
    get app() {
      return opened(app);
    },
    get directory() {
      return opened(directory);
    },
    get environment() {
      return around?.environment ?? {};
    },
    request(method, path, as) {
      const asked = supertest(opened(app).getHttpServer())[method](path);
      return as === undefined ? asked : asked.set('Authorization', `Bearer ${opened(tokens.get(as))}`);
    },
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import { issueToken, localIssuer, type Role, ROLE_NAMES } from '#libs/access';
import { createApi } from '#libs/composition';
import { configurationFrom, openLog } from '#libs/platform';
import { EventStoreDbNode } from './eventstoredb-node/index.ts';
import { startPostgres } from './postgres.ts';

/** What a person's token says besides who they are: the role, and of which unit and agency. */
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
}

/**
 * Serves the API to the tests of the block in which this is called, on stores of its own; with a token for each of the people, whose subject is their name
 * here. Opened before the first test of the block, closed and removed after the last one.
 */
export function servedApi<Person extends string>(
  people: Readonly<Record<Person, Claims>>,
  { on, now }: ServedOptions = {},
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
    for (const [subject, claims] of Object.entries<Claims>(people)) {
      const [role, unit, agency] = typeof claims === 'string' ? [claims] : claims;
      tokens.set(
        subject,
        await issueToken(issuer, { roles: [role], subject, ...(unit !== undefined && { unit }), ...(agency !== undefined && { agency }) }),
      );
    }
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

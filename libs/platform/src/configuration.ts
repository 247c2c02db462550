import { isIP } from 'node:net';
import { defined } from '#libs/event-sourcing';

/** How a program runs, as its environment says. */
export interface Configuration {
  readonly production: boolean;
  readonly port: number;
  readonly host: string;
  /** Folder of the embedded stores and the development identity. */
  readonly dataDir: string;
  /** EventStoreDB; without it events are in SQLite. */
  readonly eventStoreUrl?: string;
  /** PostgreSQL; without it rows are in SQLite. */
  readonly databaseUrl?: string;
  /** File of the master key that wraps the keys of persons; without it a development key in `dataDir`. */
  readonly masterKeyFile?: string;
  /** Whose tokens are believed; without it the local development issuer's. */
  readonly identity?: { readonly issuer: string; readonly jwksUrl?: string; readonly audience: string };
  /** Whether this program runs projections and processes too. */
  readonly runsProjections: boolean;
  readonly logLevel: LogLevel;
  readonly requestsPerMinute: number | false;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  /** Bytes. */
  readonly bodyLimit: number;
  /** How long a query waits for its projection to reach `after`, milliseconds. */
  readonly patienceMs: number;
}

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
/** From which severity on lines are logged. */
export type LogLevel = (typeof logLevels)[number];

/** Every variable a program reads, what it means and its default. The table in docs/operations.md is checked against it. */
export const VARIABLES = {
  NODE_ENV: '`production` refuses the development identity and master key',
  PORT: 'Port of the API (3000) or of the worker (3001)',
  HOST: 'Address to listen on (127.0.0.1; 0.0.0.0 in production)',
  DATA_DIR: 'Folder of the embedded stores, the development identity and master key (./data)',
  EVENTSTORE_URL: 'EventStoreDB connection string, `esdb://…`; without it events are kept in DATA_DIR',
  DATABASE_URL: 'PostgreSQL URL, `postgresql://…`; without it rows and keys are kept in DATA_DIR',
  MASTER_KEY_FILE: 'File of the key that wraps the keys of persons, mode 600; without it one in DATA_DIR',
  OIDC_ISSUER: 'Issuer whose tokens are believed; without it a development issuer in DATA_DIR',
  JWKS_URL: "The issuer's keys, if not found by OIDC discovery",
  OIDC_AUDIENCE: 'Audience that tokens must name (caseledger)',
  RUN_PROJECTIONS: '`false`: this program leaves projections and processes to workers (true)',
  LOG_LEVEL: 'silent, fatal, error, warn, info, debug or trace (info)',
  REQUESTS_PER_MINUTE: 'Limit for one person or address; `off` for none (6000)',
  CORS_ORIGINS: 'Origins of web pages that may call the API, comma-separated (none)',
  TRUST_PROXY: 'Addresses or networks of proxies whose X-Forwarded headers are believed, comma-separated (none)',
  BODY_LIMIT: 'Largest body in bytes (262144)',
  QUERY_PATIENCE_MS: 'How long a query waits for `after` at most, in milliseconds (5000)',
} as const;

/** The environment is not as it must be: every variable that is wrong, with what would be right. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
  constructor(readonly problems: readonly string[]) {
    super(`The configuration is wrong:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the whole configuration, or says everything that is wrong with it. An empty variable counts as absent. @throws InvalidConfiguration */
export function configurationFrom(environment: Environment, defaults: { readonly port?: number } = {}): Configuration {
  const problems: string[] = [];
  const text = (name: keyof typeof VARIABLES): string | undefined => {
    const value = environment[name]?.trim();
    return value === '' ? undefined : value;
  };
  const parsed = <T>(name: keyof typeof VARIABLES, otherwise: T, read: (value: string) => T | undefined, right: string): T => {
    const value = text(name);
    if (value === undefined) return otherwise;
    const result = read(value);
    if (result !== undefined) return result;
    problems.push(`${name} must be ${right}`);
    return otherwise;
  };
  const whole = (name: keyof typeof VARIABLES, otherwise: number, least: number, most: number): number =>
    parsed(
      name,
      otherwise,
      (value) => (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most ? Number(value) : undefined),
      `a whole number from ${least} to ${most}`,
    );
  const url = (name: keyof typeof VARIABLES, ...schemes: readonly string[]): string | undefined =>
    parsed(
      name,
      undefined,
      (value) => (schemes.some((scheme) => value.startsWith(`${scheme}://`)) ? value : undefined),
      `a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    );
  const list = (name: keyof typeof VARIABLES, holds: (part: string) => boolean, right: string): readonly string[] =>
    parsed(
      name,
      [],
      (value) => {
        const parts = value.split(',').flatMap((part) => part.trim() || []);
        return parts.every(holds) ? parts : undefined;
      },
      right,
    );

  // A misspelt "production" must not fall back to the development identity.
  const modes = { production: true, development: false, test: false } as const;
  const production = parsed(
    'NODE_ENV',
    false,
    (value) => (Object.hasOwn(modes, value) ? modes[value as keyof typeof modes] : undefined),
    'production, development or test',
  );
  const eventStoreUrl = url('EVENTSTORE_URL', 'esdb', 'esdb+discover');
  const databaseUrl = url('DATABASE_URL', 'postgres', 'postgresql');
  const issuer = url('OIDC_ISSUER', 'https', 'http');
  const jwksUrl = url('JWKS_URL', 'https', 'http');
  if (jwksUrl !== undefined && issuer === undefined)
    problems.push('JWKS_URL needs OIDC_ISSUER: keys alone do not say whose tokens they sign');
  if (production && text('OIDC_ISSUER') === undefined)
    problems.push('OIDC_ISSUER must be set in production: the development identity signs tokens for anybody who can run a command');
  const masterKeyFile = text('MASTER_KEY_FILE');
  if (production && masterKeyFile === undefined)
    problems.push(
      'MASTER_KEY_FILE must be set in production: the development master key lies beside the data that it protects. `openssl rand -hex 32` makes a key',
    );
  const audience = text('OIDC_AUDIENCE') ?? 'caseledger';
  const configuration: Configuration = defined({
    production,
    port: whole('PORT', defaults.port ?? 3000, 0, 65_535),
    host: text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    dataDir: text('DATA_DIR') ?? './data',
    eventStoreUrl,
    databaseUrl,
    masterKeyFile,
    identity: issuer === undefined ? undefined : defined({ issuer, audience, jwksUrl }),
    runsProjections: parsed('RUN_PROJECTIONS', true, (value) => ({ true: true, false: false })[value], 'true or false'),
    logLevel: parsed('LOG_LEVEL', 'info', (value) => logLevels.find((level) => level === value), `one of ${logLevels.join(', ')}`),
    requestsPerMinute: text('REQUESTS_PER_MINUTE') === 'off' ? false : whole('REQUESTS_PER_MINUTE', 6_000, 1, 1_000_000_000),
    corsOrigins: list('CORS_ORIGINS', isOrigin, 'origins like https://example.org, without a path, separated by commas'),
    trustProxy: list('TRUST_PROXY', isNetwork, 'IP addresses or networks like 10.0.0.0/8, separated by commas'),
    bodyLimit: whole('BODY_LIMIT', 262_144, 1_024, 1_000_000),
    patienceMs: whole('QUERY_PATIENCE_MS', 5_000, 1, 60_000),
  });
  if (problems.length > 0) throw new InvalidConfiguration(problems);
  return configuration;
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  return family !== 0 && rest.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128)));
}

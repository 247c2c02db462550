/** A connection string that cannot be used as it stands. The message never repeats the string: it may hold a password. */
export class InvalidConnectionString extends Error {
  override readonly name = 'InvalidConnectionString';
}

export interface Endpoint {
  /** A name, an IPv4 address, or an IPv6 address in brackets. */
  readonly address: string;
  readonly port: number;
}

/** What a connection string says; times in milliseconds unless named otherwise. */
export interface ConnectionSettings {
  readonly endpoints: readonly Endpoint[];
  /** Ask the one name for the cluster's members (`esdb+discover://`). */
  readonly discover: boolean;
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly tls: boolean;
  readonly nodePreference: 'leader' | 'follower' | 'random' | 'read_only_replica';
  readonly tlsCAFile?: string;
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  readonly connectionName?: string;
  readonly keepAliveInterval?: number;
  readonly keepAliveTimeout?: number;
  readonly defaultDeadline?: number;
  readonly maxDiscoverAttempts?: number;
  readonly discoveryInterval?: number;
  /** Seconds. */
  readonly gossipTimeout?: number;
}

const DEFAULT_PORT = 2113;
const PREFERENCES = ['leader', 'follower', 'random', 'read_only_replica'] as const;
const TEXTS = ['tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName'] as const;
const NUMBERS = [
  'keepAliveInterval',
  'keepAliveTimeout',
  'defaultDeadline',
  'maxDiscoverAttempts',
  'discoveryInterval',
  'gossipTimeout',
] as const;

/**
 * Reads `esdb://[user:password@]host[:port][,host…][?key=value&…]`, `esdb+discover://…`, and the same with `kurrentdb` for `esdb`.
 *
 * The client's own parser is not used. It cuts a password at its first colon, takes an `@` in the query for credentials, refuses IPv6 addresses,
 * and prints the whole string, password included, when a key is unknown or debugging is on.
 * @throws InvalidConnectionString
 */
export function parseConnectionString(text: string): ConnectionSettings {
  const scheme = /^(?:esdb|kurrentdb|kdb)(\+discover)?:\/\//.exec(text.trim());
  if (scheme === null) throw new InvalidConnectionString('The connection string begins with esdb:// or esdb+discover://');
  const rest = text.trim().slice(scheme[0].length);
  const queryAt = rest.indexOf('?');
  const authority = (queryAt === -1 ? rest : rest.slice(0, queryAt)).replace(/\/+$/, '');
  const credentialsEnd = authority.lastIndexOf('@');
  const discover = scheme[1] !== undefined;
  const endpoints = authority
    .slice(credentialsEnd + 1)
    .split(',')
    .map(endpointOf);
  if (discover && endpoints.length > 1)
    throw new InvalidConnectionString('A connection string with +discover names one host; leave +discover out to list the members');
  return {
    endpoints,
    discover,
    ...(credentialsEnd !== -1 && { credentials: credentialsOf(authority.slice(0, credentialsEnd)) }),
    tls: true,
    nodePreference: 'leader',
    ...settingsOf(queryAt === -1 ? '' : rest.slice(queryAt + 1)),
  };
}

function endpointOf(host: string): Endpoint {
  const parts = /^(\[[0-9a-fA-F:.]+\]|[^\s:/?#[\]]+)(?::(\d{1,5}))?$/.exec(host.trim());
  const port = Number(parts?.[2] ?? DEFAULT_PORT);
  if (parts?.[1] === undefined || port === 0 || port > 65_535)
    throw new InvalidConnectionString(
      'A host of the connection string is not name:port or [address]:port. A "/" or "?" in the password is to be percent-encoded',
    );
  return { address: parts[1], port };
}

function credentialsOf(text: string): { username: string; password: string } {
  const colon = text.indexOf(':');
  if (colon < 1) throw new InvalidConnectionString('The credentials of the connection string are not user:password');
  return { username: decoded('user name', text.slice(0, colon)), password: decoded('password', text.slice(colon + 1)) };
}

function decoded(what: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new InvalidConnectionString(`The ${what} of the connection string has a "%" that is not percent-encoded as %25`);
  }
}

type Settings = Partial<Omit<ConnectionSettings, 'endpoints' | 'discover' | 'credentials'>>;

function settingsOf(query: string): Settings {
  return Object.assign(
    {},
    ...query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const equals = part.indexOf('=');
        return settingOf(equals === -1 ? part : part.slice(0, equals), equals === -1 ? '' : part.slice(equals + 1));
      }),
  ) as Settings;
}

function settingOf(givenKey: string, value: string): Settings {
  const same = (name: string) => flat(name) === flat(givenKey);
  const text = TEXTS.find(same);
  if (text) return { [text]: decoded(text, value) };
  const number = NUMBERS.find(same);
  if (number) {
    if (!/^-?\d+$/.test(value)) throw new InvalidConnectionString(`${number} in the connection string is a whole number`);
    return { [number]: Number(value) };
  }
  if (same('tls')) return { tls: booleanOf('tls', value) };
  if (same('nodePreference')) {
    const preference = PREFERENCES.find((name) => flat(name) === flat(value));
    if (preference === undefined)
      throw new InvalidConnectionString(`nodePreference in the connection string is one of ${PREFERENCES.join(', ')}`);
    return { nodePreference: preference };
  }
  if (same('tlsVerifyCert')) {
    if (!booleanOf('tlsVerifyCert', value))
      throw new InvalidConnectionString(
        'tlsVerifyCert=false has no effect in this client: name the authority of the certificates in tlsCAFile',
      );
    return {};
  }
  if (same('throwOnAppendFailure')) {
    if (!booleanOf('throwOnAppendFailure', value))
      throw new InvalidConnectionString('throwOnAppendFailure=false makes the client answer conflicts with a wrong revision: leave it out');
    return {};
  }
  // A misspelt tls or tlsCAFile that is quietly left out would be a connection other than the one asked for.
  throw new InvalidConnectionString(`The connection string has a key that is not known: ${givenKey.slice(0, 40)}`);
}

const flat = (text: string) => text.trim().toLowerCase().replace(/[_-]/g, '');

function booleanOf(key: string, value: string): boolean {
  if (value !== 'true' && value !== 'false') throw new InvalidConnectionString(`${key} in the connection string is true or false`);
  return value === 'true';
}

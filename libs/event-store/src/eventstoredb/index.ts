import { readFile } from 'node:fs/promises';
import { defined, type EventStore } from '#libs/event-sourcing';
import { InvalidConnectionString, parseConnectionString, type ConnectionSettings } from './connection-string.ts';
import type { Certificates } from './client.ts';
import type { Log } from './connection.ts';
import type { Backoff, Window } from './live.ts';
import { EventStoreDb } from './store.ts';

export { InvalidConnectionString } from './connection-string.ts';

export interface EventStoreDbOptions {
  /** `esdb://[user:password@]host[:2113][,host…][?tls=false&tlsCAFile=…&nodePreference=…]`, or `esdb+discover://name`. */
  readonly connectionString: string;
  /** How long an append or a read waits for an answer, in milliseconds. Default: the string's defaultDeadline, else 10 000. */
  readonly deadlineMs?: number;
  /** Pauses between attempts to follow again. Default: 100 ms, doubling up to 10 s, each shortened at random by up to half. */
  readonly backoff?: Backoff;
  /** How much of the latest history followers share in memory. Default: 2 000 events, 4 MiB. */
  readonly window?: Window;
  /** Gets a line about each connection given up, subscription resumed and answer left out. Never gets a credential. */
  readonly log?: (level: 'info' | 'warn', message: string) => void;
}

/**
 * Opens an event store on EventStoreDB or KurrentDB. Nothing is sent before the first call: a server that is down at start-up is no error,
 * calls throw StoreUnavailable until it is back.
 *
 * The user needs leave to read `$all` besides reading and writing streams; by default only administrators have it (metadata of `$all`).
 * @throws InvalidConnectionString the string cannot be used, or a file it names cannot be read
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStore> {
  const settings = parseConnectionString(options.connectionString);
  const log: Log = options.log ?? (() => undefined);
  if (!settings.tls && settings.credentials)
    log('warn', 'tls=false: the credentials of the connection string are not sent, as they would travel in the clear');
  const certificates = await certificatesOf(settings);
  try {
    return new EventStoreDb(settings, certificates, {
      deadlineMs: options.deadlineMs ?? settings.defaultDeadline ?? 10_000,
      backoff: options.backoff ?? { firstMs: 100, longestMs: 10_000 },
      window: options.window ?? { events: 2_000, bytes: 4_194_304 },
      log,
    });
  } catch (cause) {
    throw new InvalidConnectionString(`The connection string is not taken by the client: ${(cause as Error).message}`, { cause });
  }
}

async function certificatesOf({ tls, tlsCAFile, userCertFile, userKeyFile }: ConnectionSettings): Promise<Certificates> {
  if (!tls) return {};
  if ((userCertFile === undefined) !== (userKeyFile === undefined))
    throw new InvalidConnectionString('userCertFile and userKeyFile go together: the connection string names only one');
  return defined({
    rootCertificate: await fileOf('tlsCAFile', tlsCAFile),
    userCertFile: await fileOf('userCertFile', userCertFile),
    userKeyFile: await fileOf('userKeyFile', userKeyFile),
  });
}

async function fileOf(key: string, path: string | undefined): Promise<Buffer | undefined> {
  try {
    return path === undefined ? undefined : await readFile(path);
  } catch (cause) {
    throw new InvalidConnectionString(`${key} of the connection string cannot be read: ${(cause as Error).message}`, { cause });
  }
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defined, type EventStore, type ReadStore, type Scratch } from '#libs/event-sourcing';
import { openKeyring, Persons } from '#libs/privacy';
import type { Configuration } from './configuration.ts';

/** What everything stands on: where events are and where rows are. */
export interface Stores {
  readonly events: EventStore;
  readonly rows: ReadStore;
}

export interface StoreSettings extends Pick<Configuration, 'dataDir' | 'eventStoreUrl' | 'databaseUrl'> {
  /** Opens the embedded event store beside a program that writes to it. */
  readonly readOnly?: boolean;
  readonly log?: (level: 'info' | 'warn', message: string) => void;
  /** When the embedded event store records: milliseconds since the Unix epoch. Default: the system's clock. */
  readonly now?: () => number;
}

/** Opens the stores that the configuration names; a driver that is not needed is not loaded. */
export async function openStores({ dataDir, eventStoreUrl, databaseUrl, readOnly = false, log, now }: StoreSettings): Promise<Stores> {
  if (eventStoreUrl === undefined || databaseUrl === undefined) await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const events =
    eventStoreUrl === undefined
      ? await (
          await import('#libs/event-store/sqlite')
        ).openSqliteEventStore(defined({ file: join(dataDir, 'events.sqlite'), readOnly, now }))
      : await (await import('#libs/event-store/eventstoredb')).openEventStoreDb(defined({ connectionString: eventStoreUrl, log }));
  try {
    const rows =
      databaseUrl === undefined
        ? await (await import('#libs/read-store/sqlite')).openSqliteReadStore({ file: join(dataDir, 'rows.sqlite') })
        : await (await import('#libs/read-store/postgres')).openPostgresReadStore({ url: databaseUrl });
    return { events, rows };
  } catch (error) {
    await events.close();
    throw error;
  }
}

/** Rows for a while, in a folder of their own among the system's temporary ones: wherever rows live otherwise, these are in nobody's way. */
export async function openScratch(): Promise<Scratch> {
  const { openSqliteReadStore } = await import('#libs/read-store/sqlite');
  const folder = await mkdtemp(join(tmpdir(), 'caseledger-as-of-'));
  // A folder that cannot be removed is left to the system, which clears temporary files: nothing is worse for it.
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true }).catch(() => undefined);
  try {
    const rows = await openSqliteReadStore({ file: join(folder, 'rows.sqlite') });
    return { rows, [Symbol.asyncDispose]: () => rows.close().then(remove, remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/**
 * What seals and opens personal data, with the keys that the configuration names. @throws with a sentence for the operator, where the master key cannot
 * be used @throws KeysUnavailable
 */
export async function openPersons(configuration: Pick<Configuration, 'dataDir' | 'databaseUrl' | 'masterKeyFile'>): Promise<Persons> {
  return new Persons(await openKeyring(configuration));
}

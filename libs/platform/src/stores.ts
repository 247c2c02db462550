import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EventStore, ReadStore } from '#libs/event-sourcing';
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
}

/** Opens the stores that the configuration names; a driver that is not needed is not loaded. */
export async function openStores({ dataDir, eventStoreUrl, databaseUrl, readOnly = false, log }: StoreSettings): Promise<Stores> {
  if (eventStoreUrl === undefined || databaseUrl === undefined) await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const events =
    eventStoreUrl === undefined
      ? await (await import('#libs/event-store/sqlite')).openSqliteEventStore({ file: join(dataDir, 'events.sqlite'), readOnly })
      : await (await import('#libs/event-store/eventstoredb')).openEventStoreDb({ connectionString: eventStoreUrl, ...(log && { log }) });
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

/**
 * What seals and opens personal data, with the keys that the configuration names. @throws with a sentence for the operator, where the master key cannot
 * be used @throws KeysUnavailable
 */
export async function openPersons(configuration: Pick<Configuration, 'dataDir' | 'databaseUrl' | 'masterKeyFile'>): Promise<Persons> {
  return new Persons(await openKeyring(configuration));
}

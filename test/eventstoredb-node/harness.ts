import { openEventStoreDb, type EventStoreDbOptions } from '#libs/event-store/eventstoredb';
import { StoreUnavailable, type Appended, type EventStore, type ExpectedRevision, type NewEvent } from '#libs/event-sourcing';
import type { EventStoreHarness } from '#libs/event-sourcing/testing';
import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreDbNode, type NodeOptions } from './node.ts';

/** The adapter on a node of its own for each test. */
export function onNode(options: NodeOptions = {}): EventStoreHarness {
  return {
    can: ['reopen', 'second', 'tombstone', 'interrupt'],
    async open() {
      const node = await new EventStoreDbNode(options).start();
      const stores = await storesOf({ connectionString: node.connectionString(), backoff: { firstMs: 1, longestMs: 50 } });
      return {
        ...stores,
        get store() {
          return stores.store;
        },
        interrupt: async () => node.dropConnections(),
        async dispose() {
          await stores.dispose();
          await node.stop();
        },
      };
    },
  };
}

/** The adapter on a running server, whose data stay: each test writes to streams of its own and reads no others. */
export function onServer(connectionString: string): EventStoreHarness {
  return {
    can: ['reopen', 'second', 'tombstone'],
    open: () => storesOf({ connectionString }),
  };
}

async function storesOf(options: EventStoreDbOptions) {
  const opened: EventStore[] = [];
  const another = async () => {
    const store = await openEventStoreDb(options);
    opened.push(store);
    return store;
  };
  const closeAll = async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  };
  let current = await another();
  return {
    get store() {
      return current;
    },
    second: another,
    async reopen() {
      await closeAll();
      current = await another();
      return current;
    },
    async tombstone(stream: string) {
      const client = EventStoreDBClient.connectionString(options.connectionString);
      await client.tombstoneStream(stream);
      await client.dispose();
    },
    dispose: closeAll,
  };
}

/** Waits for something that no promise tells, a turn of the event loop at a time. */
export async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(setImmediate);
}

/** What a caller does: the same ids again until the store answers. */
export async function persist(
  store: EventStore,
  stream: string,
  expected: ExpectedRevision,
  events: readonly NewEvent[],
): Promise<Appended> {
  for (;;)
    try {
      return await store.append(stream, expected, events);
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      await new Promise(setImmediate);
    }
}

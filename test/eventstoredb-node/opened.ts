import { openEventStoreDb, type EventStoreDbOptions } from '#libs/event-store/eventstoredb';
import type { EventStore } from '#libs/event-sourcing';
import { EventStoreDbCluster } from './cluster.ts';
import { EventStoreDbNode, type NodeOptions } from './node.ts';

/** Nodes and stores for the tests of the block in which this is called: ended after each test, the stores first, with what they logged in it. */
export function openedForEach(defaults: Partial<EventStoreDbOptions> = {}) {
  const stores: EventStore[] = [];
  const servers: { stop(): Promise<void> }[] = [];
  const logged: string[] = [];

  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    await Promise.all(servers.splice(0).map((server) => server.stop()));
    logged.length = 0;
  });
  return {
    logged,
    aNode: async (options: NodeOptions = {}) => {
      const node = await new EventStoreDbNode(options).start();
      servers.push(node);
      return node;
    },
    aCluster: async (size = 3) => {
      const cluster = await new EventStoreDbCluster(size).start();
      servers.push(cluster);
      return cluster;
    },
    aStore: async (connectionString: string, options: Partial<EventStoreDbOptions> = {}) => {
      const log = (_: unknown, message: string) => logged.push(message);
      const store = await openEventStoreDb({ connectionString, backoff: { firstMs: 1, longestMs: 20 }, log, ...defaults, ...options });
      stores.push(store);
      return store;
    },
  };
}

/** What a promise is refused with. @throws Error it is not refused */
export const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => Promise.reject(new Error('Accepted, where a refusal was due')),
    (error: unknown) => error,
  );

import { eventStoreContract, type EventStoreHarness } from '#libs/event-sourcing/testing';
import type { EventStore } from '#libs/event-sourcing';
import { EventStoreDBClient } from '@eventstore/db-client';
import { EventStoreDbNode, type NodeOptions } from '../../../../test/eventstoredb-node/index.ts';
import { openEventStoreDb } from './index.ts';

/** The adapter on a node of its own for each test. */
function onNode(options: NodeOptions): EventStoreHarness {
  return {
    can: ['reopen', 'second', 'tombstone', 'interrupt'],
    async open() {
      const node = await new EventStoreDbNode(options).start();
      const stores: EventStore[] = [];
      const another = async () => {
        const store = await openEventStoreDb({ connectionString: node.connectionString(), backoff: { firstMs: 1, longestMs: 50 } });
        stores.push(store);
        return store;
      };
      let store = await another();
      return {
        get store() {
          return store;
        },
        second: another,
        async reopen() {
          await Promise.all(stores.splice(0).map((opened) => opened.close()));
          store = await another();
          return store;
        },
        async tombstone(stream) {
          const client = EventStoreDBClient.connectionString(node.connectionString());
          await client.tombstoneStream(stream);
          await client.dispose();
        },
        async interrupt() {
          node.dropConnections();
        },
        async dispose() {
          await Promise.all(stores.map((opened) => opened.close()));
          await node.stop();
        },
      };
    },
  };
}

eventStoreContract('EventStoreDB with BatchAppend', onNode({ batchAppend: true }));
eventStoreContract('EventStoreDB with Append', onNode({ batchAppend: false }));

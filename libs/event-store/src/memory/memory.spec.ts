import { eventStoreContract } from '#libs/event-sourcing/testing';
import { MemoryLog, memoryEventStore } from './index.ts';

eventStoreContract('the memory store', {
  can: ['reopen', 'second', 'tombstone'],
  open: async () => {
    const log = new MemoryLog();
    const stores = [memoryEventStore(log)];
    const another = async () => {
      const store = memoryEventStore(log);
      stores.push(store);
      return store;
    };
    return {
      get store() {
        return stores[0] ?? memoryEventStore(log);
      },
      second: another,
      async reopen() {
        await Promise.all(stores.splice(0).map((store) => store.close()));
        return another();
      },
      async tombstone(stream) {
        log.deleted.add(stream);
      },
      async dispose() {
        await Promise.all(stores.map((store) => store.close()));
      },
    };
  },
});

import { readStoreContract } from '#libs/event-sourcing/testing';
import { memoryReadStore } from './index.ts';

readStoreContract('The read store in memory', {
  open: async () => {
    const store = memoryReadStore();
    return { store, dispose: () => store.close() };
  },
});

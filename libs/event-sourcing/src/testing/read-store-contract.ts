import type { ReadStore } from '../read-store.ts';
import { applying } from './read-store/applying.ts';
import { asking } from './read-store/asking.ts';
import { builds } from './read-store/builds.ts';
import { documents } from './read-store/documents.ts';
import { batch, cases, type Given, keysOf, type OpenedReadStore, owned, row } from './read-store/given.ts';
import { leases } from './read-store/leases.ts';
import { neverBuilt, preparing } from './read-store/preparing.ts';
import { scanning } from './read-store/scanning.ts';

export type { OpenedReadStore } from './read-store/given.ts';

/** Proves that an adapter keeps the port's word. `open` gives an empty store to each test. */
export function readStoreContract(name: string, options: { readonly open: () => Promise<OpenedReadStore> }): void {
  describe(`${name} keeps the contract of a read store`, () => {
    let opened: OpenedReadStore;
    let store: ReadStore;
    const others: ReadStore[] = [];
    const given: Given = {
      get store() {
        return store;
      },
      second: async () => {
        if (opened.second === undefined) return store;
        const other = await opened.second();
        others.push(other);
        return other;
      },
    };

    beforeEach(async () => {
      opened = await options.open();
      store = opened.store;
    });
    afterEach(async () => {
      for (const other of others.splice(0)) await other.close();
      await opened.dispose();
    });

    describe('a projection that was never built', () => neverBuilt(given));
    describe('preparing', () => preparing(given));
    describe('applying', () => applying(given));
    describe('documents and keys', () => documents(given));
    describe('a lease', () => leases(given));
    describe('asking', () => asking(given));
    describe('a build beside the live one', () => builds(given));
    describe('scanning', () => scanning(given));

    it('keeps everything when it is closed and opened again', async () => {
      if (opened.reopen === undefined) return;
      const build = await owned(store);
      await store.apply(batch(build, 0, 8, [row('a', { status: 'kept', officers: ['sokha'] })]));
      const beside = await owned(store, { ...cases, version: 2 });
      await store.apply(batch(beside, 0, 3, [row('b', {})]));
      const again = await opened.reopen();
      others.push(again);
      expect(await again.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'kept' } }, position: 8 });
      expect(await keysOf(again, { officers: { contains: 'sokha' } })).toEqual(['a']);
      expect((await again.builds()).map(({ number, checkpoint, live, owner }) => [number, checkpoint, live, owner])).toEqual([
        [1, 8, true, 'worker-1'],
        [2, 3, false, 'worker-1'],
      ]);
      await again.apply(batch(beside, 3, 4, [row('c', {})]));
    });
  });
}

import fc from 'fast-check';
import { entryOf, withEntry } from './persistent-map.ts';

describe('a persistent map', () => {
  it('keeps what it was given by id, and leaves the one before as it was', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.oneof(fc.uuid(), fc.string()), fc.integer())), (entries) => {
        const model = new Map<string, number>();
        let map: ReturnType<typeof withEntry<number>> = [];
        for (const [key, value] of entries) {
          const before = map;
          const had = entryOf(before, key);
          map = withEntry(before, key, value);
          model.set(key, value);
          expect(entryOf(before, key)).toBe(had);
        }
        for (const [key, value] of model) expect(entryOf(map, key)).toBe(value);
      }),
    );
  });
});

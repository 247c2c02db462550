import fc from 'fast-check';
import { changesBetween, contentHash, type Json, withChanges } from '#libs/event-sourcing';

const json = fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json);
const lists = fc.array(fc.record({ id: fc.integer({ min: 0, max: 40 }), what: fc.constantFrom('held', 'let go') }), { maxLength: 60 });

describe('what changed of a JSON value', () => {
  it('makes the one of the other, whatever they are, also after it was stored', () =>
    fc.assert(
      fc.property(fc.oneof(fc.tuple(json, json), fc.tuple(lists, lists)), ([before, after]) => {
        const changes = changesBetween(before, after);
        const stored = changes && (JSON.parse(JSON.stringify(changes)) as typeof changes);
        expect(contentHash(withChanges<unknown>(before, stored))).toBe(contentHash(after));
      }),
      { numRuns: 500 },
    ));

  it('is nothing where nothing did, and leaves out what is not said any more', () => {
    expect(changesBetween({ a: [1], b: undefined }, { a: [1] })).toBeUndefined();
    expect(changesBetween({ a: 1, b: 2 }, { a: 1 })).toEqual({ fields: {}, without: ['b'] });
  });

  it('is as large as what changed, however long the list is, and leaves the rest the very same', () => {
    const before = Array.from({ length: 5_000 }, (_, id) => ({ id }));
    const after = [...before.slice(0, 2_000), { id: -1 }, ...before.slice(2_001, 4_000), { id: -2 }, ...before.slice(4_000)];
    const changes = changesBetween({ before, same: before }, { before: after, same: before });
    expect(changes).toEqual({
      fields: {
        before: { list: [{ keep: 2_000 }, { drop: 1 }, { add: [{ id: -1 }] }, { keep: 1_999 }, { add: [{ id: -2 }] }, { keep: 1_000 }] },
      },
    });
    expect(withChanges(before, { list: [{ keep: 4_999 }] })[7]).toBe(before[7]);
  });
});

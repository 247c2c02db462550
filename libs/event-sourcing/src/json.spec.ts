import fc from 'fast-check';
import type { DataOf, Event } from './event.ts';
import { contentHash } from './identity.ts';
import { sameJson } from './json.ts';

describe('JSON values', () => {
  it.each([
    ['fields in another order', { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }],
    ['a field that is undefined and one that is absent', { a: 1, b: undefined }, { a: 1 }],
    ['nothing and nothing', undefined, undefined],
  ])('are the same with %s', (_case, a, b) => expect([sameJson(a, b), sameJson(b, a)]).toEqual([true, true]));

  it.each([
    ['another value', { a: { b: 1 } }, { a: { b: 2 } }],
    ['another field, where the first has one that is undefined', { a: undefined }, { b: 1 }],
    ['null for a field that is absent', { a: null }, {}],
    ['null for an object', null, {}],
    ['items in another order', [1, 2], [2, 1]],
    ['one item more', [1], [1, 1]],
    ['an object of the same fields as a list', [1], { 0: 1 }],
    ['a text for a number', 1, '1'],
  ])('are not the same with %s', (_case, a, b) => expect([sameJson(a, b), sameJson(b, a)]).toEqual([false, false]));

  it('are the same exactly where their content hashes are', () =>
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: true, maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
        expect(sameJson(a, structuredClone(a))).toBe(true);
        expect(sameJson(a, b)).toBe(contentHash(a) === contentHash(b));
      }),
    ));
});

describe('the data of an event by its type', () => {
  it('is that of the member of the union', () => {
    type Said = Event<'NoteAdded', { readonly text: string }> | Event<'NoteRemoved', { readonly why: string }>;
    const data: DataOf<Said, 'NoteRemoved'> = { why: 'twice' };
    // @ts-expect-error it is not that of another one
    const other: DataOf<Said, 'NoteAdded'> = data;
    expect(other).toEqual({ why: 'twice' });
  });
});

import fc from 'fast-check';
import type { RowShape } from '../../read-store.ts';
import { batch, cases, type Given, keysOf, owned, row } from './given.ts';

/** What documents and keys may hold. */
export function documents(given: Given): void {
  it('come back exactly as they were', async () => {
    const build = await owned(given.store);
    const doc = JSON.parse(
      '{"z":1,"a":{"z":[],"10":null,"9":{}},"__proto__":"own","constructor":[true,false],"n":-1.5e-7,"max":9007199254740991,' +
        '"text":"ក្រសួងមហាផ្ទៃ \\u0000 \\ud83d \\"\\\\ \'; DROP TABLE builds; -- {a,b} $1 ?1 %s","":"","status":null}',
    ) as object;
    await given.store.apply(batch(build, 0, 1, [row('k', doc)]));
    const found = (await given.store.get('case-status', 'k')).row?.doc;
    expect(JSON.stringify(found)).toBe(JSON.stringify(doc));
    expect(JSON.stringify((await given.store.rowsOf(build, ['k'])).get('k')?.doc)).toBe(JSON.stringify(doc));
    expect(JSON.stringify((await given.store.query('case-status', { limit: 1 })).rows[0]?.doc)).toBe(JSON.stringify(doc));
  });

  it('property: any JSON document under any key', async () => {
    let at = 0;
    const build = await owned(given.store);
    const key = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0') && text.isWellFormed());
    const field = fc.string({ unit: 'grapheme' }).filter((text) => !(text in cases.index));
    const json = fc.dictionary(field, fc.jsonValue());
    await fc.assert(
      fc.asyncProperty(fc.dictionary(key, json, { maxKeys: 5 }), async (docs) => {
        const rows = Object.entries(docs).map(([k, doc]) => row(k, JSON.parse(JSON.stringify(doc))));
        await given.store.apply(batch(build, at, ++at, rows));
        for (const { key: k, doc } of rows) expect((await given.store.get('case-status', k)).row?.doc).toEqual(doc);
        const found = await given.store.rowsOf(
          build,
          rows.map((each) => each.key),
        );
        expect(new Set(found.keys())).toEqual(new Set(rows.map((each) => each.key)));
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    '',
    "o'hara",
    '"quoted"',
    '`',
    "'; DROP TABLE builds; --",
    'ករណី-១',
    '😀',
    '{1,2}',
    'a\nb\t\\',
    'NULL',
    '%_',
    'ក'.repeat(200),
    '$1 ?1 :key',
  ])('are found, replaced and deleted under the key %j', async (key) => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 1, [row(key, { status: key }), row('other', { status: 'other' })]));
    await given.store.apply(batch(build, 1, 2, [row(key, { status: key, officers: [key, 'x'] })]));
    expect((await given.store.get('case-status', key)).row?.doc).toEqual({ status: key, officers: [key, 'x'] });
    expect(await keysOf(given.store, { status: { is: key } })).toEqual([key]);
    expect(await keysOf(given.store, { officers: { contains: key } })).toEqual([key]);
    await given.store.apply(batch(build, 2, 3, [], [key]));
    expect(await keysOf(given.store, {})).toEqual(['other']);
  });

  it('are indexed by fields of any name', async () => {
    const names = ['key', 'doc', 'position', 'select', '"; DROP TABLE builds; --', "it's", 'ស្ថានភាព', 'A', 'a', '__proto__', '$1', '?'];
    const shape: RowShape = { name: "odd'; --", version: 1, index: Object.fromEntries(names.map((field) => [field, 'text' as const])) };
    const build = await owned(given.store, shape);
    const doc = Object.fromEntries(names.map((field, i) => [field, `value ${i}`]));
    await given.store.apply({ ...batch(build, 0, 1, []), upserts: [row('odd', doc), row('plain', {})] });
    for (const [i, field] of names.entries()) {
      const where = Object.fromEntries([[field, { is: `value ${i}` }]]);
      const page = await given.store.query(shape.name, { where, sort: [{ field }], limit: 5 });
      expect(page.rows.map(({ key }) => key)).toEqual(['odd']);
    }
  });
}

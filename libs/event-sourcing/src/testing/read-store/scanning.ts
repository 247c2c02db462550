import { batch, cases, collect, type Given, owned, row } from './given.ts';

/** All rows of a build, and some by their keys. */
export function scanning(given: Given): void {
  it('hands over all rows of a build by key, in pages', async () => {
    const live = await owned(given.store);
    await given.store.apply(batch(live, 0, 1, [row('only', {})]));
    const build = await owned(given.store, { ...cases, version: 2 });
    expect(await collect(given.store.scan(build))).toEqual([]);
    const rows = Array.from({ length: 2500 }, (_, i) => row(`k-${String((i * 7) % 2500).padStart(4, '0')}`, { severity: i }, i + 1));
    await given.store.apply(batch(build, 0, 1, rows));
    const pages = await collect(given.store.scan(build));
    expect(pages.map((page) => page.length)).toEqual([1000, 1000, 500]);
    expect(pages.flat()).toEqual(rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  });

  it('holds nothing when it is left early', async () => {
    const build = await owned(given.store);
    const rows = Array.from({ length: 1500 }, (_, i) => row(`k-${i}`, {}));
    await given.store.apply(batch(build, 0, 1, rows));
    for (let i = 0; i < 30; i++) {
      for await (const page of given.store.scan(build)) {
        expect(page).toHaveLength(1000);
        break;
      }
    }
    await given.store.apply(batch(build, 1, 2, [row('k-1', { severity: 2 })]));
    expect(await given.store.get('case-status', 'k-1')).toMatchObject({ row: { doc: { severity: 2 } }, position: 2 });
  });

  it('finds the rows of keys of a build, and leaves out those that are not there', async () => {
    const build = await owned(given.store);
    const rows = Array.from({ length: 1200 }, (_, i) => row(`k-${i}`, { severity: i }, i + 1));
    await given.store.apply(batch(build, 0, 1, rows));
    const keys = rows.map(({ key }) => key);
    const found = await given.store.rowsOf(build, [...keys, 'absent', 'k-1']);
    expect(found.size).toBe(1200);
    expect(keys.map((key) => found.get(key))).toEqual(rows);
    expect((await given.store.rowsOf(build, [])).size).toBe(0);
  });
}

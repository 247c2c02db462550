import { BEGINNING } from '../../event.ts';
import type { RowShape } from '../../read-store.ts';
import { bare, batch, cases, type Given, owned, refused, row } from './given.ts';

/** A projection of which there is no build. */
export function neverBuilt(given: Given): void {
  it('has no rows and stands at the beginning', async () => {
    expect(await given.store.get('case-status', 'case-1')).toEqual({ row: undefined, position: BEGINNING });
    expect(await given.store.query('case-status', { limit: 10 })).toEqual({ rows: [], position: BEGINNING });
    expect(await given.store.checkpoint('case-status')).toBe(BEGINNING);
    expect(await given.store.builds('case-status')).toEqual([]);
  });

  it('refuses a page limit and a cursor that no store could serve', async () => {
    await refused(given.store.query('case-status', { limit: 0 }), 'limit');
    await refused(given.store.query('case-status', { limit: 10, cursor: 'anything' }), 'cursor');
  });
}

/** Which build is projected into. */
export function preparing(given: Given): void {
  it('makes the first build of a projection, live at once, empty, at the beginning', async () => {
    const build = await given.store.prepare(cases);
    expect(build).toEqual({ projection: 'case-status', version: 1, number: 1, checkpoint: BEGINNING, live: true });
    expect(await given.store.builds()).toEqual([build]);
    expect(await given.store.query('case-status', { limit: 10 })).toEqual({ rows: [], position: BEGINNING });
  });

  it('answers with the live build of the version again, with its checkpoint and owner', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 7, [row('case-1', {})]));
    expect(await given.store.prepare(cases)).toEqual({ ...bare(build), checkpoint: 7, live: true, owner: 'worker-1' });
  });

  it('makes one build where many prepare at once', async () => {
    const other = await given.second();
    for (let round = 1; round <= 8; round++) {
      const shape = { ...cases, name: `case-status-${round}` };
      const builds = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? given.store : other).prepare(shape)));
      expect(new Set(builds.map(({ number }) => number))).toEqual(new Set([1]));
      expect(await given.store.builds()).toHaveLength(round);
    }
  });

  it('keeps projections apart', async () => {
    const a = await owned(given.store, { ...cases, name: 'a' });
    const b = await owned(given.store, { ...cases, name: 'b' });
    await given.store.apply(batch(a, 0, 3, [row('k', { status: 'of a' })]));
    await given.store.apply(batch(b, 0, 5, [row('k', { status: 'of b' })]));
    expect((await given.store.get('a', 'k')).row?.doc).toEqual({ status: 'of a' });
    expect(await given.store.get('b', 'k')).toMatchObject({ row: { doc: { status: 'of b' } }, position: 5 });
    expect((await given.store.builds('a')).map(({ projection }) => projection)).toEqual(['a']);
    expect(await given.store.builds()).toHaveLength(2);
  });

  it('refuses a version that was built with another index', async () => {
    await given.store.prepare(cases);
    const changed: RowShape = { ...cases, index: { ...cases.index, status: 'integer' } };
    const fewer: RowShape = { ...cases, index: { status: 'text' } };
    for (const shape of [changed, fewer]) {
      await expect(given.store.prepare(shape)).rejects.toMatchObject({ name: 'ShapeChanged', code: 'rows.shape-changed' });
      await expect(given.store.prepare(shape, { fresh: true })).rejects.toMatchObject({ name: 'ShapeChanged' });
    }
    const reordered: RowShape = { ...cases, index: Object.fromEntries(Object.entries(cases.index).reverse()) };
    expect((await given.store.prepare(reordered)).number).toBe(1);
  });
}

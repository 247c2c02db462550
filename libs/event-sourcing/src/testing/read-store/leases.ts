import { setImmediate as turn } from 'node:timers/promises';
import type { Batch, Build, ReadStore } from '../../read-store.ts';
import { bare, batch, cases, type Given, ignoring, keysOf, lost, owned, row, until } from './given.ts';

/** Who may project into a build. */
export function leases(given: Given): void {
  it('goes to exactly one of many who ask', async () => {
    const build = await given.store.prepare(cases);
    const other = await given.second();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) => (i % 2 ? given.store : other).claim(build, `worker-${i}`, 60_000)),
    );
    expect(answers.filter(Boolean)).toHaveLength(1);
    const [status] = await given.store.builds('case-status');
    expect(status?.owner).toBe(`worker-${answers.indexOf(true)}`);
  });

  it('is renewed by its holder and refused to others until it is given back', async () => {
    const build = await given.store.prepare(cases);
    const other = await given.second();
    expect(await given.store.claim(build, 'a', 60_000)).toBe(true);
    expect(await given.store.claim(build, 'a', 60_000)).toBe(true);
    expect(await other.claim(build, 'b', 60_000)).toBe(false);
    await other.release(build, 'b');
    expect(await other.claim(build, 'b', 60_000)).toBe(false);
    await given.store.release(build, 'a');
    expect((await given.store.builds())[0]?.owner).toBeUndefined();
    expect(await other.claim(build, 'b', 60_000)).toBe(true);
    expect(await given.store.claim(build, 'a', 60_000)).toBe(false);
  });

  it('is renewed for many builds at once, but for those that are another’s by now, or gone', async () => {
    const named = async (name: string): Promise<Build> => bare(await given.store.prepare({ ...cases, name }));
    const [a, b, c] = [await named('a'), await named('b'), await named('c')];
    const gone: Build = { projection: 'd', version: 1, number: 1 };
    for (const build of [a, b]) await given.store.claim(build, 'a', 1);
    await given.store.claim(c, 'a', 60_000);
    await until(() => given.second().then((other) => other.claim(b, 'b', 60_000)));
    expect(await given.store.renew([a, b, c, gone], 'a', 60_000)).toEqual([b, gone]);
    expect((await given.store.builds()).map(({ projection, owner }) => [projection, owner])).toEqual([
      ['a', 'a'],
      ['b', 'b'],
      ['c', 'a'],
    ]);
  });

  it('lapses, and is taken over; the one before can no longer write', async () => {
    const build = await given.store.prepare(cases);
    const other = await given.second();
    expect(await given.store.claim(build, 'a', 60_000)).toBe(true);
    await given.store.apply({ ...batch(build, 0, 1, [row('k', { status: 'a' })]), owner: 'a' });
    expect(await given.store.claim(build, 'a', 1)).toBe(true);
    await until(() => other.claim(build, 'b', 60_000));
    await lost(given.store.apply({ ...batch(build, 1, 2, [row('k', { status: 'a again' })]), owner: 'a' }));
    await lost(given.store.promote(build, 'a'));
    await given.store.release(build, 'a');
    await other.apply({ ...batch(build, 1, 2, [row('k', { status: 'b' })]), owner: 'b' });
    expect(await given.store.get('case-status', 'k')).toMatchObject({ row: { doc: { status: 'b' } }, position: 2 });
  });

  it('is no lease after it lapsed, even if nobody took it over', async () => {
    const build = await given.store.prepare(cases);
    await given.store.claim(build, 'worker-1', 1);
    await until(async () => (await given.store.builds())[0]?.owner === undefined);
    await lost(given.store.apply(batch(build, 0, 1, [row('k', {})])));
    await given.store.claim(build, 'worker-1', 60_000);
    await given.store.apply(batch(build, 0, 1, [row('k', {})]));
    expect(await given.store.checkpoint('case-status')).toBe(1);
  });

  it('is refused on a build that is gone', async () => {
    const build: Build = { projection: 'case-status', version: 1, number: 1 };
    await lost(given.store.claim(build, 'a', 1000));
    await given.store.release(build, 'a');
  });

  it.each([
    ['nobody holds the lease', async (build: Build) => given.store.release(build, 'worker-1'), {}],
    ['another holds the lease', async () => undefined, { owner: 'worker-2' }],
    ['the build is behind', async () => undefined, { from: 9, to: 12 }],
    ['the build is ahead', async () => undefined, { from: 2, to: 6 }],
  ])('lets nothing through where %s', async (_, happens, change: Partial<Batch>) => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 5, [row('a', { status: 'before' }), row('b', {})]));
    await happens(build);
    await lost(given.store.apply({ ...batch(build, 5, 6, [row('a', { status: 'after' }), row('c', {})], ['b']), ...change }));
    expect(await given.store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'before' } }, position: 5 });
    expect(await keysOf(given.store, {})).toEqual(['a', 'b']);
  });

  it('lets one of two batches of the same step through', async () => {
    const build = await owned(given.store);
    const other = await given.second();
    const results = await Promise.allSettled([
      given.store.apply(batch(build, 0, 1, [row('a', { status: 'one' })])),
      other.apply(batch(build, 0, 1, [row('a', { status: 'two' })])),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const winner = results[0].status === 'fulfilled' ? 'one' : 'two';
    expect((await given.store.get('case-status', 'a')).row?.doc).toEqual({ status: winner });
  });

  it('lets two workers that compete take every step exactly once', async () => {
    const other = await given.second();
    const steps = 60;
    const work = async (client: ReadStore, owner: string) => {
      for (;;) {
        const build = await client.prepare(cases);
        if (build.checkpoint === steps) return;
        if (!(await client.claim(build, owner, 3))) await turn();
        const counter = (await client.rowsOf<{ severity: number }>(build, ['counter'])).get('counter');
        const next = row('counter', { severity: (counter?.doc.severity ?? 0) + 1, unit: owner });
        const step = { ...batch(build, build.checkpoint, build.checkpoint + 1, [next]), owner };
        await client.apply(step).catch(ignoring('LeaseLost'));
      }
    };
    await Promise.all([work(given.store, 'worker-1'), work(other, 'worker-2')]);
    expect((await given.store.get('case-status', 'counter')).row?.doc).toMatchObject({ severity: steps });
  });
}

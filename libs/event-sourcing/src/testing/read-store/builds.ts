import { setImmediate as turn } from 'node:timers/promises';
import { BEGINNING } from '../../event.ts';
import type { Build, ReadStore, RowShape } from '../../read-store.ts';
import { bare, batch, cases, collect, type Given, keysOf, lost, owned, row, until } from './given.ts';

/** Builds beside the live one, until one of them becomes it. */
export function builds(given: Given): void {
  const next: RowShape = { ...cases, version: 2, index: { status: 'text', severity: 'text' } };

  it('is separate until it is promoted, and then the live one', async () => {
    const old = await owned(given.store);
    await given.store.apply(batch(old, 0, 10, [row('a', { status: 'old', severity: 1 })]));
    const build = await owned(given.store, next);
    expect(build).toMatchObject({ version: 2, number: 2, checkpoint: BEGINNING, live: false });
    await given.store.apply(batch(build, 0, 4, [row('a', { status: 'new', severity: 'high' }), row('b', { status: 'new' })]));
    expect(await given.store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'old' } }, position: 10 });
    expect(await keysOf(given.store, { severity: { is: 1 } })).toEqual(['a']);
    expect(await given.store.checkpoint('case-status')).toBe(10);
    expect((await given.store.rowsOf(build, ['a', 'b', 'c'])).size).toBe(2);
    expect((await given.store.builds('case-status')).map(({ number, live }) => [number, live])).toEqual([
      [1, true],
      [2, false],
    ]);
    await given.store.apply(batch(old, 10, 11, [row('c', { status: 'old' })]));

    await given.store.promote(build, 'worker-1');
    expect(await given.store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'new' } }, position: 4 });
    expect((await given.store.get('case-status', 'c')).row).toBeUndefined();
    expect(await keysOf(given.store, { severity: { is: 'high' } })).toEqual(['a']);
    expect(await given.store.checkpoint('case-status')).toBe(4);
    expect(await given.store.builds('case-status')).toEqual([{ ...bare(build), checkpoint: 4, live: true, owner: 'worker-1' }]);
  });

  it('is taken up again where it was left unfinished', async () => {
    await given.store.prepare(cases);
    const build = await owned(given.store, next);
    await given.store.apply(batch(build, 0, 4, [row('a', {})]));
    expect(await (await given.second()).prepare(next)).toEqual({ ...bare(build), checkpoint: 4, live: false, owner: 'worker-1' });
    expect(await given.store.prepare(cases)).toMatchObject({ number: 1, live: true });
  });

  it('is made new where a fresh one is asked for, of the same version too', async () => {
    const live = await owned(given.store);
    await given.store.apply(batch(live, 0, 10, [row('a', { status: 'live' })]));
    const fresh = await given.store.prepare(cases, { fresh: true });
    expect(fresh).toMatchObject({ version: 1, number: 2, checkpoint: BEGINNING, live: false });
    const fresher = await given.store.prepare(cases, { fresh: true });
    expect(fresher).toMatchObject({ number: 3, live: false });
    expect(await given.store.prepare(cases)).toMatchObject({ number: 1, live: true });
    expect(await given.store.checkpoint('case-status')).toBe(10);
    await given.store.claim(fresher, 'worker-1', 60_000);
    await given.store.promote(fresher, 'worker-1');
    expect((await given.store.builds()).map(({ number }) => number)).toEqual([3]);
    expect(await given.store.prepare(cases, { fresh: true })).toMatchObject({ number: 4 });
  });

  it('is the newest unfinished one of several', async () => {
    await given.store.prepare(cases);
    await given.store.prepare(next, { fresh: true });
    const newest = await given.store.prepare(next, { fresh: true });
    expect(await given.store.prepare(next)).toMatchObject({ number: newest.number });
  });

  it('is live at once where it is the first, fresh or not', async () => {
    expect(await given.store.prepare(cases, { fresh: true })).toMatchObject({ number: 1, live: true });
  });

  it('takes the place of the one before only for the holder of its lease', async () => {
    await owned(given.store);
    const build = await given.store.prepare(next);
    await lost(given.store.promote(build, 'worker-1'));
    await given.store.claim(build, 'worker-2', 60_000);
    await lost(given.store.promote(build, 'worker-1'));
    await lost(given.store.promote({ ...build, number: 99 }, 'worker-1'));
    expect((await given.store.builds()).find(({ live }) => live)?.number).toBe(1);
  });

  it('is discarded by its owner when it has served its purpose, and the live one never', async () => {
    const live = await owned(given.store);
    const made = await given.store.prepare(cases, { fresh: true });
    await lost(given.store.discard(made, 'worker-1'));
    await given.store.claim(made, 'worker-1', 60_000);
    await lost(given.store.discard(made, 'worker-2'));
    await given.store.discard(made, 'worker-1');
    await lost(given.store.discard(made, 'worker-1'));
    await lost(given.store.rowsOf(made, ['a']));
    await lost(given.store.discard(live, 'worker-1'));
    expect(await given.store.builds(cases.name)).toMatchObject([{ number: live.number, live: true }]);
    expect(await given.store.prepare(cases, { fresh: true })).toMatchObject({ number: made.number + 1, checkpoint: 0 });
  });

  it('may be promoted again when it is live', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 2, [row('a', {})]));
    await given.store.promote(build, 'worker-1');
    expect(await given.store.get('case-status', 'a')).toMatchObject({ row: { key: 'a' }, position: 2 });
  });

  it('leaves the one before to nobody: its owner is told at every turn', async () => {
    const old = await owned(given.store);
    await given.store.apply(batch(old, 0, 10, [row('a', {})]));
    const build = await owned(given.store, next, 'worker-2');
    await given.store.promote(build, 'worker-2');
    await lost(given.store.apply(batch(old, 10, 11, [row('a', {})])));
    await lost(given.store.claim(old, 'worker-1', 1000));
    await lost(given.store.promote(old, 'worker-1'));
    await lost(given.store.rowsOf(old, ['a']));
    await lost(collect(given.store.scan(old)));
    await given.store.release(old, 'worker-1');
  });

  it('becomes live without a failed read or a mixed page, however often', async () => {
    const other = await given.second();
    const rounds = 6;
    const fill = async (build: Build, generation: number) => {
      const rows = Array.from({ length: 50 }, (_, i) => row(`k-${String(i).padStart(2, '0')}`, { severity: generation }));
      await given.store.apply(batch(build, 0, generation, rows));
    };
    await fill(await owned(given.store), 1);
    let reads = 0;
    const reading = async (client: ReadStore) => {
      for (let seen = 0; seen < rounds;) {
        const page = await client.query<{ severity: number }>('case-status', { sort: [{ field: 'severity' }], limit: 60 });
        expect(page.rows.map(({ doc }) => doc.severity)).toEqual(Array.from({ length: 50 }, () => page.position));
        const found = await client.get<{ severity: number }>('case-status', 'k-33');
        expect(found.row?.doc.severity).toBe(found.position);
        expect(await client.checkpoint('case-status')).toBeGreaterThanOrEqual(found.position);
        seen = found.position;
        reads++;
        await turn();
      }
    };
    const promoting = async () => {
      for (let generation = 2; generation <= rounds; generation++) {
        const build = await owned(given.store, { ...cases, version: generation });
        await fill(build, generation);
        const before = reads;
        await until(async () => reads > before);
        await given.store.promote(build, 'worker-1');
      }
    };
    await Promise.all([promoting(), reading(given.store), reading(other), reading(other)]);
    expect(reads).toBeGreaterThan(rounds);
    expect(await given.store.builds()).toHaveLength(1);
  });
}

import type { Query } from '../../read-store.ts';
import { batch, cases, type Given, keysOf, owned, row } from './given.ts';

/** Batches of rows, with their checkpoint. */
export function applying(given: Given): void {
  it('commits rows and checkpoint together', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 12, [row('case-1', { status: 'open' }, 11, 'event-11')]));
    expect(await given.store.get('case-status', 'case-1')).toEqual({
      row: { key: 'case-1', doc: { status: 'open' }, position: 11, eventId: 'event-11' },
      position: 12,
    });
    await given.store.apply(batch(build, 12, 15, [row('case-1', { status: 'closed' }, 15, 'event-15'), row('case-2', {}, 14)]));
    expect((await given.store.get('case-status', 'case-1')).row).toEqual({
      key: 'case-1',
      doc: { status: 'closed' },
      position: 15,
      eventId: 'event-15',
    });
    expect(await keysOf(given.store, {})).toEqual(['case-1', 'case-2']);
    expect(await given.store.checkpoint('case-status')).toBe(15);
  });

  it('deletes rows, and is content where there is none', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 2, [row('a', { officers: ['sokha'] }), row('b', { officers: ['sokha'] })]));
    await given.store.apply(batch(build, 2, 3, [row('c', {})], ['a', 'never']));
    expect((await given.store.get('case-status', 'a')).row).toBeUndefined();
    expect(await keysOf(given.store, {})).toEqual(['b', 'c']);
    expect(await keysOf(given.store, { officers: { contains: 'sokha' } })).toEqual(['b']);
  });

  it('takes the last of two rows with one key, and a delete before both', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 1, [row('b', { severity: 0 })]));
    const twice = [row('a', { severity: 1 }), row('b', { severity: 1 }), row('a', { severity: 2 })];
    await given.store.apply(batch(build, 1, 2, twice, ['b']));
    expect((await given.store.get('case-status', 'a')).row?.doc).toEqual({ severity: 2 });
    expect(await keysOf(given.store, {})).toEqual(['a']);
  });

  it('follows each index field through its changes', async () => {
    const build = await owned(given.store);
    const states: { status?: string | null; severity?: number; officers?: string[]; unit?: string }[] = [
      { status: 'open', severity: 1, officers: ['sokha', 'dara'] },
      { status: 'open', severity: 2, officers: ['dara', 'dara'] },
      { status: null, severity: 2 ** 53, officers: [] },
      { severity: 2 ** 53, unit: 'north' },
      { status: 'closed', officers: ['sokha'] },
    ];
    for (const [at, doc] of states.entries()) {
      await given.store.apply(batch(build, at, at + 1, [row('a', doc)]));
      const found = async (where: Query['where']) => (await keysOf(given.store, where)).length === 1;
      expect({
        open: await found({ status: { is: 'open' } }),
        noStatus: await found({ status: { absent: true } }),
        largest: await found({ severity: { from: 2 ** 53 } }),
        sokha: await found({ officers: { contains: 'sokha' } }),
        dara: await found({ officers: { contains: 'dara' } }),
        noOfficers: await found({ officers: { absent: true } }),
        north: await found({ unit: { is: 'north' } }),
      }).toEqual({
        open: doc.status === 'open',
        noStatus: (doc.status ?? null) === null,
        largest: doc.severity === 2 ** 53,
        sokha: doc.officers?.includes('sokha') ?? false,
        dara: doc.officers?.includes('dara') ?? false,
        noOfficers: doc.officers === undefined,
        north: 'unit' in doc,
      });
    }
  });

  it('moves only the checkpoint where nothing else is given', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 40, []));
    expect(await given.store.get('case-status', 'a')).toEqual({ row: undefined, position: 40 });
  });

  it('changes rows without moving the checkpoint', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 4, [row('timer', { severity: 1 })]));
    await given.store.apply(batch(build, 4, 4, [row('timer', { severity: 2 })]));
    expect(await given.store.get('case-status', 'timer')).toMatchObject({ row: { doc: { severity: 2 } }, position: 4 });
  });

  it('takes several builds on together, with rows and without', async () => {
    const one = await owned(given.store);
    const others = await Promise.all(['seizures', 'officers', 'pools'].map((name) => owned(given.store, { ...cases, name })));
    const all = [one, ...others];
    await given.store.apply(...all.map((build, place) => batch(build, 0, 4, place < 2 ? [row('a', { status: build.projection }, 3)] : [])));
    for (const [place, { projection }] of all.entries()) {
      const found = await given.store.get(projection, 'a');
      expect(found).toMatchObject(place < 2 ? { row: { doc: { status: projection } }, position: 4 } : { position: 4 });
      expect(found.row === undefined).toBe(place >= 2);
    }
  });

  it('takes no build on where one of them is not where it should be, or another’s, and names that one', async () => {
    const one = await owned(given.store);
    const [two, three] = await Promise.all(['seizures', 'officers'].map((name) => owned(given.store, { ...cases, name })));
    if (two === undefined || three === undefined) throw new Error('Nothing was prepared');
    const step = [batch(one, 0, 4, [row('a', {})]), batch(three, 0, 4)];
    await given.store.apply(batch(two, 0, 4));
    for (const wrong of [batch(two, 0, 4), batch(two, 0, 4, [row('a', {})]), batch(two, 2, 9)])
      await expect(given.store.apply(...step, wrong)).rejects.toMatchObject({ name: 'LeaseLost', build: { projection: 'seizures' } });
    await given.store.release(two, 'worker-1');
    await (await given.second()).claim(two, 'another', 60_000);
    await expect(given.store.apply(...step, batch(two, 4, 5))).rejects.toMatchObject({
      name: 'LeaseLost',
      build: { projection: 'seizures' },
    });
    for (const { projection } of [one, three]) expect(await given.store.get(projection, 'a')).toEqual({ row: undefined, position: 0 });
    await given.store.apply(...step);
  });

  it('takes five thousand rows at once, and then as many changes and deletes', async () => {
    const build = await owned(given.store);
    const many = (severity: number) =>
      Array.from({ length: 5000 }, (_, i) => row(`case-${String(i).padStart(5, '0')}`, { severity, officers: ['sokha', `o-${i % 7}`] }));
    await given.store.apply(batch(build, 0, 5000, many(1)));
    const all = many(1).map(({ key }) => key);
    expect(await keysOf(given.store, { severity: { is: 1 }, officers: { contains: 'sokha' } })).toEqual(all);
    expect(await keysOf(given.store, { severity: { is: 1 } }, [{ field: 'openedAt', descending: true }])).toEqual(all);
    const [kept, gone] = [many(2).slice(0, 2500), many(2).slice(2500)];
    await given.store.apply(
      batch(
        build,
        5000,
        10_000,
        kept,
        gone.map(({ key }) => key),
      ),
    );
    expect(await keysOf(given.store, { severity: { is: 2 }, officers: { contains: 'sokha' } })).toEqual(kept.map(({ key }) => key));
    expect(await keysOf(given.store, {})).toHaveLength(2500);
  });

  it('takes a document of 200 kB', async () => {
    const build = await owned(given.store);
    const doc = { status: 'open', notes: 'ករណី '.repeat(20_000), unit: 'u'.repeat(50_000) };
    await given.store.apply(batch(build, 0, 1, [row('long', doc), row('short', { unit: 'u' })]));
    expect((await given.store.get('case-status', 'long')).row?.doc).toEqual(doc);
    expect(await keysOf(given.store, {}, [{ field: 'unit' }])).toEqual(['short', 'long']);
    await given.store.apply(batch(build, 1, 2, [], ['long']));
    expect(await keysOf(given.store, {})).toEqual(['short']);
  });

  it.each([
    ['a document that is not JSON', { severity: 1n }],
    ['a text where the index says integer', { severity: 'high' }],
    ['an integer no database keeps exactly', { severity: 2 ** 53 + 2 }],
    ['a fraction', { severity: 0.5 }],
    ['a day where the index says instant', { openedAt: '2026-03-02' }],
    ['one text where the index says texts', { officers: 'sokha' }],
  ])('refuses %s, writes nothing of the batch, and works on', async (_, doc) => {
    const build = await owned(given.store);
    const good = row('good', { severity: 1 });
    await expect(given.store.apply(batch(build, 0, 2, [good, row('bad', doc)]))).rejects.toBeInstanceOf(TypeError);
    expect(await given.store.get('case-status', 'good')).toEqual({ row: undefined, position: 0 });
    await given.store.apply(batch(build, 0, 1, [good]));
    expect(await given.store.get('case-status', 'good')).toEqual({ row: good, position: 1 });
  });

  it('refuses a key that no database can hold', async () => {
    const build = await owned(given.store);
    for (const key of ['nul\0', 'half \ud83d pair', 'k'.repeat(601)]) {
      await expect(given.store.apply(batch(build, 0, 1, [row(key, {})]))).rejects.toBeInstanceOf(RangeError);
      expect((await given.store.get('case-status', key)).row).toBeUndefined();
      expect((await given.store.rowsOf(build, [key])).size).toBe(0);
      await given.store.apply(batch(build, 0, 0, [], [key]));
    }
    expect(await given.store.checkpoint('case-status')).toBe(0);
  });
}

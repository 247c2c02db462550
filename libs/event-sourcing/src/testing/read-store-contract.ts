import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { BEGINNING } from '../event.ts';
import type { Batch, Build, BuildStatus, Condition, IndexKind, Query, ReadStore, Row, RowShape } from '../read-store.ts';

/** A read store opened for one test. */
export interface OpenedReadStore {
  readonly store: ReadStore;
  /** Another client of the same data, as a second process holds one. The suite closes it. Without it the store itself stands in. */
  second?(): Promise<ReadStore>;
  /** Closes the store and opens it again on the same data. Absent where nothing outlives the store. The suite closes it. */
  reopen?(): Promise<ReadStore>;
  dispose(): Promise<void>;
}

/** Proves that an adapter keeps the port's word. `open` gives an empty store to each test. */
export function readStoreContract(name: string, options: { readonly open: () => Promise<OpenedReadStore> }): void {
  describe(`${name} keeps the contract of a read store`, () => {
    let opened: OpenedReadStore;
    let store: ReadStore;
    const others: ReadStore[] = [];
    const second = async (): Promise<ReadStore> => {
      if (opened.second === undefined) return store;
      const other = await opened.second();
      others.push(other);
      return other;
    };

    beforeEach(async () => {
      opened = await options.open();
      store = opened.store;
    });
    afterEach(async () => {
      for (const other of others.splice(0)) await other.close();
      await opened.dispose();
    });

    describe('a projection that was never built', () => {
      it('has no rows and stands at the beginning', async () => {
        expect(await store.get('case-status', 'case-1')).toEqual({ row: undefined, position: BEGINNING });
        expect(await store.query('case-status', { limit: 10 })).toEqual({ rows: [], position: BEGINNING });
        expect(await store.checkpoint('case-status')).toBe(BEGINNING);
        expect(await store.builds('case-status')).toEqual([]);
      });

      it('refuses a page limit and a cursor that no store could serve', async () => {
        await refused(store.query('case-status', { limit: 0 }), 'limit');
        await refused(store.query('case-status', { limit: 10, cursor: 'anything' }), 'cursor');
      });
    });

    describe('preparing', () => {
      it('makes the first build of a projection, live at once, empty, at the beginning', async () => {
        const build = await store.prepare(cases);
        expect(build).toEqual({ projection: 'case-status', version: 1, number: 1, checkpoint: BEGINNING, live: true });
        expect(await store.builds()).toEqual([build]);
        expect(await store.query('case-status', { limit: 10 })).toEqual({ rows: [], position: BEGINNING });
      });

      it('answers with the live build of the version again, with its checkpoint and owner', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 7, [row('case-1', {})]));
        expect(await store.prepare(cases)).toEqual({ ...bare(build), checkpoint: 7, live: true, owner: 'worker-1' });
      });

      it('makes one build where many prepare at once', async () => {
        const other = await second();
        for (let round = 1; round <= 8; round++) {
          const shape = { ...cases, name: `case-status-${round}` };
          const builds = await Promise.all(Array.from({ length: 8 }, (_, i) => (i % 2 ? store : other).prepare(shape)));
          expect(new Set(builds.map(({ number }) => number))).toEqual(new Set([1]));
          expect(await store.builds()).toHaveLength(round);
        }
      });

      it('keeps projections apart', async () => {
        const a = await owned(store, { ...cases, name: 'a' });
        const b = await owned(store, { ...cases, name: 'b' });
        await store.apply(batch(a, 0, 3, [row('k', { status: 'of a' })]));
        await store.apply(batch(b, 0, 5, [row('k', { status: 'of b' })]));
        expect((await store.get('a', 'k')).row?.doc).toEqual({ status: 'of a' });
        expect(await store.get('b', 'k')).toMatchObject({ row: { doc: { status: 'of b' } }, position: 5 });
        expect((await store.builds('a')).map(({ projection }) => projection)).toEqual(['a']);
        expect(await store.builds()).toHaveLength(2);
      });

      it('refuses a version that was built with another index', async () => {
        await store.prepare(cases);
        const changed: RowShape = { ...cases, index: { ...cases.index, status: 'integer' } };
        const fewer: RowShape = { ...cases, index: { status: 'text' } };
        for (const shape of [changed, fewer]) {
          await expect(store.prepare(shape)).rejects.toMatchObject({ name: 'ShapeChanged', code: 'rows.shape-changed' });
          await expect(store.prepare(shape, { fresh: true })).rejects.toMatchObject({ name: 'ShapeChanged' });
        }
        const reordered: RowShape = { ...cases, index: Object.fromEntries(Object.entries(cases.index).reverse()) };
        expect((await store.prepare(reordered)).number).toBe(1);
      });
    });

    describe('applying', () => {
      it('commits rows and checkpoint together', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 12, [row('case-1', { status: 'open' }, 11, 'event-11')]));
        expect(await store.get('case-status', 'case-1')).toEqual({
          row: { key: 'case-1', doc: { status: 'open' }, position: 11, eventId: 'event-11' },
          position: 12,
        });
        await store.apply(batch(build, 12, 15, [row('case-1', { status: 'closed' }, 15, 'event-15'), row('case-2', {}, 14)]));
        expect((await store.get('case-status', 'case-1')).row).toEqual({
          key: 'case-1',
          doc: { status: 'closed' },
          position: 15,
          eventId: 'event-15',
        });
        expect(await keysOf(store, {})).toEqual(['case-1', 'case-2']);
        expect(await store.checkpoint('case-status')).toBe(15);
      });

      it('deletes rows, and is content where there is none', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 2, [row('a', { officers: ['sokha'] }), row('b', { officers: ['sokha'] })]));
        await store.apply(batch(build, 2, 3, [row('c', {})], ['a', 'never']));
        expect((await store.get('case-status', 'a')).row).toBeUndefined();
        expect(await keysOf(store, {})).toEqual(['b', 'c']);
        expect(await keysOf(store, { officers: { contains: 'sokha' } })).toEqual(['b']);
      });

      it('takes the last of two rows with one key, and a delete before both', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 1, [row('b', { severity: 0 })]));
        const twice = [row('a', { severity: 1 }), row('b', { severity: 1 }), row('a', { severity: 2 })];
        await store.apply(batch(build, 1, 2, twice, ['b']));
        expect((await store.get('case-status', 'a')).row?.doc).toEqual({ severity: 2 });
        expect(await keysOf(store, {})).toEqual(['a']);
      });

      it('follows each index field through its changes', async () => {
        const build = await owned(store);
        const states: { status?: string | null; severity?: number; officers?: string[]; unit?: string }[] = [
          { status: 'open', severity: 1, officers: ['sokha', 'dara'] },
          { status: 'open', severity: 2, officers: ['dara', 'dara'] },
          { status: null, severity: 2 ** 53, officers: [] },
          { severity: 2 ** 53, unit: 'north' },
          { status: 'closed', officers: ['sokha'] },
        ];
        for (const [at, doc] of states.entries()) {
          await store.apply(batch(build, at, at + 1, [row('a', doc)]));
          const found = async (where: Query['where']) => (await keysOf(store, where)).length === 1;
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
        const build = await owned(store);
        await store.apply(batch(build, 0, 40, []));
        expect(await store.get('case-status', 'a')).toEqual({ row: undefined, position: 40 });
      });

      it('changes rows without moving the checkpoint', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 4, [row('timer', { severity: 1 })]));
        await store.apply(batch(build, 4, 4, [row('timer', { severity: 2 })]));
        expect(await store.get('case-status', 'timer')).toMatchObject({ row: { doc: { severity: 2 } }, position: 4 });
      });

      it('takes five thousand rows at once, and then as many changes and deletes', async () => {
        const build = await owned(store);
        const many = (severity: number) =>
          Array.from({ length: 5000 }, (_, i) =>
            row(`case-${String(i).padStart(5, '0')}`, { severity, officers: ['sokha', `o-${i % 7}`] }),
          );
        await store.apply(batch(build, 0, 5000, many(1)));
        const all = many(1).map(({ key }) => key);
        expect(await keysOf(store, { severity: { is: 1 }, officers: { contains: 'sokha' } })).toEqual(all);
        expect(await keysOf(store, { severity: { is: 1 } }, [{ field: 'openedAt', descending: true }])).toEqual(all);
        const [kept, gone] = [many(2).slice(0, 2500), many(2).slice(2500)];
        await store.apply(
          batch(
            build,
            5000,
            10_000,
            kept,
            gone.map(({ key }) => key),
          ),
        );
        expect(await keysOf(store, { severity: { is: 2 }, officers: { contains: 'sokha' } })).toEqual(kept.map(({ key }) => key));
        expect(await keysOf(store, {})).toHaveLength(2500);
      });

      it('takes a document of 200 kB', async () => {
        const build = await owned(store);
        const doc = { status: 'open', notes: 'ករណី '.repeat(20_000), unit: 'u'.repeat(50_000) };
        await store.apply(batch(build, 0, 1, [row('long', doc), row('short', { unit: 'u' })]));
        expect((await store.get('case-status', 'long')).row?.doc).toEqual(doc);
        expect(await keysOf(store, {}, [{ field: 'unit' }])).toEqual(['short', 'long']);
        await store.apply(batch(build, 1, 2, [], ['long']));
        expect(await keysOf(store, {})).toEqual(['short']);
      });

      it.each([
        ['a document that is not JSON', { severity: 1n }],
        ['a text where the index says integer', { severity: 'high' }],
        ['an integer no database keeps exactly', { severity: 2 ** 53 + 2 }],
        ['a fraction', { severity: 0.5 }],
        ['a day where the index says instant', { openedAt: '2026-03-02' }],
        ['one text where the index says texts', { officers: 'sokha' }],
      ])('refuses %s, writes nothing of the batch, and works on', async (_, doc) => {
        const build = await owned(store);
        const good = row('good', { severity: 1 });
        await expect(store.apply(batch(build, 0, 2, [good, row('bad', doc)]))).rejects.toBeInstanceOf(TypeError);
        expect(await store.get('case-status', 'good')).toEqual({ row: undefined, position: 0 });
        await store.apply(batch(build, 0, 1, [good]));
        expect(await store.get('case-status', 'good')).toEqual({ row: good, position: 1 });
      });

      it('refuses a key that no database can hold', async () => {
        const build = await owned(store);
        for (const key of ['nul\0', 'half \ud83d pair', 'k'.repeat(601)]) {
          await expect(store.apply(batch(build, 0, 1, [row(key, {})]))).rejects.toBeInstanceOf(RangeError);
          expect((await store.get('case-status', key)).row).toBeUndefined();
          expect((await store.rowsOf(build, [key])).size).toBe(0);
          await store.apply(batch(build, 0, 0, [], [key]));
        }
        expect(await store.checkpoint('case-status')).toBe(0);
      });
    });

    describe('documents and keys', () => {
      it('come back exactly as they were', async () => {
        const build = await owned(store);
        const doc = JSON.parse(
          '{"z":1,"a":{"z":[],"10":null,"9":{}},"__proto__":"own","constructor":[true,false],"n":-1.5e-7,"max":9007199254740991,' +
            '"text":"ក្រសួងមហាផ្ទៃ \\u0000 \\ud83d \\"\\\\ \'; DROP TABLE builds; -- {a,b} $1 ?1 %s","":"","status":null}',
        ) as object;
        await store.apply(batch(build, 0, 1, [row('k', doc)]));
        const found = (await store.get('case-status', 'k')).row?.doc;
        expect(JSON.stringify(found)).toBe(JSON.stringify(doc));
        expect(JSON.stringify((await store.rowsOf(build, ['k'])).get('k')?.doc)).toBe(JSON.stringify(doc));
        expect(JSON.stringify((await store.query('case-status', { limit: 1 })).rows[0]?.doc)).toBe(JSON.stringify(doc));
      });

      it('property: any JSON document under any key', async () => {
        let at = 0;
        const build = await owned(store);
        const key = fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0') && text.isWellFormed());
        const field = fc.string({ unit: 'grapheme' }).filter((text) => !(text in cases.index));
        const json = fc.dictionary(field, fc.jsonValue());
        await fc.assert(
          fc.asyncProperty(fc.dictionary(key, json, { maxKeys: 5 }), async (docs) => {
            const rows = Object.entries(docs).map(([k, doc]) => row(k, JSON.parse(JSON.stringify(doc))));
            await store.apply(batch(build, at, ++at, rows));
            for (const { key: k, doc } of rows) expect((await store.get('case-status', k)).row?.doc).toEqual(doc);
            const found = await store.rowsOf(
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
        const build = await owned(store);
        await store.apply(batch(build, 0, 1, [row(key, { status: key }), row('other', { status: 'other' })]));
        await store.apply(batch(build, 1, 2, [row(key, { status: key, officers: [key, 'x'] })]));
        expect((await store.get('case-status', key)).row?.doc).toEqual({ status: key, officers: [key, 'x'] });
        expect(await keysOf(store, { status: { is: key } })).toEqual([key]);
        expect(await keysOf(store, { officers: { contains: key } })).toEqual([key]);
        await store.apply(batch(build, 2, 3, [], [key]));
        expect(await keysOf(store, {})).toEqual(['other']);
      });

      it('are indexed by fields of any name', async () => {
        const names = ['key', 'doc', 'position', 'select', '"; DROP TABLE builds; --', "it's", 'ស្ថានភាព', 'A', 'a', '__proto__', '$1', '?'];
        const shape: RowShape = { name: "odd'; --", version: 1, index: Object.fromEntries(names.map((field) => [field, 'text' as const])) };
        const build = await owned(store, shape);
        const doc = Object.fromEntries(names.map((field, i) => [field, `value ${i}`]));
        await store.apply({ ...batch(build, 0, 1, []), upserts: [row('odd', doc), row('plain', {})] });
        for (const [i, field] of names.entries()) {
          const where = Object.fromEntries([[field, { is: `value ${i}` }]]);
          const page = await store.query(shape.name, { where, sort: [{ field }], limit: 5 });
          expect(page.rows.map(({ key }) => key)).toEqual(['odd']);
        }
      });
    });

    describe('a lease', () => {
      it('goes to exactly one of many who ask', async () => {
        const build = await store.prepare(cases);
        const other = await second();
        const answers = await Promise.all(
          Array.from({ length: 10 }, (_, i) => (i % 2 ? store : other).claim(build, `worker-${i}`, 60_000)),
        );
        expect(answers.filter(Boolean)).toHaveLength(1);
        const [status] = await store.builds('case-status');
        expect(status?.owner).toBe(`worker-${answers.indexOf(true)}`);
      });

      it('is renewed by its holder and refused to others until it is given back', async () => {
        const build = await store.prepare(cases);
        const other = await second();
        expect(await store.claim(build, 'a', 60_000)).toBe(true);
        expect(await store.claim(build, 'a', 60_000)).toBe(true);
        expect(await other.claim(build, 'b', 60_000)).toBe(false);
        await other.release(build, 'b');
        expect(await other.claim(build, 'b', 60_000)).toBe(false);
        await store.release(build, 'a');
        expect((await store.builds())[0]?.owner).toBeUndefined();
        expect(await other.claim(build, 'b', 60_000)).toBe(true);
        expect(await store.claim(build, 'a', 60_000)).toBe(false);
      });

      it('lapses, and is taken over; the one before can no longer write', async () => {
        const build = await store.prepare(cases);
        const other = await second();
        expect(await store.claim(build, 'a', 60_000)).toBe(true);
        await store.apply({ ...batch(build, 0, 1, [row('k', { status: 'a' })]), owner: 'a' });
        expect(await store.claim(build, 'a', 1)).toBe(true);
        await until(() => other.claim(build, 'b', 60_000));
        await lost(store.apply({ ...batch(build, 1, 2, [row('k', { status: 'a again' })]), owner: 'a' }));
        await lost(store.promote(build, 'a'));
        await store.release(build, 'a');
        await other.apply({ ...batch(build, 1, 2, [row('k', { status: 'b' })]), owner: 'b' });
        expect(await store.get('case-status', 'k')).toMatchObject({ row: { doc: { status: 'b' } }, position: 2 });
      });

      it('is no lease after it lapsed, even if nobody took it over', async () => {
        const build = await store.prepare(cases);
        await store.claim(build, 'worker-1', 1);
        await until(async () => (await store.builds())[0]?.owner === undefined);
        await lost(store.apply(batch(build, 0, 1, [row('k', {})])));
        await store.claim(build, 'worker-1', 60_000);
        await store.apply(batch(build, 0, 1, [row('k', {})]));
        expect(await store.checkpoint('case-status')).toBe(1);
      });

      it('is refused on a build that is gone', async () => {
        const build: Build = { projection: 'case-status', version: 1, number: 1 };
        await lost(store.claim(build, 'a', 1000));
        await store.release(build, 'a');
      });

      it.each([
        ['nobody holds the lease', async (build: Build) => store.release(build, 'worker-1'), {}],
        ['another holds the lease', async () => undefined, { owner: 'worker-2' }],
        ['the build is behind', async () => undefined, { from: 9, to: 12 }],
        ['the build is ahead', async () => undefined, { from: 2, to: 6 }],
      ])('lets nothing through where %s', async (_, given, change: Partial<Batch>) => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 5, [row('a', { status: 'before' }), row('b', {})]));
        await given(build);
        await lost(store.apply({ ...batch(build, 5, 6, [row('a', { status: 'after' }), row('c', {})], ['b']), ...change }));
        expect(await store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'before' } }, position: 5 });
        expect(await keysOf(store, {})).toEqual(['a', 'b']);
      });

      it('lets one of two batches of the same step through', async () => {
        const build = await owned(store);
        const other = await second();
        const results = await Promise.allSettled([
          store.apply(batch(build, 0, 1, [row('a', { status: 'one' })])),
          other.apply(batch(build, 0, 1, [row('a', { status: 'two' })])),
        ]);
        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        const winner = results[0].status === 'fulfilled' ? 'one' : 'two';
        expect((await store.get('case-status', 'a')).row?.doc).toEqual({ status: winner });
      });

      it('lets two workers that compete take every step exactly once', async () => {
        const other = await second();
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
        await Promise.all([work(store, 'worker-1'), work(other, 'worker-2')]);
        expect((await store.get('case-status', 'counter')).row?.doc).toMatchObject({ severity: steps });
      });
    });

    describe('asking', () => {
      /** In the order of their code points; a dictionary, or UTF-16, would order them otherwise. */
      const texts = ['', 'A', 'Z', 'a', 'a b', 'a-b', 'ab', 'z', 'é', 'ក', 'កោះ', 'ខ', '\uffee', '😀'];

      it('finds by each condition of each kind', async () => {
        const build = await owned(store);
        await store.apply(
          batch(build, 0, 9, [
            row('1', { status: 'open', severity: -5, openedAt: '2026-03-01T23:00:00.000Z', urgent: true, officers: ['sokha', 'dara'] }),
            row('2', { status: 'closed', severity: 0, openedAt: '2026-03-02T00:00:00.000Z', urgent: false, officers: [] }),
            row('3', { status: 'open', severity: 2 ** 53, openedAt: '2026-03-02T00:00:00.001Z', urgent: false, officers: ['sokha'] }),
            row('4', { status: null, severity: -(2 ** 53), openedAt: '0001-01-01T00:00:00.000Z', officers: ['Sokha'] }),
            row('5', {}),
          ]),
        );
        const expected: [Query['where'], string[]][] = [
          [{ status: { is: 'open' } }, ['1', '3']],
          [{ status: { is: 'Open' } }, []],
          [{ status: { anyOf: ['closed', 'open', 'open'] } }, ['1', '2', '3']],
          [{ status: { anyOf: [] } }, []],
          [{ status: { from: 'closed', to: 'open' } }, ['2']],
          [{ status: { absent: true } }, ['4', '5']],
          [{ status: { absent: false } }, ['1', '2', '3']],
          [{ severity: { is: 2 ** 53 } }, ['3']],
          [{ severity: { is: 2 ** 53 - 1 } }, []],
          [{ severity: { anyOf: [0, -(2 ** 53)] } }, ['2', '4']],
          [{ severity: { from: -5 } }, ['1', '2', '3']],
          [{ severity: { to: 0 } }, ['1', '4']],
          [{ severity: { from: -5, to: 0 } }, ['1']],
          [{ severity: { absent: true } }, ['5']],
          [{ openedAt: { is: '2026-03-02T00:00:00.000Z' } }, ['2']],
          [{ openedAt: { is: '2026-03-02T07:00:00+07:00' } }, ['2']],
          [{ openedAt: { anyOf: ['2026-03-02T00:00:00.001Z', '2026-03-01T23:00:00Z'] } }, ['1', '3']],
          [{ openedAt: { from: '2026-03-02T07:00:00.000+07:00' } }, ['2', '3']],
          [{ openedAt: { to: '2026-03-02T00:00:00.000Z' } }, ['1', '4']],
          [{ openedAt: { absent: true } }, ['5']],
          [{ urgent: { is: false } }, ['2', '3']],
          [{ urgent: { anyOf: [true, false] } }, ['1', '2', '3']],
          [{ urgent: { absent: true } }, ['4', '5']],
          [{ officers: { contains: 'sokha' } }, ['1', '3']],
          [{ officers: { contains: 'sok' } }, []],
          [{ officers: { absent: true } }, ['5']],
          [{ officers: { absent: false } }, ['1', '2', '3', '4']],
          [{ status: { is: 'open' }, urgent: { is: false }, officers: { contains: 'sokha' } }, ['3']],
        ];
        for (const [where, keys] of expected) expect([where, await keysOf(store, where)]).toEqual([where, keys]);
      });

      it('keeps the texts of one field from those of another, of few rows and of many', async () => {
        const build = await owned(store, { name: 'two', version: 1, index: { led: 'texts', joined: 'texts' } });
        const many = Array.from({ length: 5000 }, (_, i) => row(`led-${String(i).padStart(4, '0')}`, { led: ['sokha'] }));
        await store.apply(batch(build, 0, 1, [...many, row('joined', { led: ['dara'], joined: ['sokha'] })]));
        const found = async (where: Query['where']) =>
          (await walk(store, { where: where ?? {}, limit: 1000 }, 'two')).flatMap(({ rows }) => rows.map(({ key }) => key));
        expect(await found({ joined: { contains: 'sokha' } })).toEqual(['joined']);
        expect(await found({ joined: { contains: 'dara' } })).toEqual([]);
        expect(await found({ led: { contains: 'sokha' } })).toEqual(many.map(({ key }) => key));
      });

      it('sorts text by code point, whatever the language of the machine', async () => {
        const build = await owned(store);
        const rows = texts.map((status, i) => row(`k-${texts.length - i}`, { status }));
        await store.apply(batch(build, 0, 1, [...rows, row('absent', {}), row('null', { status: null })]));
        const up = await docsOf(store, {}, [{ field: 'status' }]);
        expect(up.map(({ status }) => status ?? null)).toEqual([null, null, ...texts]);
        const down = await docsOf(store, {}, [{ field: 'status', descending: true }]);
        expect(down.map(({ status }) => status ?? null)).toEqual([...texts.toReversed(), null, null]);
      });

      it('orders keys by code point too', async () => {
        const build = await owned(store);
        await store.apply(
          batch(
            build,
            0,
            1,
            texts.toReversed().map((key) => row(key, {})),
          ),
        );
        expect(await keysOf(store, {})).toEqual(texts);
      });

      it('indexes a text by its first 500 characters', async () => {
        const build = await owned(store);
        const long = '😀'.repeat(500);
        await store.apply(
          batch(build, 0, 1, [
            row('longer', { status: `${long}b` }),
            row('a', { status: `${long}a` }),
            row('b', { status: long.slice(2) }),
          ]),
        );
        expect(await keysOf(store, { status: { is: `${long}c` } })).toEqual(['a', 'longer']);
        expect(await keysOf(store, {}, [{ field: 'status' }])).toEqual(['b', 'a', 'longer']);
      });

      it('property: walking the pages of any query gives what a filter and a sort of all rows give', async () => {
        let run = 0;
        await fc.assert(
          fc.asyncProperty(
            fc.array(anyDoc(texts), { maxLength: 40 }),
            fc.array(anyQuery(texts), { minLength: 1, maxLength: 8 }),
            async (docs, queries) => {
              const build = await owned(store, { ...cases, name: `case-status-${++run}` });
              const rows = docs.map((doc, i) => row(`${texts[(i * 5) % texts.length]}-${i}`, doc));
              await store.apply(batch(build, 0, run, rows));
              for (const query of queries) {
                const walked = await walk(store, query, build.projection);
                const wanted = inModel(rows, query).map(({ key }) => key);
                expect(walked.map((page) => page.rows.map(({ key }) => key)).flat()).toEqual(wanted);
                expect(walked.length).toBe(Math.max(1, Math.ceil(wanted.length / query.limit)));
                expect(new Set(walked.map(({ position }) => position))).toEqual(new Set([run]));
              }
            },
          ),
          { numRuns: 40 },
        );
      });

      it('neither skips nor repeats the rows that stay while others come and go between pages', async () => {
        const build = await owned(store);
        const stays = Array.from({ length: 30 }, (_, i) => row(`stays-${i}`, { severity: i % 4 }));
        await store.apply(batch(build, 0, 1, [...stays, ...Array.from({ length: 30 }, (_, i) => row(`goes-${i}`, { severity: i % 4 }))]));
        const query: Query = { sort: [{ field: 'severity', descending: true }], limit: 4 };
        const seen: string[] = [];
        let page = await store.query('case-status', query);
        for (let at = 1; ; at++) {
          seen.push(...page.rows.map(({ key }) => key));
          if (page.next === undefined) break;
          await store.apply(
            batch(
              build,
              at,
              at + 1,
              [row(`comes-${at}`, { severity: at % 4 })],
              [`goes-${at}`, page.rows[0]?.key.startsWith('goes') ? page.rows[0].key : ''],
            ),
          );
          page = await store.query('case-status', { ...query, cursor: page.next });
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.filter((key) => key.startsWith('stays')).sort()).toEqual(stays.map(({ key }) => key).sort());
      });

      it('gives a next cursor only where there is more', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 1, [row('a', {}), row('b', {}), row('c', {})]));
        expect(await store.query('case-status', { limit: 3 })).not.toHaveProperty('next');
        expect(await store.query('case-status', { limit: 2 })).toHaveProperty('next');
      });

      it('takes a cursor only with the query it came from', async () => {
        const build = await owned(store);
        const rows = Array.from({ length: 6 }, (_, i) => row(`k-${i}`, { status: 'open', severity: i }));
        await store.apply(batch(build, 0, 1, rows));
        const query: Query = { where: { status: { is: 'open' }, severity: { from: 0, to: 9 } }, sort: [{ field: 'severity' }], limit: 2 };
        const cursor = (await store.query('case-status', query)).next ?? '';
        const same: Query = {
          where: { severity: { to: 9, from: 0 }, status: { is: 'open' } },
          sort: [{ field: 'severity', descending: false }],
          limit: 3,
          cursor,
        };
        expect((await store.query('case-status', same)).rows.map(({ key }) => key)).toEqual(['k-2', 'k-3', 'k-4']);
        const others: Query[] = [
          { limit: 2 },
          { ...query, where: { status: { is: 'open' } } },
          { ...query, where: { ...query.where, severity: { from: 0, to: 8 } } },
          { ...query, sort: [{ field: 'severity', descending: true }] },
          { ...query, sort: [{ field: 'severity' }, { field: 'status' }] },
          { where: query.where ?? {}, limit: 2 },
        ];
        for (const other of others) await refused(store.query('case-status', { ...other, cursor }), 'cursor');
        await owned(store, { ...cases, name: 'elsewhere' });
        await refused(store.query('elsewhere', { ...query, cursor }), 'cursor');
      });

      it('refuses a cursor that was made up or tampered with', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 1, [row('a', { status: 'x' }), row('b', { status: 'y' })]));
        const query: Query = { sort: [{ field: 'status' }], limit: 1 };
        const cursor = (await store.query('case-status', query)).next ?? '';
        const parts = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
        const pack = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
        const forged = [
          '',
          ' ',
          'garbage',
          '../../etc/passwd',
          cursor.slice(0, -4),
          pack(null),
          pack({}),
          pack([]),
          pack(parts.map((part, i) => (i === parts.length - 1 ? { $gt: '' } : part))),
          pack(parts.map((part, i) => (i === parts.length - 1 ? 'w' : part))),
          pack([...parts, 1]),
          pack(parts.slice(0, -1)),
          pack(["' OR 1=1; --", "' OR 1=1; --", "' OR 1=1; --"]),
        ];
        for (const bad of forged) await refused(store.query('case-status', { ...query, cursor: bad }), 'cursor');
        await fc.assert(
          fc.asyncProperty(fc.string(), async (bad) => refused(store.query('case-status', { ...query, cursor: bad }), 'cursor')),
          { numRuns: 30 },
        );
      });

      it('refuses what the index cannot answer, naming the field', async () => {
        await owned(store);
        for (const limit of [0, -1, 1001, 1.5, NaN]) await refused(store.query('case-status', { limit }), 'limit');
        const wheres: [string, Condition][] = [
          ['nothing', { is: 'x' }],
          ['__proto__', { is: 'x' }],
          ['constructor', { absent: true }],
          ["status'; --", { is: 'x' }],
          ['status', { is: 1 }],
          ['status', { is: true }],
          ['status', { anyOf: ['open', 2] }],
          ['status', { contains: 'open' }],
          ['status', { from: 1 }],
          ['severity', { is: '1' }],
          ['severity', { is: 1.5 }],
          ['severity', { is: 2 ** 53 + 2 }],
          ['severity', { from: NaN }],
          ['severity', { contains: 'x' }],
          ['openedAt', { is: 'yesterday' }],
          ['openedAt', { from: '2026-03-02' }],
          ['openedAt', { from: '2026-13-02T00:00:00.000Z' }],
          ['openedAt', { is: 1 }],
          ['urgent', { is: 'true' }],
          ['urgent', { from: 0 }],
          ['officers', { is: 'sokha' }],
          ['officers', { anyOf: ['sokha'] }],
          ['officers', { from: 'a' }],
          ['status', {}],
          ['status', { is: 'open', absent: false }],
          ['status', { from: 'a', is: 'b' }],
          ['status', { like: '%' } as unknown as Condition],
        ];
        for (const [field, condition] of wheres)
          await refused(store.query('case-status', { where: Object.fromEntries([[field, condition]]), limit: 1 }), field);
        for (const sort of [
          [{ field: 'nothing' }],
          [{ field: 'officers' }],
          [{ field: '__proto__' }],
          [{ field: 'status' }, { field: 'status' }],
        ])
          await refused(store.query('case-status', { sort, limit: 1 }), 'sort');
      });

      it('answers with the position that the rows are true to, while they change', async () => {
        const build = await owned(store);
        const other = await second();
        const last = 60;
        const generation = (at: number) => Array.from({ length: 20 }, (_, i) => row(`k-${i}`, { severity: at }, at));
        await store.apply(batch(build, 0, 1, generation(1)));
        const writing = (async () => {
          for (let at = 1; at < last; at++) await store.apply(batch(build, at, at + 1, generation(at + 1)));
        })();
        const reading = async (client: ReadStore) => {
          for (let seen = 0; seen < last;) {
            const page = await client.query<{ severity: number }>('case-status', { where: { severity: { from: 0 } }, limit: 100 });
            expect(page.rows.map(({ doc }) => doc.severity)).toEqual(Array.from({ length: 20 }, () => page.position));
            const found = await client.get<{ severity: number }>('case-status', 'k-7');
            expect(found.row?.doc.severity).toBe(found.position);
            expect(found.position).toBeGreaterThanOrEqual(seen);
            seen = found.position;
            await turn();
          }
        };
        await Promise.all([writing, reading(store), reading(other)]);
      });
    });

    describe('a build beside the live one', () => {
      const next: RowShape = { ...cases, version: 2, index: { status: 'text', severity: 'text' } };

      it('is separate until it is promoted, and then the live one', async () => {
        const old = await owned(store);
        await store.apply(batch(old, 0, 10, [row('a', { status: 'old', severity: 1 })]));
        const build = await owned(store, next);
        expect(build).toMatchObject({ version: 2, number: 2, checkpoint: BEGINNING, live: false });
        await store.apply(batch(build, 0, 4, [row('a', { status: 'new', severity: 'high' }), row('b', { status: 'new' })]));
        expect(await store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'old' } }, position: 10 });
        expect(await keysOf(store, { severity: { is: 1 } })).toEqual(['a']);
        expect(await store.checkpoint('case-status')).toBe(10);
        expect((await store.rowsOf(build, ['a', 'b', 'c'])).size).toBe(2);
        expect((await store.builds('case-status')).map(({ number, live }) => [number, live])).toEqual([
          [1, true],
          [2, false],
        ]);
        await store.apply(batch(old, 10, 11, [row('c', { status: 'old' })]));

        await store.promote(build, 'worker-1');
        expect(await store.get('case-status', 'a')).toMatchObject({ row: { doc: { status: 'new' } }, position: 4 });
        expect((await store.get('case-status', 'c')).row).toBeUndefined();
        expect(await keysOf(store, { severity: { is: 'high' } })).toEqual(['a']);
        expect(await store.checkpoint('case-status')).toBe(4);
        expect(await store.builds('case-status')).toEqual([{ ...bare(build), checkpoint: 4, live: true, owner: 'worker-1' }]);
      });

      it('is taken up again where it was left unfinished', async () => {
        await store.prepare(cases);
        const build = await owned(store, next);
        await store.apply(batch(build, 0, 4, [row('a', {})]));
        expect(await (await second()).prepare(next)).toEqual({ ...bare(build), checkpoint: 4, live: false, owner: 'worker-1' });
        expect(await store.prepare(cases)).toMatchObject({ number: 1, live: true });
      });

      it('is made new where a fresh one is asked for, of the same version too', async () => {
        const live = await owned(store);
        await store.apply(batch(live, 0, 10, [row('a', { status: 'live' })]));
        const fresh = await store.prepare(cases, { fresh: true });
        expect(fresh).toMatchObject({ version: 1, number: 2, checkpoint: BEGINNING, live: false });
        const fresher = await store.prepare(cases, { fresh: true });
        expect(fresher).toMatchObject({ number: 3, live: false });
        expect(await store.prepare(cases)).toMatchObject({ number: 1, live: true });
        expect(await store.checkpoint('case-status')).toBe(10);
        await store.claim(fresher, 'worker-1', 60_000);
        await store.promote(fresher, 'worker-1');
        expect((await store.builds()).map(({ number }) => number)).toEqual([3]);
        expect(await store.prepare(cases, { fresh: true })).toMatchObject({ number: 4 });
      });

      it('is the newest unfinished one of several', async () => {
        await store.prepare(cases);
        await store.prepare(next, { fresh: true });
        const newest = await store.prepare(next, { fresh: true });
        expect(await store.prepare(next)).toMatchObject({ number: newest.number });
      });

      it('is live at once where it is the first, fresh or not', async () => {
        expect(await store.prepare(cases, { fresh: true })).toMatchObject({ number: 1, live: true });
      });

      it('takes the place of the one before only for the holder of its lease', async () => {
        await owned(store);
        const build = await store.prepare(next);
        await lost(store.promote(build, 'worker-1'));
        await store.claim(build, 'worker-2', 60_000);
        await lost(store.promote(build, 'worker-1'));
        await lost(store.promote({ ...build, number: 99 }, 'worker-1'));
        expect((await store.builds()).find(({ live }) => live)?.number).toBe(1);
      });

      it('is discarded by its owner when it has served its purpose, and the live one never', async () => {
        const live = await owned(store);
        const made = await store.prepare(cases, { fresh: true });
        await lost(store.discard(made, 'worker-1'));
        await store.claim(made, 'worker-1', 60_000);
        await lost(store.discard(made, 'worker-2'));
        await store.discard(made, 'worker-1');
        await lost(store.discard(made, 'worker-1'));
        await lost(store.rowsOf(made, ['a']));
        await lost(store.discard(live, 'worker-1'));
        expect(await store.builds(cases.name)).toMatchObject([{ number: live.number, live: true }]);
        expect(await store.prepare(cases, { fresh: true })).toMatchObject({ number: made.number + 1, checkpoint: 0 });
      });

      it('may be promoted again when it is live', async () => {
        const build = await owned(store);
        await store.apply(batch(build, 0, 2, [row('a', {})]));
        await store.promote(build, 'worker-1');
        expect(await store.get('case-status', 'a')).toMatchObject({ row: { key: 'a' }, position: 2 });
      });

      it('leaves the one before to nobody: its owner is told at every turn', async () => {
        const old = await owned(store);
        await store.apply(batch(old, 0, 10, [row('a', {})]));
        const build = await owned(store, next, 'worker-2');
        await store.promote(build, 'worker-2');
        await lost(store.apply(batch(old, 10, 11, [row('a', {})])));
        await lost(store.claim(old, 'worker-1', 1000));
        await lost(store.promote(old, 'worker-1'));
        await lost(store.rowsOf(old, ['a']));
        await lost(collect(store.scan(old)));
        await store.release(old, 'worker-1');
      });

      it('becomes live without a failed read or a mixed page, however often', async () => {
        const other = await second();
        const rounds = 6;
        const fill = async (build: Build, generation: number) => {
          const rows = Array.from({ length: 50 }, (_, i) => row(`k-${String(i).padStart(2, '0')}`, { severity: generation }));
          await store.apply(batch(build, 0, generation, rows));
        };
        await fill(await owned(store), 1);
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
            const build = await owned(store, { ...cases, version: generation });
            await fill(build, generation);
            const before = reads;
            await until(async () => reads > before);
            await store.promote(build, 'worker-1');
          }
        };
        await Promise.all([promoting(), reading(store), reading(other), reading(other)]);
        expect(reads).toBeGreaterThan(rounds);
        expect(await store.builds()).toHaveLength(1);
      });
    });

    describe('scanning', () => {
      it('hands over all rows of a build by key, in pages', async () => {
        const live = await owned(store);
        await store.apply(batch(live, 0, 1, [row('only', {})]));
        const build = await owned(store, { ...cases, version: 2 });
        expect(await collect(store.scan(build))).toEqual([]);
        const rows = Array.from({ length: 2500 }, (_, i) => row(`k-${String((i * 7) % 2500).padStart(4, '0')}`, { severity: i }, i + 1));
        await store.apply(batch(build, 0, 1, rows));
        const pages = await collect(store.scan(build));
        expect(pages.map((page) => page.length)).toEqual([1000, 1000, 500]);
        expect(pages.flat()).toEqual(rows.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
      });

      it('holds nothing when it is left early', async () => {
        const build = await owned(store);
        const rows = Array.from({ length: 1500 }, (_, i) => row(`k-${i}`, {}));
        await store.apply(batch(build, 0, 1, rows));
        for (let i = 0; i < 30; i++) {
          for await (const page of store.scan(build)) {
            expect(page).toHaveLength(1000);
            break;
          }
        }
        await store.apply(batch(build, 1, 2, [row('k-1', { severity: 2 })]));
        expect(await store.get('case-status', 'k-1')).toMatchObject({ row: { doc: { severity: 2 } }, position: 2 });
      });

      it('finds the rows of keys of a build, and leaves out those that are not there', async () => {
        const build = await owned(store);
        const rows = Array.from({ length: 1200 }, (_, i) => row(`k-${i}`, { severity: i }, i + 1));
        await store.apply(batch(build, 0, 1, rows));
        const keys = rows.map(({ key }) => key);
        const found = await store.rowsOf(build, [...keys, 'absent', 'k-1']);
        expect(found.size).toBe(1200);
        expect(keys.map((key) => found.get(key))).toEqual(rows);
        expect((await store.rowsOf(build, [])).size).toBe(0);
      });
    });

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

const cases: RowShape = {
  name: 'case-status',
  version: 1,
  index: { status: 'text', severity: 'integer', openedAt: 'time', urgent: 'boolean', officers: 'texts', unit: 'text' },
};

const row = (key: string, doc: unknown, position = 1, eventId = `event-of-${position}`): Row => ({ key, doc, position, eventId });

const bare = ({ projection, version, number }: Build): Build => ({ projection, version, number });

const batch = (build: Build, from: number, to: number, upserts: readonly Row[], deletes: readonly string[] = []): Batch => ({
  build,
  owner: 'worker-1',
  from,
  to,
  upserts,
  deletes,
});

async function owned(store: ReadStore, shape: RowShape = cases, owner = 'worker-1'): Promise<BuildStatus> {
  const build = await store.prepare(shape);
  expect(await store.claim(build, owner, 60_000)).toBe(true);
  return build;
}

const lost = async (refusedCall: Promise<unknown>): Promise<void> =>
  expect(refusedCall).rejects.toMatchObject({ name: 'LeaseLost', code: 'rows.lease-lost' });

const refused = async (query: Promise<unknown>, field: string): Promise<void> =>
  expect(query).rejects.toMatchObject({ name: 'InvalidQuery', code: 'rows.invalid-query', field });

const ignoring =
  (name: string) =>
  (error: unknown): void => {
    if (!(error instanceof Error) || error.name !== name) throw error;
  };

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await turn();
}

async function collect<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function walk(store: ReadStore, query: Query, projection = 'case-status') {
  const pages = [await store.query<Record<string, unknown>>(projection, query)];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
    pages.push(await store.query<Record<string, unknown>>(projection, { ...query, cursor: next }));
  return pages;
}

const rowsIn = async (store: ReadStore, where: Query['where'] = {}, sort: Query['sort'] = []) =>
  (await walk(store, { where, sort, limit: 1000 })).flatMap(({ rows }) => rows);
const keysOf = async (...asked: Parameters<typeof rowsIn>) => (await rowsIn(...asked)).map(({ key }) => key);
const docsOf = async (...asked: Parameters<typeof rowsIn>) => (await rowsIn(...asked)).map(({ doc }) => doc);

const integers = [-(2 ** 53), -1, 0, 1, 7, 2 ** 53];
const instants = ['0001-01-01T00:00:00.000Z', '2026-03-01T23:59:59.999Z', '2026-03-02T00:00:00.000Z', '9999-12-31T23:59:59.999Z'];

function anyDoc(texts: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  const some = (values: readonly unknown[]) => fc.option(fc.constantFrom(...values), { nil: null });
  const fields: Record<string, fc.Arbitrary<unknown>> = {
    status: some(texts),
    unit: some(texts.slice(0, 3)),
    severity: some(integers),
    openedAt: some(instants),
    urgent: some([true, false]),
    officers: fc.option(fc.subarray([...texts]), { nil: null }),
  };
  return fc.record(fields, { requiredKeys: [] });
}

function anyQuery(texts: readonly string[]): fc.Arbitrary<Query> {
  const absent = fc.record({ absent: fc.boolean() });
  const scalar = <T>(values: readonly T[]) => {
    const one = fc.constantFrom(...values);
    return fc.oneof(fc.record({ is: one }), fc.record({ anyOf: fc.array(one, { maxLength: 4 }) }), absent);
  };
  const ordered = <T>(values: readonly T[]) => {
    const one = fc.constantFrom(...values);
    return fc.oneof(scalar(values), fc.record({ from: one, to: one }), fc.record({ from: one }), fc.record({ to: one }));
  };
  const conditions: Record<string, fc.Arbitrary<Condition>> = {
    status: ordered(texts),
    unit: ordered(texts.slice(0, 3)),
    severity: ordered(integers),
    openedAt: ordered(instants),
    urgent: scalar([true, false]),
    officers: fc.oneof(fc.record({ contains: fc.constantFrom(...texts) }), absent),
  };
  const sortable = Object.keys(conditions).filter((field) => field !== 'officers');
  const sort = fc
    .tuple(fc.shuffledSubarray(sortable, { maxLength: 3 }), fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
    .map(([fields, descending]) => fields.map((field, i) => ({ field, descending: descending[i] === true })));
  const where = fc
    .shuffledSubarray(Object.keys(conditions), { maxLength: 2 })
    .chain((fields) => fc.record(Object.fromEntries(fields.map((field) => [field, conditions[field] ?? absent]))));
  return fc.record({ where, sort, limit: fc.integer({ min: 1, max: 12 }) });
}

/** The port's words on filters and order, said a second time in the plainest way: what an adapter is measured by. */
function inModel(rows: readonly Row[], query: Query): Row[] {
  const fieldOf = (each: Row, field: string) => (each.doc as Record<string, string | number | boolean | null>)[field] ?? null;
  const kept = rows.filter((each) =>
    Object.entries(query.where ?? {}).every(([field, condition]) => {
      const value = fieldOf(each, field);
      if ('absent' in condition) return condition.absent === (value === null);
      if (value === null) return false;
      if ('is' in condition) return value === condition.is;
      if ('anyOf' in condition) return condition.anyOf.some((one) => one === value);
      if ('contains' in condition) return (value as unknown as string[]).includes(condition.contains);
      const { from, to } = condition;
      return (from === undefined || order(value, from, field) >= 0) && (to === undefined || order(value, to, field) < 0);
    }),
  );
  return kept.sort((a, b) => {
    for (const { field, descending } of query.sort ?? []) {
      const found = order(fieldOf(a, field), fieldOf(b, field), field);
      if (found !== 0) return descending ? -found : found;
    }
    return order(a.key, b.key, 'status');
  });
}

function order(a: string | number | boolean | null, b: typeof a, field: string): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  const kind: IndexKind | undefined = cases.index[field];
  if (kind === 'time') return Date.parse(String(a)) - Date.parse(String(b));
  if (kind !== 'text') return Number(a) - Number(b);
  const [left, right] = [a, b].map((text) => Array.from(String(text), (character) => character.codePointAt(0) ?? 0));
  for (let i = 0; ; i++) {
    const [x, y] = [left?.[i], right?.[i]];
    if (x === undefined || y === undefined) return (x === undefined ? 0 : 1) - (y === undefined ? 0 : 1);
    if (x !== y) return x - y;
  }
}

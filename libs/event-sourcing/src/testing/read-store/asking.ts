import fc from 'fast-check';
import { setImmediate as turn } from 'node:timers/promises';
import type { Condition, Query, ReadStore } from '../../read-store.ts';
import { batch, cases, docsOf, type Given, keysOf, owned, refused, row, walk } from './given.ts';
import { anyDoc, anyQuery, inModel } from './model.ts';

/** Queries: conditions, order, pages. */
export function asking(given: Given): void {
  /** In the order of their code points; a dictionary, or UTF-16, would order them otherwise. */
  const texts = ['', 'A', 'Z', 'a', 'a b', 'a-b', 'ab', 'z', 'é', 'ក', 'កោះ', 'ខ', '\uffee', '😀'];

  it('finds by each condition of each kind', async () => {
    const build = await owned(given.store);
    await given.store.apply(
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
    for (const [where, keys] of expected) expect([where, await keysOf(given.store, where)]).toEqual([where, keys]);
  });

  it('keeps the texts of one field from those of another, of few rows and of many', async () => {
    const build = await owned(given.store, { name: 'two', version: 1, index: { led: 'texts', joined: 'texts' } });
    const many = Array.from({ length: 5000 }, (_, i) => row(`led-${String(i).padStart(4, '0')}`, { led: ['sokha'] }));
    await given.store.apply(batch(build, 0, 1, [...many, row('joined', { led: ['dara'], joined: ['sokha'] })]));
    const found = async (where: Query['where']) =>
      (await walk(given.store, { where: where ?? {}, limit: 1000 }, 'two')).flatMap(({ rows }) => rows.map(({ key }) => key));
    expect(await found({ joined: { contains: 'sokha' } })).toEqual(['joined']);
    expect(await found({ joined: { contains: 'dara' } })).toEqual([]);
    expect(await found({ led: { contains: 'sokha' } })).toEqual(many.map(({ key }) => key));
  });

  it('sorts text by code point, whatever the language of the machine', async () => {
    const build = await owned(given.store);
    const rows = texts.map((status, i) => row(`k-${texts.length - i}`, { status }));
    await given.store.apply(batch(build, 0, 1, [...rows, row('absent', {}), row('null', { status: null })]));
    const up = await docsOf(given.store, {}, [{ field: 'status' }]);
    expect(up.map(({ status }) => status ?? null)).toEqual([null, null, ...texts]);
    const down = await docsOf(given.store, {}, [{ field: 'status', descending: true }]);
    expect(down.map(({ status }) => status ?? null)).toEqual([...texts.toReversed(), null, null]);
  });

  it('orders keys by code point too', async () => {
    const build = await owned(given.store);
    await given.store.apply(
      batch(
        build,
        0,
        1,
        texts.toReversed().map((key) => row(key, {})),
      ),
    );
    expect(await keysOf(given.store, {})).toEqual(texts);
  });

  it('indexes a text by its first 500 characters', async () => {
    const build = await owned(given.store);
    const long = '😀'.repeat(500);
    await given.store.apply(
      batch(build, 0, 1, [row('longer', { status: `${long}b` }), row('a', { status: `${long}a` }), row('b', { status: long.slice(2) })]),
    );
    expect(await keysOf(given.store, { status: { is: `${long}c` } })).toEqual(['a', 'longer']);
    expect(await keysOf(given.store, {}, [{ field: 'status' }])).toEqual(['b', 'a', 'longer']);
  });

  it('property: walking the pages of any query gives what a filter and a sort of all rows give', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDoc(texts), { maxLength: 40 }),
        fc.array(anyQuery(texts), { minLength: 1, maxLength: 8 }),
        async (docs, queries) => {
          const build = await owned(given.store, { ...cases, name: `case-status-${++run}` });
          const rows = docs.map((doc, i) => row(`${texts[(i * 5) % texts.length]}-${i}`, doc));
          await given.store.apply(batch(build, 0, run, rows));
          for (const query of queries) {
            const walked = await walk(given.store, query, build.projection);
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
    const build = await owned(given.store);
    const stays = Array.from({ length: 30 }, (_, i) => row(`stays-${i}`, { severity: i % 4 }));
    await given.store.apply(batch(build, 0, 1, [...stays, ...Array.from({ length: 30 }, (_, i) => row(`goes-${i}`, { severity: i % 4 }))]));
    const query: Query = { sort: [{ field: 'severity', descending: true }], limit: 4 };
    const seen: string[] = [];
    let page = await given.store.query('case-status', query);
    for (let at = 1; ; at++) {
      seen.push(...page.rows.map(({ key }) => key));
      if (page.next === undefined) break;
      await given.store.apply(
        batch(
          build,
          at,
          at + 1,
          [row(`comes-${at}`, { severity: at % 4 })],
          [`goes-${at}`, page.rows[0]?.key.startsWith('goes') ? page.rows[0].key : ''],
        ),
      );
      page = await given.store.query('case-status', { ...query, cursor: page.next });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.filter((key) => key.startsWith('stays')).sort()).toEqual(stays.map(({ key }) => key).sort());
  });

  it('gives a next cursor only where there is more', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 1, [row('a', {}), row('b', {}), row('c', {})]));
    expect(await given.store.query('case-status', { limit: 3 })).not.toHaveProperty('next');
    expect(await given.store.query('case-status', { limit: 2 })).toHaveProperty('next');
  });

  it('takes a cursor only with the query it came from', async () => {
    const build = await owned(given.store);
    const rows = Array.from({ length: 6 }, (_, i) => row(`k-${i}`, { status: 'open', severity: i }));
    await given.store.apply(batch(build, 0, 1, rows));
    const query: Query = { where: { status: { is: 'open' }, severity: { from: 0, to: 9 } }, sort: [{ field: 'severity' }], limit: 2 };
    const cursor = (await given.store.query('case-status', query)).next ?? '';
    const same: Query = {
      where: { severity: { to: 9, from: 0 }, status: { is: 'open' } },
      sort: [{ field: 'severity', descending: false }],
      limit: 3,
      cursor,
    };
    expect((await given.store.query('case-status', same)).rows.map(({ key }) => key)).toEqual(['k-2', 'k-3', 'k-4']);
    const others: Query[] = [
      { limit: 2 },
      { ...query, where: { status: { is: 'open' } } },
      { ...query, where: { ...query.where, severity: { from: 0, to: 8 } } },
      { ...query, sort: [{ field: 'severity', descending: true }] },
      { ...query, sort: [{ field: 'severity' }, { field: 'status' }] },
      { where: query.where ?? {}, limit: 2 },
    ];
    for (const other of others) await refused(given.store.query('case-status', { ...other, cursor }), 'cursor');
    await owned(given.store, { ...cases, name: 'elsewhere' });
    await refused(given.store.query('elsewhere', { ...query, cursor }), 'cursor');
  });

  it('refuses a cursor that was made up or tampered with', async () => {
    const build = await owned(given.store);
    await given.store.apply(batch(build, 0, 1, [row('a', { status: 'x' }), row('b', { status: 'y' })]));
    const query: Query = { sort: [{ field: 'status' }], limit: 1 };
    const cursor = (await given.store.query('case-status', query)).next ?? '';
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
    for (const bad of forged) await refused(given.store.query('case-status', { ...query, cursor: bad }), 'cursor');
    await fc.assert(
      fc.asyncProperty(fc.string(), async (bad) => refused(given.store.query('case-status', { ...query, cursor: bad }), 'cursor')),
      { numRuns: 30 },
    );
  });

  it('refuses what the index cannot answer, naming the field', async () => {
    await owned(given.store);
    for (const limit of [0, -1, 1001, 1.5, NaN]) await refused(given.store.query('case-status', { limit }), 'limit');
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
      await refused(given.store.query('case-status', { where: Object.fromEntries([[field, condition]]), limit: 1 }), field);
    for (const sort of [
      [{ field: 'nothing' }],
      [{ field: 'officers' }],
      [{ field: '__proto__' }],
      [{ field: 'status' }, { field: 'status' }],
    ])
      await refused(given.store.query('case-status', { sort, limit: 1 }), 'sort');
  });

  it('answers with the position that the rows are true to, while they change', async () => {
    const build = await owned(given.store);
    const other = await given.second();
    const last = 60;
    const generation = (at: number) => Array.from({ length: 20 }, (_, i) => row(`k-${i}`, { severity: at }, at));
    await given.store.apply(batch(build, 0, 1, generation(1)));
    const writing = (async () => {
      for (let at = 1; at < last; at++) await given.store.apply(batch(build, at, at + 1, generation(at + 1)));
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
    await Promise.all([writing, reading(given.store), reading(other)]);
  });
}

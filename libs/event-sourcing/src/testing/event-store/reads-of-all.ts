import { randomUUID } from 'node:crypto';
import { defined } from '../../defined.ts';
import { BEGINNING, type Position } from '../../event.ts';
import type { EventStore } from '../../event-store.ts';
import { anEvent, collect, someEvents } from '../events.ts';
import { aStream, expectBounded, expectStrictlyGrowing, fill, type Given, ids, revisions, test, upTo } from './given.ts';

/** Reading the one order of all events. */
export function readsOfAll(given: Given): void {
  const scattered = async (kinds: readonly string[], count: number) => {
    const start = await given.store.head();
    const mark = randomUUID();
    for (let n = 0; n < count; n += 50)
      await Promise.all(
        upTo(50).map((i) => {
          const kind = kinds[(n + i) % kinds.length] ?? 'case';
          return given.store.append(`${kind}-${mark}-${(n + i) % 7}`, 'any', [anEvent({ type: `${kind}Noted`, data: { n: n + i } })]);
        }),
      );
    return { start, mark, head: await given.store.head() };
  };

  test('gives all streams in the one order, positions growing, revisions dense within each', async () => {
    const { start, mark } = await scattered(['case', 'pool'], 500);
    const all = await collect(given.store.readAll({ after: start, filter: { streamPrefixes: [`case-${mark}`, `pool-${mark}`] } }));
    expect(all.length).toBe(500);
    expectStrictlyGrowing(all.map(({ position }) => position));
    for (const [stream, events] of Map.groupBy(all, (event) => event.stream)) {
      expect(revisions(events)).toEqual(upTo(events.length));
      expect(await collect(given.store.read(stream))).toEqual(events);
    }
  });

  test('the whole order is the same each time, and its times of recording never go back', async () => {
    const { start } = await scattered(['case'], 200);
    const first = await collect(given.store.readAll({ after: start }));
    expect(await collect(given.store.readAll({ after: start }))).toEqual(first);
    expect(first.findIndex((event, i) => i > 0 && event.recordedAt < (first[i - 1]?.recordedAt ?? 0))).toBe(-1);
  });

  test('resumes after any position, that one left out', async () => {
    const { start, mark } = await scattered(['case'], 100);
    const filter = { streamPrefixes: [`case-${mark}`] };
    const all = await collect(given.store.readAll({ after: start, filter }));
    for (const cut of [0, 1, 50, 98, 99]) {
      const after = all[cut]?.position ?? BEGINNING;
      expect(ids(await collect(given.store.readAll({ after, filter })))).toEqual(ids(all.slice(cut + 1)));
    }
  });

  test('gives only what the filter asks for: streams by prefix, or types exactly', async () => {
    const { start, mark } = await scattered(['case', 'caseload', 'pool'], 300);
    const kinds = async (filter: Parameters<EventStore['readAll']>[0]) =>
      [
        ...new Set(
          (await collect(given.store.readAll({ after: start, ...filter })))
            .filter(({ stream }) => stream.includes(mark))
            .map(({ type }) => type),
        ),
      ].sort();
    expect(await kinds({})).toEqual(['caseNoted', 'caseloadNoted', 'poolNoted']);
    expect(await kinds({ filter: { streamPrefixes: ['case-'] } })).toEqual(['caseNoted']);
    expect(await kinds({ filter: { streamPrefixes: ['case'] } })).toEqual(['caseNoted', 'caseloadNoted']);
    expect(await kinds({ filter: { streamPrefixes: ['pool-', 'caseload-'] } })).toEqual(['caseloadNoted', 'poolNoted']);
    expect(await kinds({ filter: { streamPrefixes: ['Case-', 'c_se-', 'c%', 'c.*', 'ase-'] } })).toEqual([]);
    expect(await kinds({ filter: { types: ['caseNoted'] } })).toEqual(['caseNoted']);
    expect(await kinds({ filter: { types: ['poolNoted', 'caseNoted', 'Unheard'] } })).toEqual(['caseNoted', 'poolNoted']);
    expect(await kinds({ filter: { types: ['case', 'CaseNoted', '.*Noted'] } })).toEqual([]);
    expect(await kinds({ filter: { types: [] } })).toEqual([]);
    expect(await kinds({ filter: { streamPrefixes: [] } })).toEqual([]);
  });

  test('moves `through` on past events that the filter left out, to the end of what was stored', async () => {
    const { start, head } = await scattered(['case'], 100);
    let through: Position = start;
    for await (const page of given.store.readAll({ after: start, filter: { types: ['Unheard'] } })) {
      expect(page.events).toEqual([]);
      expect(page.through).toBeGreaterThan(through);
      through = page.through;
    }
    expect(through).toBeGreaterThanOrEqual(head);
  });

  test('gives at most as many as asked for, and `through` is where to go on without gap or repeat', async () => {
    const { start, mark } = await scattered(['case', 'pool', 'asset'], 600);
    for (const filter of [{ streamPrefixes: [`case-${mark}`] }, { types: ['poolNoted', 'assetNoted'] }, undefined]) {
      const whole = ids(await collect(given.store.readAll(defined({ after: start, filter }))));
      const pieces: string[] = [];
      for (let after: Position = start, grew = true; grew;) {
        const before = pieces.length;
        for await (const page of given.store.readAll(defined({ after, limit: 37, filter }))) {
          pieces.push(...ids(page.events));
          after = page.through;
        }
        expect(pieces.length - before).toBeLessThanOrEqual(37);
        grew = pieces.length > before;
      }
      expect(pieces).toEqual(whole);
    }
    expect(await collect(given.store.readAll({ after: start, limit: 0 }))).toEqual([]);
  });

  test('comes in bounded pages with a growing `through` that no event of the page is beyond', async () => {
    const stream = aStream();
    const start = await given.store.head();
    await fill(given.store, stream, 3_000);
    let through: Position = start;
    let count = 0;
    for await (const page of given.store.readAll({ after: start })) {
      expectBounded(page);
      for (const { position } of page.events) {
        expect(position).toBeGreaterThan(through);
        expect(position).toBeLessThanOrEqual(page.through);
      }
      expect(page.through).toBeGreaterThan(through);
      through = page.through;
      count += page.events.filter((event) => event.stream === stream).length;
    }
    expect(count).toBe(3_000);
  });

  test('ends at what was stored when it began, however much is appended meanwhile', async () => {
    const stream = aStream();
    const start = await given.store.head();
    await fill(given.store, stream, 3_000);
    const head = await given.store.head();
    let last: Position = start;
    let count = 0;
    for await (const page of given.store.readAll({ after: start, filter: { streamPrefixes: [stream] } })) {
      await given.store.append(stream, 'any', someEvents(400));
      count += page.events.length;
      last = page.events.at(-1)?.position ?? last;
    }
    expect(count).toBe(3_000);
    expect(last).toBeLessThanOrEqual(head);
  });
}

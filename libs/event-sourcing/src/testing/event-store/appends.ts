import { setImmediate as nextTurn } from 'node:timers/promises';
import { BEGINNING } from '../../event.ts';
import {
  EventTooLarge,
  type ExpectedRevision,
  InvalidAppend,
  MAX_APPEND_BYTES,
  type NewEvent,
  RevisionConflict,
  StreamDeleted,
} from '../../event-store.ts';
import { anEvent, anEventOf, collect, idOf, someEvents } from '../events.ts';
import { aStream, expectConflict, type Given, ids, refusal, revisions, test, upTo } from './given.ts';

/** What an append does, and what it refuses. */
export function appends(given: Given): void {
  test('starts a stream that is expected to be absent, at revision 0', async () => {
    const stream = aStream();
    const before = await given.store.head();
    const appended = await given.store.append(stream, 'none', [anEvent()]);
    expect(appended.revision).toBe(0);
    expect(appended.position).toBeGreaterThan(before);
    expect(await given.store.head()).toBe(appended.position);
  });

  test('goes on at the next revision whatever is there, where anything is expected', async () => {
    const stream = aStream();
    expect((await given.store.append(stream, 'any', someEvents(2))).revision).toBe(1);
    expect((await given.store.append(stream, 'any', someEvents(3))).revision).toBe(4);
  });

  test('goes on in a stream that is expected to exist', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(2));
    expect((await given.store.append(stream, 'exists', [anEvent()])).revision).toBe(2);
  });

  test('goes on after exactly the revision that is expected', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(2));
    expect((await given.store.append(stream, 1, [anEvent()])).revision).toBe(2);
  });

  test('answers with the position of the last event written', async () => {
    const stream = aStream();
    const appended = await given.store.append(stream, 'none', someEvents(3));
    expect((await collect(given.store.read(stream))).at(-1)).toMatchObject(appended);
  });

  test('refuses a stream that is expected to be absent and is there', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(2));
    await expectConflict(given.store.append(stream, 'none', [anEvent()]), { stream, expected: 'none', actual: 1 });
  });

  test('refuses a stream that is expected to exist and is absent', async () => {
    const stream = aStream();
    await expectConflict(given.store.append(stream, 'exists', [anEvent()]), { stream, expected: 'exists', actual: 'none' });
    await expectConflict(given.store.append(stream, 0, [anEvent()]), { stream, expected: 0, actual: 'none' });
    expect(await collect(given.store.read(stream))).toEqual([]);
  });

  test('refuses any other revision, before or after, and says which one the stream is at', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(3));
    await expectConflict(given.store.append(stream, 1, [anEvent()]), { stream, expected: 1, actual: 2 });
    await expectConflict(given.store.append(stream, 3, [anEvent()]), { stream, expected: 3, actual: 2 });
  });

  test('a lost conflict leaves the stream as it was, open to the next append', async () => {
    const stream = aStream();
    const first = someEvents(2);
    await given.store.append(stream, 'none', first);
    for (let lost = 0; lost < 3; lost++) await expectConflict(given.store.append(stream, 0, someEvents(4)), { expected: 0, actual: 1 });
    const next = anEvent();
    expect((await given.store.append(stream, 1, [next])).revision).toBe(2);
    expect(ids(await collect(given.store.read(stream)))).toEqual(ids([...first, next]));
  });

  test('puts the events of one append side by side into the whole order', async () => {
    const start = await given.store.head();
    const streams = upTo(20).map(() => aStream());
    await Promise.all(streams.map((stream) => given.store.append(stream, 'none', someEvents(7))));
    const all = await collect(given.store.readAll({ after: start, filter: { streamPrefixes: streams } }));
    expect(all.length).toBe(140);
    for (let at = 0; at < all.length; at += 7) {
      const run = all.slice(at, at + 7);
      expect(new Set(run.map(({ stream }) => stream)).size).toBe(1);
      expect(revisions(run)).toEqual(upTo(7));
    }
  });

  test('takes exactly MAX_APPEND_BYTES and not one more', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', [anEventOf(MAX_APPEND_BYTES)]);
    const error = await refusal(given.store.append(stream, 0, [anEventOf(MAX_APPEND_BYTES + 1)]));
    expect(error).toBeInstanceOf(EventTooLarge);
    expect(error).toMatchObject({ code: 'store.event-too-large', stream, bytes: MAX_APPEND_BYTES + 1, limit: MAX_APPEND_BYTES });
    const halves = [anEventOf(MAX_APPEND_BYTES / 2), anEventOf(MAX_APPEND_BYTES / 2 + 1)];
    expect(await refusal(given.store.append(stream, 0, halves))).toBeInstanceOf(EventTooLarge);
    const read = await collect(given.store.read(stream));
    expect(revisions(read)).toEqual([0]);
    expect((read[0]?.data as { text: string }).text.length).toBeGreaterThan(MAX_APPEND_BYTES - 2_000);
  });

  test('refuses what cannot be stored as it is, and stores none of it', async () => {
    const stream = aStream();
    const circular: Record<string, unknown> = {};
    circular.self = circular;
    const twice = anEvent();
    const wrong: [string, ExpectedRevision, NewEvent[]][] = [
      [stream, 'any', []],
      ['', 'any', [anEvent()]],
      ['$stream', 'any', [anEvent()]],
      [`${stream}-\ud800`, 'any', [anEvent()]],
      [stream, 'any', [anEvent({ type: 'Noted\udc00' })]],
      [stream, -1, [anEvent()]],
      [stream, 0.5, [anEvent()]],
      [stream, Number.NaN, [anEvent()]],
      [stream, 'any', [anEvent({ type: '' })]],
      [stream, 'any', [anEvent({ type: '$metadata' })]],
      [stream, 'any', [anEvent({ id: 'case-1' })]],
      [stream, 'any', [anEvent({ id: idOf('x').toUpperCase() })]],
      [stream, 'any', [twice, twice]],
      [stream, 'any', [anEvent(), anEvent({ data: { amount: 10n } })]],
      [stream, 'any', [{ ...anEvent(), data: undefined }]],
      [stream, 'any', [anEvent({ data: () => 1 })]],
      [stream, 'any', [anEvent({ data: 'text' })]],
      [stream, 'any', [anEvent({ data: [1] })]],
      [stream, 'any', [anEvent({ data: circular })]],
    ];
    for (const [name, expected, events] of wrong)
      expect(await refusal(given.store.append(name, expected, events))).toBeInstanceOf(InvalidAppend);
    expect(await collect(given.store.read(stream))).toEqual([]);
  });

  if (given.can('tombstone'))
    test('refuses a stream that was closed for ever, whatever is expected of it', async () => {
      const stream = aStream();
      await given.store.append(stream, 'none', [anEvent()]);
      await given.tombstone(stream);
      for (const expected of ['any', 'none', 'exists', 0] as const) {
        const error = await refusal(given.store.append(stream, expected, [anEvent()]));
        expect(error).toBeInstanceOf(StreamDeleted);
        expect(error).toMatchObject({ code: 'store.stream-deleted', stream });
      }
      expect(await refusal(collect(given.store.read(stream)))).toBeInstanceOf(StreamDeleted);
    });
}

/** Appends that are under way at the same time. */
export function concurrentAppends(given: Given): void {
  test('32 writers on 32 streams all succeed', async () => {
    const streams = upTo(32).map(() => aStream());
    await Promise.all(
      streams.map(async (stream) => {
        for (let n = 0; n < 10; n++) expect((await given.store.append(stream, n === 0 ? 'none' : n - 1, [anEvent()])).revision).toBe(n);
      }),
    );
    for (const stream of streams) expect(revisions(await collect(given.store.read(stream)))).toEqual(upTo(10));
  });

  test('of writers that expect the same revision exactly one wins, and the others are told', async () => {
    const stream = aStream();
    const outcomes = await Promise.allSettled(upTo(16).map(() => given.store.append(stream, 'none', [anEvent()])));
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ expected: 'none', actual: 0 });
    expect(revisions(await collect(given.store.read(stream)))).toEqual([0]);
  });

  test('two writers on one stream, a thousand times: never a wrong revision', async () => {
    const stream = aStream();
    const stores = [given.store, given.can('second') ? await given.second() : given.store];
    const won: { revision: number; id: string }[] = [];
    await Promise.all(
      stores.map(async (store) => {
        let at: ExpectedRevision = 'none';
        for (let wins = 0; wins < 500;) {
          const event = anEvent();
          try {
            const { revision } = await store.append(stream, at, [event]);
            expect(revision).toBe(at === 'none' ? 0 : at + 1);
            won.push({ revision, id: event.id });
            at = revision;
            wins++;
          } catch (error) {
            if (!(error instanceof RevisionConflict)) throw error;
            at = error.actual;
          }
        }
      }),
    );
    const stored = (await collect(given.store.read(stream))).map(({ revision, id }) => ({ revision, id }));
    expect(stored).toEqual(won.sort((a, b) => a.revision - b.revision));
    expect(stored.map(({ revision }) => revision)).toEqual(upTo(1_000));
  });

  test('failing neighbours take no acknowledged append with them', async () => {
    const taken = aStream();
    await given.store.append(taken, 'none', [anEvent()]);
    const good = upTo(30).map(() => ({ stream: aStream(), events: someEvents(2) }));
    const bad: Promise<unknown>[] = [];
    const acknowledged = good.map(async ({ stream, events }, n) => {
      if (n % 3 === 0) bad.push(refusal(given.store.append(taken, 'none', someEvents(2))));
      if (n % 3 === 1) bad.push(refusal(given.store.append(aStream(), 'any', [anEventOf(MAX_APPEND_BYTES + 1)])));
      if (n % 3 === 2) bad.push(refusal(given.store.append(stream, 5, [anEvent()])));
      return given.store.append(stream, 'any', events);
    });
    const appended = await Promise.all(acknowledged);
    await Promise.all(bad);
    for (const [n, { stream, events }] of good.entries()) {
      const stored = await collect(given.store.read(stream));
      expect(ids(stored)).toEqual(ids(events));
      expect(stored.at(-1)).toMatchObject(appended[n] ?? {});
    }
  });

  test('neither the head nor the whole order is behind an event that was read, while more are on their way', async () => {
    const stream = aStream();
    const start = await given.store.head();
    let underWay = 40;
    const appending = upTo(underWay).map(() => given.store.append(stream, 'any', [anEvent()]).finally(() => underWay--));
    while (underWay > 0) {
      const seen = (await collect(given.store.read(stream))).at(-1)?.position ?? BEGINNING;
      expect(await given.store.head()).toBeGreaterThanOrEqual(seen);
      const all = await collect(given.store.readAll({ after: start, filter: { streamPrefixes: [stream] } }));
      expect(all.at(-1)?.position ?? BEGINNING).toBeGreaterThanOrEqual(seen);
      await nextTurn();
    }
    await Promise.all(appending);
  });
}

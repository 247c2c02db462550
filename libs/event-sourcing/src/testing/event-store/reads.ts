import { type EventStore, MAX_APPEND_BYTES } from '../../event-store.ts';
import { anEvent, anEventOf, collect, someEvents } from '../events.ts';
import { aStream, expectBounded, fill, type Given, ids, revisions, test, upTo } from './given.ts';

/** Reading one stream. */
export function reads(given: Given): void {
  test('a stream that does not exist has no events, in either direction', async () => {
    expect(await collect(given.store.read(aStream()))).toEqual([]);
    expect(await collect(given.store.read(aStream(), { backwards: true }))).toEqual([]);
    expect(await collect(given.store.read(aStream(), { from: 5 }))).toEqual([]);
  });

  test('reads forwards and backwards, from a revision, as many as asked for', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(10));
    const read = async (options?: Parameters<EventStore['read']>[1]) => revisions(await collect(given.store.read(stream, options)));
    expect(await read()).toEqual(upTo(10));
    expect(await read({ from: 7 })).toEqual([7, 8, 9]);
    expect(await read({ from: 9 })).toEqual([9]);
    expect(await read({ from: 10 })).toEqual([]);
    expect(await read({ limit: 3 })).toEqual([0, 1, 2]);
    expect(await read({ from: 4, limit: 2 })).toEqual([4, 5]);
    expect(await read({ limit: 0 })).toEqual([]);
    expect(await read({ backwards: true })).toEqual(upTo(10).reverse());
    expect(await read({ backwards: true, from: 3 })).toEqual([3, 2, 1, 0]);
    expect(await read({ backwards: true, limit: 1 })).toEqual([9]);
    expect(await read({ backwards: true, from: 5, limit: 2 })).toEqual([5, 4]);
    expect(await read({ backwards: true, from: 99 })).toEqual(upTo(10).reverse());
    expect(await read({ backwards: true, limit: 0 })).toEqual([]);
  });

  test('reads no neighbour: a stream whose name begins alike is another', async () => {
    const stream = aStream();
    await given.store.append(`${stream}-annex`, 'none', someEvents(3));
    await given.store.append(stream, 'none', [anEvent()]);
    expect(await collect(given.store.read(stream))).toMatchObject([{ stream }]);
  });

  test('reads its own writes', async () => {
    const stream = aStream();
    for (let n = 0; n < 50; n++) {
      const { revision } = await given.store.append(stream, n === 0 ? 'none' : n - 1, [anEvent()]);
      expect(await collect(given.store.read(stream, { backwards: true, limit: 1 }))).toMatchObject([{ revision }]);
    }
  });

  test('a long stream comes in pages, in order, each bounded, in both directions', async () => {
    const stream = aStream();
    const events = await fill(given.store, stream, 10_500);
    for (const backwards of [false, true]) {
      const read: string[] = [];
      for await (const page of given.store.read(stream, { backwards })) {
        expectBounded(page);
        read.push(...ids(page.events));
      }
      expect(read).toEqual(backwards ? ids(events).reverse() : ids(events));
    }
  });

  test('a stream of the largest events comes in pages of few', async () => {
    const stream = aStream();
    const start = await given.store.head();
    for (let n = 0; n < 20; n++) await given.store.append(stream, 'any', [anEventOf(MAX_APPEND_BYTES)]);
    for (const pages of [
      given.store.read(stream),
      given.store.read(stream, { backwards: true }),
      given.store.readAll({ after: start, filter: { streamPrefixes: [stream] } }),
    ]) {
      let count = 0;
      for await (const page of pages) {
        expectBounded(page);
        count += page.events.length;
      }
      expect(count).toBe(20);
    }
  });

  test('leaving a loop early frees what it held: two hundred times, and the store works on', async () => {
    const stream = aStream();
    const after = await given.store.head();
    await fill(given.store, stream, 2_500);
    for (let n = 0; n < 200; n++) {
      for (const pages of [
        given.store.read(stream),
        given.store.read(stream, { backwards: true }),
        given.store.readAll({ after, filter: { streamPrefixes: [stream] } }),
        given.store.follow({ after, filter: { streamPrefixes: [stream] } }),
      ])
        for await (const page of pages) if (page.events.length > 0) break;
    }
    await given.store.append(stream, 2_499, [anEvent()]);
    expect((await collect(given.store.read(stream))).length).toBe(2_501);
  });

  test('an append during a read waits for nobody', async () => {
    const stream = aStream();
    await fill(given.store, stream, 2_500);
    const reading = given.store.read(stream)[Symbol.asyncIterator]();
    await reading.next();
    expect((await given.store.append(stream, 2_499, [anEvent()])).revision).toBe(2_500);
    await reading.return?.();
  });
}

import { StoreUnavailable } from '../../event-store.ts';
import { anEvent, collect, someEvents } from '../events.ts';
import { aStream, expectStrictlyGrowing, fill, type Given, refusal, revisions, test, upTo } from './given.ts';

/** Closing a store, and what is there when it is opened again. */
export function closes(given: Given): void {
  test('ends every follow, with a signal or without one', async () => {
    const start = await given.store.head();
    const filter = { types: ['Unheard'] };
    const following = [
      collect(given.store.follow({ after: start, filter })),
      collect(given.store.follow({ after: start, filter, signal: new AbortController().signal })),
    ];
    await given.store.append(aStream(), 'none', [anEvent()]);
    await given.store.close();
    for (const followed of await Promise.all(following)) expect(followed).toEqual([]);
  });

  test('refuses everything afterwards, and a second close does no harm', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', [anEvent()]);
    await given.store.close();
    await given.store.close();
    for (const call of [
      () => given.store.append(stream, 'any', [anEvent()]),
      () => given.store.head(),
      () => collect(given.store.read(stream)),
      () => collect(given.store.readAll()),
      () => collect(given.store.follow()),
    ])
      expect(await refusal(call())).toMatchObject({ code: 'store.unavailable', outcome: 'not-applied', retryable: true });
  });

  test('breaks off a read rather than let half a history pass for a whole one', async () => {
    const stream = aStream();
    await fill(given.store, stream, 5_000);
    for (const read of [() => given.store.read(stream), () => given.store.readAll({ filter: { streamPrefixes: [stream] } })]) {
      const reading = read()[Symbol.asyncIterator]();
      await reading.next();
      await given.store.close();
      expect(await refusal(collect({ [Symbol.asyncIterator]: () => reading }))).toBeInstanceOf(StoreUnavailable);
      if (!given.can('reopen')) break;
      await given.reopen();
    }
  });

  test('waits for appends under way', async () => {
    const stream = aStream();
    const appending = upTo(20).map((n) => given.store.append(`${stream}-${n}`, 'none', someEvents(2)));
    await given.store.close();
    const outcomes = await Promise.allSettled(appending);
    for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'fulfilled', value: { revision: 1 } });
    if (!given.can('reopen')) return;
    const store = await given.reopen();
    for (const n of upTo(20)) expect((await collect(store.read(`${stream}-${n}`))).length).toBe(2);
  });

  if (given.can('reopen'))
    test('keeps everything for the next time it is opened, and goes on in order', async () => {
      const stream = aStream();
      const start = await given.store.head();
      await given.store.append(stream, 'none', someEvents(3));
      const stored = await collect(given.store.read(stream));
      const head = await given.store.head();
      const store = await given.reopen();
      expect(await store.head()).toBe(head);
      const next = await store.append(stream, 2, [anEvent()]);
      expect(next.revision).toBe(3);
      expect(next.position).toBeGreaterThan(head);
      const all = await collect(store.readAll({ after: start, filter: { streamPrefixes: [stream] } }));
      expect(all.slice(0, 3)).toEqual(stored);
      expect(revisions(all)).toEqual(upTo(4));
      expectStrictlyGrowing(all.map(({ position }) => position));
    });
}

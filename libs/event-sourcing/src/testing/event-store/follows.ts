import { randomUUID } from 'node:crypto';
import { BEGINNING, type RecordedEvent } from '../../event.ts';
import { MAX_APPEND_BYTES, type Page, StoreUnavailable } from '../../event-store.ts';
import { anEvent, anEventOf, collect, someEvents } from '../events.ts';
import { aStream, eventIn, expectBounded, type Given, ids, refusal, revisions, test, until, upTo } from './given.ts';

/** Following the one order as it grows. */
export function follows(given: Given): void {
  test('gives what is stored, then each new event as it is stored', async () => {
    const stream = aStream();
    const before = someEvents(3);
    const after = await given.store.head();
    await given.store.append(stream, 'none', before);
    const following = given.store.follow({ after, filter: { streamPrefixes: [stream] } })[Symbol.asyncIterator]();
    const got: RecordedEvent[] = [];
    while (got.length < 3) got.push(...((await following.next()) as IteratorYieldResult<Page>).value.events);
    for (let n = 0; n < 20; n++) {
      const event = anEvent();
      await given.store.append(stream, 'any', [event]);
      expect((await eventIn(following)).id).toBe(event.id);
    }
    await following.return?.();
    expect(ids(got)).toEqual(ids(before));
  });

  test('begins with the very first event unless told where to begin, as a read of all does', async () => {
    await given.store.append(aStream(), 'none', [anEvent()]);
    const first = await collect(given.store.readAll({ limit: 1 }));
    expect(first.length).toBe(1);
    expect(await collect(given.store.readAll({ after: BEGINNING, limit: 1 }))).toEqual(first);
    expect((await until(given.store.follow(), { events: 1 })).slice(0, 1)).toEqual(first);
  });

  test('resumes after a position, that one left out', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(10));
    const all = await collect(given.store.read(stream));
    for (const cut of [0, 4, 8]) {
      const rest = await until(given.store.follow({ after: all[cut]?.position ?? BEGINNING, filter: { streamPrefixes: [stream] } }), {
        events: 9 - cut,
      });
      expect(rest).toEqual(all.slice(cut + 1));
    }
  });

  test('sees what eight writers write at once as the one order has it, without gap or repeat', async () => {
    const start = await given.store.head();
    const mark = randomUUID();
    const filter = { streamPrefixes: [`case-${mark}`] };
    const stores = [given.store, given.can('second') ? await given.second() : given.store];
    const followers = stores.map((store) => until(store.follow({ after: start, filter }), { events: 2_000 }));
    await Promise.all(
      upTo(8).map(async (writer) => {
        for (let n = 0; n < 250; n += 1 + (n % 3)) {
          const events = someEvents(Math.min(1 + (n % 3), 250 - n));
          await (stores[writer % 2] ?? given.store).append(`case-${mark}-${writer}`, 'any', events);
        }
      }),
    );
    const all = await collect(given.store.readAll({ after: start, filter }));
    expect(all.length).toBe(2_000);
    for (const followed of await Promise.all(followers)) expect(followed).toEqual(all);
  });

  test('tells its progress through `through` where the filter lets nothing pass', async () => {
    const start = await given.store.head();
    const following = until(given.store.follow({ after: start, filter: { types: ['Unheard'] } }), {
      through: (await given.store.append(aStream(), 'none', someEvents(3))).position,
    });
    expect(await following).toEqual([]);
    const later = await given.store.head();
    const live = given.store.follow({ after: later, filter: { types: ['Unheard'] } })[Symbol.asyncIterator]();
    const progress = live.next();
    const { position } = await given.store.append(aStream(), 'none', [anEvent()]);
    let page = ((await progress) as IteratorYieldResult<Page>).value;
    while (page.through < position) page = ((await live.next()) as IteratorYieldResult<Page>).value;
    expect(page.events).toEqual([]);
    await live.return?.();
  });

  test('ends when its signal aborts: before, between and while it waits', async () => {
    const stream = aStream();
    const after = await given.store.head();
    await given.store.append(stream, 'none', someEvents(2));
    const filter = { streamPrefixes: [stream] };
    expect(await collect(given.store.follow({ filter, signal: AbortSignal.abort() }))).toEqual([]);

    const between = new AbortController();
    const seen: Page[] = [];
    for await (const page of given.store.follow({ after, filter, signal: between.signal })) {
      seen.push(page);
      if (page.events.length > 0) between.abort();
    }
    expect(seen.flatMap(({ events }) => events).length).toBe(2);

    const waiting = new AbortController();
    const following = collect(given.store.follow({ after: await given.store.head(), filter, signal: waiting.signal }));
    await given.store.append(aStream(), 'none', [anEvent()]);
    waiting.abort();
    expect(await following).toEqual([]);
  });

  test('a follower that stops consuming for a while loses nothing, and gets it in bounded pages', async () => {
    const stream = aStream();
    const following = given.store.follow({ after: await given.store.head(), filter: { streamPrefixes: [stream] } })[Symbol.asyncIterator]();
    const first = eventIn(following);
    await given.store.append(stream, 'none', [anEvent()]);
    await first;
    const events = someEvents(6_000);
    for (let at = 0; at < 6_000; at += 250) await given.store.append(stream, 'any', events.slice(at, at + 250));
    for (let n = 0; n < 12; n++) events.push(anEventOf(MAX_APPEND_BYTES));
    for (const large of events.slice(6_000)) await given.store.append(stream, 'any', [large]);
    const got: string[] = [];
    while (got.length < events.length) {
      const page = ((await following.next()) as IteratorYieldResult<Page>).value;
      expectBounded(page);
      got.push(...ids(page.events));
    }
    expect(got).toEqual(ids(events));
    await following.return?.();
  });

  test('a follower that throws disturbs no other', async () => {
    const stream = aStream();
    const filter = { streamPrefixes: [stream] };
    const after = await given.store.head();
    const failing = (async () => {
      for await (const page of given.store.follow({ after, filter })) if (page.events.length > 0) throw new Error('A projection failed');
    })();
    const working = until(given.store.follow({ after, filter }), { events: 50 });
    const failed = refusal(failing);
    for (let n = 0; n < 50; n++) await given.store.append(stream, 'any', [anEvent()]);
    expect(await failed).toMatchObject({ message: 'A projection failed' });
    expect(revisions(await working)).toEqual(upTo(50));
  });

  if (given.can('interrupt'))
    test('survives cut connections without gap or repeat', async () => {
      const start = await given.store.head();
      const stream = aStream();
      const following = until(given.store.follow({ after: start, filter: { streamPrefixes: [stream] } }), { events: 400 });
      for (let n = 0; n < 400;) {
        const event = anEvent();
        if (n % 50 === 25) await given.interrupt();
        for (;;)
          try {
            await given.store.append(stream, n === 0 ? 'none' : n - 1, [event]);
            break;
          } catch (error) {
            if (!(error instanceof StoreUnavailable)) throw error;
          }
        n++;
      }
      expect(await following).toEqual(await collect(given.store.read(stream)));
    });
}

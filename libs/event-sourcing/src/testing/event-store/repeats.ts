import { randomUUID } from 'node:crypto';
import { anEvent, collect, someEvents } from '../events.ts';
import { aStream, expectConflict, type Given, ids, revisions, test, upTo } from './given.ts';

/** The same append again, as after a lost answer. */
export function repeats(given: Given): void {
  test('the same ids into an absent stream answer as the first time and add nothing', async () => {
    const stream = aStream();
    const events = someEvents(3);
    const first = await given.store.append(stream, 'none', events);
    expect(await given.store.append(stream, 'none', events)).toEqual(first);
    await given.store.append(stream, 2, someEvents(2));
    expect(await given.store.append(stream, 'none', events)).toEqual(first);
    expect(revisions(await collect(given.store.read(stream)))).toEqual(upTo(5));
  });

  test('the same ids at the same exact revision answer as the first time and add nothing', async () => {
    const stream = aStream();
    await given.store.append(stream, 'none', someEvents(2));
    const events = someEvents(3);
    const first = await given.store.append(stream, 1, events);
    expect(await given.store.append(stream, 1, events)).toEqual(first);
    await given.store.append(stream, 4, [anEvent()]);
    expect(await given.store.append(stream, 1, events)).toEqual(first);
    expect(revisions(await collect(given.store.read(stream)))).toEqual(upTo(6));
  });

  test('a repeat that overtakes its first answer is still one append', async () => {
    const stream = aStream();
    const events = someEvents(3);
    const [one, other] = await Promise.all([given.store.append(stream, 'none', events), given.store.append(stream, 'none', events)]);
    expect(other).toEqual(one);
    expect(ids(await collect(given.store.read(stream)))).toEqual(ids(events));
  });

  if (given.can('reopen'))
    test('the same ids answer as the first time after the store was closed and opened', async () => {
      const stream = aStream();
      const [opening, more] = [someEvents(2), someEvents(3)];
      const first = await given.store.append(stream, 'none', opening);
      const second = await given.store.append(stream, 1, more);
      const store = await given.reopen();
      expect(await store.append(stream, 'none', opening)).toEqual(first);
      expect(await store.append(stream, 1, more)).toEqual(second);
      expect(ids(await collect(store.read(stream)))).toEqual(ids([...opening, ...more]));
    });

  test('an immediate repeat adds nothing where anything, or any stream that exists, was expected', async () => {
    const stream = aStream();
    for (const expected of ['any', 'exists'] as const) {
      const events = someEvents(2);
      const first = await given.store.append(stream, expected, events);
      expect(await given.store.append(stream, expected, events)).toEqual(first);
    }
    expect(revisions(await collect(given.store.read(stream)))).toEqual(upTo(4));
  });

  test('only some of the ids again is a conflict', async () => {
    const stream = aStream();
    const events = someEvents(3);
    await given.store.append(stream, 'none', events);
    const more = someEvents(2);
    await given.store.append(stream, 2, more);
    const overlap = [...events.slice(0, 2), anEvent()];
    await expectConflict(given.store.append(stream, 'none', overlap), { expected: 'none', actual: 4 });
    await expectConflict(given.store.append(stream, 'none', events.slice(1)), { expected: 'none', actual: 4 });
    await expectConflict(given.store.append(stream, 2, [...more, anEvent()]), { expected: 2, actual: 4 });
    await expectConflict(given.store.append(stream, 1, more), { expected: 1, actual: 4 });
    await expectConflict(given.store.append(stream, 'any', [more[0] ?? anEvent(), anEvent()]), { expected: 'any', actual: 4 });
    expect(ids(await collect(given.store.read(stream)))).toEqual(ids([...events, ...more]));
  });

  test('the first ids of a longer append, again, are a repeat', async () => {
    const stream = aStream();
    const events = someEvents(3);
    await given.store.append(stream, 'none', events);
    const answer = await given.store.append(stream, 'none', events.slice(0, 2));
    expect((await collect(given.store.read(stream)))[1]).toMatchObject(answer);
    expect(revisions(await collect(given.store.read(stream)))).toEqual(upTo(3));
  });

  test('only ids are compared: other data under the same id is a repeat of the first', async () => {
    const stream = aStream();
    const id = randomUUID();
    const first = await given.store.append(stream, 'none', [anEvent({ id, data: { text: 'first' } })]);
    expect(await given.store.append(stream, 'none', [anEvent({ id, data: { text: 'second' } })])).toEqual(first);
    expect((await collect(given.store.read(stream)))[0]?.data).toEqual({ text: 'first' });
  });

  test('ids are not compared where the stream is at the very revision expected, nor across streams', async () => {
    const [stream, other] = [aStream(), aStream()];
    const event = anEvent();
    await given.store.append(stream, 'none', [event]);
    expect((await given.store.append(stream, 0, [event])).revision).toBe(1);
    expect((await given.store.append(other, 'none', [event])).revision).toBe(0);
    expect((await given.store.append(aStream(), 'any', [event])).revision).toBe(0);
  });
}

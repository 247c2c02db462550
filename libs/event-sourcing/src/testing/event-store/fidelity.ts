import fc from 'fast-check';
import { anEvent, collect } from '../events.ts';
import { aStream, eventIn, type Given, test } from './given.ts';

/** What was appended comes back as it was. */
export function fidelity(given: Given): void {
  test('an event comes back as it went in, with its place and when it was recorded', async () => {
    const stream = aStream();
    const before = Date.now();
    const start = await given.store.head();
    const event = anEvent({
      type: 'SeizureRecorded',
      data: { grossMg: 1_000_000 },
      metadata: { reason: 'Search of a warehouse', schemaVersion: 2 },
    });
    const appended = await given.store.append(stream, 'none', [event]);
    const [read] = await collect(given.store.read(stream));
    expect(read).toEqual({ ...event, stream, ...appended, recordedAt: read?.recordedAt });
    // A server's clock may differ from ours by some seconds.
    expect(Math.abs((read?.recordedAt ?? 0) - before)).toBeLessThan(60_000);
    expect(await collect(given.store.readAll({ after: start, filter: { streamPrefixes: [stream] } }))).toEqual([read]);
  });

  test('names and texts in Khmer, with marks and symbols of every plane, come back as they went in', async () => {
    const stream = aStream('សំណុំរឿង/ភ្នំពេញ 🇰🇭 e\u0301 \u0000 "%');
    const event = anEvent({ type: 'ថ្នាំញៀនត្រូវបានរឹបអូស', data: { ឈ្មោះ: 'សុខា', '': '\u0000\u2028\ud83d\ude00 \\ " \n', half: '\ud800' } });
    await given.store.append(stream, 'none', [event]);
    const [read] = await collect(given.store.read(stream));
    expect(read).toMatchObject({ stream, type: event.type, data: event.data });
  });

  test('streams whose names differ only in case, in composition or in trailing space are different streams', async () => {
    const root = aStream();
    const names = ['é', 'e\u0301', 'É', 'é ', 'é\u0000', 'é%'].map((end) => root + end);
    for (const name of names) await given.store.append(name, 'none', [anEvent()]);
    for (const name of names) expect(await collect(given.store.read(name))).toMatchObject([{ stream: name, revision: 0 }]);
  });

  test('numbers, nulls, nesting and the order of keys come back exactly', async () => {
    const stream = aStream();
    const stored: unknown[] = [];
    await fc.assert(
      fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 4 })), async (data) => {
        stored.push(data);
        await given.store.append(stream, 'any', [anEvent({ data })]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    const edges = {
      z: 1,
      a: { y: null, b: [null, [], {}, -0, 1e-7, 1e21, Number.MAX_SAFE_INTEGER, 5e-324] },
      gone: undefined,
      at: new Date(0),
    };
    stored.push(edges, JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'));
    await given.store.append(stream, 'any', [anEvent({ data: edges }), anEvent({ data: stored.at(-1) })]);
    const read = (await collect(given.store.read(stream))).map(({ data }) => data);
    expect(read.map((data) => JSON.stringify(data))).toEqual(stored.map((data) => JSON.stringify(data)));
    expect(read).toEqual(stored.map((data) => JSON.parse(JSON.stringify(data)) as unknown));
  });

  test('what the caller does to the events after the call is not stored', async () => {
    const stream = aStream();
    const data = { items: ['first'] };
    const events = [anEvent({ data })];
    const appending = given.store.append(stream, 'none', events);
    data.items.push('second');
    events.push(anEvent());
    await appending;
    expect((await collect(given.store.read(stream))).map((event) => event.data)).toEqual([{ items: ['first'] }]);
  });

  test('what a reader does to its events reaches no other reader', async () => {
    const stream = aStream();
    const start = await given.store.head();
    const vandal = given.store.follow({ after: start, filter: { streamPrefixes: [stream] } })[Symbol.asyncIterator]();
    const witness = given.store.follow({ after: start, filter: { streamPrefixes: [stream] } })[Symbol.asyncIterator]();
    const [vandalised, witnessed] = [eventIn(vandal), eventIn(witness)];
    await given.store.append(stream, 'none', [anEvent({ data: { items: ['first'] } })]);
    Reflect.set(((await vandalised).data as { items: string[] }).items, '0', 'forged');
    expect((await witnessed).data).toEqual({ items: ['first'] });
    expect((await collect(given.store.read(stream)))[0]?.data).toEqual({ items: ['first'] });
    await Promise.all([vandal.return?.(), witness.return?.()]);
  });
}

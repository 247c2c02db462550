import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { defined } from '../defined.ts';
import { BEGINNING, type Position, type RecordedEvent } from '../event.ts';
import {
  EventTooLarge,
  InvalidAppend,
  MAX_APPEND_BYTES,
  RevisionConflict,
  StoreUnavailable,
  StreamDeleted,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Page,
} from '../event-store.ts';
import { anEvent, anEventOf, collect, idOf, someEvents } from './events.ts';

/** One store on data of its own, and what a test may do to it besides using it. */
export interface Subject {
  readonly store: EventStore;
  /** Closes the store and opens it again on the same data. */
  reopen?(): Promise<EventStore>;
  /** Another client on the same data, beside the first. */
  second?(): Promise<EventStore>;
  /** Closes a stream for ever. */
  tombstone?(stream: string): Promise<void>;
  /** Cuts every connection that is open now; new ones succeed. */
  interrupt?(): Promise<void>;
  /** Closes every store that was opened and removes the data. */
  dispose(): Promise<void>;
}

export interface EventStoreHarness {
  /** A store for one test. Its data may already hold events of others; the suite only looks at what it appended itself. */
  open(): Promise<Subject>;
  /** Which of the optional abilities the subjects have. */
  readonly can?: readonly ('reopen' | 'second' | 'tombstone' | 'interrupt')[];
}

/** No page has more events than this, so that a long history never sits in memory whole. */
export const MAX_PAGE_EVENTS = 1_024;

/** No page of several events has more bytes of data and metadata than this. */
export const MAX_PAGE_BYTES = 4_194_304;

/** For a slow machine; nothing here waits by the clock. */
const PATIENCE_MS = 120_000;

/** Proves an adapter against the port's docstrings: `eventStoreContract('memory', { open: … })` is its whole spec. */
export function eventStoreContract(name: string, harness: EventStoreHarness): void {
  describe(`the event store contract, kept by ${name}`, () => {
    let subject: Subject;
    const given: Given = {
      get store() {
        return subject.store;
      },
      reopen: () => able(subject.reopen?.()),
      second: () => able(subject.second?.()),
      tombstone: (stream) => able(subject.tombstone?.(stream)),
      interrupt: () => able(subject.interrupt?.()),
      can: (ability) => harness.can?.includes(ability) ?? false,
    };

    beforeEach(async () => {
      subject = await harness.open();
    }, PATIENCE_MS);
    afterEach(async () => {
      await subject.dispose();
    }, PATIENCE_MS);

    describe('append', () => appends(given));
    describe('append again', () => repeats(given));
    describe('append, many at once', () => concurrentAppends(given));
    describe('what is stored', () => fidelity(given));
    describe('read', () => reads(given));
    describe('readAll', () => readsOfAll(given));
    describe('follow', () => follows(given));
    describe('close', () => closes(given));
    describe('laws', () => laws(given));
  });
}

interface Given {
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
  second(): Promise<EventStore>;
  tombstone(stream: string): Promise<void>;
  interrupt(): Promise<void>;
  can(ability: 'reopen' | 'second' | 'tombstone' | 'interrupt'): boolean;
}

function able<T>(answer: Promise<T> | undefined): Promise<T> {
  if (answer === undefined) throw new Error('The harness says its subjects can do this, but this one cannot');
  return answer;
}

const test = (sentence: string, body: () => Promise<void>) => it(sentence, body, PATIENCE_MS);

/** A stream nobody else has. */
const aStream = (kind = 'case') => `${kind}-${randomUUID()}`;

const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
const revisions = (events: readonly RecordedEvent[]) => events.map(({ revision }) => revision);
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('Accepted, where a refusal was due')),
    (error: unknown) => error,
  );
}

async function expectConflict(promise: Promise<unknown>, conflict: Partial<RevisionConflict>): Promise<void> {
  const error = await refusal(promise);
  expect(error).toBeInstanceOf(RevisionConflict);
  expect(error).toMatchObject({ code: 'store.revision-conflict', ...conflict });
}

/** Fills a stream, some hundred events an append. */
async function fill(store: EventStore, stream: string, count: number): Promise<NewEvent[]> {
  const events = someEvents(count);
  for (let at = 0; at < count; at += 500) await store.append(stream, at === 0 ? 'none' : at - 1, events.slice(at, at + 500));
  return events;
}

/** Events from these pages until there are so many, or until the last position considered is at least this. */
async function until(pages: AsyncIterable<Page>, enough: { events?: number; through?: Position }): Promise<RecordedEvent[]> {
  const got: RecordedEvent[] = [];
  for await (const page of pages) {
    got.push(...page.events);
    if (got.length >= (enough.events ?? Infinity) || page.through >= (enough.through ?? Infinity)) break;
  }
  return got;
}

function expectStrictlyGrowing(positions: readonly Position[]): void {
  expect(positions.findIndex((position, i) => i > 0 && position <= (positions[i - 1] ?? BEGINNING))).toBe(-1);
}

function expectBounded(page: Page): void {
  expect(page.events.length).toBeLessThanOrEqual(MAX_PAGE_EVENTS);
  if (page.events.length > 1)
    expect(JSON.stringify(page.events.map(({ data, metadata }) => [data, metadata])).length).toBeLessThan(MAX_PAGE_BYTES);
}

function appends(given: Given): void {
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

function repeats(given: Given): void {
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

function concurrentAppends(given: Given): void {
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
}

function fidelity(given: Given): void {
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

/** The next event of a follow, past pages that only tell progress. */
async function eventIn(pages: AsyncIterator<Page>): Promise<RecordedEvent> {
  for (;;) {
    const next = await pages.next();
    if (next.done === true) throw new Error('The follow ended before its next event');
    const [event] = next.value.events;
    if (event !== undefined) return event;
  }
}

function reads(given: Given): void {
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

function readsOfAll(given: Given): void {
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

function follows(given: Given): void {
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

function closes(given: Given): void {
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

/** What a program of appends may do next; `earlier` picks one of the appends before it to repeat. */
type Step =
  | {
      readonly do: 'append';
      readonly stream: number;
      readonly expected: 'none' | 'any' | 'exists' | 'right' | 'low' | 'high';
      readonly count: number;
    }
  | { readonly do: 'repeat'; readonly earlier: number; readonly cut: 'whole' | 'first' | 'and more' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream: fc.nat(2),
      expected: fc.constantFrom('none', 'any', 'exists', 'right', 'right', 'low', 'high'),
      count: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('repeat' as const), earlier: fc.nat(), cut: fc.constantFrom('whole', 'first', 'and more') }),
  },
);

function laws(given: Given): void {
  test('any program of appends answers as a list per stream would', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), fc.boolean(), async (program, atOnce) => {
        const model = new Model(randomUUID());
        const answers: Promise<void>[] = [];
        for (const next of program) {
          const { stream, expected, events } = model.callOf(next);
          const due = model.append(stream, expected, events);
          const answer = given.store.append(stream, expected, events).then(
            ({ revision }) => expect({ revision }).toEqual(due),
            (error: unknown) => {
              if (!(error instanceof RevisionConflict)) throw error;
              expect({ actual: error.actual, expected: error.expected }).toEqual({ ...due, expected });
            },
          );
          if (!atOnce) await answer;
          answers.push(answer);
        }
        await Promise.all(answers);
        for (const [stream, stored] of model.streams) {
          const read = await collect(given.store.read(stream));
          expect(ids(read)).toEqual(stored);
          expect(revisions(read)).toEqual(upTo(stored.length));
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
}

/** The store's rules at their shortest: a list of event ids a stream. */
class Model {
  readonly streams = new Map<string, string[]>();
  private readonly calls: { stream: string; expected: 'none' | number; events: NewEvent[] }[] = [];
  private readonly mark: string;

  constructor(mark: string) {
    this.mark = mark;
  }

  callOf(next: Step): { stream: string; expected: ExpectedRevision; events: NewEvent[] } {
    if (next.do === 'append' || this.calls.length === 0) {
      const stream = `case-${this.mark}-${next.do === 'append' ? next.stream : 0}`;
      const current = (this.streams.get(stream)?.length ?? 0) - 1;
      const wanted = next.do === 'append' ? next.expected : 'right';
      const expected =
        wanted === 'right'
          ? current === -1
            ? 'none'
            : current
          : wanted === 'low'
            ? Math.max(0, current - 1)
            : wanted === 'high'
              ? current + 1
              : wanted;
      const events = someEvents(next.do === 'append' ? next.count : 1);
      if (expected === 'none' || typeof expected === 'number') this.calls.push({ stream, expected, events });
      return { stream, expected, events };
    }
    const { stream, expected, events } = this.calls[next.earlier % this.calls.length] ?? { stream: '', expected: 'none', events: [] };
    if (next.cut === 'first') return { stream, expected, events: events.slice(0, 1) };
    return { stream, expected, events: next.cut === 'whole' ? events : [...events, anEvent()] };
  }

  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): { revision: number } | { actual: number | 'none' } {
    const stored = this.streams.get(stream) ?? [];
    const current = stored.length - 1;
    const at = expected === 'none' ? -1 : expected;
    if (typeof at === 'number' ? at === current : at === 'any' || current >= 0) {
      this.streams.set(stream, [...stored, ...ids(events)]);
      return { revision: current + events.length };
    }
    if (typeof at === 'number' && events.every(({ id }, i) => stored[at + 1 + i] === id)) return { revision: at + events.length };
    return { actual: current === -1 ? 'none' : current };
  }
}

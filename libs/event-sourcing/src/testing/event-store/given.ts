import { randomUUID } from 'node:crypto';
import { BEGINNING, type Position, type RecordedEvent } from '../../event.ts';
import { type EventStore, type NewEvent, type Page, RevisionConflict } from '../../event-store.ts';
import { someEvents } from '../events.ts';

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
const MAX_PAGE_EVENTS = 1_024;

/** No page of several events has more bytes of data and metadata than this. */
const MAX_PAGE_BYTES = 4_194_304;

/** For a slow machine; nothing here waits by the clock. */
export const PATIENCE_MS = 120_000;

/** The store of a test, and what the test may do to it. */
export interface Given {
  readonly store: EventStore;
  reopen(): Promise<EventStore>;
  second(): Promise<EventStore>;
  tombstone(stream: string): Promise<void>;
  interrupt(): Promise<void>;
  can(ability: 'reopen' | 'second' | 'tombstone' | 'interrupt'): boolean;
}

/** What an ability answers. @throws Error the subject lacks it */
export function able<T>(answer: Promise<T> | undefined): Promise<T> {
  if (answer === undefined) throw new Error('The harness says its subjects can do this, but this one cannot');
  return answer;
}

export const test = (sentence: string, body: () => Promise<void>) => it(sentence, body, PATIENCE_MS);

/** A stream nobody else has. */
export const aStream = (kind = 'case') => `${kind}-${randomUUID()}`;

export const ids = (events: readonly { readonly id: string }[]) => events.map(({ id }) => id);
export const revisions = (events: readonly RecordedEvent[]) => events.map(({ revision }) => revision);
export const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

/** What a call is refused with; fails where it is not. */
export async function refusal(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('Accepted, where a refusal was due')),
    (error: unknown) => error,
  );
}

/** Expects a conflict that says so. */
export async function expectConflict(promise: Promise<unknown>, conflict: Partial<RevisionConflict>): Promise<void> {
  const error = await refusal(promise);
  expect(error).toBeInstanceOf(RevisionConflict);
  expect(error).toMatchObject({ code: 'store.revision-conflict', ...conflict });
}

/** Fills a stream, some hundred events an append. */
export async function fill(store: EventStore, stream: string, count: number): Promise<NewEvent[]> {
  const events = someEvents(count);
  for (let at = 0; at < count; at += 500) await store.append(stream, at === 0 ? 'none' : at - 1, events.slice(at, at + 500));
  return events;
}

/** Events from these pages until there are so many, or until the last position considered is at least this. */
export async function until(pages: AsyncIterable<Page>, enough: { events?: number; through?: Position }): Promise<RecordedEvent[]> {
  const got: RecordedEvent[] = [];
  for await (const page of pages) {
    got.push(...page.events);
    if (got.length >= (enough.events ?? Infinity) || page.through >= (enough.through ?? Infinity)) break;
  }
  return got;
}

export function expectStrictlyGrowing(positions: readonly Position[]): void {
  expect(positions.findIndex((position, i) => i > 0 && position <= (positions[i - 1] ?? BEGINNING))).toBe(-1);
}

export function expectBounded(page: Page): void {
  expect(page.events.length).toBeLessThanOrEqual(MAX_PAGE_EVENTS);
  if (page.events.length > 1)
    expect(JSON.stringify(page.events.map(({ data, metadata }) => [data, metadata])).length).toBeLessThan(MAX_PAGE_BYTES);
}

/** The next event of a follow, past pages that only tell progress. */
export async function eventIn(pages: AsyncIterator<Page>): Promise<RecordedEvent> {
  for (;;) {
    const next = await pages.next();
    if (next.done === true) throw new Error('The follow ended before its next event');
    const [event] = next.value.events;
    if (event !== undefined) return event;
  }
}

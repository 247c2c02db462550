import type { EventMetadata, Position, RecordedEvent } from './event.ts';

/** What the stream must look like for an append to be accepted: absent, anything, present, or exactly at this revision. */
export type ExpectedRevision = 'none' | 'any' | 'exists' | number;

/** An event on its way into a stream. `id` is a UUID; `data` and `metadata` are JSON values. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
}

/** Where an append landed: the stream's new last revision and the position of the last event written. */
export interface Appended {
  readonly revision: number;
  readonly position: Position;
}

/** Events in order, and the position up to which the store has been considered: it moves on even where a filter let nothing through. */
export interface Page {
  readonly events: readonly RecordedEvent[];
  readonly through: Position;
}

/** Which events of the whole order are wanted: those of streams with one of these prefixes, or of one of these exact types. */
export type EventFilter = { readonly streamPrefixes: readonly string[] } | { readonly types: readonly string[] };

export interface ReadOptions {
  /** First revision to read, inclusive. Default: 0 forwards, the last one backwards. */
  readonly from?: number;
  readonly backwards?: boolean;
  /** At most this many events. Default: all. */
  readonly limit?: number;
}

export interface ReadAllOptions {
  /** Exclusive. Default: BEGINNING. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** At most this many events. Default: all that were stored when the read began. */
  readonly limit?: number;
}

export interface FollowOptions {
  /** Exclusive. Default: BEGINNING. */
  readonly after?: Position;
  readonly filter?: EventFilter;
  /** Ends the iteration; without it `follow` never ends. */
  readonly signal?: AbortSignal;
}

/**
 * The event store. One total order of all events that never changes; streams with dense revisions; optimistic appends.
 *
 * Reads hand over pages, never empty of meaning and never the whole history at once: a page costs one await instead of one an event,
 * and the next one is not read before this one is consumed. Leaving a loop early frees everything the read held.
 * Every adapter passes the contract suite in `#libs/event-sourcing/testing`.
 */
export interface EventStore {
  /**
   * Appends all events or none, contiguously, and answers when they are durable. Appends of one store to one stream keep the order of their calls.
   * The same event ids again, where `expected` is 'none' or the exact revision they were first appended at, answer as the first time and add nothing.
   * @throws RevisionConflict the stream is not as expected
   * @throws EventTooLarge the append is over MAX_APPEND_BYTES
   * @throws StreamDeleted the stream was closed for ever
   * @throws StoreUnavailable try again; with `outcome: 'unknown'` the append may have happened, and the same ids tell
   * @throws InvalidAppend the events cannot be stored as they are: none given, a name starting with `$` or with half a character in it, an id that is no UUID, data that is no JSON
   */
  append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended>;

  /** One stream's events. A stream that does not exist has no events. @throws StreamDeleted @throws StoreUnavailable */
  read(stream: string, options?: ReadOptions): AsyncIterable<Page>;

  /** All events in the one order, up to what was stored when the read began. @throws StoreUnavailable */
  readAll(options?: ReadAllOptions): AsyncIterable<Page>;

  /** All events in the one order and then each new one as it is stored, without gap or repeat, across lost connections. Ends when the signal aborts. */
  follow(options?: FollowOptions): AsyncIterable<Page>;

  /** The position of the last event stored, BEGINNING if none. @throws StoreUnavailable */
  head(): Promise<Position>;

  /**
   * Waits for appends under way, ends every follow, breaks off every read with StoreUnavailable (half a history must not pass for a whole one),
   * releases files and connections. Everything asked of the store afterwards throws StoreUnavailable.
   */
  close(): Promise<void>;
}

/** The largest append: the sum over its events of data and metadata in bytes plus two bytes a character of the type. EventStoreDB's default, the same everywhere. */
export const MAX_APPEND_BYTES = 1_048_576;

/** What every refusal of an event store has in common: a stable code. */
export abstract class EventStoreError extends Error {
  abstract readonly code: string;
  override get name(): string {
    return this.constructor.name;
  }
}

/** The stream is not at the expected revision: someone else was first. Reload and decide again. */
export class RevisionConflict extends EventStoreError {
  readonly code = 'store.revision-conflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'none',
  ) {
    super(`Stream ${stream} is at revision ${actual}, not at ${expected} as expected`);
  }
}

/** The append is larger than the store takes. */
export class EventTooLarge extends EventStoreError {
  readonly code = 'store.event-too-large';
  constructor(
    readonly stream: string,
    readonly bytes: number,
    readonly limit: number = MAX_APPEND_BYTES,
  ) {
    super(`An append to ${stream} has ${bytes} bytes; the store takes at most ${limit}`);
  }
}

/** The stream was tombstoned; its name cannot be used again. */
export class StreamDeleted extends EventStoreError {
  readonly code = 'store.stream-deleted';
  constructor(readonly stream: string) {
    super(`Stream ${stream} is deleted for ever`);
  }
}

/** The store cannot be used just now: disk full or read-only, connection lost, no leader, too busy, no answer in time. Worth trying again. */
export class StoreUnavailable extends EventStoreError {
  readonly code = 'store.unavailable';
  readonly retryable = true;
  constructor(
    message: string,
    /** 'unknown': an append may or may not have happened. 'not-applied': it has not. */
    readonly outcome: 'unknown' | 'not-applied' = 'not-applied',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The call itself is wrong: a defect of the caller, never worth trying again. */
export class InvalidAppend extends EventStoreError {
  readonly code = 'store.invalid-append';
}

/** An event checked and serialised once, ready for any adapter. */
export interface EncodedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Checks an append against the port's rules and serialises it, so that every adapter refuses the same calls with the same errors.
 * @throws InvalidAppend @throws EventTooLarge
 */
export function encodeAppend(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): readonly EncodedEvent[] {
  if (!isName(stream))
    throw new InvalidAppend(`A stream name is not empty, is whole text and does not start with "$": ${JSON.stringify(stream)}`);
  if (typeof expected === 'number' && (!Number.isSafeInteger(expected) || expected < 0))
    throw new InvalidAppend(`${expected} is not a revision`);
  if (events.length === 0) throw new InvalidAppend(`An append to ${stream} has no events`);
  const seen = new Set<string>();
  let bytes = 0;
  const encoded = events.map((event) => {
    if (!isName(event.type))
      throw new InvalidAppend(`An event type is not empty, is whole text and does not start with "$": ${JSON.stringify(event.type)}`);
    if (!UUID.test(event.id)) throw new InvalidAppend(`The id of an event is a lower-case UUID, not ${JSON.stringify(event.id)}`);
    if (seen.has(event.id)) throw new InvalidAppend(`Two events of one append to ${stream} have the id ${event.id}`);
    seen.add(event.id);
    const data = toJson(event.data, event.type);
    const metadata = toJson(event.metadata, event.type);
    bytes += Buffer.byteLength(data) + Buffer.byteLength(metadata) + 2 * event.type.length;
    return { id: event.id, type: event.type, data, metadata };
  });
  if (bytes > MAX_APPEND_BYTES) throw new EventTooLarge(stream, bytes);
  return encoded;
}

/** Half a surrogate pair has no UTF-8: two such names would be stored as one. */
function isName(name: string): boolean {
  return name !== '' && !name.startsWith('$') && name.isWellFormed();
}

function toJson(value: unknown, type: string): string {
  // JSON.stringify answers undefined for what JSON has no word for, which its type does not say.
  let json: unknown;
  try {
    json = JSON.stringify(value);
  } catch (cause) {
    throw new InvalidAppend(`${type} holds something that is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof json !== 'string' || !json.startsWith('{')) throw new InvalidAppend(`The data and metadata of ${type} are JSON objects`);
  return json;
}

/** True if the filter lets the event through; without a filter every event passes. */
export function passes(filter: EventFilter | undefined, event: { readonly stream: string; readonly type: string }): boolean {
  if (filter === undefined) return true;
  if ('types' in filter) return filter.types.includes(event.type);
  return filter.streamPrefixes.some((prefix) => event.stream.startsWith(prefix));
}

/** The events of pages, one by one. */
export async function* eventsOf(pages: AsyncIterable<Page>): AsyncGenerator<RecordedEvent> {
  for await (const page of pages) yield* page.events;
}

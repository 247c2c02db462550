/** What an append asks the stream to look like, in the server's words. */
export type Expectation = 'any' | 'no-stream' | 'stream-exists' | bigint;

export interface ProposedEvent {
  readonly id: string;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredEvent extends ProposedEvent {
  readonly stream: string;
  readonly revision: bigint;
  /** Byte offset of the record in the log: growing, never dense. */
  readonly position: bigint;
  /** Ticks of 100 ns since the Unix epoch. */
  readonly created: bigint;
}

export type WriteOutcome =
  | { readonly kind: 'written'; readonly revision: bigint; readonly position: bigint }
  | { readonly kind: 'wrong-expected-version'; readonly current: bigint }
  | { readonly kind: 'stream-deleted' };

export type StreamState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'deleted' }
  /** Its events, each at the index of its revision; `shows` is false for those that `$maxCount`, `$maxAge` or `$tb` hide. */
  | { readonly kind: 'present'; readonly events: readonly StoredEvent[]; readonly shows: (event: StoredEvent) => boolean };

/** The last revision of a stream without events. */
export const NO_STREAM = -1n;
/** The revision of a tombstone and the `$tb` of a soft-deleted stream: the largest int64. */
export const END_OF_STREAM = 9_223_372_036_854_775_807n;
/** Largest append, data + metadata + two bytes a character of the type (the server's MaxAppendSize). */
export const MAX_APPEND_SIZE = 1_048_576;

/** What the server counts of an event towards its size limits. */
export function sizeOnDisk(event: ProposedEvent): number {
  return event.data.length + event.metadata.length + 2 * event.type.length;
}

/**
 * The ids a leader remembers to recognise a repeated append under 'any' and 'stream exists': in memory only, bounded, one place an id, lost with
 * the process. The oldest leave first.
 */
export class RecentIds {
  readonly #places = new Map<string, { readonly stream: string; readonly revision: bigint }>();
  #bytes = 0;
  readonly #limit: number;

  constructor(limitBytes = 8 * 1024 * 1024) {
    this.#limit = limitBytes;
  }

  find(id: string, stream: string): bigint | undefined {
    const place = this.#places.get(id);
    return place?.stream === stream ? place.revision : undefined;
  }

  remember(event: StoredEvent): void {
    this.#places.set(event.id, { stream: event.stream, revision: event.revision });
    this.#bytes += costOf(event.stream);
    for (const [id, place] of this.#places) {
      if (this.#bytes <= this.#limit) return;
      this.#places.delete(id);
      this.#bytes -= costOf(place.stream);
    }
  }

  clear(): void {
    this.#places.clear();
    this.#bytes = 0;
  }
}

const costOf = (stream: string) => 16 + 4 + 8 + 2 * stream.length;

/** What a node keeps on disk: one log of all events, and the rules by which the server's index writer accepts and its index reader shows them. */
export class EventLog {
  /** Every record in log order, system and metadata events included. */
  readonly records: StoredEvent[] = [];
  readonly #streams = new Map<string, StoredEvent[]>();
  readonly #boundaries = new Set<bigint>();
  readonly #watchers = new Set<() => void>();
  #end = 0n;

  constructor() {
    this.writeEpoch();
    this.append('$stats-127.0.0.1:2113', 'any', [systemEvent('$statsCollected', {})], new RecentIds());
  }

  /** The offset behind the last record. */
  get end(): bigint {
    return this.#end;
  }

  /** A new leader marks its epoch in the log; `$all` never shows it, only the gap it leaves. */
  writeEpoch(): void {
    this.#boundaries.add(this.#end);
    this.#end += 193n;
  }

  /** Calls back after each write until the returned function is called. */
  watch(callback: () => void): () => void {
    this.#watchers.add(callback);
    return () => this.#watchers.delete(callback);
  }

  lastRevision(stream: string): bigint {
    return this.#streams.get(stream)?.at(-1)?.revision ?? NO_STREAM;
  }

  /** The rules of the server's `IndexWriter.CheckCommit`, then the write. */
  append(stream: string, expected: Expectation, events: readonly ProposedEvent[], recent: RecentIds): WriteOutcome {
    const current = this.lastRevision(stream);
    const decision = this.#check(stream, expected, events, recent);
    if (decision !== 'accepted' && decision !== 'undeletes') return decision;
    if (events.length === 0) return { kind: 'written', revision: current, position: -1n };
    const written = this.#write(stream, events, recent);
    if (decision === 'undeletes') {
      const meta = { ...this.#metadataOf(stream), $tb: Number(current + 1n) };
      this.#write(`$$${stream}`, [systemEvent('$metadata', meta)], recent);
    }
    this.#announce();
    return written;
  }

  /** Hides a stream by truncating it at the largest revision; the next append brings it back with higher revisions. */
  softDelete(stream: string, expected: Expectation, recent: RecentIds): WriteOutcome {
    const refused = this.#checkDelete(stream, expected, recent);
    if (refused) return refused;
    // Written by hand: 2^63-1 is no JavaScript number.
    const data = Buffer.from(`{"$tb":${END_OF_STREAM}}`);
    const written = this.#write(`$$${stream}`, [{ ...systemEvent('$metadata', {}), data }], recent);
    this.#announce();
    return written;
  }

  /** Closes a stream for ever. */
  tombstone(stream: string, expected: Expectation, recent: RecentIds): WriteOutcome {
    const current = this.lastRevision(stream);
    if (current === END_OF_STREAM) return { kind: 'stream-deleted' };
    const refused = this.#check(stream, expected, [systemEvent('$streamDeleted', {})], recent);
    if (refused !== 'accepted' && refused !== 'undeletes') return refused;
    const written = this.#write(stream, [systemEvent('$streamDeleted', {})], recent, END_OF_STREAM);
    this.#announce();
    return written;
  }

  stream(name: string): StreamState {
    const events = this.#streams.get(name);
    if (events?.at(-1)?.revision === END_OF_STREAM) return { kind: 'deleted' };
    const meta = name.startsWith('$$') ? {} : this.#metadataOf(name);
    if (events === undefined || isSoftDeleted(meta)) return { kind: 'absent' };
    const oldest = positive(meta.$maxAge);
    const keep = positive(meta.$maxCount);
    const from = Math.max(positive(meta.$tb) ?? 0, keep === undefined ? 0 : events.length - keep);
    const since = oldest === undefined ? undefined : ticksNow() - BigInt(oldest) * 10_000_000n;
    return { kind: 'present', events, shows: (event) => event.revision >= BigInt(from) && (since === undefined || event.created >= since) };
  }

  /** A position inside a record is none that the log ever gave out. */
  isPosition(position: bigint): boolean {
    return position >= this.#end || this.#boundaries.has(position);
  }

  /** Index of the first record at or behind the position. */
  indexOf(position: bigint): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const record = this.records[middle];
      if (record !== undefined && record.position < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #check(
    stream: string,
    expected: Expectation,
    events: readonly ProposedEvent[],
    recent: RecentIds,
  ): 'accepted' | 'undeletes' | WriteOutcome {
    const current = this.lastRevision(stream);
    const wrong: WriteOutcome = { kind: 'wrong-expected-version', current };
    const softDeleted = current >= 0n && isSoftDeleted(this.#metadataOf(stream));
    const accepted = softDeleted ? 'undeletes' : 'accepted';
    if (current === END_OF_STREAM) return { kind: 'stream-deleted' };
    if (expected === 'stream-exists') {
      if (softDeleted) return { kind: 'stream-deleted' };
      if (current === NO_STREAM && this.lastRevision(`$$${stream}`) === NO_STREAM) return wrong;
    }
    if (expected === 'any' || expected === 'stream-exists') {
      const places = events.map((event) => recent.find(event.id, stream));
      if (places[0] === undefined) return accepted;
      const last = places.at(-1);
      if (places.includes(undefined) || last === undefined) return wrong;
      return this.#repeated(stream, last);
    }
    const revision = expected === 'no-stream' ? NO_STREAM : expected;
    if (revision === current) return accepted;
    if (revision > current || events.length === 0) return wrong;
    const known = this.#streams.get(stream) ?? [];
    const matching = events.filter((event, index) => known[Number(revision) + 1 + index]?.id === event.id).length;
    if (matching === events.length) return this.#repeated(stream, revision + BigInt(events.length));
    const first = events[0];
    const startsAnew = first !== undefined && known[Number(revision) + 1]?.id !== first.id;
    return startsAnew && expected === 'no-stream' && softDeleted ? 'undeletes' : wrong;
  }

  #checkDelete(stream: string, expected: Expectation, recent: RecentIds): WriteOutcome | undefined {
    if (this.lastRevision(stream) === NO_STREAM) return { kind: 'wrong-expected-version', current: NO_STREAM };
    const decision = this.#check(stream, expected, [systemEvent('$metadata', {})], recent);
    return decision === 'accepted' || decision === 'undeletes' ? undefined : decision;
  }

  #repeated(stream: string, revision: bigint): WriteOutcome {
    const event = this.#streams.get(stream)?.[Number(revision)];
    return { kind: 'written', revision, position: event?.position ?? -1n };
  }

  #write(stream: string, events: readonly ProposedEvent[], recent: RecentIds, revision = this.lastRevision(stream) + 1n): WriteOutcome {
    const stored = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, stored);
    const created = ticksNow();
    let position = this.#end;
    events.forEach((event, index) => {
      position = this.#end;
      const record = { ...event, stream, revision: revision + BigInt(index), position, created };
      this.#boundaries.add(position);
      this.#end += BigInt(61 + 2 * stream.length + sizeOnDisk(event));
      stored.push(record);
      this.records.push(record);
      recent.remember(record);
    });
    return { kind: 'written', revision: revision + BigInt(events.length - 1), position };
  }

  #metadataOf(stream: string): Readonly<Record<string, unknown>> {
    const last = this.#streams.get(`$$${stream}`)?.at(-1);
    if (last === undefined) return {};
    const text = Buffer.from(last.data).toString();
    return JSON.parse(text) as Record<string, unknown>;
  }

  #announce(): void {
    for (const callback of [...this.#watchers]) callback();
  }
}

// 2^63-1 arrives as the nearest double, 2^63: no other $tb comes near it.
const isSoftDeleted = (meta: Readonly<Record<string, unknown>>) => meta.$tb === Number(END_OF_STREAM);
const positive = (value: unknown) => (typeof value === 'number' && value > 0 ? value : undefined);
const ticksNow = () => BigInt(Date.now()) * 10_000n;

/** An event of the server's own. */
export function systemEvent(type: string, data: object, metadata?: object): ProposedEvent {
  const bytes = (json: object | undefined) => Buffer.from(json ? JSON.stringify(json) : '');
  return { id: crypto.randomUUID(), type, isJson: true, data: bytes(data), metadata: bytes(metadata) };
}

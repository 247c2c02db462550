import {
  BEGINNING,
  encodeAppend,
  passes,
  RevisionConflict,
  StoreUnavailable,
  StreamDeleted,
  type Appended,
  type EncodedEvent,
  type EventMetadata,
  type EventStore,
  type ExpectedRevision,
  type FollowOptions,
  type NewEvent,
  type Page,
  type ReadAllOptions,
  type ReadOptions,
  type RecordedEvent,
} from '#libs/event-sourcing';

const PAGE_EVENTS = 500;
const PAGE_BYTES = 2_097_152;

interface Stored extends EncodedEvent {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  readonly recordedAt: number;
}

/** What several memory stores can share, as several processes share a database. */
export class MemoryLog {
  readonly events: Stored[] = [];
  readonly streams = new Map<string, Stored[]>();
  readonly deleted = new Set<string>();
  /** Called once, when the next events are there. */
  readonly waiting = new Set<() => void>();
}

/** An event store for tests: the port's whole contract, nothing kept after the process. */
export function memoryEventStore(log: MemoryLog = new MemoryLog()): EventStore {
  const closing = new AbortController();

  function open(): void {
    if (closing.signal.aborted) throw new StoreUnavailable('The event store is closed');
  }

  function streamOf(name: string): Stored[] {
    if (log.deleted.has(name)) throw new StreamDeleted(name);
    return log.streams.get(name) ?? [];
  }

  function append(stream: string, expected: ExpectedRevision, events: readonly NewEvent[]): Appended {
    const encoded = encodeAppend(stream, expected, events);
    open();
    const stored = streamOf(stream);
    const repeated = repeatOf(stored, expected, encoded);
    if (repeated !== undefined) return { revision: repeated.revision, position: repeated.position };
    const current = stored.length - 1;
    const asExpected =
      expected === 'any' || (expected === 'none' ? current === -1 : expected === 'exists' ? current >= 0 : current === expected);
    if (!asExpected || (typeof expected !== 'number' && stored.some(({ id }) => id === encoded[0]?.id)))
      throw new RevisionConflict(stream, expected, current === -1 ? 'none' : current);

    const recordedAt = Math.max(Date.now(), log.events.at(-1)?.recordedAt ?? 0);
    const position = log.events.length;
    const added = encoded.map((event, i) => ({
      ...event,
      stream,
      revision: stored.length + i,
      position: position + i + 1,
      recordedAt,
    }));
    log.streams.set(stream, stored);
    stored.push(...added);
    log.events.push(...added);
    for (const wake of log.waiting) wake();
    log.waiting.clear();
    return { revision: current + added.length, position: position + added.length };
  }

  async function* read(stream: string, { from, backwards = false, limit = Infinity }: ReadOptions = {}): AsyncGenerator<Page> {
    open();
    const stored = streamOf(stream);
    const wanted = backwards ? stored.slice(0, (from ?? Infinity) + 1).reverse() : stored.slice(from);
    const ends = limit < wanted.length ? limit : wanted.length;
    for (let at = 0; at < ends;) {
      open();
      const page = pageOf(wanted.slice(at, Math.min(at + PAGE_EVENTS, ends)));
      at += page.length;
      yield { events: page.map(decode), through: Math.max(...page.map(({ position }) => position)) };
    }
  }

  async function* readAll({ after = BEGINNING, filter, limit = Infinity }: ReadAllOptions = {}): AsyncGenerator<Page> {
    open();
    const head = log.events.length;
    let left = limit;
    for (let at: number = after; at < head && left > 0;) {
      open();
      const considered = pageOf(log.events.slice(at, Math.min(at + PAGE_EVENTS, head)));
      const events = considered.filter((event) => passes(filter, event)).slice(0, left);
      left -= events.length;
      at += considered.length;
      yield { events: events.map(decode), through: left === 0 ? (events.at(-1)?.position ?? at) : at };
    }
  }

  async function* follow({ after = BEGINNING, filter, signal }: FollowOptions = {}): AsyncGenerator<Page> {
    open();
    const ended = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    for (let at: number = after; !ended.aborted;) {
      if (log.events.length <= at) await moreIn(log, ended);
      const considered = pageOf(log.events.slice(at, at + PAGE_EVENTS));
      if (considered.length === 0) continue;
      at += considered.length;
      yield { events: considered.filter((event) => passes(filter, event)).map(decode), through: at };
    }
  }

  return {
    append: async (stream, expected, events) => append(stream, expected, events),
    read,
    readAll,
    follow,
    async head() {
      open();
      return log.events.length;
    },
    async close() {
      closing.abort();
    },
  };
}

/** The last event of the earlier append that this one repeats, if it does. */
function repeatOf(stored: readonly Stored[], expected: ExpectedRevision, events: readonly EncodedEvent[]): Stored | undefined {
  const from = expected === 'none' ? 0 : typeof expected === 'number' ? expected + 1 : stored.findIndex(({ id }) => id === events[0]?.id);
  const there = from >= 0 && events.every(({ id }, i) => stored[from + i]?.id === id);
  return there ? stored[from + events.length - 1] : undefined;
}

function pageOf(stored: readonly Stored[]): readonly Stored[] {
  let bytes = 0;
  const end = stored.findIndex(({ data, metadata }) => (bytes += data.length + metadata.length) > PAGE_BYTES);
  return end === -1 ? stored : stored.slice(0, Math.max(1, end));
}

function decode({ data, metadata, ...event }: Stored): RecordedEvent {
  return { ...event, data: JSON.parse(data) as unknown, metadata: JSON.parse(metadata) as EventMetadata };
}

function moreIn(log: MemoryLog, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      log.waiting.delete(wake);
      ended.removeEventListener('abort', wake);
      resolve();
    };
    log.waiting.add(wake);
    ended.addEventListener('abort', wake);
  });
}

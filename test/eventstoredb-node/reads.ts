import type * as Grpc from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog, StoredEvent } from './event-log.ts';
import { answers, failures, matcherOf, nameOf, type Failure } from './wire.ts';

/** The sending side of a read, at the pace of its reader. */
export class Reading {
  open = true;
  readonly #call: Grpc.ServerWritableStream<ReadReq, ReadResp>;
  readonly #written: () => void;
  readonly #closed: Promise<void>;

  constructor(call: Grpc.ServerWritableStream<ReadReq, ReadResp>, written: () => void) {
    this.#call = call;
    this.#written = written;
    this.#closed = new Promise((resolve) => {
      call.on('cancelled', () => {
        this.open = false;
        resolve();
      });
    });
  }

  async send(message: ReadResp): Promise<void> {
    if (!this.open) return;
    this.#written();
    if (this.#call.write(message)) return;
    await this.either(new Promise((resolve) => this.#call.once('drain', resolve)));
  }

  /** Waits for that, or for the reader to leave. */
  async either(other: Promise<unknown>): Promise<void> {
    await Promise.race([other, this.#closed]);
  }
}

/** Answers a read or a subscription until it is done or its reader leaves; what it could not do, as a failure. */
export async function serve(log: EventLog, request: ReadReq, reading: Reading): Promise<Failure | undefined> {
  const options = request.getOptions();
  if (options === undefined) return failures.invalidPosition();
  const all = options.getAll();
  const given = all?.getPosition()?.getCommitPosition();
  if (given !== undefined && !log.isPosition(BigInt(given))) return failures.invalidPosition();
  if (options.hasSubscription()) return all ? subscribeToAll(log, options, reading) : subscribeToStream(log, options, reading);
  return all ? readAll(log, options, reading) : readStream(log, options, reading);
}

const isBackwards = (options: ReadReq.Options) => options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

async function readStream(log: EventLog, options: ReadReq.Options, reading: Reading): Promise<Failure | undefined> {
  const from = options.getStream();
  const stream = nameOf(from?.getStreamIdentifier());
  const state = log.stream(stream);
  if (state.kind === 'deleted') return failures.streamDeleted(stream);
  if (state.kind === 'absent') {
    await reading.send(answers.streamNotFound(stream));
    return undefined;
  }
  const backwards = isBackwards(options);
  const start = from?.hasStart() === true ? 0n : from?.hasEnd() === true ? log.lastRevision(stream) : BigInt(from?.getRevision() ?? 0);
  const events = state.visible.filter((event) => (backwards ? event.revision <= start : event.revision >= start));
  await sendSome(backwards ? events.toReversed() : events, options, reading);
  return undefined;
}

async function readAll(log: EventLog, options: ReadReq.Options, reading: Reading): Promise<Failure | undefined> {
  const from = options.getAll();
  const backwards = isBackwards(options);
  const position = BigInt(from?.getPosition()?.getCommitPosition() ?? 0);
  // Forwards the event at the position comes first; backwards it is left out.
  const index = from?.hasStart() === true ? 0 : from?.hasEnd() === true ? log.records.length : log.indexOf(position);
  const events = backwards ? log.records.slice(0, index).toReversed() : log.records.slice(index);
  await sendSome(events.filter(matcherOf(options.getFilter())), options, reading);
  return undefined;
}

async function sendSome(events: readonly StoredEvent[], options: ReadReq.Options, reading: Reading): Promise<void> {
  const count = BigInt(options.getCount());
  for (const [index, event] of events.entries()) {
    if (BigInt(index) >= count || !reading.open) return;
    await reading.send(answers.event(event));
  }
}

/** The default number of events a filtered subscription considers between two checkpoints. */
const SEARCH_WINDOW = 32;

async function subscribeToAll(log: EventLog, options: ReadReq.Options, reading: Reading): Promise<undefined> {
  const from = options.getAll();
  const filter = options.getFilter();
  const matches = matcherOf(filter);
  const window = filter ? Math.max(1, filter.getCheckpointintervalmultiplier()) * (filter.hasMax() ? filter.getMax() : SEARCH_WINDOW) : 0;
  const position = BigInt(from?.getPosition()?.getCommitPosition() ?? 0);
  let next = from?.hasStart() === true ? 0 : from?.hasEnd() === true ? log.records.length : log.indexOf(position + 1n);
  let considered = 0;
  const checkpoint = async () => {
    const last = log.records[next - 1];
    considered = 0;
    if (window > 0 && last) await reading.send(answers.checkpoint(last.position));
  };
  await follow(log, reading, async () => {
    for (let event = log.records[next]; event && reading.open; event = log.records[next]) {
      next += 1;
      considered += 1;
      if (matches(event)) await reading.send(answers.event(event));
      if (considered === window) await checkpoint();
    }
    return checkpoint;
  });
}

async function subscribeToStream(log: EventLog, options: ReadReq.Options, reading: Reading): Promise<Failure | undefined> {
  const from = options.getStream();
  const stream = nameOf(from?.getStreamIdentifier());
  let last = from?.hasStart() === true ? -1n : from?.hasEnd() === true ? log.lastRevision(stream) : BigInt(from?.getRevision() ?? 0);
  let failure: Failure | undefined;
  await follow(log, reading, async () => {
    const state = log.stream(stream);
    if (state.kind === 'deleted') failure = failures.streamDeleted(stream);
    if (state.kind === 'deleted') return 'end';
    for (const event of state.kind === 'present' ? state.visible : []) {
      if (event.revision <= last || !reading.open) continue;
      last = event.revision;
      await reading.send(answers.event(event));
    }
    return undefined;
  });
  return failure;
}

/** Confirms, catches up, says so, and goes on with each write until the reader leaves or `deliver` answers 'end'. */
async function follow(log: EventLog, reading: Reading, deliver: () => Promise<'end' | (() => Promise<void>) | undefined>): Promise<void> {
  let wake: () => void = () => undefined;
  let written = new Promise<void>((resolve) => (wake = resolve));
  const unwatch = log.watch(() => wake());
  try {
    await reading.send(answers.confirmation(crypto.randomUUID()));
    for (let live = false; reading.open;) {
      const atEnd = await deliver();
      if (atEnd === 'end') return;
      if (!live) {
        live = true;
        await atEnd?.();
        await reading.send(answers.caughtUp());
        continue;
      }
      await reading.either(written);
      written = new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unwatch();
  }
}

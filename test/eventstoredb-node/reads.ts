import type * as Grpc from '@grpc/grpc-js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { EventLog, StoredEvent } from './event-log.ts';
import { answers, failures, matcherOf, nameOf, type Failure } from './wire.ts';

/** What a reading has to do with its node. */
interface Sender {
  messagesWritten: number;
  readonly mute: boolean;
}

/** The sending side of a read, at the pace of its reader. */
export class Reading {
  open = true;
  readonly #call: Grpc.ServerWritableStream<ReadReq, ReadResp>;
  readonly #node: Sender;
  /** Resolves when the reader has left. */
  readonly gone: Promise<void>;

  constructor(call: Grpc.ServerWritableStream<ReadReq, ReadResp>, node: Sender) {
    this.#call = call;
    this.#node = node;
    this.gone = new Promise((resolve) => {
      call.on('cancelled', () => {
        this.open = false;
        resolve();
      });
    });
  }

  /** The node keeps its subscriptions and tells them nothing. */
  get isMute(): boolean {
    return this.#node.mute;
  }

  async send(message: ReadResp): Promise<void> {
    if (!this.open) return;
    this.#node.messagesWritten += 1;
    if (this.#call.write(message)) return;
    await this.either(new Promise((resolve) => this.#call.once('drain', resolve)));
  }

  /** Waits for that, or for the reader to leave. */
  async either(other: Promise<unknown>): Promise<void> {
    await Promise.race([other, this.gone]);
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
  const { events, shows } = state;
  const last = BigInt(events.length - 1);
  const start = from?.hasStart() === true ? 0n : from?.hasEnd() === true ? last : BigInt(from?.getRevision() ?? 0);
  const first = isBackwards(options) && start > last ? last : start;
  await sendSome(events, Number(first), shows, options, reading);
  return undefined;
}

async function readAll(log: EventLog, options: ReadReq.Options, reading: Reading): Promise<Failure | undefined> {
  const from = options.getAll();
  const position = BigInt(from?.getPosition()?.getCommitPosition() ?? 0);
  const index = from?.hasStart() === true ? 0 : from?.hasEnd() === true ? log.records.length : log.indexOf(position);
  // Forwards the event at the position comes first; backwards it is left out.
  await sendSome(log.records, isBackwards(options) ? index - 1 : index, matcherOf(options.getFilter()), options, reading);
  return undefined;
}

/** As many as are asked for of the events that may be seen, from an index on to either end. */
async function sendSome(
  events: readonly StoredEvent[],
  first: number,
  shows: (event: StoredEvent) => boolean,
  options: ReadReq.Options,
  reading: Reading,
): Promise<void> {
  const step = isBackwards(options) ? -1 : 1;
  let left = BigInt(options.getCount());
  for (let index = first, event = events[index]; event && left > 0n && reading.open; index += step, event = events[index]) {
    if (!shows(event)) continue;
    left -= 1n;
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
    if (state.kind === 'absent') return undefined;
    for (let event = state.events[Number(last) + 1]; event && reading.open; event = state.events[Number(last) + 1]) {
      last = event.revision;
      if (state.shows(event)) await reading.send(answers.event(event));
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
      if (reading.isMute) await reading.gone;
      written = new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    unwatch();
  }
}

import { RevisionConflict, StoreUnavailable, type Appended, type Position } from '#libs/event-sourcing';
import { Worker } from 'node:worker_threads';
import { unavailable, WriterDied } from './errors.ts';
import { CLOSE, type Call, type Committed, type Failed, type Group, type Outcome } from './group.ts';
import type { Row } from './row.ts';

/** At most this many appends, and about this many bytes, share a commit: more would make the first of them wait for the last. */
const GROUP_APPENDS = 256;
const GROUP_BYTES = 4_194_304;

/** Groups that the thread has at once: the one that it commits and the one that it goes on with, so that it never waits for this thread's turn. */
const GROUPS_UNDER_WAY = 2;

/** Bytes of appends that may wait for their turn; beyond it the store says that it is too busy instead of filling the memory. */
const WAITING_BYTES = 67_108_864;

/** Beside this file, with its extension: the source under test, and what was built of it. */
const THREAD = new URL(`./writer-thread${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`, import.meta.url);

interface Append {
  readonly call: Call;
  readonly bytes: number;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** What the thread has, and who waits until it is answered. */
interface Handed {
  readonly appends: readonly Append[];
  readonly answered: PromiseWithResolvers<undefined>;
}

export interface WriterOptions {
  readonly file: string;
  /** The last position that is in the file. */
  readonly head: Position;
  /** Called with what was just committed, before those who appended it are answered. */
  readonly committed: (rows: readonly Row[]) => void;
  /** When events are recorded, milliseconds since the Unix epoch. */
  readonly now: () => number;
}

/**
 * The one writer, as this thread sees it: appends of one turn of the event loop, and those that come while a commit is under way, go to the writing thread as
 * one group, and are answered when it says that they are durable. Where that thread dies, the program does: half of it would go on answering reads and
 * never record anything again.
 */
export class Writer {
  /** The last position that is known to be committed. */
  head: Position;
  private readonly waiting: Append[] = [];
  private waitingBytes = 0;
  private readonly underWay: Handed[] = [];
  private turn: NodeJS.Immediate | undefined;
  private idle: (() => void) | undefined;
  private dead: WriterDied | undefined;
  private ending = false;

  private readonly thread: Worker;
  private readonly options: WriterOptions;

  /** The thread starts meanwhile: what is appended before it is there waits for it. */
  constructor(options: WriterOptions) {
    this.options = options;
    this.head = options.head;
    this.thread = new Worker(THREAD, { name: 'event-writer', workerData: options.file });
    this.thread.on('message', (answer: Committed | Failed) => this.answered(answer));
    this.thread.on('error', (error: Error) => this.die(error));
    this.thread.on('exit', (code) => {
      if (!this.ending) this.die(new Error(`It ended with code ${code}`));
    });
    // A program with nothing else to do ends, unless an append is under way.
    this.thread.unref();
  }

  append(call: Call): Promise<Appended> {
    if (this.dead !== undefined) throw unavailable(this.options.file, this.dead);
    const bytes = call.events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length, 0);
    if (this.waitingBytes + bytes > WAITING_BYTES)
      throw new StoreUnavailable(`The event store ${this.options.file} is too busy: ${this.waiting.length} appends are waiting`);
    const { promise, resolve, reject } = Promise.withResolvers<Appended>();
    this.waiting.push({ call, bytes, resolve, reject });
    this.waitingBytes += bytes;
    this.turn ??= setImmediate(() => this.hand());
    return promise;
  }

  /** Resolves when what the thread has is answered: all that can still be recorded as of a time before this call. */
  async handedIsAnswered(): Promise<void> {
    await this.underWay.at(-1)?.answered.promise;
  }

  /** Resolves when every append accepted so far is answered. */
  async settled(): Promise<void> {
    if (this.waiting.length === 0 && this.underWay.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.idle = () => resolve(undefined);
    await promise;
  }

  /** Lets the thread close the file and end. After the last append is answered. */
  async end(): Promise<void> {
    if (this.dead !== undefined) return;
    this.ending = true;
    const { promise: ended, resolve } = Promise.withResolvers<undefined>();
    this.thread.once('exit', () => resolve(undefined));
    this.thread.ref();
    this.thread.postMessage(CLOSE);
    await ended;
  }

  /** Hands the thread what is waiting, as far as it takes it. */
  private hand(): void {
    this.turn = undefined;
    while (this.waiting.length > 0 && this.underWay.length < GROUPS_UNDER_WAY) {
      const appends = this.nextGroup();
      if (this.underWay.push({ appends, answered: Promise.withResolvers() }) === 1) this.thread.ref();
      this.thread.postMessage({ at: this.options.now(), calls: appends.map(({ call }) => call) } satisfies Group);
    }
  }

  private nextGroup(): readonly Append[] {
    let bytes = 0;
    const beyond = this.waiting.findIndex((append, i) => i >= GROUP_APPENDS || (bytes += append.bytes) > GROUP_BYTES);
    const group = this.waiting.splice(0, beyond === -1 ? this.waiting.length : Math.max(1, beyond));
    for (const append of group) this.waitingBytes -= append.bytes;
    return group;
  }

  private answered(answer: Committed | Failed): void {
    const handed = this.underWay.shift();
    const group = handed?.appends ?? [];
    if ('error' in answer) {
      const failure = unavailable(this.options.file, answer.error, answer.outcome);
      for (const append of group) append.reject(failure);
    } else {
      const rows = group.flatMap(({ call }, i) => rowsOf(call, answer.outcomes[i], answer.recordedAt));
      this.head = answer.head;
      if (rows.length > 0) this.options.committed(rows);
      for (const [i, append] of group.entries()) settle(append, answer.outcomes[i]);
    }
    handed?.answered.resolve(undefined);
    this.hand();
    if (this.underWay.length > 0) return;
    this.thread.unref();
    this.idle?.();
  }

  /** Nobody is left waiting where somebody keeps the program alive all the same; whatever comes afterwards is refused. */
  private die(cause: Error): void {
    if (this.dead !== undefined) return;
    this.dead = new WriterDied(this.options.file, { cause });
    for (const { appends, answered } of this.underWay.splice(0)) {
      for (const append of appends) append.reject(unavailable(this.options.file, this.dead, 'unknown'));
      answered.resolve(undefined);
    }
    for (const append of this.waiting.splice(0)) append.reject(unavailable(this.options.file, this.dead));
    this.idle?.();
    throw this.dead;
  }
}

/** The rows that an append added: none where it repeated an earlier one or met a conflict. */
function rowsOf({ stream, events }: Call, outcome: Outcome | undefined, recordedAt: number): readonly Row[] {
  if (outcome?.is !== 'stored') return [];
  const [position, revision] = [outcome.position + 1 - events.length, outcome.revision + 1 - events.length];
  return events.map(({ id, type, data, metadata }, i): Row => [position + i, stream, revision + i, recordedAt, id, type, data, metadata]);
}

function settle({ call, resolve, reject }: Append, outcome: Outcome | undefined): void {
  if (outcome === undefined) return;
  if (outcome.is === 'conflict') reject(new RevisionConflict(call.stream, call.expected, outcome.actual));
  else resolve({ revision: outcome.revision, position: outcome.position });
}

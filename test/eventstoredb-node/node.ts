import type * as Grpc from '@grpc/grpc-js';
import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import serverFeaturesService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type {
  AppendReq,
  AppendResp,
  BatchAppendReq,
  BatchAppendResp,
  DeleteReq,
  DeleteResp,
  ReadReq,
  ReadResp,
  TombstoneReq,
  TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import {
  EventLog,
  MAX_APPEND_SIZE,
  RecentIds,
  sizeOnDisk,
  systemEvent,
  type Expectation,
  type ProposedEvent,
  type WriteOutcome,
} from './event-log.ts';
import { Gate } from './gate.ts';
import { Reading, serve } from './reads.ts';
import {
  answers,
  batchRefusals,
  clusterInfo,
  expectationOf,
  failures,
  grpc,
  nameOf,
  proposedEvent,
  type BatchRefusal,
  type Failure,
  type Member,
} from './wire.ts';

/** What goes wrong with one append. */
export type AppendFault =
  /** The connections break before the server has written anything. */
  | 'drop-before-writing'
  /** The events are on disk, then the connections break before the answer. */
  | 'drop-after-writing'
  /** The events are on disk and no answer is ever sent. */
  | 'never-answer'
  /** The answer is sent twice. */
  | 'answer-twice'
  /** The server gives up waiting for its quorum: answered as a time-out, though the events are written. */
  | 'time-out-after-writing';

export interface NodeOptions {
  readonly log?: EventLog;
  /** Offer BatchAppend (server 21.10 and newer). Default true. */
  readonly batchAppend?: boolean;
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Only this user may call; everybody may where absent. Checked over TLS only, as credentials travel over TLS only. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** HTTP/2 streams per connection; Kestrel allows 100. */
  readonly maxStreams?: number;
  readonly host?: string;
}

/** Who leads, as a node knows it; a node on its own leads itself. */
export interface ClusterView {
  members(): readonly Member[];
  leader(): Member | undefined;
}

export interface Call {
  readonly rpc: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

/**
 * An EventStoreDB node inside this process: it speaks the real protocol to the real client over TCP, answers as the server's source says
 * (v24.10), and misbehaves on command.
 */
export class EventStoreDbNode {
  readonly log: EventLog;
  readonly id = crypto.randomUUID();
  readonly host: string;
  /** Every call so far, in order of arrival. */
  readonly calls: Call[] = [];
  /** Messages written by reads and subscriptions so far. */
  messagesWritten = 0;
  /** Streaming reads and subscriptions under way. */
  openReads = 0;
  /** The most there were at a time. */
  mostOpenReads = 0;

  /** The server's clock is this far ahead of everybody else's. */
  clockAheadMs = 0;
  /** Each call waits this long before it is looked at. */
  delayMs = 0;
  /** Refuses every call, as if the credentials were wrong or the user not allowed. */
  refuse: 'unauthenticated' | 'access-denied' | undefined;
  /** Refuses subscriptions alone. */
  refuseSubscriptions = false;
  /** The node takes no writes just now. */
  notHandled: 'not-ready' | 'too-busy' | 'no-leader' | undefined;
  /** Subscriptions stay open and bring nothing new, as on a node that was cut off from its cluster. */
  mute = false;
  /** Gossip answers with an error. */
  failDiscovery = false;
  /** Largest single event (MaxAppendEventSize of newer servers), off by default. */
  maxEventSize = Number.POSITIVE_INFINITY;
  /** Answers `requires-leader` calls with this address, as a follower does. */
  cluster: ClusterView | undefined;

  readonly #options: NodeOptions;
  readonly #recent = new RecentIds();
  readonly #faults: AppendFault[] = [];
  readonly #gate: Gate;
  #server: Grpc.Server | undefined;
  #serverPort = 0;

  constructor(options: NodeOptions = {}) {
    this.#options = options;
    this.log = options.log ?? new EventLog();
    this.host = options.host ?? '127.0.0.1';
    this.#gate = new Gate(this.host, () => this.#serverPort);
  }

  get port(): number {
    return this.#gate.port;
  }

  /** `esdb://…` for this node alone; `query` is appended, `credentials` go before the host. */
  connectionString(query = '', credentials = ''): string {
    const host = this.host.includes(':') ? `[${this.host}]` : this.host;
    const tls = this.#options.tls ? '' : 'tls=false';
    const parameters = [tls, query].filter((part) => part !== '').join('&');
    return `esdb://${credentials === '' ? '' : `${credentials}@`}${host}:${this.port}${parameters === '' ? '' : `?${parameters}`}`;
  }

  /** Starts, or starts again after `stop`, on the same port with the same log. */
  async start(): Promise<this> {
    const server = new grpc.Server({
      // The library's own limit of 4 MiB is below what the server takes.
      'grpc.max_receive_message_length': 16 * 1024 * 1024,
      'grpc.max_concurrent_streams': this.#options.maxStreams ?? 100,
    });
    server.addService(serverFeaturesService.ServerFeaturesService, { getSupportedMethods: this.#supportedMethods });
    server.addService(gossipService.GossipService, { read: this.#gossip });
    server.addService(streamsService.StreamsService, {
      append: this.#append,
      batchAppend: this.#batchAppend,
      read: this.#read,
      delete: this.#delete,
      tombstone: this.#tombstone,
    });
    this.#serverPort = await new Promise<number>((bound, failed) => {
      const { tls } = this.#options;
      const credentials = tls
        ? grpc.ServerCredentials.createSsl(null, [{ private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.certificate) }])
        : grpc.ServerCredentials.createInsecure();
      const host = this.host.includes(':') ? `[${this.host}]` : this.host;
      server.bindAsync(`${host}:0`, credentials, (error, port) => (error ? failed(error) : bound(port)));
    });
    this.#server = server;
    await this.#gate.open();
    return this;
  }

  /** Dies at once, as by a power cut: connections break, what is only in memory is lost, the log stays. */
  async stop(): Promise<void> {
    await this.#gate.close();
    this.#server?.forceShutdown();
    this.#server = undefined;
    this.#recent.clear();
  }

  async restart(): Promise<void> {
    await this.stop();
    this.log.writeEpoch();
    await this.start();
  }

  /** Breaks every connection; the node goes on. */
  dropConnections(): void {
    this.#gate.cut();
  }

  /** Accepts connections and never answers, until `thaw`. */
  freeze(): void {
    this.#gate.freeze();
  }

  thaw(): void {
    this.#gate.thaw();
  }

  /** The next appends go wrong in these ways, one each. */
  failNextAppends(...faults: readonly AppendFault[]): void {
    this.#faults.push(...faults);
  }

  /** Something the server writes for itself, as statistics every half minute: it takes its place in `$all`. */
  writeSystemEvent(): void {
    this.log.append('$stats-127.0.0.1:2113', 'any', [systemEvent('$statsCollected', {}, { $causedBy: 'the server' })], this.#recent);
  }

  get #isLeader(): boolean {
    return this.cluster === undefined || this.cluster.leader()?.id === this.id;
  }

  async #arrived(rpc: string, call: { readonly metadata: Grpc.Metadata }): Promise<Failure | undefined> {
    this.calls.push({ rpc, headers: call.metadata.getMap() });
    await this.#delay();
    if (this.refuse === 'unauthenticated') return failures.unauthenticated();
    if (this.refuse === 'access-denied' && rpc !== 'BatchAppend') return failures.accessDenied();
    const { credentials, tls } = this.#options;
    if (credentials && tls) {
      const basic = Buffer.from(`${credentials.username}:${credentials.password}`).toString('base64');
      if (call.metadata.get('authorization')[0] !== `Basic ${basic}`) return failures.unauthenticated();
    }
    const requiresLeader = call.metadata.get('requires-leader')[0] === 'true';
    return requiresLeader && rpc !== 'BatchAppend' ? this.#notLeader() : undefined;
  }

  async #delay(): Promise<void> {
    if (this.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.delayMs));
  }

  #notLeader(): Failure | undefined {
    if (this.#isLeader) return undefined;
    const leader = this.cluster?.leader();
    return leader ? failures.notLeader(leader) : failures.noLeader();
  }

  readonly #supportedMethods: Grpc.handleUnaryCall<unknown, unknown> = (call, reply) => {
    this.calls.push({ rpc: 'GetSupportedMethods', headers: call.metadata.getMap() });
    const method = (name: string, features: string[]) =>
      new serverFeatures.SupportedMethod()
        .setServiceName('event_store.client.streams.streams')
        .setMethodName(name)
        .setFeaturesList(features);
    const methods = new serverFeatures.SupportedMethods().setEventStoreServerVersion('24.10.9');
    methods.addMethods(method('append', []));
    methods.addMethods(method('read', ['position', 'events']));
    if (this.#options.batchAppend !== false) methods.addMethods(method('batchappend', ['deadline_duration']));
    reply(null, methods);
  };

  readonly #gossip: Grpc.handleUnaryCall<unknown, object> = (call, reply) => {
    this.calls.push({ rpc: 'Gossip', headers: call.metadata.getMap() });
    const alone: Member = { id: this.id, host: this.host, port: this.port, role: 'leader', isAlive: true };
    const answer = this.failDiscovery ? failures.undiscoverable() : clusterInfo(this.cluster?.members() ?? [alone]);
    respond(reply, Promise.resolve(answer));
  };

  /** Writes unless a fault says otherwise; undefined where no answer is to be sent. */
  #write(stream: string, expected: Expectation, events: readonly ProposedEvent[]): WriteOutcome | 'time-out' | undefined {
    const fault = this.#faults.shift();
    if (fault === 'drop-before-writing') {
      this.dropConnections();
      return undefined;
    }
    const outcome = this.log.append(stream, expected, events, this.#recent);
    if (fault === 'drop-after-writing') this.dropConnections();
    if (fault === 'drop-after-writing' || fault === 'never-answer') return undefined;
    if (fault === 'answer-twice') this.#answerTwice = true;
    return fault === 'time-out-after-writing' ? 'time-out' : outcome;
  }

  #answerTwice = false;

  readonly #append: Grpc.handleClientStreamingCall<AppendReq, AppendResp> = (call, reply) => {
    let options: AppendReq.Options | undefined;
    let size = 0;
    let tooLarge: Failure | undefined;
    const events: ProposedEvent[] = [];
    const arrived = this.#arrived('Append', call);
    call.on('data', (request: AppendReq) => {
      options ??= request.getOptions();
      const message = request.getProposedMessage();
      if (message === undefined) return;
      const event = proposedEvent(message);
      size += sizeOnDisk(event);
      if (sizeOnDisk(event) > this.maxEventSize) tooLarge ??= failures.eventTooLarge(event.id, sizeOnDisk(event), this.maxEventSize);
      if (size > MAX_APPEND_SIZE) tooLarge ??= failures.appendTooLarge(MAX_APPEND_SIZE);
      events.push(event);
    });
    call.on('end', () => {
      const asked = options;
      respond(
        reply,
        arrived.then((refused) => refused ?? tooLarge ?? (asked && this.#answerAppend(asked, events))),
      );
    });
  };

  #answerAppend(options: AppendReq.Options, events: readonly ProposedEvent[]): AppendResp | Failure | undefined {
    const stream = nameOf(options.getStreamIdentifier());
    const expected = expectationOf(options, () => options.getRevision());
    if (this.notHandled) return this.#notHandledFailure(this.notHandled);
    const outcome = this.#write(stream, expected, events);
    if (outcome === undefined) return undefined;
    if (outcome === 'time-out') return failures.timedOut();
    if (outcome.kind === 'stream-deleted') return failures.streamDeleted(stream);
    if (outcome.kind === 'wrong-expected-version') return answers.notAppended(expected, outcome.current);
    return answers.appended(outcome.revision, outcome.position);
  }

  #notHandledFailure(reason: NonNullable<EventStoreDbNode['notHandled']>): Failure {
    return { 'not-ready': failures.notReady, 'too-busy': failures.tooBusy, 'no-leader': failures.noLeader }[reason]();
  }

  readonly #batchAppend: Grpc.handleBidiStreamingCall<BatchAppendReq, BatchAppendResp> = (call) => {
    const pending = new Map<string, PendingAppend>();
    const requiresLeader = call.metadata.get('requires-leader')[0] === 'true';
    let open = true;
    call.on('cancelled', () => (open = false));
    call.on('end', () => call.end());
    const answer = (answered: BatchAppendResp | Failure | undefined) => {
      if (answered === undefined || !open) return;
      if ('code' in answered) {
        open = false;
        call.emit('error', answered);
        return;
      }
      call.write(answered);
      if (this.#answerTwice) call.write(answered);
      this.#answerTwice = false;
    };
    // Requests are taken in order, each behind the same delay.
    let turn = this.#arrived('BatchAppend', call).then(answer);
    call.on('data', (request: BatchAppendReq) => {
      turn = turn.then(async () => {
        await this.#delay();
        if (open) answer(this.#answerBatch(request, pending, requiresLeader));
      });
    });
  };

  /** A failure ends the whole stream of appends; undefined where nothing is to be said, or not yet. */
  #answerBatch(
    request: BatchAppendReq,
    pending: Map<string, PendingAppend>,
    requiresLeader: boolean,
  ): BatchAppendResp | Failure | undefined {
    const correlationId = request.getCorrelationId()?.getString() ?? '';
    const asked = request.getOptions();
    if (asked) {
      const stream = nameOf(asked.getStreamIdentifier());
      if (this.refuse === 'access-denied') return answers.batchRefused(correlationId, stream, batchRefusals.accessDenied());
      // An absolute point in time, judged by the server's own clock; a request that is late on arrival is not written.
      const deadline = asked.getDeadline()?.toDate().getTime();
      if (deadline !== undefined && deadline <= Date.now() + this.clockAheadMs)
        return answers.batchRefused(correlationId, stream, batchRefusals.timeout());
      pending.set(correlationId, { options: asked, events: [], size: 0 });
    }
    const append = pending.get(correlationId);
    if (append === undefined) return undefined;
    const { options, events } = append;
    const stream = nameOf(options.getStreamIdentifier());
    const refuse = (refusal: BatchRefusal) => {
      pending.delete(correlationId);
      return answers.batchRefused(correlationId, stream, refusal);
    };
    for (const message of request.getProposedMessagesList()) {
      const event = proposedEvent(message);
      if (sizeOnDisk(event) > this.maxEventSize) return refuse(batchRefusals.eventTooLarge());
      append.size += sizeOnDisk(event);
      events.push(event);
    }
    if (append.size > MAX_APPEND_SIZE) return refuse(batchRefusals.appendTooLarge(MAX_APPEND_SIZE));
    if (!request.getIsFinal()) return undefined;
    pending.delete(correlationId);
    if (this.notHandled === 'not-ready') return refuse(batchRefusals.notReady());
    if (this.notHandled === 'too-busy') return refuse(batchRefusals.tooBusy());
    if (this.notHandled === 'no-leader') return refuse(batchRefusals.noLeader());
    if (requiresLeader && !this.#isLeader) {
      const leader = this.cluster?.leader();
      // With a leader to name, the server ends the whole batch stream and every append in it.
      return leader ? failures.notLeader(leader) : refuse(batchRefusals.noLeader());
    }
    const expected = expectationOf(options, () => options.getStreamPosition());
    const outcome = this.#write(stream, expected, events);
    if (outcome === undefined) return undefined;
    if (outcome === 'time-out') return refuse(batchRefusals.timeout());
    if (outcome.kind === 'stream-deleted') return refuse(batchRefusals.streamDeleted(stream));
    if (outcome.kind === 'wrong-expected-version') return refuse(batchRefusals.wrongExpectedVersion(expected, outcome.current));
    return answers.batchAppended(correlationId, stream, outcome.revision, outcome.position);
  }

  readonly #read: Grpc.handleServerStreamingCall<ReadReq, ReadResp> = (call) => {
    this.openReads += 1;
    this.mostOpenReads = Math.max(this.mostOpenReads, this.openReads);
    const reading = new Reading(call, this);
    const isRefused = this.refuseSubscriptions && call.request.getOptions()?.hasSubscription() === true;
    void this.#arrived('Read', call)
      .then((refused) => refused ?? (isRefused ? failures.accessDenied() : serve(this.log, call.request, reading)))
      .then((error) => {
        if (error && reading.open) call.emit('error', error);
        else if (reading.open) call.end();
      })
      .finally(() => {
        this.openReads -= 1;
      });
  };

  readonly #delete: Grpc.handleUnaryCall<DeleteReq, DeleteResp> = (call, reply) => {
    respond(
      reply,
      this.#removed('Delete', call, (stream, expected) => this.log.softDelete(stream, expected, this.#recent), answers.deleted),
    );
  };

  readonly #tombstone: Grpc.handleUnaryCall<TombstoneReq, TombstoneResp> = (call, reply) => {
    respond(
      reply,
      this.#removed('Tombstone', call, (stream, expected) => this.log.tombstone(stream, expected, this.#recent), answers.tombstoned),
    );
  };

  async #removed<Answer>(
    rpc: 'Delete' | 'Tombstone',
    call: Grpc.ServerUnaryCall<DeleteReq, DeleteResp> | Grpc.ServerUnaryCall<TombstoneReq, TombstoneResp>,
    remove: (stream: string, expected: Expectation) => WriteOutcome,
    answered: (position: Extract<WriteOutcome, { kind: 'written' }>['position']) => Answer,
  ): Promise<Answer | Failure | undefined> {
    const refused = await this.#arrived(rpc, call);
    const options = call.request.getOptions();
    if (refused || options === undefined) return refused;
    const stream = nameOf(options.getStreamIdentifier());
    const expected = expectationOf(options, () => options.getRevision());
    const outcome = remove(stream, expected);
    return outcome.kind === 'written' ? answered(outcome.position) : notDeleted(rpc, stream, expected, outcome);
  }
}

interface PendingAppend {
  readonly options: BatchAppendReq.Options;
  readonly events: ProposedEvent[];
  size: number;
}

/** Sends the answer when there is one; for undefined nothing, ever. */
function respond<T extends object>(reply: Grpc.sendUnaryData<T>, answer: Promise<T | Failure | undefined>): void {
  void answer.then((answered) => {
    if (answered === undefined) return;
    if ('code' in answered) reply(answered, null);
    else reply(null, answered);
  });
}

function notDeleted(
  operation: string,
  stream: string,
  expected: Expectation,
  outcome: Exclude<WriteOutcome, { kind: 'written' }>,
): Failure {
  if (outcome.kind === 'stream-deleted') return failures.streamDeleted(stream);
  return failures.wrongExpectedVersion(operation, stream, expected, outcome.current);
}

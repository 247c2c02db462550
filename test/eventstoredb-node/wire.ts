import type * as Grpc from '@grpc/grpc-js';
import codes, { type Code } from '@eventstore/db-client/generated/code_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import { createRequire } from 'node:module';
import type * as AnyPb from 'google-protobuf/google/protobuf/any_pb.js';
import type * as EmptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Expectation, ProposedEvent, StoredEvent } from './event-log.ts';
import { NO_STREAM } from './event-log.ts';

// The generated code checks its arguments with instanceof: grpc and protobuf must be the very instances that the client uses.
const requireAsClient = createRequire(createRequire(import.meta.url).resolve('@eventstore/db-client'));
export const grpc = requireAsClient('@grpc/grpc-js') as typeof Grpc;
const { Any } = requireAsClient('google-protobuf/google/protobuf/any_pb') as typeof AnyPb;
const { Empty: GoogleEmpty } = requireAsClient('google-protobuf/google/protobuf/empty_pb') as typeof EmptyPb;

export type Failure = Pick<Grpc.StatusObject, 'code' | 'details' | 'metadata'>;

/** A gRPC status with the trailers by which the client tells the server's errors apart. */
export function failure(code: Grpc.status, details: string, trailers: Readonly<Record<string, string>> = {}): Failure {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return { code, details, metadata };
}

// Trailers carry printable ASCII only.
const ascii = (name: string) => (/^[\x20-\x7e]*$/.test(name) ? name : encodeURIComponent(name));

export const failures = {
  streamDeleted: (stream: string) =>
    failure(grpc.status.FAILED_PRECONDITION, `Event stream '${ascii(stream)}' is deleted.`, {
      exception: 'stream-deleted',
      'stream-name': ascii(stream),
    }),
  wrongExpectedVersion: (operation: string, stream: string, expected: Expectation, current: bigint) =>
    failure(grpc.status.FAILED_PRECONDITION, `${operation} failed due to WrongExpectedVersion.`, {
      exception: 'wrong-expected-version',
      'stream-name': ascii(stream),
      'expected-version': String(expected === 'any' ? -2 : expected === 'no-stream' ? -1 : expected === 'stream-exists' ? -4 : expected),
      'actual-version': String(current),
    }),
  appendTooLarge: (limit: number) =>
    failure(grpc.status.INVALID_ARGUMENT, `Maximum Append Size of ${limit} Exceeded.`, {
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': String(limit),
    }),
  eventTooLarge: (id: string, size: number, limit: number) =>
    failure(grpc.status.INVALID_ARGUMENT, `Event with Id: ${id}, Size: ${size}, exceeds Maximum Append Event Size of ${limit}.`, {
      exception: 'maximum-append-event-size-exceeded',
      'maximum-append-event-size': String(limit),
    }),
  notLeader: (leader: { readonly host: string; readonly port: number }) =>
    failure(grpc.status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': leader.host,
      'leader-endpoint-port': String(leader.port),
    }),
  noLeader: () => failure(grpc.status.UNKNOWN, 'No leader info available in response'),
  notReady: () => failure(grpc.status.UNAVAILABLE, 'Server Is Not Ready'),
  tooBusy: () => failure(grpc.status.UNAVAILABLE, 'Server Is Too Busy'),
  accessDenied: () => failure(grpc.status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }),
  unauthenticated: () => failure(grpc.status.UNAUTHENTICATED, 'Bad or missing credentials'),
  timedOut: () => failure(grpc.status.ABORTED, 'Operation timed out: Commit phase timeout.'),
  invalidPosition: () => failure(grpc.status.INVALID_ARGUMENT, 'Trying to read from an invalid position.'),
  undiscoverable: () => failure(grpc.status.UNAVAILABLE, 'No gossip'),
};

export function nameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
}

export function identifierOf(stream: string): StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(stream)));
}

export function uuid(id: string) {
  return new shared.UUID().setString(id);
}

interface Proposal {
  getId(): { getString(): string } | undefined;
  getMetadataMap(): { get(key: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
}

export function proposedEvent(message: Proposal): ProposedEvent {
  const map = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: map.get('type') ?? '',
    isJson: map.get('content-type') === 'application/json',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

interface ExpectedRevision {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists?(): boolean;
}

export function expectationOf(options: ExpectedRevision, exact: () => string): Expectation {
  if (options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists?.() === true) return 'stream-exists';
  return BigInt(exact());
}

export const answers = {
  confirmation: (id: string) =>
    new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id)),
  streamNotFound: (stream: string) =>
    new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifierOf(stream))),
  checkpoint: (position: bigint) =>
    new streams.ReadResp().setCheckpoint(
      new streams.ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
    ),
  caughtUp: () => new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()),
  event(event: StoredEvent) {
    const record = new streams.ReadResp.ReadEvent.RecordedEvent()
      .setId(uuid(event.id))
      .setStreamIdentifier(identifierOf(event.stream))
      .setStreamRevision(String(event.revision))
      .setCommitPosition(String(event.position))
      .setPreparePosition(String(event.position))
      .setData(event.data)
      .setCustomMetadata(event.metadata);
    record
      .getMetadataMap()
      .set('type', event.type)
      .set('created', String(event.created))
      .set('content-type', event.isJson ? 'application/json' : 'application/octet-stream');
    return new streams.ReadResp().setEvent(new streams.ReadResp.ReadEvent().setEvent(record).setCommitPosition(String(event.position)));
  },

  appended(revision: bigint, position: bigint) {
    const success = new streams.AppendResp.Success().setCurrentRevision(String(revision));
    if (position < 0n) success.setNoPosition(new shared.Empty());
    else success.setPosition(new streams.AppendResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)));
    return new streams.AppendResp().setSuccess(success);
  },
  notAppended(expected: Expectation, current: bigint) {
    const wrong = new streams.AppendResp.WrongExpectedVersion();
    if (current === NO_STREAM) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(current));
    if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
    else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
    else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new shared.Empty());
    else wrong.setExpectedRevision(String(expected));
    return new streams.AppendResp().setWrongExpectedVersion(wrong);
  },

  deleted: (position: bigint) =>
    new streams.DeleteResp().setPosition(
      new streams.DeleteResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)),
    ),
  tombstoned: (position: bigint) =>
    new streams.TombstoneResp().setPosition(
      new streams.TombstoneResp.Position().setCommitPosition(String(position)).setPreparePosition(String(position)),
    ),

  batchAppended(correlationId: string, stream: string, revision: bigint, position: bigint) {
    const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(revision));
    if (position < 0n) success.setNoPosition(new GoogleEmpty());
    else success.setPosition(new shared.AllStreamPosition().setCommitPosition(String(position)).setPreparePosition(String(position)));
    return batchAnswer(correlationId, stream).setSuccess(success);
  },
  batchRefused(correlationId: string, stream: string, refusal: BatchRefusal) {
    const details = new Any();
    details.pack(refusal.details.serializeBinary(), refusal.typeName);
    return batchAnswer(correlationId, stream).setError(
      new status.Status().setCode(refusal.code).setMessage(refusal.message).setDetails(details),
    );
  },
};

export interface BatchRefusal {
  readonly code: Code;
  readonly message: string;
  readonly typeName: string;
  readonly details: { serializeBinary(): Uint8Array };
}

function batchAnswer(correlationId: string, stream: string) {
  return new streams.BatchAppendResp().setCorrelationId(uuid(correlationId)).setStreamIdentifier(identifierOf(stream));
}

/** A refusal inside the batch stream that has a message but no type the client knows: the client answers "Could not recognize …". */
const untyped = (message: string, typeName = 'google.protobuf.Empty'): BatchRefusal => ({
  code: codes.Code.OK,
  message,
  typeName,
  details: new GoogleEmpty(),
});

const ours = (code: Code, name: string, details: BatchRefusal['details']): BatchRefusal => ({
  code,
  message: name,
  typeName: `event_store.client.${name}`,
  details,
});

/** What a batch append answers instead of success: `google.rpc.Status` with the server's codes and messages. */
export const batchRefusals = {
  accessDenied: () => ours(codes.Code.PERMISSION_DENIED, 'AccessDenied', new shared.AccessDenied()),
  timeout: () => ours(codes.Code.DEADLINE_EXCEEDED, 'Timeout', new shared.Timeout()),
  streamDeleted: (stream: string) =>
    ours(codes.Code.NOT_FOUND, 'StreamDeleted', new shared.StreamDeleted().setStreamIdentifier(identifierOf(stream))),
  appendTooLarge: (limit: number) =>
    ours(codes.Code.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', new shared.MaximumAppendSizeExceeded().setMaxappendsize(limit)),
  // Newer than the client's definitions, like the server that sends it.
  eventTooLarge: () => untyped('MaximumAppendEventSizeExceeded', 'event_store.client.MaximumAppendEventSizeExceeded'),
  notReady: () => untyped('Server Is Not Ready'),
  tooBusy: () => untyped('Server Is Busy'),
  noLeader: () => untyped('No leader info available in response'),
  wrongExpectedVersion(expected: Expectation, current: bigint) {
    const wrong = new shared.WrongExpectedVersion();
    if (current === NO_STREAM) wrong.setCurrentNoStream(new GoogleEmpty());
    else wrong.setCurrentStreamRevision(String(current));
    if (expected === 'any') wrong.setExpectedAny(new GoogleEmpty());
    else if (expected === 'no-stream') wrong.setExpectedNoStream(new GoogleEmpty());
    else if (expected === 'stream-exists') wrong.setExpectedStreamExists(new GoogleEmpty());
    else wrong.setExpectedStreamPosition(String(expected));
    return ours(codes.Code.FAILED_PRECONDITION, 'WrongExpectedVersion', wrong);
  },
};

/** Which events a read's filter lets through. */
export function matcherOf(filter: ReadReq.Options.FilterOptions | undefined): (event: StoredEvent) => boolean {
  const byStream = filter?.getStreamIdentifier();
  const expression = byStream ?? filter?.getEventType();
  if (expression === undefined) return () => true;
  const text = (event: StoredEvent) => (byStream ? event.stream : event.type);
  const regex = expression.getRegex();
  if (regex !== '') {
    const pattern = new RegExp(regex);
    return (event) => pattern.test(text(event));
  }
  const prefixes = expression.getPrefixList();
  return (event) => prefixes.some((prefix) => text(event).startsWith(prefix));
}

export interface Member {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly role: 'leader' | 'follower' | 'read-only-replica';
  readonly isAlive: boolean;
}

const { VNodeState } = gossip.MemberInfo;
const STATES = { leader: VNodeState.LEADER, follower: VNodeState.FOLLOWER, 'read-only-replica': VNodeState.READONLYREPLICA };

export function clusterInfo(members: readonly Member[]) {
  return new gossip.ClusterInfo().setMembersList(
    members.map((member) =>
      new gossip.MemberInfo()
        .setInstanceId(uuid(member.id))
        .setTimeStamp('0')
        .setState(STATES[member.role])
        .setIsAlive(member.isAlive)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(member.host).setPort(member.port)),
    ),
  );
}

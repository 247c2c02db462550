import type { ResolvedEvent } from '@eventstore/db-client';
import { StoreUnavailable, type EventMetadata, type Position, type RecordedEvent } from '#libs/event-sourcing';

/** A record of `$all` or of a stream: where it is, and the event if it is one of ours. */
export interface Entry {
  readonly position: Position;
  /** Revision in its own stream; that of the link where a link was followed. */
  readonly revision: number;
  /** Absent for system events, links whose target is gone, and events of others that are no JSON. */
  readonly event?: RecordedEvent;
}

/** What the client hands over, as ours. @throws StoreUnavailable the server tells no positions (older than 22.6) */
export function entryOf(resolved: ResolvedEvent): Entry {
  const record = resolved.link ?? resolved.event;
  if (record === undefined) throw new StoreUnavailable('EventStoreDB answered a read with a record that has neither event nor link');
  const position = positionOf(resolved.commitPosition ?? record.position?.commit);
  const revision = Number(record.revision);
  const { event } = resolved;
  if (event === undefined || isSystem(event.streamId) || isSystem(event.type) || !event.isJson || !isObject(event.metadata))
    return { position, revision };
  return {
    position,
    revision,
    event: {
      stream: event.streamId,
      revision: Number(event.revision),
      position,
      id: event.id,
      type: event.type,
      data: event.data,
      // Written by append from an EventMetadata; what others wrote beside us is theirs to account for.
      metadata: event.metadata as unknown as EventMetadata,
      recordedAt: event.created.getTime(),
    },
  };
}

/** The server's positions are 64 bits wide; ours are numbers, good for a log of nine petabytes. */
export function positionOf(commit: bigint | undefined): Position {
  const position = Number(commit ?? Number.NaN);
  if (!Number.isSafeInteger(position))
    throw new StoreUnavailable('EventStoreDB tells no position for an event: servers before 22.6 cannot be used');
  return position;
}

/** The bytes an event takes in a page, roughly: what counts is that a page of large ones is short. */
export function sizeOf(event: RecordedEvent): number {
  return JSON.stringify(event.data).length + JSON.stringify(event.metadata).length;
}

const isSystem = (name: string) => name.startsWith('$');
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

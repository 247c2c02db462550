import { defined } from './defined.ts';
import type { Event, Position, RecordedEvent } from './event.ts';
import { type Projection, projection } from './projection.ts';

/** Where an event stands in the one order, who caused it and when. What it says stays in the event store. */
export interface HistoryEntry {
  readonly position: Position;
  readonly eventId: string;
  readonly stream: string;
  /** What the stream is of: its name up to the first dash. */
  readonly kind: string;
  readonly revision: number;
  readonly type: string;
  readonly actorId: string;
  readonly roles: readonly string[];
  /** When the store accepted it, UTC. */
  readonly recordedAt: string;
  /** As reported, ISO 8601 with offset. */
  readonly occurredAt: string;
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId?: string;
}

/** Names the projection that `history` makes, for those who ask it. */
export const HISTORY = 'history';

/** The key of an event's row: keys are in the order of positions. */
export const historyKey = (position: Position): string => String(position).padStart(16, '0');

/**
 * All that was recorded, a row an event, by its key in the one order. A type that is new to the program needs no new version: nothing was recorded of it.
 */
export function history(types: readonly string[]): Projection<Event, HistoryEntry> {
  return projection<Event, HistoryEntry>({
    name: HISTORY,
    version: 1,
    handles: types,
    keysOf: ({ position }) => [historyKey(position)],
    evolve(_row, { id, stream, revision, position, type, metadata, recordedAt }: RecordedEvent) {
      const { actor, occurredAt, commandId, correlationId, causationId } = metadata;
      return defined({
        position,
        eventId: id,
        stream,
        kind: kindOf(stream),
        revision,
        type,
        actorId: actor.id,
        roles: actor.roles,
        recordedAt: new Date(recordedAt).toISOString(),
        occurredAt,
        commandId,
        correlationId,
        causationId,
      });
    },
    index: {
      position: 'integer',
      eventId: 'text',
      stream: 'text',
      kind: 'text',
      type: 'text',
      actorId: 'text',
      recordedAt: 'time',
      correlationId: 'text',
      causationId: 'text',
    },
    streamsWith: { stream: (stream) => [stream] },
    discloses: { about: ({ stream }) => [stream] },
  });
}

/** What a stream is of, by its name: `case` for `case-7c9e…`. */
export function kindOf(stream: string): string {
  const dash = stream.indexOf('-');
  return dash < 0 ? stream : stream.slice(0, dash);
}

import type { Event, Position } from './event.ts';
import { deriveUuid } from './identity.ts';
import { type Projection, projection } from './projection.ts';

/** A stream that touched a row, from this position on. */
export interface StreamOfRow {
  readonly key: string;
  readonly stream: string;
  readonly since: Position;
}

/** Names the index of a projection. */
export const streamIndexName = (of: string): string => `${of}-streams`;

/**
 * Which streams touched which rows of a projection: with it a row as of any moment costs the events of its streams, not the history.
 * A row a pair; it has the version of what it is the index of, and is made anew with it.
 */
export function streamIndexOf<E extends Event, Doc extends object>(of: Projection<E, Doc>): Projection<E, StreamOfRow> {
  const pair = (key: string, stream: string): string => deriveUuid('stream-of-row', key, stream);
  return projection<E, StreamOfRow>({
    name: streamIndexName(of.name),
    version: of.version,
    handles: of.handles,
    keysOf: (event) => of.keysOf(event).map((key) => pair(key, event.stream)),
    evolve(row, event, id) {
      if (row !== undefined) return row;
      const key = of.keysOf(event).find((touched) => pair(touched, event.stream) === id);
      return key === undefined ? undefined : { key, stream: event.stream, since: event.position };
    },
    index: { key: 'text', since: 'integer' },
    discloses: 'nobody',
  });
}

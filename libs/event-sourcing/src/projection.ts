import type { Event, RecordedEvent } from './event.ts';
import type { IndexKind } from './read-store.ts';

/**
 * A read model as a pure, keyed fold. From this one definition come the live rows, a rebuild beside them, a comparison of the two,
 * and a row as of any moment.
 */
export interface Projection<E extends Event = Event, Doc extends object = object> {
  /** Kebab case; also names the table. */
  readonly name: string;
  /** Raise it whenever rows made by the new definition differ from rows made by the old one. */
  readonly version: number;
  readonly handles: readonly E['type'][];
  /** The keys of the rows that this event touches; none to leave it out. */
  keysOf(event: RecordedEvent<E>): readonly string[];
  /** The row after the event: undefined before the first one, and undefined to remove it. */
  evolve(doc: Doc | undefined, event: RecordedEvent<E>, key: string): Doc | undefined;
  /** Top-level fields of the document that lists filter and sort on. */
  readonly index: Readonly<Record<string, IndexKind>>;
}

/** Names a projection definition, so that its types are inferred where it is written. */
export function projection<E extends Event, Doc extends object>(definition: Projection<E, Doc>): Projection<E, Doc> {
  return definition;
}

import type { Discloses } from './disclosure.ts';
import type { Event, RecordedEvent } from './event.ts';
import type { IndexKind, Row } from './read-store.ts';

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
  /**
   * The streams whose events alone make the row with this key, where the key tells: a row as of any moment is then folded from these. Without it an index is
   * kept of which streams touched which row (`streamIndexOf`).
   */
  streamsOf?(key: string): readonly string[];
  /**
   * By index field: the streams whose events alone make the rows that have this value there, where the value tells; they never have another one there.
   * A list as of a moment that filters on it is then made of these, not of the whole history.
   */
  readonly streamsWith?: Readonly<Record<string, (value: string) => readonly string[]>>;
  /** What of its rows is for whom. */
  readonly discloses: Discloses<Doc>;
}

/** Names a projection definition, so that its types are inferred where it is written. */
export function projection<E extends Event, Doc extends object>(definition: Projection<E, Doc>): Projection<E, Doc> {
  return definition;
}

/** Of a projection that has one row for each stream of a kind, under the stream's own id: `...rowPerStream('asset')`. Streams of other kinds have none. */
export const rowPerStream = (kind: string): Required<Pick<Projection, 'keysOf' | 'streamsOf'>> => ({
  keysOf: ({ stream }) => (stream.startsWith(`${kind}-`) ? [stream.slice(kind.length + 1)] : []),
  streamsOf: (id) => [`${kind}-${id}`],
});

/** The index fields of a projection by their kind: `index: indexedBy({ text: ['status', 'unit'], time: ['openedAt'] })`. */
export function indexedBy(fields: Partial<Readonly<Record<IndexKind, readonly string[]>>>): Readonly<Record<string, IndexKind>> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([kind, names]) => names.map((name): [string, IndexKind] => [name, kind as IndexKind])),
  );
}

/** The row after an event; the very same one where the event leaves its document as it is, so that a row tells which event last changed it. */
export function rowAfter<E extends Event, Doc extends object>(
  projection: Pick<Projection<E, Doc>, 'evolve'>,
  row: Row<Doc> | undefined,
  event: RecordedEvent<E>,
  key: string,
): Row<Doc> | undefined {
  const doc = projection.evolve(row?.doc, event, key);
  if (doc === undefined) return undefined;
  return row?.doc === doc ? row : { key, doc, position: event.position, eventId: event.id };
}

/** A definition could not take an event, or what it made could not be carried out: the runner stops there until the program is mended. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  constructor(
    readonly event: RecordedEvent | undefined,
    cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

import { defined } from './defined.ts';
import type { Disclosing } from './disclosure.ts';
import type { Actor, Event, RecordedEvent } from './event.ts';
import { type Projection, projection } from './projection.ts';

/**
 * One line of the history of a subject (a case, an asset): what was recorded, when it happened, when it was entered, by whom.
 * Never changed, never removed. The subject's id stands in a field of the subject's name.
 */
export type TimelineEntry<E extends Event, IdField extends string> = Readonly<Record<IdField, string>> & {
  /** @minimum 0 */
  readonly revision: number;
  /**
   * @format uuid
   * @pattern ^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$
   */
  readonly eventId: string;
  /** What was recorded, for example `NotePut`. */
  readonly type: E['type'];
  /** What it says; its fields follow from the type. */
  readonly data: E['data'];
  /**
   * When it happened, as reported: ISO 8601 with offset.
   * @format date-time
   */
  readonly occurredAt: string;
  /**
   * The same moment in UTC, to sort by.
   * @format date-time
   */
  readonly happenedAt: string;
  /**
   * When the store accepted it, UTC.
   * @format date-time
   */
  readonly recordedAt: string;
  /** Entered later after it happened than entries are to be. */
  readonly late: boolean;
  /** Who entered it, as they were at that moment. */
  readonly actor: Actor;
  /** Who confirmed it, where it took two hands. */
  readonly confirmedBy?: Actor;
  readonly reason?: string;
};

/** The timeline of one kind of aggregate, whose streams are called `<kind>-<id>`: a row an event, keyed `<id>/<revision>`. */
export function timeline<E extends Event, Kind extends string>(options: {
  readonly kind: Kind;
  readonly version: number;
  readonly handles: readonly E['type'][];
  /** An entry that comes more than this after what it tells of is late, milliseconds. */
  readonly lateAfterMs: number;
  /** What its lines name besides their subject, and what is left of them for who may not know that. `open`: the subject is no secret to anybody. */
  readonly discloses?: 'open' | Omit<Disclosing<TimelineEntry<E, `${Kind}Id`>>, 'about'>;
}): Projection<E, TimelineEntry<E, `${Kind}Id`>> {
  const { kind, version, handles, lateAfterMs, discloses } = options;
  const idField = `${kind}Id` as const;
  const idOf = (stream: string): string => stream.slice(kind.length + 1);
  const streamOf = (id: string): string => `${kind}-${id}`;
  return projection<E, TimelineEntry<E, `${Kind}Id`>>({
    name: `${kind}-timeline`,
    version,
    handles,
    keysOf: ({ stream, revision }) => (stream.startsWith(`${kind}-`) ? [`${idOf(stream)}/${revision}`] : []),
    evolve(_row, event: RecordedEvent) {
      const { occurredAt, actor, confirmedBy, reason } = event.metadata;
      const happened = Date.parse(occurredAt);
      const subject = { [idField]: idOf(event.stream) } as Record<`${Kind}Id`, string>;
      return {
        ...subject,
        revision: event.revision,
        eventId: event.id,
        type: event.type,
        data: event.data,
        occurredAt,
        happenedAt: new Date(happened).toISOString(),
        recordedAt: new Date(event.recordedAt).toISOString(),
        late: event.recordedAt - happened > lateAfterMs,
        actor,
        ...defined({ confirmedBy, reason }),
      };
    },
    index: { [idField]: 'text', revision: 'integer', happenedAt: 'time', type: 'text' },
    streamsOf: (key) => [streamOf(key.slice(0, key.lastIndexOf('/')))],
    streamsWith: { [idField]: (id) => [streamOf(id)] },
    discloses: discloses === 'open' ? 'open' : { about: (_entry, key) => [streamOf(key.slice(0, key.lastIndexOf('/')))], ...discloses },
  });
}

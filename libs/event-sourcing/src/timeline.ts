import { defined } from './defined.ts';
import { type Discloses, type Disclosing, idOfStream } from './disclosure.ts';
import type { Actor, Event, Position, RecordedEvent } from './event.ts';
import { type EventStore, eventsOf } from './event-store.ts';
import { InvalidQuery, type RowPage } from './read-store.ts';
import type { Upcaster } from './upcast.ts';

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

/** How the streams of one kind of aggregate, called `<kind>-<id>`, are told in lines. No rows are kept: a timeline is its stream. */
export interface Timeline<E extends Event = Event, Line extends object = object> {
  readonly name: string;
  readonly kind: string;
  /** What an event says as a line. */
  lineOf(event: RecordedEvent<E>): Line;
  /** What of its lines is for whom. */
  readonly discloses: Discloses<Line>;
}

/** The timeline of one kind of aggregate: a line an event. */
export function timeline<E extends Event, Kind extends string>(options: {
  readonly kind: Kind;
  /** An entry that comes more than this after what it tells of is late, milliseconds. */
  readonly lateAfterMs: number;
  /** What its lines name besides their subject, and what is left of them for who may not know that. `open`: the subject is no secret to anybody. */
  readonly discloses?: 'open' | Omit<Disclosing<TimelineEntry<E, `${Kind}Id`>>, 'about'>;
}): Timeline<E, TimelineEntry<E, `${Kind}Id`>> {
  const { kind, lateAfterMs, discloses } = options;
  const idField = `${kind}Id` as const;
  return {
    name: `${kind}-timeline`,
    kind,
    lineOf({ stream, revision, id, type, data, recordedAt, metadata: { occurredAt, actor, confirmedBy, reason } }) {
      const happened = Date.parse(occurredAt);
      return {
        ...({ [idField]: idOfStream(stream) } as Record<`${Kind}Id`, string>),
        revision,
        eventId: id,
        type,
        data,
        occurredAt,
        happenedAt: new Date(happened).toISOString(),
        recordedAt: new Date(recordedAt).toISOString(),
        late: recordedAt - happened > lateAfterMs,
        actor,
        ...defined({ confirmedBy, reason }),
      };
    },
    discloses: discloses === 'open' ? 'open' : { about: (_line, key) => [`${kind}-${key.slice(0, key.lastIndexOf('/'))}`], ...discloses },
  };
}

/** Which page of a timeline. */
export interface LinesAsked {
  /** 1 to 1000. */
  readonly limit: number;
  /** The `next` of the page before: the revision of its last line. */
  readonly cursor?: string;
}

/** Where lines are read from: the event store itself, its events in today's shape. */
export interface LinesFrom {
  readonly store: Pick<EventStore, 'read'>;
  readonly upcaster: Upcaster;
}

/**
 * A page of the lines of one subject, in the order they were recorded, as of a position: keyed `<id>/<revision>`. A subject that there is not has none.
 * @throws InvalidQuery a cursor that is none @throws StreamDeleted @throws StoreUnavailable @throws UnreadableEvent
 */
export async function linesOf<E extends Event, Line extends object>(
  of: Timeline<E, Line>,
  id: string,
  { limit, cursor }: LinesAsked,
  at: Position,
  { store, upcaster }: LinesFrom,
): Promise<RowPage<Line>> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor))
    throw new InvalidQuery('cursor', 'This is not the `next` of a page of a timeline');
  const from = cursor === undefined ? 0 : Number(cursor) + 1;
  const events = await Array.fromAsync(eventsOf(store.read(`${of.kind}-${id}`, { from, limit: limit + 1 })));
  const known = events.filter(({ position }) => position <= at);
  const rows = known.slice(0, limit).map((event) => ({
    key: `${id}/${event.revision}`,
    doc: of.lineOf(upcaster.upcast(event) as RecordedEvent<E>),
    position: event.position,
    eventId: event.id,
  }));
  return defined({ rows, next: known.length > limit ? String(from + limit - 1) : undefined, position: at });
}

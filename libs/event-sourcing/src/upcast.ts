import type { Event, RecordedEvent } from './event.ts';

/** The current shape of one event type, and how each older shape is brought up by one version. */
export interface EventSchema {
  /** 1 for a shape that never changed. */
  readonly version: number;
  /** From version n to n + 1, by n. Pure; the older data is never changed in place. */
  readonly upcast?: Readonly<Record<number, (data: never) => unknown>>;
}

/** Every event type of an aggregate with its current shape: the compiler refuses one that is missing. */
export type EventCatalogue<E extends Event> = Readonly<Record<E['type'], EventSchema>>;

/** Names the types of a catalogue. */
export const typesOf = <Type extends string>(catalogue: Readonly<Record<Type, EventSchema>>): readonly Type[] =>
  Object.keys(catalogue) as Type[];

/** A catalogue on its way: `Left` are the types that are not in it yet. */
interface CatalogueInMaking<E extends Event, Left extends E['type']> {
  /** Types whose shape never changed. */
  unchanged<const Type extends Left>(...types: readonly Type[]): CatalogueInMaking<E, Exclude<Left, Type>>;
  /** A type whose shape has changed, with what brings older ones up to it. */
  changed<const Type extends Left>(type: Type, schema: Required<EventSchema>): CatalogueInMaking<E, Exclude<Left, Type>>;
  /** The catalogue, once every type is in it: until then the compiler says which are missing. */
  readonly whole: [Left] extends [never] ? () => EventCatalogue<E> : { readonly missing: Left };
}

/**
 * The catalogue of an aggregate's events, chapter by chapter:
 *
 *     export const poolEvents = eventCatalogue<PoolEvent>().unchanged('PoolOpened', 'FundsReserved').whole();
 */
export function eventCatalogue<E extends Event>(): CatalogueInMaking<E, E['type']> {
  const schemas: Record<string, EventSchema> = {};
  const making = {
    unchanged(...types: readonly string[]) {
      for (const type of types) schemas[type] = { version: 1 };
      return making;
    },
    changed(type: string, schema: EventSchema) {
      schemas[type] = schema;
      return making;
    },
    whole: () => schemas,
  };
  return making as unknown as CatalogueInMaking<E, E['type']>;
}

/** An event that this program cannot read: of a type or version that a newer one wrote. Nothing may be decided or shown without it. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
  readonly code = 'events.unreadable';
}

/** Brings events of every version ever landed to today's shape, on read. */
export class Upcaster {
  private readonly schemas = new Map<string, EventSchema>();

  /** @throws Error a gap in a chain, a step beyond the current version, or a type that two catalogues claim: found at start-up, not at the first old event */
  constructor(...catalogues: readonly Readonly<Record<string, EventSchema>>[]) {
    for (const [type, schema] of catalogues.flatMap((catalogue) => Object.entries(catalogue))) {
      if (this.schemas.has(type)) throw new Error(`Two catalogues describe the event ${type}`);
      const steps = Object.keys(schema.upcast ?? {}).map(Number);
      const wanted = Array.from({ length: schema.version - 1 }, (_, index) => index + 1);
      if (schema.version < 1 || steps.length !== wanted.length || !wanted.every((from) => steps.includes(from)))
        throw new Error(
          `${type} is at version ${schema.version} and must be upcast from ${wanted.join(', ') || 'nothing'}, not from ${steps.join(', ') || 'nothing'}`,
        );
      this.schemas.set(type, schema);
    }
  }

  /** All event types this program knows. */
  get types(): readonly string[] {
    return [...this.schemas.keys()];
  }

  /** The version that new events of this type are written with. @throws UnreadableEvent */
  versionOf(type: string): number {
    return this.schemaOf(type).version;
  }

  /** The event in today's shape. @throws UnreadableEvent */
  upcast(event: RecordedEvent): RecordedEvent {
    const schema = this.schemaOf(event.type);
    const stored = event.metadata.schemaVersion ?? 1;
    if (stored === schema.version) return event;
    if (stored > schema.version)
      throw new UnreadableEvent(`${event.type} of version ${stored} is newer than this program, which knows version ${schema.version}`);
    let data: unknown = event.data;
    for (let version = stored; version < schema.version; version++) data = schema.upcast?.[version]?.(data as never);
    return { ...event, data, metadata: { ...event.metadata, schemaVersion: schema.version } };
  }

  /** The event in today's shape; as it is where this program cannot read it: whoever is concerned finds that out. */
  readable(event: RecordedEvent): RecordedEvent {
    try {
      return this.upcast(event);
    } catch (error) {
      if (error instanceof UnreadableEvent) return event;
      throw error;
    }
  }

  private schemaOf(type: string): EventSchema {
    const schema = this.schemas.get(type);
    if (schema === undefined) throw new UnreadableEvent(`The event type ${type} is unknown to this program`);
    return schema;
  }
}

/** A fact as a decider states it: a name in the past tense and its data (JSON values only). */
export interface Event<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** The data of one type of a union of events. */
export type DataOf<E extends Event, Type extends E['type']> = Extract<E, { readonly type: Type }>['data'];

/** Who caused an event: a person or program with the roles of that moment, or a process. Open: an application declares what else it knows of them. */
export interface Actor {
  readonly id: string;
  readonly roles: readonly string[];
}

/**
 * What is said with a command besides its content, and stays with its events. Open: an application declares what else may be said. It is kept as it was
 * given, in the order it was given in: JSON values only.
 */
export interface CustomMetadata {
  /** Why, in the actor's words, where a reason is asked for. */
  readonly reason?: string;
}

/**
 * How who gives a command stands at that moment, beyond what is kept of them: decisions may rest on it, and it is not recorded. Open: an application declares
 * what it needs.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by declaration merging
export interface Standing {}

/** What every recorded event says about itself besides its data. */
export interface EventMetadata extends CustomMetadata {
  /** Version of the data's shape; absent means 1. Older shapes are brought up to date by upcasters on read. */
  readonly schemaVersion?: number;
  /** When it happened, ISO 8601 with offset; may be long before it was recorded. */
  readonly occurredAt: string;
  /** The command that caused the event. A retry of the same command carries the same id. */
  readonly commandId: string;
  /** SHA-256 (hex) of the command's type and content: tells a retry from another command under a reused id. */
  readonly commandHash: string;
  /** The conversation the event belongs to: the first cause of the whole chain. */
  readonly correlationId: string;
  /** The event or request that led to the command. */
  readonly causationId?: string;
  readonly actor: Actor;
  /** Link hash of the stream's previous event (see `linkOf`), null for a stream's first event. */
  readonly prev: string | null;
}

/** Place in the store's one total order. Comparable and growing, never dense; only ever compare positions, or resume after one. */
export type Position = number;

/** Before every event: `after: BEGINNING` reads from the first one. */
export const BEGINNING: Position = 0;

/** An event as the store keeps it; of a union of events, the union of their recorded forms, so that `type` tells `data` apart. */
export type RecordedEvent<E extends Event = Event> = E extends Event ? Recorded<E['type'], E['data']> : never;

interface Recorded<Type extends string, Data> {
  readonly stream: string;
  /** 0, 1, 2 … dense within the stream. */
  readonly revision: number;
  readonly position: Position;
  readonly id: string;
  readonly type: Type;
  readonly data: Data;
  readonly metadata: EventMetadata;
  /** When the store accepted it: milliseconds since the Unix epoch, UTC. */
  readonly recordedAt: number;
}

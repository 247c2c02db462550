import { type Actor, defined, kindOf, type RecordedEvent } from '#libs/event-sourcing';
import type { Id, Instant } from '#libs/vocabulary';

/** An event as it was recorded: never in another shape than it then had, and with what was sealed in it sealed. */
export interface Fact {
  readonly eventId: Id;
  /**
   * Place in the order of all facts, as on every answer: compare for equality only.
   * @pattern ^[0-9]+$
   * @example "41"
   */
  readonly position: string;
  /**
   * The aggregate that it is about.
   * @example case-0d0f8a4e-6a3b-8c55-9d61-0a4b7c9e2f10
   */
  readonly stream: string;
  /**
   * What the stream is of.
   * @example case
   */
  readonly kind: string;
  /**
   * Place in its stream, from 0.
   * @minimum 0
   */
  readonly revision: number;
  /**
   * What happened.
   * @example CaseClosed
   */
  readonly type: string;
  /**
   * Of the shape of `data`.
   * @minimum 1
   */
  readonly schemaVersion: number;
  /** What it says, as it was recorded; its fields follow from type and schemaVersion. */
  readonly data: Readonly<Record<string, unknown>>;
  /** When it happened, as reported. */
  readonly occurredAt: Instant;
  /** When it was entered, UTC. */
  readonly recordedAt: Instant;
  /** Who entered it, with the roles, unit and agency of that moment. */
  readonly actor: Actor;
  /** Who confirmed it, where it took two hands. */
  readonly confirmedBy?: Actor;
  /** The proposal that it went through, where it took two hands. */
  readonly proposalId?: Id;
  /** Why, in the actor's words, where a reason was asked for. */
  readonly reason?: string;
  /** The legal instrument it rests on, where one applies. */
  readonly legalInstrument?: string;
  /** The command that caused it. */
  readonly commandId: string;
  /** The conversation it belongs to. */
  readonly correlationId: string;
  /** The event, or the request, that led to its command. */
  readonly causationId?: string;
}

/** An event with its place in the chain of hashes of its stream. */
export interface LinkedFact extends Fact {
  /**
   * Hash that the next event of the stream must name.
   * @pattern ^[0-9a-f]{64}$
   */
  readonly link: string;
  /**
   * Hash that it names of the event before it; absent on the first one.
   * @pattern ^[0-9a-f]{64}$
   */
  readonly previous?: string;
  /** Whether the event before it is still the one it names. */
  readonly intact: boolean;
}

/** An event in the chain of causes of another one, right behind its cause. */
export interface ChainedFact extends Fact {
  /**
   * Steps from the first cause.
   * @minimum 0
   */
  readonly depth: number;
  /** The event that was asked about. */
  readonly asked: boolean;
  /** On the first cause: the request that caused it. */
  readonly request?: string;
  /** On the last line of a chain that is longer than it is shown. */
  readonly truncated?: true;
}

/** What is shown of an event. */
export function factOf({ id, stream, revision, position, type, data, metadata, recordedAt }: RecordedEvent): Fact {
  const { schemaVersion = 1, occurredAt, actor, confirmedBy, proposalId, reason, legalInstrument } = metadata;
  const { commandId, correlationId, causationId } = metadata;
  return defined({
    eventId: id,
    position: String(position),
    stream,
    kind: kindOf(stream),
    revision,
    type,
    schemaVersion,
    data: data as Fact['data'],
    occurredAt,
    recordedAt: new Date(recordedAt).toISOString(),
    actor,
    confirmedBy,
    proposalId,
    reason,
    legalInstrument,
    commandId,
    correlationId,
    causationId,
  });
}

import { type Event, type EventCatalogue, eventCatalogue, typesOf } from '#libs/event-sourcing';
import type { Id, Instant, Line, RegisterEntry } from '#libs/vocabulary';

/** What somebody said, word for word: a command of the aggregate in whose stream the statement stands. */
export interface Stated {
  /**
   * What would have been commanded.
   * @example CorrectSeizure
   */
  readonly type: string;
  /** What it says; its fields follow from the type. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A fact in the words of somebody who has no part in what it is about. */
export interface FiledStatement {
  /** The id of the command that filed it. */
  readonly statementId: Id;
  /** The case it is about, where it does not stand in the case's own stream. */
  readonly caseId?: Id;
  readonly says: Stated;
  readonly filedBy: RegisterEntry;
  /** When what it tells of happened, as reported. */
  readonly happenedAt?: Instant;
}

/**
 * Storage format: see CONTRIBUTING.md. What a statement says is a command as it was given: whoever changes the data of a command still decides what was stated
 * before. The types are shared by all aggregates that keep statements, each in its own streams.
 */
export type StatementEvent =
  // Nothing follows from it.
  | Event<'StatementFiled', FiledStatement>
  // In one append with the events that the stated command comes to in the words of who adopts it.
  | Event<'StatementAdopted', { statementId: Id; filedBy: RegisterEntry; adoptedBy: RegisterEntry }>
  | Event<'StatementSetAside', { statementId: Id; filedBy: RegisterEntry; setAsideBy: RegisterEntry; reason: Line }>
  // By who had filed it, before anybody adopted it.
  | Event<'StatementWithdrawn', { statementId: Id; filedBy: RegisterEntry; reason: Line }>;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const statementEvents: EventCatalogue<StatementEvent> = eventCatalogue<StatementEvent>()
  .unchanged('StatementFiled', 'StatementAdopted', 'StatementSetAside', 'StatementWithdrawn')
  .whole();

/** All of them, for projections that take every event of an aggregate that keeps statements. */
export const statementEventTypes = typesOf(statementEvents);

/** Whether an event is about a statement, and not about the aggregate itself. */
export const isAboutStatement = <E extends Event>(event: E): event is Extract<E, { readonly type: StatementEvent['type'] }> =>
  Object.hasOwn(statementEvents, event.type);

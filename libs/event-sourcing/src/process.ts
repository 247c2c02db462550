import type { Command } from './decider.ts';
import type { Event, RecordedEvent } from './event.ts';

/** A deadline that a process set for itself has come. */
export interface TimeoutReached {
  readonly type: 'TimeoutReached';
  readonly name: string;
  /** ISO 8601, UTC with milliseconds: the time it was set to. */
  readonly due: string;
}

/** A command of the process was refused by a rule. The process may answer with another one. */
export interface CommandRefused<C extends Command> {
  readonly type: 'CommandRefused';
  readonly command: C;
  readonly code: string;
  readonly message: string;
}

/** What a process instance does about something: its next state, commands to give, deadlines to set (by name; null clears one). */
export interface Reaction<C extends Command, State extends object> {
  /** undefined ends the instance once its commands are carried out. */
  readonly state: State | undefined;
  readonly commands?: readonly C[];
  /** ISO 8601 with its offset, by name. */
  readonly timeouts?: Readonly<Record<string, string | null>>;
}

/**
 * A process manager as a pure function: facts and deadlines in, commands out. Each instance (by key) has its own small state.
 * Its commands get ids that follow from the fact that caused them, so that carrying them out again after a crash adds nothing.
 */
export interface Process<E extends Event = Event, C extends Command = Command, State extends object = object> {
  /** Kebab case; also names the table. Never changed once it has run. */
  readonly name: string;
  readonly handles: readonly E['type'][];
  keysOf(event: RecordedEvent<E>): readonly string[];
  react(state: State | undefined, input: RecordedEvent<E> | TimeoutReached | CommandRefused<C>, key: string): Reaction<C, State>;
}

/** Names a process definition, so that its types are inferred where it is written. */
export function process<E extends Event, C extends Command, State extends object>(definition: Process<E, C, State>): Process<E, C, State> {
  return definition;
}

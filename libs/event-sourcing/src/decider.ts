import type { Actor, CustomMetadata, Event, Standing } from './event.ts';

/** An intent, in the imperative, and what it says. */
export interface Command<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** A command as it reaches its decider: who gives it, when (ISO 8601, UTC), under which id, and what is said with it. */
export type Issued<C extends Command> = C & {
  readonly by: Actor;
  readonly at: string;
  /** The command's own: what a decision makes can be named after it. */
  readonly id: string;
  /** Stays with the events. */
  readonly said: CustomMetadata;
  /** When the reported fact happened, where the command reports one: ISO 8601 with offset. */
  readonly happenedAt?: string;
  /** How who gives it stands at that moment; stays with nothing. */
  readonly standing: Standing;
};

/**
 * The rules of one aggregate as three pure values: no clock, no randomness, no I/O.
 * `decide` throws `RuleBroken` for a refused rule and returns `[]` when the fact is recorded already.
 * `evolve` accepts every event ever recorded and never throws.
 */
export interface Decider<C extends Command, E extends Event, State> {
  readonly initial: State;
  decide(command: Issued<C>, state: State): readonly E[];
  evolve(state: State, event: E): State;
  /**
   * Where decisions rest on how who gives the command stands elsewhere: looked up in other streams before each decision, and recorded nowhere. Whoever
   * handles the command cannot forget it. Rules stay in `decide`, which is given the outcome as the command's `standing`.
   */
  standing?(command: Issued<C>, state: State, streams: Streams): Promise<Standing>;
  /** Whether the command with this id was kept as a statement, from which nothing follows, in place of being decided. */
  keptAsStatement?(state: State, commandId: string): boolean;
}

/** Other aggregates, as they stand just now. */
export interface Streams {
  /** @throws StoreUnavailable */
  load<C extends Command, E extends Event, State>(decider: Decider<C, E, State>, stream: string): Promise<{ readonly state: State }>;
}

/** A function a command. */
export type Decisions<C extends Command, E extends Event, State> = {
  readonly [Type in C['type']]: (command: Issued<Extract<C, { readonly type: Type }>>, state: State) => readonly E[];
};

/** `decide` by a table of functions, one a command: the compiler refuses a table that lacks one. */
export const decideBy =
  <C extends Command, E extends Event, State>(decisions: Decisions<C, E, State>): Decider<C, E, State>['decide'] =>
  (command, state) =>
    decisions[command.type as C['type']](command as never, state);

/** A command is refused by a rule of the domain. `code` is stable (`room.rule`), `message` is for the person, `details` are the facts it rests on. */
export class RuleBroken extends Error {
  override readonly name: string = 'RuleBroken';
  constructor(
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** A command is about something that does not exist: refused as if nobody had ever heard of it. */
export class UnknownSubject extends RuleBroken {
  override readonly name = 'UnknownSubject';
}

import type { Command } from './decider.ts';
import type { Event } from './event.ts';
import type { AggregateStore, CommandContext, Handled } from './handle.ts';
import type { Process } from './process.ts';
import type { Projection } from './projection.ts';
import type { Timeline } from './timeline.ts';
import type { EventSchema } from './upcast.ts';
import type { Views } from './views.ts';

/** A command as it was once given at its address: by the name of its class, with the parts of the address and what was said. JSON. */
export interface GivenBefore {
  readonly command: string;
  readonly path: Readonly<Record<string, string>>;
  /** Absent where the command takes no body. */
  readonly body?: unknown;
}

/** Carries out commands that people gave, by the one handler that there is for each. A program has one of these, and hands it to its processes. */
export interface CarriesOut {
  /** Answers the thing that the command was about, and where its stream stands. @throws as the handler of the command */
  carryOut(
    given: GivenBefore,
    context: CommandContext,
  ): Promise<Pick<Handled, 'revision' | 'position' | 'statement'> & { readonly id: string }>;
}

/**
 * A process of a room, and who carries out what it asks for: a command of a process names its aggregate, and the room knows the decider.
 * What is looked up on the way changes from one try to the next; a command that is made of it needs an id that follows from its content too.
 */
export interface RunnableProcess<C extends Command = Command> {
  readonly process: Process<Event, C>;
  /** @throws RuleBroken a rule refuses it @throws ProjectionBehind it is tried again a little later */
  carryOut(aggregates: AggregateStore, command: C, context: CommandContext, views: Views, commands: CarriesOut): Promise<unknown>;
}

/**
 * What a room of the domain brings along: its events with their upcasters, its projections and timelines, its processes. Programs collect these and run them all alike.
 * Open: an application declares what else its rooms bring.
 */
export interface Capability {
  readonly events: Readonly<Record<string, EventSchema>>;
  readonly projections: readonly Projection[];
  /** Kinds of streams that are shown line by line. */
  readonly timelines?: readonly Timeline[];
  readonly processes: readonly RunnableProcess[];
}

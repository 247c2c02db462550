import type { Command } from './decider.ts';
import type { Event } from './event.ts';
import type { AggregateStore, CommandContext } from './handle.ts';
import type { Process } from './process.ts';
import type { Projection } from './projection.ts';
import type { EventSchema } from './upcast.ts';
import type { Views } from './views.ts';

/**
 * A process of a room, and who carries out what it asks for: a command of a process names its aggregate, and the room knows the decider.
 * What is looked up on the way changes from one try to the next; a command that is made of it needs an id that follows from its content too.
 */
export interface RunnableProcess<C extends Command = Command> {
  readonly process: Process<Event, C>;
  /** @throws RuleBroken a rule refuses it @throws ProjectionBehind it is tried again a little later */
  carryOut(aggregates: AggregateStore, command: C, context: CommandContext, views: Views): Promise<unknown>;
}

/**
 * What a room of the domain brings along: its events with their upcasters, its projections, its processes. Programs collect these and run them all alike.
 * Open: an application declares what else its rooms bring.
 */
export interface Capability {
  readonly events: Readonly<Record<string, EventSchema>>;
  readonly projections: readonly Projection[];
  readonly processes: readonly RunnableProcess[];
}

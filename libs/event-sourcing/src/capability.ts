import type { Process } from './process.ts';
import type { Projection } from './projection.ts';
import type { EventSchema } from './upcast.ts';

/** What a room of the domain brings along: its events with their upcasters, its projections, its processes. Programs collect these and run them all alike. */
export interface Capability {
  readonly events: Readonly<Record<string, EventSchema>>;
  readonly projections: readonly Projection[];
  readonly processes: readonly Process[];
}

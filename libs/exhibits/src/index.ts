/** Exhibits: sealed lots of a seizure; who holds each, what it weighs, what two analysts certified of it, how it ends. */
import type { Capability } from '#libs/event-sourcing';
import { exhibitEvents } from './exhibit.ts';
import { exhibitRegister } from './exhibit-register.ts';
import { exhibitTimeline } from './exhibit-timeline.ts';

export { ExhibitsModule } from './exhibits.module.ts';
export * from './exhibit.ts';
export * from './standing.ts';
export { exhibitRegister, type ExhibitRow } from './exhibit-register.ts';
export { exhibitTimeline, type ExhibitTimelineEntry } from './exhibit-timeline.ts';

/** What the programs run of this room. */
export const exhibits: Capability = { events: exhibitEvents, projections: [exhibitRegister, exhibitTimeline], processes: [] };

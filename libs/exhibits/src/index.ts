/** Exhibits: sealed lots of a seizure; who holds each, what it weighs, what two analysts certified of it, how it ends. */
import type { Capability } from '#libs/event-sourcing';
import { exhibitEvents } from './exhibit-events.ts';
import { exhibitRegister } from './exhibit-register.ts';
import { exhibitTimeline } from './exhibit-timeline.ts';

export { ExhibitsModule } from './exhibits.module.ts';
export * from './exhibit-events.ts';
export {
  type Certificate,
  certificateOf,
  type CustodyTransfer,
  type Exhibit,
  type ExhibitStatus,
  exhibitStatuses,
  exhibitStatusOf,
  handlersOf,
  type Holder,
  latestCertificateOf,
  type MassBalance,
  openOfferOf,
  originsOf,
} from './exhibit-standing.ts';
export * from './entitlement-standing.ts';
export { isDrift } from './rules/weight.ts';
export { exhibit, type ExhibitCommand } from './exhibit.ts';
export { type ExhibitPart, exhibitPartTable } from './exhibit-parts.ts';
export { exhibitRegister, type ExhibitRow } from './exhibit-register.ts';
export { exhibitTimeline, type ExhibitTimelineEntry } from './exhibit-timeline.ts';

/** What the programs run of this room. */
export const exhibits: Capability = { events: exhibitEvents, projections: [exhibitRegister], timelines: [exhibitTimeline], processes: [] };

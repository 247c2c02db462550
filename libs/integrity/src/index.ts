/** What integrity is to look into: leads that processes raise, what they rest on, and what came of them. */
import type { Capability } from '#libs/event-sourcing';
import { leadEvents } from './lead-events.ts';
import { leads } from './leads.ts';

export { IntegrityModule } from './integrity.module.ts';
export * from './lead-kinds.ts';
export * from './lead-events.ts';
export { lead, type LeadCommand, type LeadStanding } from './lead.ts';
export { type Lead, leads } from './leads.ts';
export { groundOf, type RaisedLead, raiseLead } from './raise-lead.ts';

/** What the programs run of this room. */
export const integrity: Capability = { events: leadEvents, projections: [leads], processes: [] };

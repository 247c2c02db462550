/** One thing once: seals, certificates, orders, references, receipts and the names in the registers, each in a register that two cannot enter. */
import type { Capability } from '#libs/event-sourcing';
import { identifierEvents } from './identifier-events.ts';
import { identifierRegister } from './identifier-register.ts';

export { IdentifiersModule } from './identifiers.module.ts';
export * from './identifier-kinds.ts';
export * from './identifier-events.ts';
export * from './identifier-standing.ts';
export { identifier, type IdentifierCommand } from './identifier.ts';
export { type IdentifierEntry, identifierRegister } from './identifier-register.ts';
export { type Claim, claim, claiming, note } from './claiming.ts';

/** What the programs run of this room. */
export const identifiers: Capability = { events: identifierEvents, projections: [identifierRegister], processes: [] };

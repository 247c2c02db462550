/** What was recorded, when, by whom, what caused it and what it caused; and what belongs to a case. */
import { type Capability, indexesOf } from '#libs/event-sourcing';
import { caseAccess } from './case-access.ts';
import { caseLinks } from './case-links.ts';

export { AuditModule } from './audit.module.ts';
export { caseAccess } from './case-access.ts';
export { caseLinks, type CaseLink } from './case-links.ts';
export type { ChainedFact, Fact, LinkedFact } from './fact.ts';
export { type FactFilter, type FactPage, Records } from './records.ts';

/** What the programs run so that the past of these rooms can be found. */
export function auditOf(rooms: readonly Capability[]): Capability {
  const types = rooms.flatMap(({ events }) => Object.keys(events));
  return { events: {}, projections: [...indexesOf(rooms).projections, caseLinks(types), caseAccess(types)], processes: [] };
}

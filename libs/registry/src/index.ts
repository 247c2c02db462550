/** The registers: agencies, units and their chain of command, officers and how much of rewards counts for each, laboratories, valuers, legal instruments. */
import type { Capability } from '#libs/event-sourcing';
import { agencyEvents } from './agency.ts';
import { laboratoryEvents } from './laboratory.ts';
import { instrumentEvents } from './legal-instrument.ts';
import { officerEvents } from './officer-events.ts';
import { officers } from './officers.ts';
import { registerEntries } from './register-entries.ts';
import { unitEvents } from './unit.ts';
import { units } from './units.ts';
import { valuerEvents } from './valuer.ts';

export { RegistryModule } from './registry.module.ts';
export * from './agency.ts';
export * from './laboratory.ts';
export { lawOf } from './instrument-law.ts';
export * from './legal-instrument.ts';
export { underInstrument, type UnderInstrument, underInstruments } from './under-instrument.ts';
export * from './officer-events.ts';
export { registerOf } from './register.ts';
export { agencyAt, capHistoryOf, countingOf, isSuspended, restsOnOneWord, unitAt } from './officer-standing.ts';
export { officer, type OfficerCommand } from './officer.ts';
export * from './unit.ts';
export * from './valuer.ts';
export { madeByOne } from './words-behind.ts';
export { RegisterOfficer, RegisterOfficerBody, RegisterOfficerHandler } from './use-cases/register-officer.ts';
export { officers, type OfficerRow } from './officers.ts';
export { formsOf, isNamedIn, officersNamed } from './officers-named.ts';
export {
  registerEntries,
  type AgencyRow,
  type InstrumentRow,
  type LaboratoryRow,
  type RegisterRow,
  rowKey,
  type ValuerRow,
} from './register-entries.ts';
export { unitOf, type UnitRow, units } from './units.ts';

/** What the programs run of this room. */
export const registry: Capability = {
  events: { ...agencyEvents, ...unitEvents, ...officerEvents, ...laboratoryEvents, ...valuerEvents, ...instrumentEvents },
  projections: [officers, units, registerEntries],
  processes: [],
};

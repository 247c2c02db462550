/** The registers: agencies, units and their chain of command, officers and how much of rewards counts for each, laboratories, legal instruments. */
export * from './officer.ts';
export * from './unit.ts';

/** The mechanism: deciders, the event store and read store as ports, projections, processes, upcasting. Knows no framework, no driver and no domain. */
export * from './event.ts';
export * from './event-store.ts';
export * from './decider.ts';
export * from './read-store.ts';
export * from './projection.ts';

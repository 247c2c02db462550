/** The mechanism: deciders, the event store and read store as ports, projections, processes, upcasting. Knows no framework, no driver and no domain. */
export * from './event.ts';
export * from './event-store.ts';
export * from './decider.ts';
export * from './read-store.ts';
export * from './projection.ts';
export * from './timeline.ts';
export * from './identity.ts';
export * from './upcast.ts';
export * from './handle.ts';
export * from './projector.ts';
export * from './freshness.ts';
export * from './history.ts';
export * from './stream-index.ts';
export * from './past.ts';
export * from './process.ts';
export * from './capability.ts';

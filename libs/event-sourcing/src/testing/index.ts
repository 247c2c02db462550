/** What the specs of other rooms are written with: contract suites, laws, given / when / then. Needs Jest's globals; never imported by a program. */
export * from './event-store-contract.ts';
export * from './events.ts';
export * from './given.ts';
export * from './laws.ts';
export * from './read-store-contract.ts';
export * from './faulty.ts';
export * from './eventually.ts';
export * from './watching.ts';
export * from './gives-no-commands.ts';

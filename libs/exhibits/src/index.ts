/** Exhibits: sealed lots of a seizure; who holds each, what it weighs, what two analysts certified of it, how it ends. */
export * from './exhibit.ts';
export * from './standing.ts';

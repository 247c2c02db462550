/** Words that every room of the domain shares: agencies, substances, texts in two languages, moments, money. Pure. */
export type * from './actor.ts';
export * from './attestation.ts';
export * from './canonical.ts';
export * from './documents.ts';
export * from './formats.ts';
export * from './same.ts';
export * from './hands.ts';
export * from './words.ts';
export * from './moments.ts';
export * from './money.ts';
export * from './roster.ts';
export * from './saying.ts';

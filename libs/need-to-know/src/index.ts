/** Who may know what: one filter under all that is read, and under all that a command is decided on. */
export * from './access-row.ts';
export { type AccessFold, AccessOfStreams } from './access-of-streams.ts';
export * from './knowledge.ts';
export { askedBy, NeedToKnow } from './need-to-know.ts';
export { CursorSeal } from './cursor-seal.ts';
export { KnownViews, ViewsFor } from './known-views.ts';
export { OfAnotherAgency } from './of-another-agency.ts';

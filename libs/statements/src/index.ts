/** Statements: facts in the words of people who have no part in them. Recorded beside what they are about; nothing follows from one until it is adopted. */
import type { Capability } from '#libs/event-sourcing';
import { statementEvents } from './statement-events.ts';
import { statementRegister } from './statement-register.ts';

export * from './statement-events.ts';
export * from './statements.ts';
export * from './with-statements.ts';
export { Adopts, SetsAside, SetStatementAsideBody, Withdraws, WithdrawStatementBody } from './end-statement.ts';
export { ListStatementsQuery } from './list-statements.ts';
export { statementRegister, type StatementRow } from './statement-register.ts';

/** What the programs run of this room. */
export const statements: Capability = { events: statementEvents, projections: [statementRegister], processes: [] };

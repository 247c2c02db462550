import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import type { Id, Instant, Line, RegisterEntry } from '#libs/vocabulary';
import type { Stated, StatementEvent } from './statement-events.ts';

export const statementStatuses = ['open', 'adopted', 'set-aside'] as const;
export type StatementStatus = (typeof statementStatuses)[number];

/** A statement as its aggregate knows it. */
export interface Statement {
  readonly status: StatementStatus;
  readonly says: Stated;
  readonly filedBy: RegisterEntry;
  readonly happenedAt?: Instant;
  /** Why it was set aside. */
  readonly reason?: Line;
}

/** The statements in a stream, by id. */
export type Statements = ReadonlyMap<Id, Statement>;

/** An aggregate that keeps statements beside what it knows. */
export interface WithStatements {
  readonly statements: Statements;
}

/** The statements after one more event about them. */
export function statementsAfter(known: Statements, event: StatementEvent): Statements {
  const { statementId } = event.data;
  switch (event.type) {
    case 'StatementFiled': {
      const { says, filedBy, happenedAt } = event.data;
      return new Map(known).set(statementId, { status: 'open', says, filedBy, ...(happenedAt !== undefined && { happenedAt }) });
    }
    case 'StatementAdopted':
      return ended(known, statementId, { status: 'adopted' });
    case 'StatementSetAside':
      return ended(known, statementId, { status: 'set-aside', reason: event.data.reason });
  }
}

function ended(known: Statements, statementId: Id, how: Pick<Statement, 'status' | 'reason'>): Statements {
  const statement = known.get(statementId);
  return statement === undefined ? known : new Map(known).set(statementId, { ...statement, ...how });
}

/** The statement that is to end in this way: nothing where it ended so already. @throws UnknownSubject 'statement.unknown' @throws RuleBroken 'statement.ended' */
export function requireOpen({ statements }: WithStatements, statementId: Id, end: 'adopted' | 'set-aside'): Statement | undefined {
  const known = statements.get(statementId);
  if (known === undefined) throw new UnknownSubject('statement.unknown', 'There is no statement with this id here', { statementId });
  if (known.status === 'open') return known;
  if (known.status === end) return undefined;
  throw new RuleBroken(
    'statement.ended',
    known.status === 'adopted'
      ? 'The statement was adopted; what followed from it is corrected, and not set aside'
      : 'The statement was set aside; whoever knows it to be true states it again',
    { statementId, status: known.status },
  );
}

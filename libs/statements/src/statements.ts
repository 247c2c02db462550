import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { type Id, type Instant, type Line, type RegisterEntry, samePerson } from '#libs/vocabulary';
import type { Stated, StatementEvent } from './statement-events.ts';

export const statementStatuses = ['open', 'adopted', 'set-aside', 'withdrawn'] as const;
export type StatementStatus = (typeof statementStatuses)[number];

/** A statement as its aggregate knows it. */
export interface Statement {
  readonly status: StatementStatus;
  readonly says: Stated;
  readonly filedBy: RegisterEntry;
  readonly happenedAt?: Instant;
  /** Why it was set aside or withdrawn. */
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
    case 'StatementWithdrawn':
      return ended(known, statementId, { status: 'withdrawn', reason: event.data.reason });
  }
}

function ended(known: Statements, statementId: Id, how: Pick<Statement, 'status' | 'reason'>): Statements {
  const statement = known.get(statementId);
  return statement === undefined ? known : new Map(known).set(statementId, { ...statement, ...how });
}

/** How a statement ends. */
export type StatementEnd = Exclude<StatementStatus, 'open'>;

const ENDED: Readonly<Record<StatementEnd, string>> = {
  adopted: 'The statement was adopted; what followed from it is corrected, and neither set aside nor withdrawn',
  'set-aside': 'The statement was set aside; whoever knows it to be true states it again',
  withdrawn: 'Who filed the statement withdrew it; whoever knows it to be true states it themselves',
};

/** The statement that is to end in this way: nothing where it ended so already. @throws UnknownSubject 'statement.unknown' @throws RuleBroken 'statement.ended' */
export function requireOpen({ statements }: WithStatements, statementId: Id, end: StatementEnd): Statement | undefined {
  const known = statements.get(statementId);
  if (known === undefined) throw new UnknownSubject('statement.unknown', 'There is no statement with this id here', { statementId });
  if (known.status === 'open') return known;
  if (known.status === end) return undefined;
  throw new RuleBroken('statement.ended', ENDED[known.status], { statementId, status: known.status });
}

/**
 * Nothing follows from what one person says of something that they have no part in: nor once they have got one, or have another account.
 * @throws RuleBroken 'statement.own'
 */
export function requireNotOwn({ filedBy }: Statement, { id }: Actor): void {
  if (samePerson(id, filedBy))
    throw new RuleBroken(
      'statement.own',
      'What you stated somebody else with a part adopts; where you have a part by now, record it as your own fact, and withdraw the statement',
      { filedBy },
    );
}

/** What somebody said is theirs to take back, and nobody else's. @throws RuleBroken 'statement.not-own' */
export function requireOwn({ filedBy }: Statement, by: Actor): void {
  if (!samePerson(by.id, filedBy))
    throw new RuleBroken(
      'statement.not-own',
      'A statement is withdrawn by who filed it; who has a part in what it is about sets it aside',
      { filedBy },
    );
}

import { type Actor, defined, indexedBy, kindOf, projection, type RecordedEvent, uuidsIn } from '#libs/event-sourcing';
import type { Id, Instant, Line, RegisterEntry, Revision } from '#libs/vocabulary';
import { type Stated, type StatementEvent, statementEventTypes } from './statement-events.ts';
import type { StatementStatus } from './statements.ts';

/** A statement: what somebody said who has no part in it, and what became of that. */
export interface StatementRow {
  readonly statementId: Id;
  readonly status: StatementStatus;
  /** Of what it is a statement: `case`, `exhibit`, `asset`. */
  readonly kind: string;
  /** The case, exhibit or asset itself. */
  readonly subjectId: Id;
  readonly caseId: Id;
  /** What would have been commanded. */
  readonly stated: string;
  /** Names are sealed until the edge. */
  readonly says: Stated;
  readonly filedBy: RegisterEntry;
  /** Who filed it, as they were at that moment. */
  readonly filer: Actor;
  /** When it was recorded, UTC. */
  readonly filedAt: Instant;
  /** When what it tells of happened, as reported. */
  readonly happenedAt?: Instant;
  /** Who adopted it, set it aside or withdrew it. */
  readonly endedBy?: RegisterEntry;
  readonly endedAt?: Instant;
  /** Why it was set aside or withdrawn. */
  readonly reason?: Line;
  /** Of its stream when it was filed or ended. */
  readonly revision: Revision;
}

/** One row a statement, of whatever kind: those that are open wait for a person with a part. */
export const statementRegister = projection<StatementEvent, StatementRow>({
  name: 'statements',
  version: 1,
  handles: statementEventTypes,
  keysOf: ({ data }) => [data.statementId],
  evolve(row, event) {
    const recordedAt = new Date(event.recordedAt).toISOString();
    const { revision } = event;
    if (event.type === 'StatementFiled') return filed(event, recordedAt);
    if (row === undefined) return undefined;
    const ended = { ...row, endedAt: recordedAt, revision };
    switch (event.type) {
      case 'StatementAdopted':
        return { ...ended, status: 'adopted', endedBy: event.data.adoptedBy };
      case 'StatementSetAside':
        return { ...ended, status: 'set-aside', endedBy: event.data.setAsideBy, reason: event.data.reason };
      case 'StatementWithdrawn':
        return { ...ended, status: 'withdrawn', endedBy: event.metadata.actor.id, reason: event.data.reason };
    }
  },
  index: indexedBy({ text: ['status', 'kind', 'subjectId', 'caseId', 'stated', 'filedBy'], time: ['filedAt'] }),
  discloses: {
    about: ({ kind, subjectId }) => [`${kind}-${subjectId}`],
    names: ({ says }) => uuidsIn(says).map((id) => `case-${id}`),
    without: () => undefined,
  },
});

function filed(event: Extract<RecordedEvent<StatementEvent>, { type: 'StatementFiled' }>, filedAt: Instant): StatementRow {
  const { stream, revision, data, metadata } = event;
  const { statementId, says, filedBy, happenedAt } = data;
  const kind = kindOf(stream);
  const subjectId = stream.slice(kind.length + 1);
  const { caseId = subjectId } = data;
  const of = { statementId, status: 'open', kind, subjectId, caseId, stated: says.type, says } as const;
  return { ...of, filedBy, filer: metadata.actor, filedAt, ...defined({ happenedAt }), revision };
}

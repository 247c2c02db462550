import {
  type Actor,
  defined,
  indexedBy,
  projection,
  type RecordedEvent,
  rowPerStream,
  uuidsIn,
  type WouldRecord,
} from '#libs/event-sourcing';
import { type Id, type Instant, KINDS_OF_CASES, type Line, type RegisterEntry, type Revision } from '#libs/vocabulary';
import { type Outcome, type Proposed, type ProposalEvent, proposalEventTypes, proposalIdOf } from './proposal-events.ts';
import type { ProposalStatus } from './proposal-standing.ts';

/** Why a confirmed proposal could not be carried out. */
export interface ProposalFailure {
  /** Of the rule that refused it. */
  readonly code: string;
  readonly message: string;
}

/** How a proposal was answered, or ended. */
export interface ProposalAnswer {
  /** Who answered; of a proposal that lapsed, the process. */
  readonly by: Actor;
  /** UTC. */
  readonly at: Instant;
  readonly reason?: Line;
}

/** An event that would be recorded. */
export interface ProposedRecord extends WouldRecord {
  /**
   * The aggregate that it is about.
   * @example pool-9c58268f-0a87-8e07-adda-661df162b540
   */
  readonly stream: string;
  /** @example BudgetTopUpCredited */
  readonly type: string;
  /** What it would say. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A command that takes two hands, as it was proposed, and how it stands. */
export interface ProposalRow extends Proposed {
  readonly proposalId: Id;
  readonly status: ProposalStatus;
  /** What it would have recorded when it was proposed. What it records is decided anew when it is confirmed. */
  readonly records: readonly ProposedRecord[];
  /** The streams that it would record in. */
  readonly streams: readonly string[];
  readonly proposedBy: RegisterEntry;
  /** Who proposed it, as they were then. */
  readonly proposer: Actor;
  /** UTC. */
  readonly proposedAt: Instant;
  /** In which roles others may confirm it. */
  readonly confirmableBy: readonly string[];
  /** Only somebody of another unit may. */
  readonly apart?: 'unit';
  /** Not answered by then, it lapses by itself. */
  readonly lapsesAt: Instant;
  /** How it was answered, or ended unanswered. */
  readonly answer?: ProposalAnswer;
  /** Once it is carried out. */
  readonly outcome?: Outcome;
  readonly failure?: ProposalFailure;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the proposal’s stream: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row a proposal: its page, and the list of them. */
export const proposals = projection<ProposalEvent, ProposalRow>({
  name: 'proposals',
  version: 1,
  handles: proposalEventTypes,
  ...rowPerStream('proposal'),
  evolve(row, event) {
    const recordedAt = new Date(event.recordedAt).toISOString();
    const now = { updatedAt: recordedAt, revision: event.revision };
    if (event.type === 'ProposalMade') {
      const { command, path, body, records, secondHands, lapsesAt, proposedBy } = event.data;
      return {
        proposalId: proposalIdOf(event.stream),
        status: 'open',
        ...defined({ command, path, body }),
        records: records as readonly ProposedRecord[],
        streams: [...new Set(records.map(({ stream }) => stream))],
        proposedBy: proposedBy.id,
        proposer: proposedBy,
        proposedAt: recordedAt,
        confirmableBy: secondHands.roles,
        ...defined({ apart: secondHands.apart }),
        lapsesAt,
        ...now,
      };
    }
    if (row === undefined) return undefined;
    switch (event.type) {
      case 'ProposalConfirmed':
        return { ...row, status: 'confirmed', answer: answerOf(event), ...now };
      case 'ProposalCarriedOut':
        return { ...row, status: 'carried-out', outcome: event.data.outcome, ...now };
      case 'ProposalFailed':
        return { ...row, status: 'failed', failure: event.data, ...now };
      case 'ProposalRefused':
        return { ...row, status: 'refused', answer: answerOf(event), ...now };
      case 'ProposalWithdrawn':
        return { ...row, status: 'withdrawn', answer: answerOf(event), ...now };
      case 'ProposalLapsed':
        return { ...row, status: 'lapsed', answer: answerOf(event), ...now };
    }
  },
  discloses: {
    about: ({ streams }) => streams,
    names: ({ path, body, records }) => uuidsIn([path, body, records]).flatMap((id) => [...KINDS_OF_CASES].map((kind) => `${kind}-${id}`)),
    without: () => undefined,
  },
  index: indexedBy({ text: ['status', 'command', 'proposedBy'], texts: ['streams'], time: ['proposedAt', 'updatedAt'] }),
});

function answerOf({ metadata: { actor, reason }, recordedAt }: RecordedEvent): ProposalAnswer {
  return { by: actor, at: new Date(recordedAt).toISOString(), ...defined({ reason }) };
}

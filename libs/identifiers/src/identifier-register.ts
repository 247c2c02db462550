import { defined, indexedBy, projection, type RecordedEvent, rowPerStream } from '#libs/event-sourcing';
import { canonical, type Id, type Instant, type Line, type Revision } from '#libs/vocabulary';
import { type Holder, type IdentifierEvent, identifierEventTypes, identifierIdOf } from './identifier-events.ts';
import { type IdentifierKind, IDENTIFIERS } from './identifier-kinds.ts';
import { identifierAfter, type IdentifierStanding, unclaimed } from './identifier-standing.ts';

/** That integrity found all uses to be right, or took the number from a holder. */
export interface IdentifierDecision {
  readonly decided: 'cleared' | 'released';
  readonly reason: Line;
  readonly by: string;
  /** The second hand. */
  readonly confirmedBy?: string;
  /** UTC. */
  readonly at: Instant;
}

/** A number as it stands: what it stands for, as it was written first, and which of its uses are held up. */
export interface IdentifierEntry extends IdentifierStanding {
  readonly identifierId: Id;
  readonly kind: IdentifierKind;
  readonly scope?: Line;
  /** The form that its spellings are compared by. */
  readonly canonical: string;
  /** `used-twice`: it stands for two things, and what rests on either is held up. `free`: it was given back, or taken from what it stood for. */
  readonly status: 'free' | 'used-once' | 'used-twice';
  /** What a second use of its kind means. */
  readonly secondUse: Line;
  /** By people, the last one last. */
  readonly decisions: readonly IdentifierDecision[];
  /** All cases that it was ever used in. */
  readonly cases: readonly Id[];
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the number's stream: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** One row a number. */
export const identifierRegister = projection<IdentifierEvent, IdentifierEntry>({
  name: 'identifier-register',
  discloses: { about: ({ cases }) => cases.map((caseId) => `case-${caseId}`), without: () => undefined },
  version: 2,
  handles: identifierEventTypes,
  ...rowPerStream('identifier'),
  evolve(row, event) {
    const standing = identifierAfter(row ?? unclaimed, event);
    const { kind, scope, value } = standing.number ?? event.data;
    return {
      identifierId: identifierIdOf(event.stream),
      ...standing,
      ...defined({ kind, scope }),
      canonical: canonical(value),
      status: statusOf(standing),
      secondUse: IDENTIFIERS[kind].secondUse,
      decisions: [...(row?.decisions ?? []), ...decisionsOf(event)],
      cases: [...new Set([...(row?.cases ?? []), ...holdersOf(event).flatMap(({ cases = [] }) => cases)])].toSorted(),
      updatedAt: new Date(event.recordedAt).toISOString(),
      revision: event.revision,
    };
  },
  index: indexedBy({ text: ['kind', 'status', 'canonical', 'scope'], time: ['updatedAt'], texts: ['cases'] }),
});

function statusOf({ uses, open }: IdentifierStanding): IdentifierEntry['status'] {
  if (uses.length === 0) return 'free';
  return open.length === 0 ? 'used-once' : 'used-twice';
}

function holdersOf({ type, data }: IdentifierEvent): readonly Holder[] {
  switch (type) {
    case 'IdentifierClaimed':
      return [data.holder];
    case 'IdentifierReleased':
      return [data.holder, ...data.left];
    case 'IdentifierClaimedAgain':
      return [data.first, data.second];
    case 'IdentifierUsesCleared':
      return data.uses;
  }
}

function decisionsOf({ type, data, metadata, recordedAt }: RecordedEvent<IdentifierEvent>): readonly IdentifierDecision[] {
  const byHand = type === 'IdentifierUsesCleared' || (type === 'IdentifierReleased' && data.command === undefined);
  if (!byHand) return [];
  const { actor, confirmedBy } = metadata;
  const decided = type === 'IdentifierUsesCleared' ? 'cleared' : 'released';
  return [
    defined({
      decided,
      reason: data.reason,
      by: actor.id,
      confirmedBy: confirmedBy?.id,
      at: new Date(recordedAt).toISOString(),
    } as const),
  ];
}

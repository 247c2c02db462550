import { type Actor, defined, projection, type RecordedEvent } from '#libs/event-sourcing';
import type { Id, Instant, Line, Money } from '#libs/vocabulary';
import { type PoolEvent, poolIdOf, poolStream } from './pool-events.ts';
import { type Account, type Posting, postingsOf } from './postings.ts';

/** The events that book something. */
const booking = [
  'ProceedsCredited',
  'BudgetTopUpCredited',
  'BudgetTopUpCorrected',
  'RecoveryCredited',
  'FundsReserved',
  'ReservationReleased',
  'ReservationConsumed',
  'SpendingReversed',
  'CostsDebited',
  'CostsCorrected',
  'OperationalUseAllocated',
  'OperationalUseRecalled',
  'LiabilityRecognised',
  'LiabilityCorrected',
  'LiabilitySettled',
  'ShortfallCovered',
] as const satisfies readonly PoolEvent['type'][];
export type BookingEvent = Extract<PoolEvent, { type: (typeof booking)[number] }>;

/** One entry in a pool's books: debits and credits that come to zero, for one event. Never changed, never removed. */
export interface LedgerEntry {
  readonly poolId: Id;
  /**
   * Of the event in the pool's stream, from 0.
   * @minimum 0
   */
  readonly revision: number;
  readonly eventId: Id;
  /** What was recorded, for example `ProceedsCredited`. */
  readonly type: BookingEvent['type'];
  /** Debits and credits; together they come to zero. */
  readonly postings: readonly Posting[];
  /** What the pool had available after it. */
  readonly available: Money;
  /** When it happened, as reported. */
  readonly occurredAt: Instant;
  /** When it was booked, UTC. */
  readonly bookedAt: Instant;
  /** Who booked it, with the roles of that moment. */
  readonly actor: Actor;
  /** Who confirmed it, where it took two hands. */
  readonly confirmedBy?: Actor;
  /** Why, in the actor's words. */
  readonly reason?: Line;
  /** Every account that it debits or credits. */
  readonly accounts: readonly Account[];
  /** Every id and reference the entry rests on: settlement, asset, reservation, reward, costs, liability, command, conversation, proposal. */
  readonly causes: readonly string[];
}

/** One row an entry in the books of a pool. */
export const poolLedger = projection<BookingEvent, LedgerEntry>({
  name: 'pool-ledger',
  version: 2,
  handles: booking,
  keysOf: (event) => [`${poolIdOf(event.stream)}/${event.revision}`],
  streamsOf: (key) => [poolStream(key.slice(0, key.lastIndexOf('/')))],
  streamsWith: { poolId: (poolId) => [poolStream(poolId)] },
  evolve(_row, event) {
    const { occurredAt, actor, confirmedBy, reason } = event.metadata;
    const postings = postingsOf(event);
    return defined({
      poolId: poolIdOf(event.stream),
      revision: event.revision,
      eventId: event.id,
      type: event.type,
      postings,
      available: event.data.available,
      occurredAt,
      bookedAt: new Date(event.recordedAt).toISOString(),
      actor,
      confirmedBy,
      reason,
      accounts: [...new Set(postings.map(({ account }) => account))].sort(),
      causes: causesOf(event),
    });
  },
  index: { poolId: 'text', revision: 'integer', type: 'text', bookedAt: 'time', accounts: 'texts', causes: 'texts' },
  // The books add up for everybody who keeps them; what money of a hidden case was for does not stand in them.
  discloses: {
    about: () => [],
    names: ({ causes }) => causes.flatMap((cause) => OF_CASES.map((kind) => `${kind}-${cause}`)),
    without: (entry) => defined({ ...entry, reason: undefined, causes: [] }),
  },
});

/** What belongs to a case and may cause an entry. */
const OF_CASES = ['asset', 'reward', 'case'];

const IDS = [
  'settlementId',
  'assetId',
  'topUpId',
  'recoveryId',
  'reservationId',
  'reversalId',
  'costId',
  'allocationId',
  'recallId',
  'liabilityId',
  'paymentId',
  'reference',
];

function causesOf({ data, metadata }: RecordedEvent<BookingEvent>): readonly string[] {
  const named = IDS.map((field) => (data as unknown as Readonly<Record<string, unknown>>)[field]);
  const remitted = 'remittances' in data ? data.remittances.map(({ liabilityId }) => liabilityId) : [];
  const paper = 'document' in data ? data.document.reference : undefined;
  const said = [...named, ...remitted, metadata.commandId, metadata.correlationId, metadata.causationId, metadata.proposalId, paper];
  return [...new Set(said.filter((cause) => typeof cause === 'string'))].sort();
}

import { type Command, process, type Reaction } from '#libs/event-sourcing';
import { type Id, type Instant, isBefore, type Money } from '#libs/vocabulary';
import { type AssetEvent, assetIdOf } from './asset-events.ts';

/** Asks that a distribution be credited to its pool, or that the pools owe what they had of an asset that is to be given back. */
export type SettlementCommand =
  | Command<'CreditDistribution', { assetId: Id; distributionId: Id; poolId: Id; amount: Money; settledAt: Instant }>
  | Command<'OweDistributions', { assetId: Id }>;

interface Distribution {
  readonly distributionId: Id;
  readonly poolId: Id;
  readonly amount: Money;
  /** When the last of its money came in: decides which rule divides it. */
  readonly settledAt: Instant;
}

interface Distributed {
  /** When the money of each settlement came in. */
  readonly received: Readonly<Record<Id, Instant>>;
  readonly distributions: readonly Distribution[];
  /** How long, in hours, until a credit that was refused is tried again. */
  readonly patience: Readonly<Record<Id, number>>;
  /** The latest moment that this instance knows of, as it has no clock. */
  readonly now: Instant;
}

type Settling = Extract<
  AssetEvent,
  {
    type:
      'SettlementReceived' | 'ProceedsDistributed' | 'ConfiscationReversed' | 'ClaimFiled' | 'ClaimUpheld' | 'AssetReleased' | 'SaleVoided';
  }
>;

const nothingYet: Distributed = { received: {}, distributions: [], patience: {}, now: new Date(0).toISOString() };
const LONGEST_HOURS = 24;

/**
 * What is distributed reaches its pool by itself, once; and where the asset is to be given back afterwards, the pool owes it.
 * A credit that the pool refuses (it has no rule for that time yet) is tried again, later and later, and stands among the refusals until then.
 */
export const settlementDistribution = process<Settling, SettlementCommand, Distributed>({
  name: 'settlement-distribution',
  handles: [
    'SettlementReceived',
    'ProceedsDistributed',
    'ConfiscationReversed',
    'ClaimFiled',
    'ClaimUpheld',
    'AssetReleased',
    'SaleVoided',
  ],
  keysOf: (event) => [assetIdOf(event.stream)],
  react(before, input, assetId): Reaction<SettlementCommand, Distributed> {
    const state = before ?? nothingYet;
    switch (input.type) {
      case 'TimeoutReached': {
        const due = state.distributions.find(({ distributionId }) => distributionId === input.name);
        const known = { ...state, now: input.due };
        return due === undefined ? { state: known } : { state: known, commands: [credit(assetId, due)] };
      }
      case 'CommandRefused': {
        if (input.command.type === 'OweDistributions') return { state };
        const { distributionId } = input.command.data;
        const hours = Math.min(2 * (state.patience[distributionId] ?? 0.5), LONGEST_HOURS);
        return {
          state: { ...state, patience: { ...state.patience, [distributionId]: hours } },
          timeouts: { [distributionId]: new Date(Date.parse(state.now) + hours * 60 * 60 * 1000).toISOString() },
        };
      }
      case 'SettlementReceived': {
        const { settlementId, receivedAt } = input.data;
        return { state: { ...state, received: { ...state.received, [settlementId]: receivedAt } } };
      }
      case 'ProceedsDistributed': {
        const { distributionId, settlementIds, amount, poolId } = input.data;
        const times = settlementIds.flatMap((id) => state.received[id] ?? []);
        const settledAt = times.reduce((last, time) => (isBefore(last, time) ? time : last), times[0] ?? input.metadata.occurredAt);
        const distribution = { distributionId, poolId, amount, settledAt };
        const now = new Date(input.recordedAt).toISOString();
        return {
          state: { ...state, now, distributions: [...state.distributions, distribution] },
          commands: [credit(assetId, distribution)],
        };
      }
      case 'ConfiscationReversed':
      case 'ClaimFiled':
      case 'ClaimUpheld':
      case 'AssetReleased':
      case 'SaleVoided':
        return state.distributions.length === 0 ? { state } : { state, commands: [{ type: 'OweDistributions', data: { assetId } }] };
    }
  },
});

function credit(assetId: string, { distributionId, poolId, amount, settledAt }: Distribution): SettlementCommand {
  return { type: 'CreditDistribution', data: { assetId, distributionId, poolId, amount, settledAt } };
}

import { type DataOf, defined, indexedBy, projection, uuidsIn } from '#libs/event-sourcing';
import type { Stage } from '#libs/reward-law';
import { type Count, type Id, type Instant, minorUnits, type Money, type RegisterEntry, type Revision } from '#libs/vocabulary';
import { inShort, isReassessed } from './assessed.ts';
import { type Assessed, type Entitlement, type RewardEvent, rewardEventTypes, rewardIdOf, rewardStream } from './reward-events.ts';
import { decidedOf, type Standing, standingOf } from './reward-money.ts';
import { evolveReward } from './reward-evolution.ts';
import { nothingYet, type Reward } from './reward-standing.ts';
import { type RewardStatus, statusOf } from './reward-status.ts';

/** Something that was done about a reward. */
export interface Act {
  readonly act: RewardEvent['type'];
  /** A person, or a process. */
  readonly by: string;
  readonly name?: string;
  /** Who confirmed it, where it took two hands. */
  readonly confirmedBy?: string;
  /** When it was recorded, UTC. */
  readonly at: Instant;
  readonly reason?: string;
}

/**
 * A reward as its page shows it: what its own decider knows, so that what is decided and what is shown cannot differ, with who did what.
 */
export interface RewardRow extends Omit<Reward, 'entitlement'>, Entitlement {
  readonly rewardId: Id;
  /** The furthest it has come. */
  readonly status: RewardStatus;
  /** What is granted by all decisions so far, else allocated, else due. */
  readonly amount: Money;
  /** Released last. */
  readonly stage?: Stage['on'];
  /** Held by integrity. */
  readonly onHold: boolean;
  /** Who gets something, or would. */
  readonly recipients: readonly RegisterEntry[];
  /** Where the money is, once it is granted. */
  readonly standing?: Standing;
  /** How many seizures the latest assessment rests on. Of very many it shows fifty, the latest among them; all stand on the operation's page. */
  readonly seizureCount?: Count;
  /** Who did what, in the order it was recorded: the latest hundred; all of them stand in the timeline. */
  readonly acts: readonly Act[];
  /** How many there are. */
  readonly actCount: Count;
  /** When it was first assessed, UTC. */
  readonly triggeredAt: Instant;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
  /** Of the reward: what `If-Match` is compared with. */
  readonly revision: Revision;
}

/** So many acts, and proposals, stand on the page: however many there are, it stays one to read. */
export const SHOWN = 100;

/** One row a reward: the page, and the pipeline. */
export const rewardPipeline = projection<RewardEvent, RewardRow>({
  name: 'rewards',
  version: 7,
  handles: rewardEventTypes,
  keysOf: (event) => [rewardIdOf(event.stream)],
  evolve(row, event) {
    const { entitlement, assessment, ...state } = evolveReward(row === undefined ? nothingYet : stateOf(row), event);
    if (entitlement === undefined) return undefined;
    const assessed = event.type === 'EligibilityAssessed' ? event.data : undefined;
    const round = state.rounds.at(-1);
    const amount = decidedOf(state) ?? round?.allocation?.amount ?? assessment?.assessment.amount ?? { currency: 'KHR', amount: '0' };
    const stage = state.stages.at(-1)?.stage;
    const { actor, confirmedBy, reason } = event.metadata;
    const at = new Date(event.recordedAt).toISOString();
    const act: Act = defined({ act: event.type, by: actor.id, name: actor.name, confirmedBy: confirmedBy?.id, at, reason });
    return defined({
      rewardId: rewardIdOf(event.stream),
      ...entitlement,
      ...state,
      assessment: assessment && shown(assessment, assessed),
      seizureCount: assessed === undefined ? row?.seizureCount : seizureCountIn(assessed),
      status: statusOf(defined({ ...state, assessment })),
      amount,
      stage,
      onHold: state.holds.some(({ lifted }) => lifted === undefined),
      recipients: recipientsOf(state),
      standing: standingOf(state),
      acts: [...(row?.acts ?? []), act].slice(-SHOWN),
      actCount: (row?.actCount ?? 0) + 1,
      triggeredAt: row?.triggeredAt ?? at,
      updatedAt: at,
      revision: event.revision,
    });
  },
  index: indexedBy({
    text: ['status', 'caseId', 'policyId', 'stage'],
    boolean: ['onHold'],
    texts: ['recipients'],
    time: ['triggeredAt', 'updatedAt'],
  }),
  streamsOf: (rewardId) => [rewardStream(rewardId)],
  discloses: {
    about: ({ rewardId }) => [rewardStream(rewardId)],
    // Who decides on it may know it while its case is kept from them.
    names: ({ caseId, assessment, clawbacks, recoveries, suspension, holds, rejection }) =>
      othersNamed([caseId, assessment?.duplicateOf, clawbacks, recoveries, suspension, holds, rejection]),
  },
});

/** So many seizures, and assessments, stand on the page: however many there are, it stays one to read, and one to write. */
const SHOWN_SEIZURES = 50;

/** The assessment as the page shows it: of very many seizures those that it is new about, and others that were looked at before. */
function shown(whole: Assessed, latest: DataOf<RewardEvent, 'EligibilityAssessed'> | undefined): Assessed {
  const short = inShort(whole);
  const { seizures } = short.inputs;
  if (seizures.length <= SHOWN_SEIZURES) return short;
  const news = new Set(latest !== undefined && isReassessed(latest) ? latest.seizures.set.map(({ seizureId }) => seizureId) : []);
  const others = seizures.filter(({ seizureId }) => !news.has(seizureId));
  const latestOnes = seizures.filter(({ seizureId }) => news.has(seizureId)).slice(0, SHOWN_SEIZURES);
  const all = [...latestOnes, ...others.slice(0, SHOWN_SEIZURES - latestOnes.length)];
  return { ...short, inputs: { ...short.inputs, seizures: all.toSorted((a, b) => (a.seizureId < b.seizureId ? -1 : 1)) } };
}

const seizureCountIn = (assessed: DataOf<RewardEvent, 'EligibilityAssessed'>): Count =>
  isReassessed(assessed) ? assessed.seizureCount : assessed.inputs.seizures.length;

/** Cases and rewards that a value speaks of: that one is a duplicate of another, that what is owed here was kept from what is paid there. */
export const othersNamed = (value: unknown): readonly string[] => uuidsIn(value).flatMap((id) => [`case-${id}`, rewardStream(id)]);

/** The row is the folded reward, and more. */
function stateOf(row: RewardRow): Reward {
  const { caseId, operationId, policyId, trigger, assessment, rejection, grant, supplements, corrections, decided, suspension, completed } =
    row;
  const { rounds, passedOver, conflicts, holds, cleared, upheld, duties, stages, payments, clawbacks, acquittals, reversals, recoveries } =
    row;
  const entitlement = { caseId, operationId, policyId };
  const done = {
    rounds,
    passedOver,
    conflicts,
    holds,
    cleared,
    upheld,
    duties,
    stages,
    payments,
    clawbacks,
    acquittals,
    reversals,
    recoveries,
  };
  return defined({
    entitlement,
    ...done,
    ...{ trigger, assessment, rejection, grant, supplements, corrections, decided, suspension, completed },
  });
}

function recipientsOf({ rounds, grant, supplements = [] }: Reward): readonly string[] {
  const { shares = [], unitFund } = rounds.at(-1)?.allocation ?? {};
  const fund = unitFund !== undefined && minorUnits(unitFund.amount) > 0n ? [unitFund.unit] : [];
  return [
    ...new Set([
      ...(grant === undefined ? shares : [grant, ...supplements].flatMap((one) => one.shares)).map(({ recipientId }) => recipientId),
      ...fund,
    ]),
  ].toSorted();
}

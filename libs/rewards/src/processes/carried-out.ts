import {
  type CarriedOut,
  type CommandContext,
  contentHash,
  deriveUuid,
  type AggregateStore,
  type Position,
  RuleBroken,
  UnknownSubject,
  type Views,
} from '#libs/event-sourcing';
import { pool, poolStream } from '#libs/pools';
import { officer, officerStream } from '#libs/registry';
import {
  applicableVersion,
  grantable,
  policyStream,
  type PolicyVersion,
  rewardPolicies,
  rewardPolicy,
  type RewardPolicyRow,
} from '#libs/reward-law';
import { reward } from '../reward/reward.ts';
import type { RewardCommand } from '../reward/reward-commands.ts';
import { rewardIdFor, rewardStream } from '../reward/reward-events.ts';
import type { Reward } from '../reward/reward-standing.ts';
import { type AssessOperation, rewardEligibility } from './reward-eligibility.ts';
import { type Decided, type GrantStep, rewardGrant } from './reward-grant.ts';
import { type OutcomeCommand, rewardOutcomes } from './reward-outcomes.ts';
import { type RecoveryCommand, rewardRecovery } from './reward-recovery.ts';

// Who carries out what the processes ask for. Each command of a process may be several of aggregates: those have ids that follow from its id, and are given
// in their order, so that a try after a crash finds what was done and goes on from there.

/** The processes of rewards with who carries them out. */
export const processes: readonly CarriedOut[] = [
  { process: rewardEligibility, carryOut: assessOperation } satisfies CarriedOut<AssessOperation>,
  { process: rewardGrant, carryOut: takeStep } satisfies CarriedOut<GrantStep>,
  { process: rewardOutcomes, carryOut: followOutcome } satisfies CarriedOut<OutcomeCommand>,
  { process: rewardRecovery, carryOut: putBack } satisfies CarriedOut<RecoveryCommand>,
];

/** Tells apart what one command of a process comes to: the same part of the same command has the same id, however often it is tried. */
const part = (context: CommandContext, ...names: readonly string[]): CommandContext => ({
  ...context,
  commandId: deriveUuid(context.commandId, ...names),
});

/** The next of several refusals does not hide the first one, and none keeps the others from being given. @throws RuleBroken the first one */
async function each<T>(things: readonly T[], give: (thing: T) => Promise<unknown>): Promise<void> {
  let first: RuleBroken | undefined;
  for (const thing of things)
    try {
      await give(thing);
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
      first ??= refusal;
    }
  if (first !== undefined) throw first;
}

/**
 * Assesses an operation under every policy with a version that is law, funded or not: what was first assessed without money is the same with it.
 * A reward that somebody has proposed keeps the version it was proposed under; until then its dates decide.
 */
async function assessOperation(
  aggregates: AggregateStore,
  { data: { facts, position } }: AssessOperation,
  context: CommandContext,
  views: Views,
): Promise<void> {
  await each(await enactedPolicies(views, position), async (policy) => {
    const { operationId, seizedAt } = facts;
    const rewardId = rewardIdFor(operationId, policy.policyId);
    const { state } = await aggregates.load(reward, rewardStream(rewardId));
    const applied = versionFor(policy, state, seizedAt, context.at);
    if (applied === undefined) return;
    const { policyId } = policy;
    const { version, terms } = applied;
    const command = { caseId: operationId, ...facts, policyId, version, terms, trigger: 'facts' as const };
    await aggregates.handle(
      reward,
      rewardStream(rewardId),
      { type: 'AssessEligibility', data: command },
      part(context, policyId, contentHash(command)),
    );
  });
}

/** As of the fact, not of now: who assesses a thousand facts waits for the rows once, and not a thousand times. */
async function enactedPolicies(views: Views, position: Position): Promise<readonly RewardPolicyRow[]> {
  const found: RewardPolicyRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await views.query(rewardPolicies, { limit: 500, ...(cursor !== undefined && { cursor }) }, position);
    found.push(...page.rows.map(({ doc }) => doc).filter(({ versions }) => versions.some(({ enacted }) => enacted !== undefined)));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

function versionFor(policy: RewardPolicyRow, { rounds, assessment }: Reward, seizedAt: string, now: string): PolicyVersion | undefined {
  const known = policy.versions.find(({ version }) => version === assessment?.version);
  if (known !== undefined && rounds.length > 0) return known;
  const inOrder = policy.versions.toSorted((a, b) => a.version - b.version);
  return applicableVersion({ versions: inOrder }, { seizedAt, proposedAt: now, decidedAt: now }) ?? known;
}

async function takeStep(aggregates: AggregateStore, step: GrantStep, context: CommandContext): Promise<void> {
  switch (step.type) {
    case 'SetAsideAndApprove':
      return setAsideAndApprove(aggregates, step.data, context);
    case 'SpendAndGrant':
      return spendAndGrant(aggregates, step.data, context);
    case 'ReturnDecided': {
      const { rewardId, ...returned } = step.data;
      await aggregates.handle(reward, rewardStream(rewardId), { type: 'ReturnReward', data: returned }, context);
      return;
    }
    case 'GiveBack':
      return giveBack(aggregates, step.data, context);
  }
}

async function setAsideAndApprove(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const { rewardId, round, poolId, reservationId, amount, caps, limits, expiresAt } = decided;
  const reservation = { reservationId, amount, purpose: 'reward', reference: rewardId, expiresAt } as const;
  await aggregates.handle(pool, poolStream(poolId), { type: 'ReserveFunds', data: reservation }, part(context, 'funds'));
  for (const { officerId, ...cap } of caps)
    await aggregates.handle(
      officer,
      officerStream(officerId),
      { type: 'ReserveCap', data: { ...cap, rewardId, limits } },
      part(context, 'cap', cap.capId),
    );
  await aggregates.handle(
    reward,
    rewardStream(rewardId),
    { type: 'ApproveReward', data: { round, reservationId } },
    part(context, 'approval'),
  );
}

async function spendAndGrant(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const { rewardId, round, policyId, poolId, reservationId, amount, caps } = decided;
  const grant = { type: 'GrantReward', data: { round } } as const;
  const { state } = await aggregates.load(reward, rewardStream(rewardId));
  // What was granted is granted, whatever has become of the policy since; and nothing is spent for what is refused as it stands.
  if (reward.decide({ ...grant, by: context.actor, at: context.at }, state).length === 0) return;
  await requireNotSuspended(aggregates, policyId, context.at);
  await aggregates.handle(
    pool,
    poolStream(poolId),
    { type: 'ConsumeReservation', data: { reservationId, amount } },
    part(context, 'funds'),
  );
  for (const { officerId, capId } of caps)
    await aggregates.handle(officer, officerStream(officerId), { type: 'ConsumeCap', data: { capId } }, part(context, 'cap', capId));
  await aggregates.handle(reward, rewardStream(rewardId), grant, part(context, 'grant'));
}

/** The vote may be days old: what stops a policy stops what was decided under it and not yet granted. */
async function requireNotSuspended(aggregates: AggregateStore, policyId: string, now: string): Promise<void> {
  const { state } = await aggregates.load(rewardPolicy, policyStream(policyId));
  const standing = grantable(state, now);
  if (!standing.granted && standing.code === 'policy.suspended') throw new RuleBroken(standing.code, standing.why, { policyId });
}

async function giveBack(aggregates: AggregateStore, decided: Decided, context: CommandContext): Promise<void> {
  const reason = `Proposal ${decided.round} of reward ${decided.rewardId} was not granted`;
  await each(
    [
      () => giveBackFunds(aggregates, decided, reason, context),
      ...decided.caps.map(({ officerId, capId }) => () => {
        const release = { type: 'ReleaseCap', data: { capId, reason } } as const;
        return unlessUnknown(aggregates.handle(officer, officerStream(officerId), release, part(context, 'cap', capId)));
      }),
    ],
    (give) => give(),
  );
}

/** What is set aside is released; what was drawn already is reversed in the books. */
async function giveBackFunds(aggregates: AggregateStore, decided: Decided, reason: string, context: CommandContext): Promise<void> {
  const { rewardId, poolId, reservationId, amount } = decided;
  const release = { type: 'ReleaseReservation', data: { reservationId, reason } } as const;
  try {
    await unlessUnknown(aggregates.handle(pool, poolStream(poolId), release, part(context, 'release')));
  } catch (refusal) {
    if (!(refusal instanceof RuleBroken) || refusal.code !== 'reservation.spent') throw refusal;
    const reversal = { reversalId: deriveUuid('returned', reservationId), reference: rewardId, amount, reason };
    await aggregates.handle(pool, poolStream(poolId), { type: 'ReverseSpending', data: reversal }, part(context, 'reverse'));
  }
}

/** Where nothing was set aside there is nothing to give back. */
async function unlessUnknown(given: Promise<unknown>): Promise<void> {
  try {
    await given;
  } catch (refusal) {
    if (!(refusal instanceof UnknownSubject)) throw refusal;
  }
}

async function followOutcome(
  aggregates: AggregateStore,
  { type, data: { rewardId, ...data } }: OutcomeCommand,
  context: CommandContext,
): Promise<void> {
  await aggregates.handle(reward, rewardStream(rewardId), { type, data } as RewardCommand, context);
}

async function putBack(aggregates: AggregateStore, command: RecoveryCommand, context: CommandContext): Promise<void> {
  if (command.type === 'ReleaseCap') {
    const { officerId, ...data } = command.data;
    await aggregates.handle(officer, officerStream(officerId), { type: 'ReleaseCap', data }, context);
    return;
  }
  if (command.type === 'ReverseSpending') {
    const { poolId, ...data } = command.data;
    await aggregates.handle(pool, poolStream(poolId), { type: 'ReverseSpending', data }, context);
    return;
  }
  const { poolId, ...data } = command.data;
  await aggregates.handle(pool, poolStream(poolId), { type: 'CreditRecovery', data }, context);
}

import { type DataOf, deriveUuid } from '#libs/event-sourcing';
import { minorUnits, minus, nothingIn, plus } from '#libs/vocabulary';
import type { CapShare, ClawbackCause, RecipientPart, Recovery, RewardEvent } from '../reward-events.ts';
import { standingOf } from '../reward-money.ts';
import type { PaymentState, Reward } from '../reward-standing.ts';

// Rules of reward, 9: a clawback is of exactly what was paid.

type Clawback = Extract<RewardEvent, { type: 'ClawbackTriggered' }>;

/**
 * What is claimed back of a granted reward: exactly what was paid, of each recipient. What was not paid is forfeited; a payment on its way
 * is in neither yet.
 */
export function clawbackOf(
  rewardId: string,
  state: Reward,
  grant: DataOf<RewardEvent, 'RewardGranted'>,
  cause: ClawbackCause,
  reason: string,
): Clawback {
  const onTheWay = state.payments.filter(({ status }) => status === 'instructed');
  const { unpaid } = standingOf(state) ?? { unpaid: nothingIn(grant.amount.currency) };
  const caps = capsOf(state, grant.round).map((cap) => ({
    ...cap,
    amount: onTheWay
      .filter(({ recipientId, kind }) => kind === 'person' && recipientId === cap.officerId)
      .reduce((left, payment) => minus(left, payment.amount), cap.amount),
  }));
  return clawback(rewardId, state, grant, {
    cause,
    reason,
    paid: state.payments.filter(({ status }) => status === 'executed'),
    forfeited: unpaid,
    forfeits: unpaidOf(state, grant),
    caps: caps.filter(({ amount }) => minorUnits(amount) > 0n),
  });
}

/**
 * What becomes of a payment that was on its way when the reward was clawed back: executed it is claimed back too, failed it is forfeited.
 */
export function clawbackOfLate(
  rewardId: string,
  state: Reward,
  grant: DataOf<RewardEvent, 'RewardGranted'>,
  payment: PaymentState,
  outcome: 'executed' | 'failed',
): readonly Clawback[] {
  const first = state.clawbacks[0];
  if (first === undefined) return [];
  const caps = capsOf(state, grant.round).filter(({ officerId }) => payment.kind === 'person' && officerId === payment.recipientId);
  return [
    clawback(rewardId, state, grant, {
      cause: first.cause,
      reason: first.reason,
      paid: outcome === 'executed' ? [payment] : [],
      forfeited: outcome === 'failed' ? payment.amount : nothingIn(payment.amount.currency),
      forfeits: outcome === 'failed' ? [{ recipientId: payment.recipientId, kind: payment.kind, amount: payment.amount }] : [],
      caps: caps.map((cap) => ({ ...cap, amount: payment.amount })),
    }),
  ];
}

/**
 * What each recipient was granted and has neither got nor on its way: a unit with a share may have the fund's part too, and both are its.
 */
function unpaidOf({ payments }: Reward, { shares }: DataOf<RewardEvent, 'RewardGranted'>): readonly RecipientPart[] {
  const left = new Map<string, RecipientPart>();
  for (const { recipientId, kind, amount } of shares) {
    const known = left.get(`${kind} ${recipientId}`);
    left.set(`${kind} ${recipientId}`, { recipientId, kind, amount: known === undefined ? amount : plus(known.amount, amount) });
  }
  for (const { recipientId, kind, amount, status } of payments) {
    const known = left.get(`${kind} ${recipientId}`);
    if (known !== undefined && (status === 'executed' || status === 'instructed'))
      left.set(`${kind} ${recipientId}`, { ...known, amount: minus(known.amount, amount) });
  }
  return [...left.values()].filter(({ amount }) => minorUnits(amount) > 0n);
}

function capsOf(state: Reward, round: number): readonly CapShare[] {
  return state.rounds[round - 1]?.conclusion?.caps ?? [];
}

function clawback(
  rewardId: string,
  { clawbacks }: Reward,
  { caseId, operationId, policyId, poolId }: DataOf<RewardEvent, 'RewardGranted'>,
  {
    paid,
    ...said
  }: Pick<Clawback['data'], 'cause' | 'reason' | 'forfeited' | 'forfeits' | 'caps'> & { readonly paid: readonly PaymentState[] },
): Clawback {
  const clawbackId = deriveUuid('clawback', rewardId, clawbacks.length + 1);
  const byRecipient = new Map<string, Recovery>();
  for (const { recipientId, kind, paymentId, amount } of paid) {
    const known = byRecipient.get(`${kind} ${recipientId}`);
    byRecipient.set(`${kind} ${recipientId}`, {
      recoveryId: deriveUuid('recovery', clawbackId, kind, recipientId),
      recipientId,
      kind,
      paymentIds: [...(known?.paymentIds ?? []), paymentId],
      amount: known === undefined ? amount : plus(known.amount, amount),
    });
  }
  return {
    type: 'ClawbackTriggered',
    data: { caseId, operationId, policyId, clawbackId, ...said, poolId, recover: [...byRecipient.values()] },
  };
}

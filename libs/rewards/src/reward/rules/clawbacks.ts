import { type DataOf, deriveUuid } from '#libs/event-sourcing';
import { minorUnits, minus, type Money, money, nothingIn, plus } from '#libs/vocabulary';
import type { CapShare, ClawbackCause, RecipientPart, Recovery, RewardEvent } from '../reward-events.ts';
import { standingOf } from '../reward-money.ts';
import { grantedRounds, type PaymentState, type Reward, standingClawbacks } from '../reward-standing.ts';
import { merged } from './recipients.ts';

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
  const { unpaid } = standingOf(state) ?? { unpaid: nothingIn(grant.amount.currency) };
  return clawback(rewardId, state, grant, {
    cause,
    reason,
    claimed: inHandOf(state),
    forfeited: unpaid,
    forfeits: unpaidOf(state, grant),
    caps: releasedOf(state),
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
  const [first] = standingClawbacks(state);
  if (first === undefined) return [];
  return [
    clawback(rewardId, state, grant, {
      cause: first.cause,
      reason: first.reason,
      claimed: outcome === 'executed' ? [{ ...payment, paymentIds: [payment.paymentId] }] : [],
      forfeited: outcome === 'failed' ? payment.amount : nothingIn(payment.amount.currency),
      forfeits: outcome === 'failed' ? [{ recipientId: payment.recipientId, kind: payment.kind, amount: payment.amount }] : [],
      caps: payment.kind === 'person' ? taken(countedOf(state, payment.recipientId), payment.amount) : [],
    }),
  ];
}

/** What of somebody's payments is claimed back. */
type Claimed = RecipientPart & Pick<Recovery, 'paymentIds'>;

/**
 * What each recipient has in hand that nothing claims yet: what was paid, less what came back of it before and was paid again since or is yet
 * to be, and less all that a correction claims, whatever came of that.
 */
function inHandOf({ payments, recoveries, corrections = [] }: Reward): readonly Claimed[] {
  const inHand = new Map<string, Claimed>();
  for (const { recipientId, kind, paymentId, amount, status } of payments) {
    if (status !== 'executed') continue;
    const known = inHand.get(`${kind} ${recipientId}`);
    inHand.set(`${kind} ${recipientId}`, {
      recipientId,
      kind,
      paymentIds: [...(known?.paymentIds ?? []), paymentId],
      amount: known === undefined ? amount : plus(known.amount, amount),
    });
  }
  const corrected = new Set(corrections.flatMap(({ recover }) => recover.map(({ recoveryId }) => recoveryId)));
  for (const { recoveryId, recipientId, kind, amount, receipts } of recoveries) {
    const known = inHand.get(`${kind} ${recipientId}`);
    const gone = corrected.has(recoveryId) ? [{ amount }] : receipts;
    if (known !== undefined)
      inHand.set(`${kind} ${recipientId}`, { ...known, amount: gone.reduce((left, one) => minus(left, one.amount), known.amount) });
  }
  return [...inHand.values()].filter(({ amount }) => minorUnits(amount) > 0n);
}

/** What each recipient was granted, then or since, or is due again, and has neither got nor on its way, and no correction took off. */
function unpaidOf(
  { payments, reversals = [], supplements = [], corrections = [] }: Reward,
  { shares }: DataOf<RewardEvent, 'RewardGranted'>,
): readonly RecipientPart[] {
  const added = [...supplements.flatMap((supplement) => supplement.shares), ...reversals.flatMap((reversal) => reversal.payments)];
  const left = merged([...shares, ...added]);
  const made = payments.filter(({ status }) => status === 'executed' || status === 'instructed');
  for (const { recipientId, kind, amount } of [...made, ...corrections.flatMap(({ forfeits }) => forfeits)]) {
    const known = left.get(`${kind} ${recipientId}`);
    if (known !== undefined) left.set(`${kind} ${recipientId}`, { ...known, amount: minus(known.amount, amount) });
  }
  return [...left.values()].filter(({ amount }) => minorUnits(amount) > 0n);
}

/** What counts against an officer's caps for this reward: reserved for what was granted or since, less what clawbacks and corrections took off it. */
export function countedOf(state: Reward, officerId: string): readonly CapShare[] {
  const { reversals = [], clawbacks, corrections = [] } = state;
  const reserved = [...grantedCaps(state), ...reversals.flatMap(({ caps }) => caps)];
  const taken = [...clawbacks, ...corrections].flatMap(({ caps }) => caps);
  return reserved
    .filter((cap) => cap.officerId === officerId)
    .map((cap) => ({
      ...cap,
      amount: taken.filter(({ capId }) => capId === cap.capId).reduce((left, one) => minus(left, one.amount), cap.amount),
    }));
}

const grantedCaps = (state: Reward): readonly CapShare[] =>
  grantedRounds(state).flatMap((number) => state.rounds[number - 1]?.conclusion?.caps ?? []);

/** An amount taken off what counts, from the first cap on; what is beyond them is nothing to take. */
export function taken(caps: readonly CapShare[], amount: Money): readonly CapShare[] {
  let left = minorUnits(amount);
  return caps.flatMap((cap) => {
    const counted = minorUnits(cap.amount);
    const off = counted < left ? counted : left;
    left -= off;
    return off === 0n ? [] : [{ ...cap, amount: money(cap.amount.currency, off) }];
  });
}

/** What a clawback takes off the caps of each officer: all that counts, except for payments that are on their way. */
function releasedOf(state: Reward): readonly CapShare[] {
  const officers = [...new Set(grantedCaps(state).map(({ officerId }) => officerId))];
  return officers.flatMap((officerId) => {
    const counted = countedOf(state, officerId);
    const onTheWay = state.payments.filter(
      ({ recipientId, kind, status }) => status === 'instructed' && kind === 'person' && recipientId === officerId,
    );
    const all = counted.reduce((total, { amount }) => total + minorUnits(amount), 0n);
    const kept = onTheWay.reduce((total, { amount }) => total + minorUnits(amount), 0n);
    const [first] = counted;
    return first === undefined || kept >= all ? [] : taken(counted, money(first.amount.currency, all - kept));
  });
}

function clawback(
  rewardId: string,
  { clawbacks }: Reward,
  { caseId, operationId, policyId, poolId }: DataOf<RewardEvent, 'RewardGranted'>,
  {
    claimed,
    ...said
  }: Pick<Clawback['data'], 'cause' | 'reason' | 'forfeited' | 'forfeits' | 'caps'> & { readonly claimed: readonly Claimed[] },
): Clawback {
  const clawbackId = deriveUuid('clawback', rewardId, clawbacks.length + 1);
  const recover = claimed.map(({ recipientId, kind, paymentIds, amount }) => ({
    recoveryId: deriveUuid('recovery', clawbackId, kind, recipientId),
    ...{ recipientId, kind, paymentIds, amount },
  }));
  return { type: 'ClawbackTriggered', data: { caseId, operationId, policyId, clawbackId, ...said, poolId, recover } };
}

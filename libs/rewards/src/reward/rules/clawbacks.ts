import { type DataOf, deriveUuid } from '#libs/event-sourcing';
import { minorUnits, minus, type Money, money, nothingIn, plus } from '#libs/vocabulary';
import type { CapShare, ClawbackCause, RecipientPart, Recovery, RewardEvent } from '../reward-events.ts';
import { standingOf } from '../reward-money.ts';
import { type PaymentState, type Reward, standingClawbacks } from '../reward-standing.ts';

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
    caps: releasedOf(state, grant.round),
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
      caps: payment.kind === 'person' ? taken(countedOf(state, grant.round, payment.recipientId), payment.amount) : [],
    }),
  ];
}

/** What of somebody's payments is claimed back. */
type Claimed = RecipientPart & Pick<Recovery, 'paymentIds'>;

/** What each recipient has in hand: what was paid, less what came back of it before and was paid again since or is yet to be. */
function inHandOf({ payments, recoveries }: Reward): readonly Claimed[] {
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
  for (const { recipientId, kind, receipts } of recoveries) {
    const known = inHand.get(`${kind} ${recipientId}`);
    if (known !== undefined)
      inHand.set(`${kind} ${recipientId}`, {
        ...known,
        amount: receipts.reduce((left, receipt) => minus(left, receipt.amount), known.amount),
      });
  }
  return [...inHand.values()].filter(({ amount }) => minorUnits(amount) > 0n);
}

/**
 * What each recipient was granted, or is due again, and has neither got nor on its way: a unit with a share may have the fund's part too, and
 * both are its.
 */
function unpaidOf({ payments, reversals = [] }: Reward, { shares }: DataOf<RewardEvent, 'RewardGranted'>): readonly RecipientPart[] {
  const left = merged([...shares, ...reversals.flatMap((reversal) => reversal.payments)]);
  for (const { recipientId, kind, amount, status } of payments) {
    const known = left.get(`${kind} ${recipientId}`);
    if (known !== undefined && (status === 'executed' || status === 'instructed'))
      left.set(`${kind} ${recipientId}`, { ...known, amount: minus(known.amount, amount) });
  }
  return [...left.values()].filter(({ amount }) => minorUnits(amount) > 0n);
}

/** Each recipient once, with all that is theirs. */
export function merged(parts: readonly RecipientPart[]): Map<string, RecipientPart> {
  const all = new Map<string, RecipientPart>();
  for (const { recipientId, kind, amount } of parts) {
    const known = all.get(`${kind} ${recipientId}`);
    all.set(`${kind} ${recipientId}`, { recipientId, kind, amount: known === undefined ? amount : plus(known.amount, amount) });
  }
  return all;
}

/** What counts against an officer's caps for this reward: reserved for the round or since, less what clawbacks took off it. */
function countedOf({ rounds, reversals = [], clawbacks }: Reward, round: number, officerId: string): readonly CapShare[] {
  const reserved = [...(rounds[round - 1]?.conclusion?.caps ?? []), ...reversals.flatMap(({ caps }) => caps)];
  const taken = clawbacks.flatMap(({ caps }) => caps);
  return reserved
    .filter((cap) => cap.officerId === officerId)
    .map((cap) => ({
      ...cap,
      amount: taken.filter(({ capId }) => capId === cap.capId).reduce((left, one) => minus(left, one.amount), cap.amount),
    }));
}

/** An amount taken off what counts, from the first cap on; what is beyond them is nothing to take. */
function taken(caps: readonly CapShare[], amount: Money): readonly CapShare[] {
  let left = minorUnits(amount);
  return caps.flatMap((cap) => {
    const counted = minorUnits(cap.amount);
    const off = counted < left ? counted : left;
    left -= off;
    return off === 0n ? [] : [{ ...cap, amount: money(cap.amount.currency, off) }];
  });
}

/** What a clawback takes off the caps of each officer: all that counts, except for payments that are on their way. */
function releasedOf(state: Reward, round: number): readonly CapShare[] {
  const officers = [...new Set((state.rounds[round - 1]?.conclusion?.caps ?? []).map(({ officerId }) => officerId))];
  return officers.flatMap((officerId) => {
    const counted = countedOf(state, round, officerId);
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

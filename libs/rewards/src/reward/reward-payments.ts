import { deriveUuid } from '#libs/event-sourcing';
import { minorUnits, minus, type Money, money, nothingIn, plus } from '#libs/vocabulary';
import type { ClawbackCause, Payment, Recipient, Recovery, RewardEvent } from './reward-events.ts';
import { type PaymentState, type Reward, type Round, type DataOf, standingOf } from './reward-state.ts';
import type { Allocation } from '#libs/reward-law';

/** What the recipients get altogether: each share, and the lead unit's fund last. Together the amount that was allocated. */
export function partsOf({ shares, unitFund }: Allocation): DataOf<'RewardGranted'>['shares'] {
  const fund = { recipientId: unitFund.unit, kind: 'unit', form: 'unit-fund', amount: unitFund.amount } as const;
  return [...shares, fund].map(({ recipientId, kind, form, amount }) => ({ recipientId, kind, form, amount }));
}

/**
 * Each stage of the parts, in the order of the stages. Of a stage every share is floored and the fund, the last part, takes what is over as far as it
 * has something left; then shares take a minor unit each. The last stage takes what is left. So a stage is paid exactly, and so is every part.
 */
export function inParts(parts: readonly Money[], stages: readonly Money[]): readonly (readonly Money[])[] {
  let left = parts.map(minorUnits);
  return stages.map(({ currency, amount }, index) => {
    const paid = index === stages.length - 1 ? left : portionOf(left, BigInt(amount));
    left = left.map((rest, part) => rest - (paid[part] ?? 0n));
    return paid.map((minor) => money(currency, minor));
  });
}

function portionOf(left: readonly bigint[], amount: bigint): readonly bigint[] {
  const whole = left.reduce((total, rest) => total + rest, 0n);
  const fund = left.length - 1;
  if (whole === 0n) return left;
  const floored = left.map((rest, part) => (part === fund ? 0n : (rest * amount) / whole));
  let over = amount - floored.reduce((total, part) => total + part, 0n);
  return left
    .map((rest, part) => [part, rest] as const)
    .toSorted(([a], [b]) => (a === fund ? -1 : b === fund ? 1 : a - b))
    .reduce((portion, [part, rest]) => {
      const most = part === fund ? rest : rest > (floored[part] ?? 0n) ? 1n : 0n;
      const more = over < most ? over : most;
      over -= more;
      return portion.with(part, (portion[part] ?? 0n) + more);
    }, floored);
}

/** The payments of one stage of a granted round; a part of nothing is no payment. */
export function paymentsOf(rewardId: string, { allocation, stages }: Round, stage: string): readonly Payment[] {
  if (allocation === undefined) return [];
  const parts = partsOf(allocation);
  const place = stages.findIndex(({ on }) => on === stage);
  const amounts = inParts(
    parts.map(({ amount }) => amount),
    stages.map(({ amount }) => amount),
  )[place];
  return parts
    .map((part, index) => ({
      ...part,
      paymentId: deriveUuid('payment', rewardId, stage, index),
      amount: amounts?.[index] ?? nothingIn(allocation.amount.currency),
    }))
    .filter(({ amount }) => minorUnits(amount) > 0n);
}

type Clawback = Extract<RewardEvent, { type: 'ClawbackTriggered' }>;

/** What is claimed back of a granted reward: exactly what was paid, of each recipient. What was not paid is forfeited; a payment on its way is in neither yet. */
export function clawbackOf(
  rewardId: string,
  state: Reward,
  grant: DataOf<'RewardGranted'>,
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

/** What becomes of a payment that was on its way when the reward was clawed back: executed it is claimed back too, failed it is forfeited. */
export function clawbackOfLate(
  rewardId: string,
  state: Reward,
  grant: DataOf<'RewardGranted'>,
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

/** What each recipient was granted and has neither got nor on its way: a unit with a share may have the fund's part too, and both are its. */
function unpaidOf({ payments }: Reward, { shares }: DataOf<'RewardGranted'>): NonNullable<DataOf<'ClawbackTriggered'>['forfeits']> {
  const left = new Map<string, Recipient & { readonly amount: Money }>();
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

function capsOf(state: Reward, round: number): DataOf<'VoteConcluded'>['caps'] {
  return state.rounds[round - 1]?.conclusion?.caps ?? [];
}

function clawback(
  rewardId: string,
  { clawbacks }: Reward,
  { caseId, operationId, policyId, poolId }: DataOf<'RewardGranted'>,
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

import { minorUnits, minus, type Money, nothingIn, plus, sum } from '#libs/vocabulary';
import { type PaymentState, type RecoveryState, type Reward, standingClawbacks } from './reward-standing.ts';

/** Where the money of a granted reward is. `paid + onTheWay + forfeited + unpaid` is `granted + supplemented + restored`, at every moment. */
export interface Standing {
  readonly granted: Money;
  /** Was added to it since. */
  readonly supplemented: Money;
  /** In whoever's hands it is since. */
  readonly paid: Money;
  /** Instructed, not yet confirmed. */
  readonly onTheWay: Money;
  /** Went back to the pool without having been paid. */
  readonly forfeited: Money;
  /** To be paid yet. */
  readonly unpaid: Money;
  /** Had come back, and is due again since the clawback was reversed. */
  readonly restored: Money;
  /** Claimed back of what was paid. */
  readonly toRecover: Money;
  /** Came back of it: repaid, or set off. */
  readonly recovered: Money;
  /** Was given up of it. */
  readonly writtenOff: Money;
  /** Was still owed of it when the clawback was reversed. */
  readonly cancelled: Money;
  /** Is still owed of it. */
  readonly outstanding: Money;
}

/** Where the money of a reward is; nothing before it is granted. */
export function standingOf(state: Reward): Standing | undefined {
  const { grant, payments, recoveries, reversals = [], supplements = [], corrections = [] } = state;
  if (grant === undefined) return undefined;
  const { currency } = grant.amount;
  const paidIn = (status: PaymentState['status']): Money =>
    sum(
      currency,
      payments.filter((payment) => payment.status === status).map(({ amount }) => amount),
    );
  const [paid, onTheWay] = [paidIn('executed'), paidIn('instructed')];
  const forfeited = sum(
    currency,
    [...standingClawbacks(state), ...corrections].map((one) => one.forfeited),
  );
  const supplemented = sum(
    currency,
    supplements.map(({ amount }) => amount),
  );
  const toRecover = sum(
    currency,
    recoveries.map(({ amount }) => amount),
  );
  const recovered = sum(
    currency,
    recoveries.flatMap(({ receipts }) => receipts.map(({ amount }) => amount)),
  );
  const writtenOff = sum(
    currency,
    recoveries.map((recovery) => recovery.writtenOff?.amount ?? nothingIn(currency)),
  );
  const cancelled = sum(
    currency,
    recoveries.map((recovery) => recovery.cancelled ?? nothingIn(currency)),
  );
  const restored = sum(
    currency,
    reversals.flatMap((reversal) => reversal.payments.map(({ amount }) => amount)),
  );
  return {
    granted: grant.amount,
    supplemented,
    paid,
    onTheWay,
    forfeited,
    unpaid: minus(minus(minus(plus(plus(grant.amount, supplemented), restored), paid), onTheWay), forfeited),
    restored,
    toRecover,
    recovered,
    writtenOff,
    cancelled,
    outstanding: minus(minus(minus(toRecover, recovered), writtenOff), cancelled),
  };
}

/** What all decisions on a reward come to: granted, and what was added to it and taken off it since. Clawbacks change nothing in it. */
export function decidedOf({ grant, supplements = [], corrections = [] }: Reward): Money | undefined {
  if (grant === undefined) return undefined;
  const more = supplements.reduce((total, { amount }) => plus(total, amount), grant.amount);
  return corrections.reduce((total, { amount }) => minus(total, amount), more);
}

/** What a recipient still owes of one recovery. */
export function outstandingOf({ amount, receipts, writtenOff, cancelled }: RecoveryState): Money {
  return [
    ...receipts,
    ...(writtenOff === undefined ? [] : [writtenOff]),
    ...(cancelled === undefined ? [] : [{ amount: cancelled }]),
  ].reduce((rest, gone) => minus(rest, gone.amount), amount);
}

/** How a reward ends, once nothing is to be paid, on its way or owed any more. */
export function outcomeOf(state: Reward): Reward['completed'] {
  const standing = standingOf(state);
  if (standing === undefined) return undefined;
  const { onTheWay, unpaid, outstanding } = standing;
  if ([onTheWay, unpaid, outstanding].some((amount) => minorUnits(amount) > 0n)) return undefined;
  return standingClawbacks(state).length > 0 ? 'recovered' : 'paid';
}

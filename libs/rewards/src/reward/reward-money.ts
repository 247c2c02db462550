import { minorUnits, minus, type Money, nothingIn, plus, sum } from '#libs/vocabulary';
import { type PaymentState, type RecoveryState, type Reward, standingClawbacks } from './reward-standing.ts';

/** Where the money of a granted reward is. `paid + onTheWay + forfeited + unpaid` is `granted + restored`, at every moment. */
export interface Standing {
  readonly granted: Money;
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
  const { grant, payments, recoveries, reversals = [] } = state;
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
    standingClawbacks(state).map((clawback) => clawback.forfeited),
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
    paid,
    onTheWay,
    forfeited,
    unpaid: minus(minus(minus(plus(grant.amount, restored), paid), onTheWay), forfeited),
    restored,
    toRecover,
    recovered,
    writtenOff,
    cancelled,
    outstanding: minus(minus(minus(toRecover, recovered), writtenOff), cancelled),
  };
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
  const clawedBack = standingClawbacks(state).length > 0;
  if (minorUnits(onTheWay) > 0n || minorUnits(clawedBack ? outstanding : unpaid) > 0n) return undefined;
  return clawedBack ? 'recovered' : 'paid';
}

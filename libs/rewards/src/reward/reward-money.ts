import { minorUnits, minus, type Money, nothingIn, sum } from '#libs/vocabulary';
import type { PaymentState, RecoveryState, Reward } from './reward-standing.ts';

/** Where the money of a granted reward is. `paid + onTheWay + forfeited + unpaid` is `granted`, at every moment. */
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
  /** Claimed back of what was paid. */
  readonly toRecover: Money;
  /** Came back of it: repaid, or set off. */
  readonly recovered: Money;
  /** Was given up of it. */
  readonly writtenOff: Money;
  /** Is still owed of it. */
  readonly outstanding: Money;
}

/** Where the money of a reward is; nothing before it is granted. */
export function standingOf({ grant, payments, clawbacks, recoveries }: Reward): Standing | undefined {
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
    clawbacks.map((clawback) => clawback.forfeited),
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
  return {
    granted: grant.amount,
    paid,
    onTheWay,
    forfeited,
    unpaid: minus(minus(minus(grant.amount, paid), onTheWay), forfeited),
    toRecover,
    recovered,
    writtenOff,
    outstanding: minus(minus(toRecover, recovered), writtenOff),
  };
}

/** What a recipient still owes of one recovery. */
export function outstandingOf({ amount, receipts, writtenOff }: RecoveryState): Money {
  const left = receipts.reduce((rest, receipt) => minus(rest, receipt.amount), amount);
  return writtenOff === undefined ? left : minus(left, writtenOff.amount);
}

/** How a reward ends, once nothing is to be paid, on its way or owed any more. */
export function outcomeOf(state: Reward): Reward['completed'] {
  const standing = standingOf(state);
  if (standing === undefined) return undefined;
  const { onTheWay, unpaid, outstanding } = standing;
  const clawedBack = state.clawbacks.length > 0;
  if (minorUnits(onTheWay) > 0n || minorUnits(clawedBack ? outstanding : unpaid) > 0n) return undefined;
  return clawedBack ? 'recovered' : 'paid';
}

import { type Issued, RuleBroken } from '#libs/event-sourcing';
import { compareMoney, minorUnits, type Money, sum } from '#libs/vocabulary';
import { formatMoney } from '#libs/reward-law';
import type { RewardCommand } from './reward-commands.ts';
import type { RewardEvent } from './reward-events.ts';
import {
  idOf,
  type KnownReward,
  requireGranted,
  requireNoConflict,
  requireNotDebtor,
  requireOwed,
  requireRecovery,
  sameJson,
} from './reward-guards.ts';
import { outstandingOf, type RecoveryState } from './reward-state.ts';

type RecoveryCommand = Issued<Extract<RewardCommand, { type: 'PlanRecovery' | 'RecordSetOff' | 'RecordRepayment' | 'WriteOffRecovery' }>>;

/** What is paid back, kept back or given up of what is claimed: never more than is owed, and given up by two hands with the law behind it. */
export function recover(command: RecoveryCommand, state: KnownReward): readonly RewardEvent[] {
  const { by } = command;
  const { entitlement } = state;
  const { poolId } = requireGranted(state);
  requireNoConflict(by, state);
  const recovery = requireRecovery(state, command.data.recoveryId);
  const { recoveryId, recipientId, kind } = recovery;
  const outstanding = outstandingOf(recovery);
  switch (command.type) {
    case 'PlanRecovery': {
      const { instalments } = command.data;
      if (sameJson(recovery.plan?.instalments, instalments)) return [];
      requireNotDebtor(by, recovery);
      requireOwed(recovery);
      const amounts = instalments.map(({ amount }) => amount);
      requireCurrency(amounts, outstanding.currency);
      const planned = sum(outstanding.currency, amounts);
      if (compareMoney(planned, outstanding) !== 0 || amounts.some((amount) => minorUnits(amount) === 0n))
        throw new RuleBroken(
          'recovery.other-sum',
          `Instalments add up to what is owed, ${formatMoney(outstanding)}, not to ${formatMoney(planned)}`,
          {
            outstanding,
            planned,
          },
        );
      return [{ type: 'RecoveryPlanned', data: { recoveryId, instalments, plannedBy: by.id } }];
    }
    case 'RecordSetOff':
    case 'RecordRepayment': {
      const { receiptId, amount, reference } = command.data;
      const repaid = command.type === 'RecordRepayment';
      const booked = state.recoveries.flatMap(({ receipts }) => receipts).find((receipt) => receipt.receiptId === receiptId);
      if (booked !== undefined) {
        const same = booked.kind === (repaid ? 'repaid' : 'set-off') && sameJson(booked.amount, amount) && booked.reference === reference;
        if (same && recovery.receipts.includes(booked)) return [];
        throw new RuleBroken('recovery.receipt-taken', 'A receipt with this id is recorded already, and it says something else', {
          receiptId,
        });
      }
      requireNotDebtor(by, recovery);
      requireCurrency([amount], outstanding.currency);
      if (minorUnits(amount) === 0n || compareMoney(amount, outstanding) > 0)
        throw new RuleBroken('recovery.exceeded', `What comes back is above zero and at most what is owed, ${formatMoney(outstanding)}`, {
          amount,
          outstanding,
        });
      if (command.type === 'RecordSetOff') requireKept(command, recovery, idOf(state));
      // Kept back it may be of many payments by one order; what is paid has a paper each time.
      const entered = recovery.receipts.find((receipt) => repaid && receipt.kind === 'repaid' && receipt.reference === reference);
      if (entered !== undefined)
        throw new RuleBroken('recovery.reference-taken', `One paper is one repayment; ${reference} is entered already`, {
          receiptId: entered.receiptId,
        });
      const data = { ...entitlement, recipientId, kind, recoveryId, receiptId, amount, reference, poolId, recordedBy: by.id };
      return [
        command.type === 'RecordRepayment'
          ? { type: 'RecoveryRepaid', data }
          : { type: 'RecoverySetOff', data: { ...data, from: command.data.from } },
      ];
    }
    case 'WriteOffRecovery': {
      const { reason, instrument, enacted } = command.data;
      if (recovery.writtenOff?.instrument === instrument) return [];
      requireNotDebtor(by, recovery);
      requireOwed(recovery);
      if (recovery.plan === undefined)
        throw new RuleBroken('recovery.not-planned', 'What is owed is given up after somebody else planned how to recover it');
      if (recovery.plan.plannedBy === by.id)
        throw new RuleBroken('recovery.same-hand', 'You planned this recovery; somebody else decides to give it up', { plannedBy: by.id });
      if (!enacted)
        throw new RuleBroken('recovery.instrument-not-enacted', `Nothing is given up without the law: ${instrument} is not enacted`, {
          instrument,
        });
      const data = { ...entitlement, recipientId, kind, recoveryId, amount: outstanding, reason, instrument, writtenOffBy: by.id };
      return [{ type: 'RecoveryWrittenOff', data }];
    }
  }
}

/** Money comes back only where some was kept: of a payment to the same recipient that was made, and that others than who says so made. */
function requireKept(
  { data: { from, payment, amount }, by }: Extract<RecoveryCommand, { type: 'RecordSetOff' }>,
  { recipientId }: RecoveryState,
  rewardId: string,
): void {
  if (from.rewardId === rewardId)
    throw new RuleBroken('recovery.same-reward', 'What is claimed back is set off against another reward, not against itself', { ...from });
  if (payment?.recipientId !== recipientId)
    throw new RuleBroken('recovery.payment-unknown', `The other reward has no payment to ${recipientId} with this id`, {
      ...from,
      recipientId,
    });
  if (payment.status !== 'executed')
    throw new RuleBroken('recovery.payment-not-executed', 'Nothing is kept of a payment before it is made', {
      ...from,
      status: payment.status,
    });
  requireCurrency([payment.amount], amount.currency);
  if (compareMoney(amount, payment.amount) > 0)
    throw new RuleBroken('recovery.exceeds-payment', `No more is kept than was paid, ${formatMoney(payment.amount)}`, {
      paid: payment.amount,
    });
  if ([payment.instructedBy, payment.executed?.confirmedBy].includes(by.id))
    throw new RuleBroken('recovery.same-hand', 'You had that payment made; somebody else records that it was kept', { ...from });
}

function requireCurrency(amounts: readonly Money[], currency: Money['currency']): void {
  const other = amounts.find((amount) => amount.currency !== currency);
  if (other !== undefined)
    throw new RuleBroken('recovery.other-currency', `It was paid in ${currency} and is paid back in ${currency}`, { amount: other });
}

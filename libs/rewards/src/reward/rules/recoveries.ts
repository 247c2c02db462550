import { RuleBroken, sameJson, UnknownSubject } from '#libs/event-sourcing';
import { compareMoney, formatMoney, handsOf, minorUnits, type Money, personIn, samePerson, sum } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { Instalment } from '../reward-events.ts';
import { outstandingOf } from '../reward-money.ts';
import type { RecoveryState, Reward } from '../reward-standing.ts';

/** Who carries a command. */
type Hands = Parameters<typeof handsOf>[0];

// What is paid back, kept back or given up of what is claimed: never more than is owed, and given up by two hands with the law behind it.

/** Rules of reward, 9: exactly what was paid is claimed back, so only what a clawback claimed is planned, received or given up. */
export function requireRecovery({ recoveries }: Reward, recoveryId: string): RecoveryState {
  const known = recoveries.find((recovery) => recovery.recoveryId === recoveryId);
  if (known === undefined) throw new UnknownSubject('recovery.unknown', 'Nothing is claimed back under this id', { recoveryId });
  return known;
}

/** Nobody keeps the books of a debt of their own, by either hand. */
export function requireNotDebtor(command: Hands, { recipientId }: RecoveryState): void {
  if (handsOf(command).some(({ id }) => samePerson(id, recipientId)))
    throw new RuleBroken('recovery.own-debt', 'You owe this yourself; somebody else records it', { person: recipientId });
}

/** Of a debt that is settled nothing is planned, received or given up any more. */
export function requireOwed(recovery: RecoveryState): void {
  if (minorUnits(outstandingOf(recovery)) === 0n)
    throw new RuleBroken('recovery.settled', `Nothing is owed any more of the ${formatMoney(recovery.amount)}`, {
      recoveryId: recovery.recoveryId,
    });
}

/** Rules of reward, 9: exactly what was paid comes back, in the currency it was paid in; a rate would make it more or less. */
export function requireCurrency(amounts: readonly Money[], currency: Money['currency']): void {
  const other = amounts.find((amount) => amount.currency !== currency);
  if (other !== undefined)
    throw new RuleBroken('recovery.other-currency', `It was paid in ${currency} and is paid back in ${currency}`, { amount: other });
}

/** A plan is for all that is owed, in instalments that are each of something. */
export function requireWholePlan(instalments: readonly Instalment[], recovery: RecoveryState): void {
  const outstanding = outstandingOf(recovery);
  const amounts = instalments.map(({ amount }) => amount);
  requireCurrency(amounts, outstanding.currency);
  const planned = sum(outstanding.currency, amounts);
  if (compareMoney(planned, outstanding) !== 0 || amounts.some((amount) => minorUnits(amount) === 0n))
    throw new RuleBroken(
      'recovery.other-sum',
      `Instalments add up to what is owed, ${formatMoney(outstanding)}, not to ${formatMoney(planned)}`,
      { outstanding, planned },
    );
}

/** Whether the receipt is recorded already; one id is one receipt. */
export function isRecorded(
  wanted: Pick<RecoveryState['receipts'][number], 'kind' | 'receiptId' | 'amount' | 'reference'>,
  recovery: RecoveryState,
  { recoveries }: Reward,
): boolean {
  const known = recoveries.flatMap(({ receipts }) => receipts).find(({ receiptId }) => receiptId === wanted.receiptId);
  if (known === undefined) return false;
  const same = known.kind === wanted.kind && sameJson(known.amount, wanted.amount) && known.reference === wanted.reference;
  if (same && recovery.receipts.includes(known)) return true;
  throw new RuleBroken('recovery.receipt-taken', 'A receipt with this id is recorded already, and it says something else', {
    receiptId: wanted.receiptId,
  });
}

/** What comes back is at most what is owed. */
export function requireReceivable(amount: Money, recovery: RecoveryState): void {
  const outstanding = outstandingOf(recovery);
  requireCurrency([amount], outstanding.currency);
  if (minorUnits(amount) === 0n || compareMoney(amount, outstanding) > 0)
    throw new RuleBroken('recovery.exceeded', `What comes back is above zero and at most what is owed, ${formatMoney(outstanding)}`, {
      amount,
      outstanding,
    });
}

/** One thing once: what is paid has a paper each time. Kept back it may be of many payments by one order. */
export function requireNewPaper(reference: string, { receipts }: RecoveryState): void {
  const entered = receipts.find((receipt) => receipt.kind === 'repaid' && receipt.reference === reference);
  if (entered !== undefined)
    throw new RuleBroken('recovery.reference-taken', `One paper is one repayment; ${reference} is entered already`, {
      receiptId: entered.receiptId,
    });
}

/** Money comes back only where some was kept: of a payment to the same recipient that was made, and that others than who says so made. */
export function requireKept(command: CommandOf<'RecordSetOff'>, { recipientId }: RecoveryState, rewardId: string): void {
  const { from, payment, amount } = command.data;
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
  const payers = [payment.instructedBy, payment.executed?.confirmedBy];
  if (handsOf(command).some(({ id }) => personIn(payers, id)))
    throw new RuleBroken('recovery.same-hand', 'You had that payment made; somebody else records that it was kept', { ...from });
}

/**
 * Whether those who had something paid say between themselves that it came back. It is recorded, as it may be so where finance is two people; integrity looks
 * at the receipt.
 */
export function isByPayers(command: Hands, { paymentIds }: RecoveryState, { payments }: Reward): true | undefined {
  const payers = payments
    .filter(({ paymentId }) => paymentIds.includes(paymentId))
    .flatMap(({ instructedBy, executed }) => [instructedBy, executed?.confirmedBy]);
  return handsOf(command).every(({ id }) => personIn(payers, id)) || undefined;
}

/** Who gives up what is owed, by either hand, did not plan its recovery. */
export function requirePlannedByAnother(command: Hands, { plan }: RecoveryState): void {
  if (plan === undefined)
    throw new RuleBroken('recovery.not-planned', 'What is owed is given up after somebody else planned how to recover it');
  if (handsOf(command).some(({ id }) => samePerson(id, plan.plannedBy)))
    throw new RuleBroken('recovery.same-hand', 'You planned this recovery; somebody else decides to give it up', {
      plannedBy: plan.plannedBy,
    });
}

/** Law names an instrument in force. */
export function requireLawToGiveUp(instrument: string, enacted: boolean): void {
  if (!enacted)
    throw new RuleBroken('recovery.instrument-not-enacted', `Nothing is given up without the law: ${instrument} is not enacted`, {
      instrument,
    });
}

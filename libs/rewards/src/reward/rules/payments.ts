import { type Actor, RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { canonical, CLOCK_TOLERANCE_MS, type Instant, minorUnits, type MoneyDocument, personIn, samePerson } from '#libs/vocabulary';
import { outstandingOf } from '../reward-money.ts';
import type { KnownReward, PaymentState, Reward } from '../reward-standing.ts';
import { requireEligible, requireFunded, requireNoHold, requireNotClawedBack, requireStillDue } from './due.ts';
import { isOff } from './roster.ts';

// Money leaves by two hands, and while it is due.

/** Stages and payments wait for what is unclear, or where less is due than was granted, and end with a clawback. */
export function requirePayable(state: KnownReward): void {
  requireNotClawedBack(state);
  requireFunded(state);
  requireNoHold(state);
  requireEligible(state);
  requireStillDue(state);
}

/** Only a part that a released stage made is paid: nobody puts a payment of their own in. */
export function requirePayment({ payments }: Reward, paymentId: string): PaymentState {
  const known = payments.find((payment) => payment.paymentId === paymentId);
  if (known === undefined)
    throw new UnknownSubject('payment.unknown', 'No stage of the reward has released a payment with this id', { paymentId });
  return known;
}

/** What the bank did is said of a payment on its way: not of one that nobody instructed, nor again of one that was made or failed. */
export function requireOnTheWay({ paymentId, status }: PaymentState): void {
  if (status !== 'instructed')
    throw new RuleBroken(
      'payment.not-on-its-way',
      status === 'executed' ? 'The payment was executed already' : 'The payment has not been instructed, or has failed since',
      { paymentId, status },
    );
}

/** A payment is instructed once, and again only after it failed. */
export function requireNotInstructed({ paymentId, status }: PaymentState): void {
  if (status === 'forfeited')
    throw new RuleBroken('payment.forfeited', 'The reward was corrected since, and nothing of this payment is left', { paymentId });
  if (status === 'instructed' || status === 'executed')
    throw new RuleBroken(
      'payment.instructed',
      status === 'executed' ? 'The payment was executed already' : 'The payment is on its way already',
      { paymentId, status },
    );
}

/** Nobody is paid while suspended, whenever it was granted; what is theirs waits until they are back. */
export function requireServingRecipient({ paymentId, recipientId }: PaymentState, suspended: true | undefined): void {
  if (suspended === true)
    throw new RuleBroken(
      'payment.recipient-suspended',
      `By the register ${recipientId} is suspended; the payment waits until they are reinstated`,
      { paymentId, recipientId },
    );
}

/**
 * A share is not paid while it is doubtful what its recipient did: of who is on the roster and in no fact of the case, or was assigned from a unit that is not
 * theirs. Nor is it to who was taken off the roster since.
 */
export function requireExplainedRecipient({ paymentId, recipientId, kind }: PaymentState, { assessment }: KnownReward): void {
  if (kind === 'unit') return;
  const { roster, unexplained = [] } = assessment;
  const doubt = unexplained.find(({ officerId }) => samePerson(officerId, recipientId));
  if (doubt !== undefined)
    throw new RuleBroken(
      'payment.recipient-unexplained',
      `On the roster ${recipientId} stands with ${doubt.defects.join(', ')}; the head of the case’s unit and integrity settle on the case first what they did`,
      { paymentId, recipientId, defects: doubt.defects },
    );
  if (roster !== undefined && isOff(roster, recipientId))
    throw new RuleBroken('payment.recipient-removed', `From the roster ${recipientId} was taken off since; nothing is paid to them`, {
      paymentId,
      recipientId,
    });
}

/** What the bank did lies between the instruction and now: a transfer from before it is of something else. */
export function requireInstructedBefore({ paymentId, instructedAt }: PaymentState, executedAt: Instant): void {
  if (instructedAt !== undefined && Date.parse(executedAt) + CLOCK_TOLERANCE_MS < Date.parse(instructedAt))
    throw new RuleBroken(
      'payment.before-instruction',
      `The payment was instructed at ${instructedAt}; no transfer from before that is this one`,
      {
        paymentId,
        instructedAt,
        executedAt,
      },
    );
}

/** Only what was made comes back, and once each time. @throws RuleBroken 'payment.not-executed' */
export function requireExecuted({ paymentId, status, executed }: PaymentState): NonNullable<PaymentState['executed']> {
  if (status === 'executed' && executed !== undefined) return executed;
  throw new RuleBroken(
    'payment.not-executed',
    status === 'returned'
      ? 'The payment came back already'
      : 'The payment has not been made, so it does not come back; report that it failed',
    { paymentId, status },
  );
}

/**
 * Who says that a payment came back had no hand in it: it would be paid twice to whom they like. @throws RuleBroken 'payment.same-hand'
 */
export function requireOthersPayment(hands: readonly Actor[], { paymentId, instructedBy, executed }: PaymentState): void {
  const payer = hands.find(({ id }) => personIn([instructedBy, executed?.confirmedBy], id));
  if (payer !== undefined)
    throw new RuleBroken('payment.same-hand', `Somebody else says that the bank gave it back: ${payer.id} had this payment made`, {
      paymentId,
      person: payer.id,
    });
}

/** It came back after it was made, by what the bank's own document says. @throws RuleBroken 'payment.returned-before' */
export function requireReturnedAfter({ executedAt }: NonNullable<PaymentState['executed']>, { reference, date }: MoneyDocument): void {
  if (date < executedAt.slice(0, 'yyyy-mm-dd'.length))
    throw new RuleBroken('payment.returned-before', `The payment was made at ${executedAt}; what came back on ${date} is another one`, {
      reference,
      date,
      executedAt,
    });
}

/**
 * What is claimed back of a payment comes back as a repayment, which the bank's document shows as well: it is not due again.
 * @throws RuleBroken 'payment.claimed-back'
 */
export function requireNotClaimedBack({ paymentId }: PaymentState, { recoveries }: Reward): void {
  const claimed = recoveries.find(
    (recovery) =>
      recovery.paymentIds.includes(paymentId) &&
      (recovery.receipts.length > 0 || recovery.writtenOff !== undefined || minorUnits(outstandingOf(recovery)) > 0n),
  );
  if (claimed !== undefined)
    throw new RuleBroken('payment.claimed-back', 'The payment is claimed back; what the bank gave back of it is recorded as a repayment', {
      paymentId,
      recoveryId: claimed.recoveryId,
    });
}

/** What was kept for a debt went to nobody, and clears it. @throws RuleBroken 'payment.kept' */
export function requireNotKept({ paymentId }: PaymentState, kept: true | undefined): void {
  if (kept === true)
    throw new RuleBroken('payment.kept', 'The payment was kept for another debt of its recipient, and does not come back', { paymentId });
}

/** One thing once: a transfer is one payment, also where it came back. */
export function requireNewReference(bankReference: string, { payments }: Reward): void {
  const other = payments.find(
    ({ executed, returns = [] }) =>
      executed?.bankReference === bankReference || returns.some((one) => canonical(one.bankReference) === canonical(bankReference)),
  );
  if (other !== undefined)
    throw new RuleBroken('payment.reference-taken', `One transfer is one payment; ${bankReference} is the one to ${other.recipientId}`, {
      paymentId: other.paymentId,
    });
}

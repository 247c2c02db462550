import { RuleBroken, UnknownSubject } from '#libs/event-sourcing';
import { CLOCK_TOLERANCE_MS, type Instant, samePerson } from '#libs/vocabulary';
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

/** One thing once: a transfer is one payment. */
export function requireNewReference(bankReference: string, { payments }: Reward): void {
  const other = payments.find(({ executed }) => executed?.bankReference === bankReference);
  if (other !== undefined)
    throw new RuleBroken('payment.reference-taken', `One transfer is one payment; ${bankReference} is the one to ${other.recipientId}`, {
      paymentId: other.paymentId,
    });
}

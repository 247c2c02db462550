import { type DataOf, defined, RuleBroken } from '#libs/event-sourcing';
import { formatMoney, type Instant, money, minorUnits, type Money, samePerson } from '#libs/vocabulary';
import type { RewardEvent } from '../reward-events.ts';
import type { PaymentState, Reward } from '../reward-standing.ts';

// Rules of reward, 10: what is paid in parts is seen as what it comes to together, and somebody says why. Nothing at all is paid in cash: no
// form of a share is.

/** Parts of one share that are this close to each other are one payment to whoever reports it. Milliseconds. */
const PARTS_WITHIN_MS = 30 * 24 * 60 * 60 * 1000;

const LETTERS = 10;

/** What is recorded of a payment that is a part: why it is paid in parts, and what they come to together. */
type InParts = Pick<DataOf<RewardEvent, 'PaymentInstructed'>, 'reason' | 'together'>;

/**
 * A share is not paid in parts within 30 days without a reason: not its stages, nor what it was supplemented by. What has to be reported is
 * recorded with it. @throws RuleBroken 'payment.in-parts', 'payment.reason-says-nothing'
 */
export function partsWith(known: PaymentState, reason: string | undefined, at: Instant, state: Reward): InParts {
  const parts = state.payments.filter((other) => isPartOfSameShare(known, other) && isLeaving(other) && isCloseTo(at, other));
  if (parts.length === 0) return defined({ reason });
  const together = parts.reduce((total, part) => total + minorUnits(part.amount), minorUnits(known.amount));
  const sum = money(known.amount.currency, together);
  requireReason(reason, known, sum, parts.length);
  return defined({ reason, together: sum });
}

/** A person has one share, in whatever form it is paid; the fund of a unit is something else than what the unit itself gets. */
function isPartOfSameShare(known: PaymentState, other: PaymentState): boolean {
  if (other.paymentId === known.paymentId || other.kind !== known.kind || !samePerson(other.recipientId, known.recipientId)) return false;
  return known.kind === 'person' || other.form === known.form;
}

const isLeaving = ({ status }: PaymentState): boolean => status === 'instructed' || status === 'executed';

/** By when it was made, as the bank says, else instructed. Of what nobody kept the time of, nobody can say that it was long ago. */
function isCloseTo(at: Instant, { instructedAt, executed }: PaymentState): boolean {
  const left = [instructedAt, executed?.executedAt].filter((one) => one !== undefined);
  return left.length === 0 || left.some((one) => Math.abs(Date.parse(at) - Date.parse(one)) < PARTS_WITHIN_MS);
}

function requireReason(reason: string | undefined, { recipientId, amount }: PaymentState, together: Money, before: number): void {
  if (reason === undefined)
    throw new RuleBroken(
      'payment.in-parts',
      `Less than 30 days ago ${recipientId} was paid ${before === 1 ? 'a part' : `${before} parts`} of this share; say why it is paid in parts, which come to ${formatMoney(together)} together`,
      { recipientId, amount, together },
    );
  if ((reason.match(/\p{L}/gu) ?? []).length < LETTERS)
    throw new RuleBroken('payment.reason-says-nothing', `Why it is paid in parts is said in words: ${LETTERS} letters at least`, {
      reason,
    });
}

import { process, type RecordedEvent } from '#libs/event-sourcing';
import { formatMoney } from '#libs/vocabulary';
import { type Ground, groundOf, type RecipientKind, type RewardEvent, rewardIdOf } from './published.ts';
import type { RaiseLead } from './raise.ts';

type OfPayments = Extract<RewardEvent, { type: 'PaymentExecuted' | 'PaymentReturned' | 'RecoveryRepaid' }>;

interface Returned {
  /** The first payment that came back, while no second one has. */
  readonly first?: { readonly paymentId: string; readonly ground: Ground };
}

const recipientKey = ({ kind, recipientId }: { readonly kind: RecipientKind; readonly recipientId: string }): string =>
  `${kind}/${recipientId}`;

/**
 * Tells integrity of payments that are in order by their papers and still ask for a look: made to an officer who was suspended by then, as it had been
 * instructed before; given back by the bank more than once for one recipient, whose account is known by nothing else here; and paid back by a receipt that
 * nobody vouches for but those who had it paid. One instance a recipient.
 */
export const doubtfulPayments = process<OfPayments, RaiseLead, Returned>({
  name: 'doubtful-payments',
  handles: ['PaymentExecuted', 'PaymentReturned', 'RecoveryRepaid'],
  keysOf: (event) => [recipientKey(event.data)],
  react(state = {}, input, key) {
    switch (input.type) {
      case 'PaymentExecuted':
        return { state, commands: input.data.suspended === true ? [paidWhileSuspended(input)] : [] };
      case 'PaymentReturned': {
        const { first } = state;
        if (first === undefined) return { state: { first: { paymentId: input.data.paymentId, ground: groundOf(input) } } };
        return { state, commands: [returnedAgain(input, first.ground, key)] };
      }
      case 'RecoveryRepaid':
        return { state, commands: input.data.byPayers === true ? [repaidByWordOfPayers(input)] : [] };
      case 'CommandRefused':
      case 'TimeoutReached':
        return { state };
    }
  },
});

function paidWhileSuspended(event: RecordedEvent<Extract<OfPayments, { type: 'PaymentExecuted' }>>): RaiseLead {
  const { paymentId, recipientId, amount, bankReference, executedAt, caseId } = event.data;
  const rewardId = rewardIdOf(event.stream);
  return {
    type: 'RaiseLead',
    data: {
      kind: 'paid-while-suspended',
      subject: paymentId,
      sentence: `${formatMoney(amount)} of reward ${rewardId} went to ${recipientId} at ${executedAt} by transfer ${bankReference}; by the register they were suspended then, or when it was confirmed`,
      about: [
        { of: 'reward', id: rewardId },
        { of: 'case', id: caseId },
        { of: 'person', id: recipientId },
      ],
      restsOn: [groundOf(event)],
    },
  };
}

function returnedAgain(event: RecordedEvent<Extract<OfPayments, { type: 'PaymentReturned' }>>, first: Ground, subject: string): RaiseLead {
  const { kind, recipientId, amount, caseId, document } = event.data;
  const rewardId = rewardIdOf(event.stream);
  return {
    type: 'RaiseLead',
    data: {
      kind: 'payment-returned-again',
      subject,
      sentence: `The bank gave back another payment to ${recipientId}: ${formatMoney(amount)} of reward ${rewardId}, by ${document.reference}; what is paid there comes back, or somebody says so to have it paid twice`,
      about: [
        { of: 'reward', id: rewardId },
        { of: 'case', id: caseId },
        { of: kind, id: recipientId },
      ],
      restsOn: [first, groundOf(event)],
    },
  };
}

function repaidByWordOfPayers(event: RecordedEvent<Extract<OfPayments, { type: 'RecoveryRepaid' }>>): RaiseLead {
  const { receiptId, kind, recipientId, amount, caseId, reference, poolId } = event.data;
  const rewardId = rewardIdOf(event.stream);
  return {
    type: 'RaiseLead',
    data: {
      kind: 'repaid-by-word-of-payers',
      subject: receiptId,
      sentence: `${formatMoney(amount)} of what ${recipientId} owes of reward ${rewardId} came back by ${reference}, as the two say who had it paid, and nobody else`,
      about: [
        { of: 'reward', id: rewardId },
        { of: 'case', id: caseId },
        { of: 'pool', id: poolId },
        { of: kind, id: recipientId },
      ],
      restsOn: [groundOf(event)],
    },
  };
}

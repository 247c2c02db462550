import { defined, RuleBroken } from '#libs/event-sourcing';
import { handsOf, requirePast, requireWithin, sum } from '#libs/vocabulary';
import type { CommandOf } from '../reward-commands.ts';
import type { Entitlement, Payment, RewardEvent } from '../reward-events.ts';
import { grantedRounds, type KnownReward, type PaymentState } from '../reward-standing.ts';
import { isReleased, paymentsOfStage } from '../rules/changes.ts';
import { clawbackOfLate } from '../rules/clawbacks.ts';
import { idOf, requireGranted } from '../rules/due.ts';
import { requireFreeFor } from '../rules/duties.ts';
import { partsWith } from '../rules/payment-parts.ts';
import {
  requireExecuted,
  requireExplainedRecipient,
  requireInstructedBefore,
  requireNewReference,
  requireNotClaimedBack,
  requireNotInstructed,
  requireNotKept,
  requireOnTheWay,
  requireOthersPayment,
  requirePayable,
  requirePayment,
  requireReturnedAfter,
  requireServingRecipient,
} from '../rules/payments.ts';

/** Rules of reward, 9: a stage is released once what it waits for has come, and its parts can be paid; of the grant, and of each supplement. */
export function releaseStage({ data }: CommandOf<'ReleaseStage'>, state: KnownReward): readonly RewardEvent[] {
  const { stage, because } = data;
  const grant = requireGranted(state);
  const number = data.round ?? grant.round;
  if (isReleased(state, stage, number)) return [];
  const round = grantedRounds(state).includes(number) ? state.rounds[number - 1] : undefined;
  if (round?.stages.some(({ on }) => on === stage) !== true)
    throw new RuleBroken('reward.no-stage', `Nothing of this reward is paid on ${stage}`, { stage });
  requirePayable(state);
  const payments = paymentsOfStage(state, round, stage);
  // Corrections have left nothing of it.
  if (payments.length === 0) return [];
  const amount = sum(
    grant.amount.currency,
    payments.map((payment) => payment.amount),
  );
  const ofSupplement = number === grant.round ? undefined : number;
  return [{ type: 'StageReleased', data: { ...state.entitlement, ...defined({ stage, round: ofSupplement, amount, payments, because }) } }];
}

/** Money leaves by two hands: one instructs. */
export function instructPayment(command: CommandOf<'InstructPayment'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by, at } = command;
  requireGranted(state);
  const known = requirePayment(state, data.paymentId);
  if (known.status === 'instructed' && known.instructedBy === by.id) return [];
  requireNotInstructed(known);
  requirePayable(state);
  requireFreeFor('instruction', command, state);
  requireServingRecipient(known, data.suspended);
  requireExplainedRecipient(known, state);
  const parts = partsWith(known, data.reason, at, state);
  return [{ type: 'PaymentInstructed', data: { ...paymentIn(known, state), instructedBy: by.id, instructedAt: at, ...parts } }];
}

/** Another one says that it was made. What the bank did is a fact, whatever has become of the reward meanwhile. */
export function confirmPayment(command: CommandOf<'ConfirmPayment'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by, at } = command;
  const { bankReference, executedAt } = data;
  const grant = requireGranted(state);
  const known = requirePayment(state, data.paymentId);
  if (known.executed?.bankReference === bankReference) return [];
  requireOnTheWay(known);
  requirePast(executedAt, at, 'payment.in-future', 'A payment is confirmed after it was made', { executedAt });
  requireInstructedBefore(known, executedAt);
  requireNewReference(bankReference, state);
  requireFreeFor('confirmation', command, state);
  const { suspended } = data;
  const executed = { ...paymentIn(known, state), confirmedBy: by.id, bankReference, executedAt, ...defined({ suspended }) };
  return [{ type: 'PaymentExecuted', data: executed }, ...clawbackOfLate(idOf(state), state, grant, known, 'executed')];
}

/** Or that it was not, as two say: a payment that failed can be instructed again, and one that did not fail would be paid twice. */
export function reportPaymentFailure(command: CommandOf<'ReportPaymentFailure'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by } = command;
  const { reason } = data;
  const grant = requireGranted(state);
  const known = requirePayment(state, data.paymentId);
  const last = known.failures.at(-1);
  if (known.status === 'failed' && last?.reportedBy === by.id && last.reason === reason) return [];
  requireOnTheWay(known);
  requireFreeFor('confirmation', command, state);
  const failed = { ...paymentIn(known, state), reportedBy: by.id, reason };
  return [{ type: 'PaymentFailed', data: failed }, ...clawbackOfLate(idOf(state), state, grant, known, 'failed')];
}

/**
 * Or that it was made and came back, as two say who had no hand in it, by the bank's own document: it is to be paid again. The pool has given the money for
 * it when it was granted, and gives none again.
 */
export function reportPaymentReturn(command: CommandOf<'ReportPaymentReturn'>, state: KnownReward): readonly RewardEvent[] {
  const { data, by, at } = command;
  const { returnId, reason, document, kept } = data;
  requireGranted(state);
  const known = requirePayment(state, data.paymentId);
  if (known.returns?.some((one) => one.returnId === returnId) === true) return [];
  const executed = requireExecuted(known);
  requireNotClaimedBack(known, state);
  requireNotKept(known, kept);
  requireOthersPayment(handsOf(command), known);
  requireFreeFor('confirmation', command, state);
  requireWithin(known.amount, document, at);
  requireReturnedAfter(executed, document);
  const { bankReference, executedAt } = executed;
  const back = { ...paymentIn(known, state), returnId, bankReference, executedAt, reportedBy: by.id, reason, document };
  return [{ type: 'PaymentReturned', data: back }];
}

/** A payment as its events name it. */
function paymentIn({ paymentId, recipientId, kind, form, amount }: PaymentState, { entitlement }: KnownReward): Entitlement & Payment {
  return { ...entitlement, paymentId, recipientId, kind, form, amount };
}

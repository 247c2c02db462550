import { decideBy, type Decider, defined, deriveUuid, type Issued } from '#libs/event-sourcing';
import { handsOf, minorUnits, type Money, money, requirePast, requireWithin } from '#libs/vocabulary';
import { divide, requireSound } from './distribution-rule.ts';
import { entryOf } from './persistent-map.ts';
import type { PoolCommand } from './pool-commands.ts';
import { handsOn, requireDutiesApart } from './pool-duties.ts';
import type { PoolEvent, Purpose } from './pool-events.ts';
import {
  isBooked,
  lacking,
  remainderOf,
  requireAhead,
  requireAllocation,
  requireAmount,
  requireAvailable,
  requireByHand,
  requireCosts,
  requireCurrency,
  requireDrawn,
  requireFreedByHand,
  requireHolding,
  requireLeft,
  requireLiability,
  requireNoBooker,
  requireNotNegative,
  requireNotPaidMore,
  requireOpened,
  requireOthersUnit,
  requireOver,
  requireOwed,
  requireOwnUse,
  requirePaying,
  requirePurpose,
  requireReservation,
  requireSoonFree,
  requireTopUp,
  requireUnopened,
  requireUnspent,
  restated,
  restates,
  ruleFor,
} from './pool-rules.ts';
import { evolvePool, type Pool, unopened } from './pool-standing.ts';
import { availableOf, type Draft, heldOf, totalsAfter } from './pool-totals.ts';

type CommandOf<Type extends PoolCommand['type']> = Issued<Extract<PoolCommand, { type: Type }>>;

const decide = decideBy<PoolCommand, PoolEvent, Pool>({
  OpenPool: openPool,
  AdoptDistributionRule: adoptDistributionRule,
  CreditProceeds: creditProceeds,
  TopUpBudget: topUpBudget,
  CorrectTopUp: correctTopUp,
  CreditRecovery: creditRecovery,
  ReserveFunds: reserveFunds,
  ReleaseReservation: releaseReservation,
  ExpireReservation: expireReservation,
  ConsumeReservation: consumeReservation,
  ReverseSpending: reverseSpending,
  DebitCosts: debitCosts,
  CorrectCosts: correctCosts,
  AllocateOperationalUse: allocateOperationalUse,
  ShowOperationalSpending: showOperationalSpending,
  RecallOperationalUse: recallOperationalUse,
  RecogniseLiability: recogniseLiability,
  CorrectLiability: correctLiability,
  SettleLiability: settleLiability,
  FreezePool: freezePool,
  UnfreezePool: unfreezePool,
  ReconcilePool: reconcilePool,
});

/**
 * A pool: money comes in by facts, is set aside by one hand and leaves by another one, never beyond what is available.
 * A fact that costs the pool more than it has is recorded all the same, with what is lacking as its shortfall.
 */
export const pool: Decider<PoolCommand, PoolEvent, Pool> = {
  initial: unopened,

  decide(command, state) {
    if (command.type !== 'OpenPool') requireOpened(state);
    const events = decide(command, state);
    // What is said again changes nothing, whoever says it.
    if (events.length > 0) requireDutiesApart(command, state);
    return events;
  },

  evolve: evolvePool,
};

function openPool({ data }: CommandOf<'OpenPool'>, state: Pool): readonly PoolEvent[] {
  requireUnopened(state);
  return [{ type: 'PoolOpened', data }];
}

function adoptDistributionRule({ data: { ruleId, rule } }: CommandOf<'AdoptDistributionRule'>, state: Pool): readonly PoolEvent[] {
  requireSound(rule);
  if (state.rules.some((adopted) => adopted.ruleId === ruleId || restates(rule, adopted))) return [];
  return [{ type: 'DistributionRuleAdopted', data: { ruleId, ...rule } }];
}

function creditProceeds(command: CommandOf<'CreditProceeds'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const { settlementId, proceeds, settledAt } = data;
  if (isBooked(state, settlementId, data)) return [];
  requirePast(settledAt, at, 'settlement.in-future', 'Proceeds cannot be credited before they are settled', { settledAt });
  const rule = ruleFor(state, proceeds, settledAt);
  const parts = divide(proceeds, rule);
  const credited = parts.find(({ destination }) => destination === rule.own)?.amount ?? money(state.currency, 0);
  const remittances = parts
    .filter(({ destination, amount }) => destination !== rule.own && minorUnits(amount) > 0n)
    .map(({ destination, amount }) => ({ destination, liabilityId: deriveUuid('remittance', settlementId, destination), amount }));
  return book(state, command, { type: 'ProceedsCredited', data: { ...data, ruleId: rule.ruleId, credited, remittances } });
}

function topUpBudget(command: CommandOf<'TopUpBudget'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  if (isBooked(state, data.topUpId, data)) return [];
  requireAmount(state, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, command, { type: 'BudgetTopUpCredited', data });
}

/** A fact, as what is corrected was one: what was taken for money and never came is lacking where it is set aside, owed or gone already. */
function correctTopUp(command: CommandOf<'CorrectTopUp'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const known = requireTopUp(state, data.topUpId);
  requireNotNegative(state, data.amount);
  const decrease = known.amount - minorUnits(data.amount);
  if (decrease === 0n) return [];
  requireWithin(data.amount, data.document, at);
  const before = money(state.currency, known.amount);
  return book(state, command, { type: 'BudgetTopUpCorrected', data: { ...data, before, shortfall: lacking(state, decrease) } });
}

function creditRecovery(command: CommandOf<'CreditRecovery'>, state: Pool): readonly PoolEvent[] {
  const { data } = command;
  if (isBooked(state, data.recoveryId, data)) return [];
  requireAmount(state, data.amount);
  return book(state, command, { type: 'RecoveryCredited', data });
}

function reserveFunds(command: CommandOf<'ReserveFunds'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const known = entryOf(state.reservations, data.reservationId);
  if (known !== undefined) return restated(data, known.fact, 'reservation', data.reservationId);
  requireAmount(state, data.amount);
  requirePaying(state);
  requireAhead(data.expiresAt, at);
  requireSoonFree(data.purpose, data.expiresAt, at);
  requireAvailable(state, data.amount);
  return book(state, command, { type: 'FundsReserved', data });
}

function releaseReservation(command: CommandOf<'ReleaseReservation'>, state: Pool): readonly PoolEvent[] {
  const {
    data: { reservationId, reason },
    by,
  } = command;
  const known = requireReservation(state, reservationId);
  if (known.end?.type === 'ReservationReleased') return [];
  requireUnspent(known);
  requireFreedByHand(known, by);
  return book(state, command, {
    type: 'ReservationReleased',
    data: { reservationId, amount: known.fact.amount, cause: 'released', reason },
  });
}

function expireReservation(command: CommandOf<'ExpireReservation'>, state: Pool): readonly PoolEvent[] {
  const {
    data: { reservationId },
    at,
  } = command;
  const known = requireReservation(state, reservationId);
  if (known.end !== undefined) return [];
  requireOver(known, at);
  return book(state, command, { type: 'ReservationReleased', data: { reservationId, amount: known.fact.amount, cause: 'expired' } });
}

function consumeReservation(command: CommandOf<'ConsumeReservation'>, state: Pool): readonly PoolEvent[] {
  const { reservationId, amount } = command.data;
  const { end } = requireReservation(state, reservationId);
  if (end?.type === 'ReservationConsumed') return restated(command.data, end.data, 'reservation', reservationId);
  const released = drawOn(command, state, 'reward');
  return book(state, command, { type: 'ReservationConsumed', data: { reservationId, amount, released } });
}

function reverseSpending(command: CommandOf<'ReverseSpending'>, state: Pool): readonly PoolEvent[] {
  const { data } = command;
  if (isBooked(state, data.reversalId, data)) return [];
  requireAmount(state, data.amount);
  requireDrawn(state, data.reference, data.amount);
  return book(state, command, { type: 'SpendingReversed', data });
}

function debitCosts(command: CommandOf<'DebitCosts'>, state: Pool): readonly PoolEvent[] {
  const { costId } = command.data;
  const known = entryOf(state.costs, costId);
  if (known !== undefined) return restated(command.data, known.fact, 'cost', costId);
  const released = drawOn(command, state, 'costs');
  return book(state, command, { type: 'CostsDebited', data: { ...command.data, released } });
}

/** A correction is a fact, whatever the pool has: an increase beyond that is a shortfall. */
function correctCosts(command: CommandOf<'CorrectCosts'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const { version: corrects, amount: known } = requireCosts(state, data.costId);
  requireNotNegative(state, data.amount);
  const increase = minorUnits(data.amount) - known;
  if (increase === 0n) return [];
  requireWithin(data.amount, data.document, at);
  const before = money(state.currency, known);
  return book(state, command, { type: 'CostsCorrected', data: { ...data, corrects, before, shortfall: lacking(state, increase) } });
}

function allocateOperationalUse(command: CommandOf<'AllocateOperationalUse'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, command.data.allocationId, command.data)) return [];
  const released = drawOn(command, state, 'operational-use');
  requireOthersUnit(command.data.unit, command);
  return book(state, command, { type: 'OperationalUseAllocated', data: { ...command.data, released } });
}

/** What was done with it, by whom it was given to; what is not shown is recalled. */
function showOperationalSpending({ data, by, at, standing }: CommandOf<'ShowOperationalSpending'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, data.spendingId, data)) return [];
  const known = requireAllocation(state, data.allocationId);
  requireOwnUse(known, by, standing);
  requireAmount(state, data.amount);
  requireLeft(known, data.amount);
  requireWithin(data.amount, data.document, at);
  return [{ type: 'OperationalSpendingShown', data }];
}

/** What the unit has not spent comes back. */
function recallOperationalUse(command: CommandOf<'RecallOperationalUse'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  if (isBooked(state, data.recallId, data)) return [];
  const known = requireAllocation(state, data.allocationId);
  requireAmount(state, data.amount);
  requireLeft(known, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, command, { type: 'OperationalUseRecalled', data });
}

/** What a pool owes is a fact, whatever it has: what is lacking is a shortfall. */
function recogniseLiability(command: CommandOf<'RecogniseLiability'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const known = entryOf(state.liabilities, data.liabilityId);
  if (known !== undefined) return restated(data, known.fact ?? {}, 'liability', data.liabilityId);
  requireAmount(state, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, command, { type: 'LiabilityRecognised', data: { ...data, shortfall: lacking(state, minorUnits(data.amount)) } });
}

/** A fact, as what is corrected was one: more than the pool has is a shortfall, and less frees what was held for it, or lacking. */
function correctLiability(command: CommandOf<'CorrectLiability'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const known = requireByHand(state, data.liabilityId);
  requireNotNegative(state, data.amount);
  const increase = minorUnits(data.amount) - known.owed;
  if (increase === 0n) return [];
  requireNotPaidMore(state, known, data.amount);
  requireWithin(data.amount, data.document, at);
  const before = money(state.currency, known.owed);
  return book(state, command, { type: 'LiabilityCorrected', data: { ...data, before, shortfall: lacking(state, increase) } });
}

function settleLiability(command: CommandOf<'SettleLiability'>, state: Pool): readonly PoolEvent[] {
  const { data, at } = command;
  const { paymentId, liabilityId, amount } = data;
  if (isBooked(state, paymentId, data)) return [];
  const { destination } = requireLiability(state, liabilityId);
  requireAmount(state, amount);
  requirePaying(state);
  requireOwed(state, liabilityId, amount);
  requireWithin(amount, data.document, at);
  return book(state, command, { type: 'LiabilitySettled', data: defined({ ...data, destination }) });
}

function freezePool({ data }: CommandOf<'FreezePool'>, { status }: Pool): readonly PoolEvent[] {
  return status === 'frozen' ? [] : [{ type: 'PoolFrozen', data }];
}

function unfreezePool({ data }: CommandOf<'UnfreezePool'>, { status }: Pool): readonly PoolEvent[] {
  return status === 'open' ? [] : [{ type: 'PoolUnfrozen', data }];
}

/** Compares the books with the bank's statement. A difference is a fact and is recorded. */
function reconcilePool(command: CommandOf<'ReconcilePool'>, state: Pool): readonly PoolEvent[] {
  const { data, by } = command;
  if (isBooked(state, data.reconciliationId, data)) return [];
  requireCurrency(state, data.statement);
  requireNoBooker(state, handsOf(command));
  const held = heldOf(state.totals);
  const books = money(state.currency, held);
  const difference = money(state.currency, minorUnits(data.statement) - held);
  return [{ type: 'PoolReconciled', data: { ...data, books, difference, by: by.id } }];
}

/** Draws on a reservation, once and up to its amount, and answers what of it becomes available again. */
function drawOn(
  { data, at }: CommandOf<'ConsumeReservation' | 'DebitCosts' | 'AllocateOperationalUse'>,
  state: Pool,
  purpose: Purpose,
): Money {
  const known = requireReservation(state, data.reservationId);
  requireUnspent(known);
  requireHolding(known, at);
  requirePurpose(known, purpose);
  requireAmount(state, data.amount);
  requirePaying(state);
  if ('document' in data) requireWithin(data.amount, data.document, at);
  return remainderOf(known, data.amount);
}

/** The event as an entry in the books, and where it frees money that the pool owes already, the entry that covers what was lacking. */
function book(state: Pool, command: Issued<PoolCommand>, draft: Draft): readonly PoolEvent[] {
  const totals = totalsAfter(state.totals, draft);
  const available = availableOf(totals);
  const entry = (of: Draft, left: bigint): PoolEvent =>
    ({ type: of.type, data: { ...of.data, available: money(state.currency, left), ...handsOn(command) } }) as PoolEvent;
  const covered = available < totals.shortfall ? available : totals.shortfall;
  if (covered <= 0n) return [entry(draft, available)];
  const cover: Draft = { type: 'ShortfallCovered', data: { amount: money(state.currency, covered) } };
  return [entry(draft, available), entry(cover, available - covered)];
}

import { type Actor, type Command, decideBy, type Decider, defined, deriveUuid, type Issued } from '#libs/event-sourcing';
import {
  type Currency,
  handsOf,
  type Instant,
  type Line,
  type LocalizedText,
  minorUnits,
  type Money,
  money,
  type MoneyDocument,
  requirePast,
  requireWithin,
} from '#libs/vocabulary';
import { divide, type DistributionRule, requireSound } from './distribution-rule.ts';
import { entryOf } from './persistent-map.ts';
import type { PoolEvent, Purpose, SpendingShown } from './pool-events.ts';
import {
  isBooked,
  lacking,
  remainderOf,
  requireAhead,
  requireAllocation,
  requireAmount,
  requireAvailable,
  requireCosts,
  requireCurrency,
  requireDrawn,
  requireFreedByHand,
  requireHolding,
  requireLeft,
  requireLiability,
  requireNoBooker,
  requireNotNegative,
  requireOpened,
  requireOtherHand,
  requireOver,
  requireOwed,
  requireOwnUse,
  requirePaying,
  requirePurpose,
  requireReservation,
  requireUnopened,
  requireUnspent,
  restated,
  restates,
  ruleFor,
} from './pool-rules.ts';
import { evolvePool, type Pool, unopened } from './pool-standing.ts';
import { availableOf, type Draft, heldOf, totalsAfter } from './pool-totals.ts';

export type PoolCommand =
  | Command<'OpenPool', { currency: Currency; name: LocalizedText }>
  | Command<'AdoptDistributionRule', { ruleId: string; rule: DistributionRule }>
  | Command<'CreditProceeds', { settlementId: string; assetId: string; proceeds: Money; settledAt: Instant }>
  | Command<'TopUpBudget', { topUpId: string; amount: Money; source: Line; reference: Line; document?: MoneyDocument }>
  | Command<'CreditRecovery', { recoveryId: string; amount: Money; source: Line; reference: Line }>
  | Command<'ReserveFunds', { reservationId: string; amount: Money; purpose: Purpose; reference: Line; expiresAt: Instant }>
  | Command<'ReleaseReservation', { reservationId: string; reason: Line }>
  | Command<'ExpireReservation', { reservationId: string }>
  | Command<'ConsumeReservation', { reservationId: string; amount: Money }>
  | Command<'ReverseSpending', { reversalId: string; reference: Line; amount: Money; reason: Line }>
  | Command<'DebitCosts', { costId: string; reservationId: string; amount: Money; description: string; document?: MoneyDocument }>
  | Command<'CorrectCosts', { costId: string; amount: Money; reason: Line; document?: MoneyDocument }>
  | Command<
      'AllocateOperationalUse',
      { allocationId: string; reservationId: string; amount: Money; unit: string; description: string; document?: MoneyDocument }
    >
  | Command<'ShowOperationalSpending', SpendingShown>
  | Command<'RecallOperationalUse', { recallId: string; allocationId: string; amount: Money; document: MoneyDocument }>
  | Command<'RecogniseLiability', { liabilityId: string; amount: Money; creditor: string; reason: Line; document?: MoneyDocument }>
  | Command<'SettleLiability', { paymentId: string; liabilityId: string; amount: Money; reference: Line; document?: MoneyDocument }>
  | Command<'FreezePool', { reason: Line }>
  | Command<'UnfreezePool', { reason: Line }>
  | Command<'ReconcilePool', { reconciliationId: string; statement: Money; statementReference: string; statementAt: Instant }>;

type CommandOf<Type extends PoolCommand['type']> = Issued<Extract<PoolCommand, { type: Type }>>;

const decide = decideBy<PoolCommand, PoolEvent, Pool>({
  OpenPool: openPool,
  AdoptDistributionRule: adoptDistributionRule,
  CreditProceeds: creditProceeds,
  TopUpBudget: topUpBudget,
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
    return decide(command, state);
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

function creditProceeds({ data, by, at }: CommandOf<'CreditProceeds'>, state: Pool): readonly PoolEvent[] {
  const { settlementId, proceeds, settledAt } = data;
  if (isBooked(state, settlementId, data)) return [];
  requirePast(settledAt, at, 'settlement.in-future', 'Proceeds cannot be credited before they are settled', { settledAt });
  const rule = ruleFor(state, proceeds, settledAt);
  const parts = divide(proceeds, rule);
  const credited = parts.find(({ destination }) => destination === rule.own)?.amount ?? money(state.currency, 0);
  const remittances = parts
    .filter(({ destination, amount }) => destination !== rule.own && minorUnits(amount) > 0n)
    .map(({ destination, amount }) => ({ destination, liabilityId: deriveUuid('remittance', settlementId, destination), amount }));
  return book(state, by, { type: 'ProceedsCredited', data: { ...data, ruleId: rule.ruleId, credited, remittances } });
}

function topUpBudget({ data, by, at }: CommandOf<'TopUpBudget'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, data.topUpId, data)) return [];
  requireAmount(state, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, by, { type: 'BudgetTopUpCredited', data });
}

function creditRecovery({ data, by }: CommandOf<'CreditRecovery'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, data.recoveryId, data)) return [];
  requireAmount(state, data.amount);
  return book(state, by, { type: 'RecoveryCredited', data });
}

function reserveFunds({ data, by, at }: CommandOf<'ReserveFunds'>, state: Pool): readonly PoolEvent[] {
  const known = entryOf(state.reservations, data.reservationId);
  if (known !== undefined) return restated(data, known.fact, 'reservation', data.reservationId);
  requireAmount(state, data.amount);
  requirePaying(state);
  requireAhead(data.expiresAt, at);
  requireAvailable(state, data.amount);
  return book(state, by, { type: 'FundsReserved', data });
}

function releaseReservation({ data: { reservationId, reason }, by }: CommandOf<'ReleaseReservation'>, state: Pool): readonly PoolEvent[] {
  const known = requireReservation(state, reservationId);
  if (known.end?.type === 'ReservationReleased') return [];
  requireUnspent(known);
  requireFreedByHand(known, by);
  return book(state, by, { type: 'ReservationReleased', data: { reservationId, amount: known.fact.amount, cause: 'released', reason } });
}

function expireReservation({ data: { reservationId }, by, at }: CommandOf<'ExpireReservation'>, state: Pool): readonly PoolEvent[] {
  const known = requireReservation(state, reservationId);
  if (known.end !== undefined) return [];
  requireOver(known, at);
  return book(state, by, { type: 'ReservationReleased', data: { reservationId, amount: known.fact.amount, cause: 'expired' } });
}

function consumeReservation(command: CommandOf<'ConsumeReservation'>, state: Pool): readonly PoolEvent[] {
  const { reservationId, amount } = command.data;
  const { end } = requireReservation(state, reservationId);
  if (end?.type === 'ReservationConsumed') return restated(command.data, end.data, 'reservation', reservationId);
  const released = drawOn(command, state, 'reward');
  return book(state, command.by, { type: 'ReservationConsumed', data: { reservationId, amount, released } });
}

function reverseSpending({ data, by }: CommandOf<'ReverseSpending'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, data.reversalId, data)) return [];
  requireAmount(state, data.amount);
  requireDrawn(state, data.reference, data.amount);
  return book(state, by, { type: 'SpendingReversed', data });
}

function debitCosts(command: CommandOf<'DebitCosts'>, state: Pool): readonly PoolEvent[] {
  const { costId } = command.data;
  const known = entryOf(state.costs, costId);
  if (known !== undefined) return restated(command.data, known.fact, 'cost', costId);
  const released = drawOn(command, state, 'costs');
  return book(state, command.by, { type: 'CostsDebited', data: { ...command.data, released } });
}

/** A correction is a fact, whatever the pool has: an increase beyond that is a shortfall. */
function correctCosts({ data, by, at }: CommandOf<'CorrectCosts'>, state: Pool): readonly PoolEvent[] {
  const { version: corrects, amount: known, by: booker } = requireCosts(state, data.costId);
  requireNotNegative(state, data.amount);
  const increase = minorUnits(data.amount) - known;
  if (increase === 0n) return [];
  requireWithin(data.amount, data.document, at);
  requireOtherHand(booker, by, 'Costs are corrected by somebody else than who booked them');
  const before = money(state.currency, known);
  return book(state, by, { type: 'CostsCorrected', data: { ...data, corrects, before, shortfall: lacking(state, increase) } });
}

function allocateOperationalUse(command: CommandOf<'AllocateOperationalUse'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, command.data.allocationId, command.data)) return [];
  const released = drawOn(command, state, 'operational-use');
  return book(state, command.by, { type: 'OperationalUseAllocated', data: { ...command.data, released } });
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
function recallOperationalUse({ data, by, at }: CommandOf<'RecallOperationalUse'>, state: Pool): readonly PoolEvent[] {
  if (isBooked(state, data.recallId, data)) return [];
  const known = requireAllocation(state, data.allocationId);
  requireAmount(state, data.amount);
  requireLeft(known, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, by, { type: 'OperationalUseRecalled', data });
}

/** What a pool owes is a fact, whatever it has: what is lacking is a shortfall. */
function recogniseLiability({ data, by, at }: CommandOf<'RecogniseLiability'>, state: Pool): readonly PoolEvent[] {
  const known = entryOf(state.liabilities, data.liabilityId);
  if (known !== undefined) return restated(data, known.fact ?? {}, 'liability', data.liabilityId);
  requireAmount(state, data.amount);
  requireWithin(data.amount, data.document, at);
  return book(state, by, { type: 'LiabilityRecognised', data: { ...data, shortfall: lacking(state, minorUnits(data.amount)) } });
}

function settleLiability({ data, by, at }: CommandOf<'SettleLiability'>, state: Pool): readonly PoolEvent[] {
  const { paymentId, liabilityId, amount } = data;
  if (isBooked(state, paymentId, data)) return [];
  const { by: booker, destination } = requireLiability(state, liabilityId);
  requireAmount(state, amount);
  requirePaying(state);
  requireOtherHand(booker, by, 'A liability is paid by somebody else than who booked it');
  requireOwed(state, liabilityId, amount);
  requireWithin(amount, data.document, at);
  return book(state, by, { type: 'LiabilitySettled', data: defined({ ...data, destination }) });
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
  { data, by, at }: CommandOf<'ConsumeReservation' | 'DebitCosts' | 'AllocateOperationalUse'>,
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
  requireOtherHand(known.fact.by, by, 'Money leaves a pool by two hands: somebody else pays what you reserved');
  return remainderOf(known, data.amount);
}

/** The event as an entry in the books, and where it frees money that the pool owes already, the entry that covers what was lacking. */
function book(state: Pool, by: Actor, draft: Draft): readonly PoolEvent[] {
  const totals = totalsAfter(state.totals, draft);
  const available = availableOf(totals);
  const entry = (of: Draft, left: bigint): PoolEvent =>
    ({ type: of.type, data: { ...of.data, available: money(state.currency, left), by: by.id } }) as PoolEvent;
  const covered = available < totals.shortfall ? available : totals.shortfall;
  if (covered <= 0n) return [entry(draft, available)];
  const cover: Draft = { type: 'ShortfallCovered', data: { amount: money(state.currency, covered) } };
  return [entry(draft, available), entry(cover, available - covered)];
}

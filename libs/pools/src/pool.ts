import {
  type Actor,
  type Command,
  type Decider,
  deriveUuid,
  type Event,
  type EventCatalogue,
  type Issued,
  RuleBroken,
  UnknownSubject,
} from '#libs/event-sourcing';
import { type Currency, formatMoney, type LocalizedText, minorUnits, money, type Money, requirePast } from '#libs/vocabulary';
import { type AdoptedRule, divide, type DistributionRule, requireSound, ruleInForce } from './distribution-rule.ts';
import { type Register, registered, registerWith } from './register.ts';

export const poolStream = (poolId: string) => `pool-${poolId}` as const;

/** The pool whose stream this is. */
export const poolIdOf = (stream: string): string => stream.slice('pool-'.length);

/** What money is set aside for. Each leaves the pool by its own command, so that a reward is never paid out as a cost. */
export const purposes = ['reward', 'costs', 'operational-use'] as const;
export type Purpose = (typeof purposes)[number];

/** What every entry in the books says besides what it is about. */
interface Booking {
  /** What the pool has available after it. */
  readonly available: Money;
  /** Who booked it. Separation of duties is decided on it, and deciders see no metadata. */
  readonly by: string;
}
type Entry<Type extends string, Data> = Event<Type, Data & Booking>;

// Events. These names and shapes are storage format: change them only with an upcaster and a golden file.
export type PoolEvent =
  | Event<'PoolOpened', { currency: Currency; name: LocalizedText }>
  | Event<'DistributionRuleAdopted', AdoptedRule>
  | Entry<
      'ProceedsCredited',
      {
        settlementId: string;
        assetId: string;
        /** ISO 8601 with offset: decides which rule divides it. */
        settledAt: string;
        /** The whole of what was settled. */
        proceeds: Money;
        ruleId: string;
        /** The pool's own share. */
        credited: Money;
        /** The shares of the other destinations, each owed to it as a liability of this id. */
        remittances: readonly { readonly destination: string; readonly liabilityId: string; readonly amount: Money }[];
      }
    >
  | Entry<'BudgetTopUpCredited', { topUpId: string; amount: Money; source: string; reference: string }>
  | Entry<'RecoveryCredited', { recoveryId: string; amount: Money; source: string; reference: string }>
  | Entry<'FundsReserved', { reservationId: string; amount: Money; purpose: Purpose; reference: string; expiresAt: string }>
  | Entry<'ReservationReleased', { reservationId: string; amount: Money; cause: 'released' | 'expired'; reason?: string }>
  /** `released` is what was reserved beyond the amount: it is available again. */
  | Entry<'ReservationConsumed', { reservationId: string; amount: Money; released: Money }>
  /** What was drawn for a reward and never paid out of it comes back: the reward was returned or forfeited. */
  | Entry<'SpendingReversed', { reversalId: string; reference: string; amount: Money; reason: string }>
  | Entry<'CostsDebited', { costId: string; reservationId: string; amount: Money; released: Money; description: string }>
  | Entry<
      'CostsCorrected',
      {
        costId: string;
        /** The version this one replaces; the first is 1. */
        corrects: number;
        before: Money;
        /** The costs as they are now known, whole. */
        amount: Money;
        /** How much of an increase the pool had nothing available for. */
        shortfall: Money;
        reason: string;
      }
    >
  | Entry<
      'OperationalUseAllocated',
      { allocationId: string; reservationId: string; amount: Money; released: Money; unit: string; description: string }
    >
  | Entry<
      'LiabilityRecognised',
      {
        liabilityId: string;
        amount: Money;
        /** How much of it the pool had nothing available for. */
        shortfall: Money;
        creditor: string;
        reason: string;
      }
    >
  /** `destination` where what is paid is another destination's share of proceeds. */
  | Entry<'LiabilitySettled', { paymentId: string; liabilityId: string; amount: Money; reference: string; destination?: string }>
  /** Money that came in later stands in for what was owed beyond what the pool had. */
  | Entry<'ShortfallCovered', { amount: Money }>
  | Event<'PoolFrozen', { reason: string }>
  | Event<'PoolUnfrozen', { reason: string }>
  | Event<
      'PoolReconciled',
      {
        reconciliationId: string;
        /** What the bank says the pool holds. */
        statement: Money;
        statementReference: string;
        statementAt: string;
        /** What the books say it holds. */
        books: Money;
        /** Statement less books: zero where they agree. */
        difference: Money;
        by: string;
      }
    >;

/** The current shape of each event; older ones and their upcasters stand here too. */
export const poolEvents: EventCatalogue<PoolEvent> = {
  PoolOpened: { version: 1 },
  DistributionRuleAdopted: { version: 1 },
  ProceedsCredited: { version: 1 },
  BudgetTopUpCredited: { version: 1 },
  RecoveryCredited: { version: 1 },
  FundsReserved: { version: 1 },
  ReservationReleased: { version: 1 },
  ReservationConsumed: { version: 1 },
  SpendingReversed: { version: 1 },
  CostsDebited: { version: 1 },
  CostsCorrected: { version: 1 },
  OperationalUseAllocated: { version: 1 },
  LiabilityRecognised: { version: 1 },
  LiabilitySettled: { version: 1 },
  ShortfallCovered: { version: 1 },
  PoolFrozen: { version: 1 },
  PoolUnfrozen: { version: 1 },
  PoolReconciled: { version: 1 },
};

/** All of them, for projections that take every event of a pool. */
export const poolEventTypes = Object.keys(poolEvents) as readonly PoolEvent['type'][];

export type PoolCommand =
  | Command<'OpenPool', { currency: Currency; name: LocalizedText }>
  | Command<'AdoptDistributionRule', { ruleId: string; rule: DistributionRule }>
  | Command<'CreditProceeds', { settlementId: string; assetId: string; proceeds: Money; settledAt: string }>
  | Command<'TopUpBudget', { topUpId: string; amount: Money; source: string; reference: string }>
  | Command<'CreditRecovery', { recoveryId: string; amount: Money; source: string; reference: string }>
  | Command<'ReserveFunds', { reservationId: string; amount: Money; purpose: Purpose; reference: string; expiresAt: string }>
  | Command<'ReleaseReservation', { reservationId: string; reason: string }>
  | Command<'ExpireReservation', { reservationId: string }>
  | Command<'ConsumeReservation', { reservationId: string; amount: Money }>
  | Command<'ReverseSpending', { reversalId: string; reference: string; amount: Money; reason: string }>
  | Command<'DebitCosts', { costId: string; reservationId: string; amount: Money; description: string }>
  | Command<'CorrectCosts', { costId: string; amount: Money; reason: string }>
  | Command<'AllocateOperationalUse', { allocationId: string; reservationId: string; amount: Money; unit: string; description: string }>
  | Command<'RecogniseLiability', { liabilityId: string; amount: Money; creditor: string; reason: string }>
  | Command<'SettleLiability', { paymentId: string; liabilityId: string; amount: Money; reference: string }>
  | Command<'FreezePool', { reason: string }>
  | Command<'UnfreezePool', { reason: string }>
  | Command<'ReconcilePool', { reconciliationId: string; statement: Money; statementReference: string; statementAt: string }>;

/** The terms of a pool's balance, in minor units. Recoveries are among the credits; remittances are money of others, and no part of what is available. */
export const terms = ['credits', 'costs', 'reserved', 'spent', 'liabilities', 'shortfall', 'recovered', 'remittances'] as const;
export type Totals = Readonly<Record<(typeof terms)[number], bigint>>;

export const noTotals: Totals = {
  credits: 0n,
  costs: 0n,
  reserved: 0n,
  spent: 0n,
  liabilities: 0n,
  shortfall: 0n,
  recovered: 0n,
  remittances: 0n,
};

/**
 * `credits - costs - reserved - spent - liabilities`, and never negative: what is owed beyond that stands as the shortfall,
 * which the next money that comes in covers first.
 */
export const availableOf = ({ credits, costs, reserved, spent, liabilities, shortfall }: Totals): bigint =>
  credits - costs - reserved - spent - liabilities + shortfall;

/** What the pool's account must hold: everything that came in and has not left. */
export const heldOf = (totals: Totals): bigint =>
  availableOf(totals) + totals.reserved + totals.liabilities + totals.remittances - totals.shortfall;

/** An entry before it says what is available after it. */
type Draft<E = PoolEvent> = E extends Event<infer Type, infer Data> ? Event<Type, Omit<Data, keyof Booking>> : never;

/** By how much an event changes each term. */
export function movementsOf(event: Draft): Partial<Totals> {
  switch (event.type) {
    case 'ProceedsCredited': {
      const { credited, remittances } = event.data;
      return { credits: minorUnits(credited), remittances: remittances.reduce((total, { amount }) => total + minorUnits(amount), 0n) };
    }
    case 'BudgetTopUpCredited':
      return { credits: minorUnits(event.data.amount) };
    case 'RecoveryCredited':
      return { credits: minorUnits(event.data.amount), recovered: minorUnits(event.data.amount) };
    case 'FundsReserved':
      return { reserved: minorUnits(event.data.amount) };
    case 'ReservationReleased':
      return { reserved: -minorUnits(event.data.amount) };
    case 'ReservationConsumed':
    case 'OperationalUseAllocated':
      return { reserved: -minorUnits(event.data.amount) - minorUnits(event.data.released), spent: minorUnits(event.data.amount) };
    case 'SpendingReversed':
      return { spent: -minorUnits(event.data.amount) };
    case 'CostsDebited':
      return { reserved: -minorUnits(event.data.amount) - minorUnits(event.data.released), costs: minorUnits(event.data.amount) };
    case 'CostsCorrected':
      return { costs: minorUnits(event.data.amount) - minorUnits(event.data.before), shortfall: minorUnits(event.data.shortfall) };
    case 'LiabilityRecognised':
      return { liabilities: minorUnits(event.data.amount), shortfall: minorUnits(event.data.shortfall) };
    case 'LiabilitySettled':
      return event.data.destination === undefined
        ? { liabilities: -minorUnits(event.data.amount), spent: minorUnits(event.data.amount) }
        : { remittances: -minorUnits(event.data.amount) };
    case 'ShortfallCovered':
      return { shortfall: -minorUnits(event.data.amount) };
    case 'PoolOpened':
    case 'DistributionRuleAdopted':
    case 'PoolFrozen':
    case 'PoolUnfrozen':
    case 'PoolReconciled':
      return {};
  }
}

/** The terms after an event. */
export function totalsAfter(totals: Totals, event: Draft): Totals {
  const moved = movementsOf(event);
  return Object.fromEntries(terms.map((term) => [term, totals[term] + (moved[term] ?? 0n)])) as unknown as Totals;
}

type DataOf<Type extends PoolEvent['type']> = Extract<PoolEvent, { type: Type }>['data'];

interface Reservation {
  readonly fact: DataOf<'FundsReserved'>;
  /** The event that ended it. */
  readonly end?: Extract<PoolEvent, { type: 'ReservationReleased' | 'ReservationConsumed' | 'CostsDebited' | 'OperationalUseAllocated' }>;
}
interface Liability {
  /** Absent for the share of another destination. */
  readonly fact?: DataOf<'LiabilityRecognised'>;
  readonly destination?: string;
  readonly by: string;
  readonly outstanding: bigint;
}
interface Cost {
  readonly fact: DataOf<'CostsDebited'>;
  readonly version: number;
  readonly amount: bigint;
  /** Who booked this version. */
  readonly by: string;
}

interface Pool {
  readonly status: 'unopened' | 'open' | 'frozen';
  /** Says nothing before the pool is opened. */
  readonly currency: Currency;
  readonly rules: readonly AdoptedRule[];
  readonly totals: Totals;
  readonly reservations: Register<Reservation>;
  readonly liabilities: Register<Liability>;
  readonly costs: Register<Cost>;
  /** What was drawn for rewards and not reversed, by what it was reserved for. */
  readonly drawn: Register<bigint>;
  /** Everything else that was booked under an id of its own, so that it is booked once. */
  readonly booked: Register<object>;
  /** Who has booked since the last reconciliation. */
  readonly bookers: ReadonlySet<string>;
}

/**
 * The rules of a pool: money comes in by facts, is set aside by one hand and leaves by another one, never beyond what is available.
 * A fact that costs the pool more than it has is recorded all the same, with what is lacking as its shortfall.
 */
export const pool: Decider<PoolCommand, PoolEvent, Pool> = {
  initial: {
    status: 'unopened',
    currency: 'KHR',
    rules: [],
    totals: noTotals,
    reservations: [],
    liabilities: [],
    costs: [],
    drawn: [],
    booked: [],
    bookers: new Set(),
  },

  decide(command, state) {
    if (command.type === 'OpenPool') {
      if (state.status !== 'unopened')
        throw new RuleBroken('pool.already-open', 'The pool is open already; a second one needs an id of its own');
      return [{ type: 'PoolOpened', data: command.data }];
    }
    requireOpened(state);
    switch (command.type) {
      case 'AdoptDistributionRule': {
        const { ruleId, rule } = command.data;
        requireSound(rule);
        if (state.rules.some((adopted) => adopted.ruleId === ruleId || restates(rule, adopted))) return [];
        return [{ type: 'DistributionRuleAdopted', data: { ruleId, ...rule } }];
      }
      case 'CreditProceeds':
        return creditProceeds(state, command);
      case 'TopUpBudget':
        if (isBooked(state, command.data.topUpId, command.data)) return [];
        requireAmount(state, command.data.amount);
        return book(state, command.by, { type: 'BudgetTopUpCredited', data: command.data });
      case 'CreditRecovery':
        if (isBooked(state, command.data.recoveryId, command.data)) return [];
        requireAmount(state, command.data.amount);
        return book(state, command.by, { type: 'RecoveryCredited', data: command.data });
      case 'ReserveFunds': {
        const known = registered(state.reservations, command.data.reservationId);
        if (known !== undefined) return restated(command.data, known.fact, 'reservation', command.data.reservationId);
        requireAmount(state, command.data.amount);
        requireNotFrozen(state);
        requireAhead(command.data.expiresAt, command.at);
        requireAvailable(state, command.data.amount);
        return book(state, command.by, { type: 'FundsReserved', data: command.data });
      }
      case 'ReleaseReservation': {
        const { reservationId, reason } = command.data;
        const { fact, end } = requireReservation(state, reservationId);
        if (end?.type === 'ReservationReleased') return [];
        if (end !== undefined) throw spentAlready(fact);
        return book(state, command.by, {
          type: 'ReservationReleased',
          data: { reservationId, amount: fact.amount, cause: 'released', reason },
        });
      }
      case 'ExpireReservation': {
        const { reservationId } = command.data;
        const { fact, end } = requireReservation(state, reservationId);
        if (end !== undefined) return [];
        if (!isOver(fact.expiresAt, command.at))
          throw new RuleBroken('reservation.not-expired', `The reservation holds until ${fact.expiresAt}`, {
            reservationId,
            expiresAt: fact.expiresAt,
          });
        return book(state, command.by, { type: 'ReservationReleased', data: { reservationId, amount: fact.amount, cause: 'expired' } });
      }
      case 'ConsumeReservation': {
        const { reservationId, amount } = command.data;
        const { end } = requireReservation(state, reservationId);
        if (end?.type === 'ReservationConsumed') return restated(command.data, end.data, 'reservation', reservationId);
        const released = drawOn(state, command, 'reward');
        return book(state, command.by, { type: 'ReservationConsumed', data: { reservationId, amount, released } });
      }
      case 'ReverseSpending': {
        const { reversalId, reference, amount } = command.data;
        if (isBooked(state, reversalId, command.data)) return [];
        requireAmount(state, amount);
        const drawn = registered(state.drawn, reference) ?? 0n;
        if (minorUnits(amount) > drawn)
          throw new RuleBroken('spending.exceeded', `For ${reference} the pool has paid ${formatMoney(money(state.currency, drawn))}`, {
            reference,
            drawn: money(state.currency, drawn),
          });
        return book(state, command.by, { type: 'SpendingReversed', data: command.data });
      }
      case 'DebitCosts': {
        const { costId } = command.data;
        const known = registered(state.costs, costId);
        if (known !== undefined) return restated(command.data, known.fact, 'cost', costId);
        const released = drawOn(state, command, 'costs');
        return book(state, command.by, { type: 'CostsDebited', data: { ...command.data, released } });
      }
      case 'CorrectCosts':
        return correctCosts(state, command);
      case 'AllocateOperationalUse': {
        const { allocationId } = command.data;
        if (isBooked(state, allocationId, command.data)) return [];
        const released = drawOn(state, command, 'operational-use');
        return book(state, command.by, { type: 'OperationalUseAllocated', data: { ...command.data, released } });
      }
      case 'RecogniseLiability': {
        const { liabilityId, amount } = command.data;
        const known = registered(state.liabilities, liabilityId);
        if (known !== undefined) return restated(command.data, known.fact ?? {}, 'liability', liabilityId);
        requireAmount(state, amount);
        const shortfall = lacking(state, minorUnits(amount));
        return book(state, command.by, { type: 'LiabilityRecognised', data: { ...command.data, shortfall } });
      }
      case 'SettleLiability':
        return settleLiability(state, command);
      case 'FreezePool':
        return state.status === 'frozen' ? [] : [{ type: 'PoolFrozen', data: command.data }];
      case 'UnfreezePool':
        return state.status === 'open' ? [] : [{ type: 'PoolUnfrozen', data: command.data }];
      case 'ReconcilePool':
        return reconcile(state, command);
    }
  },

  evolve(before, event) {
    const state = evolveBooks(before, event);
    switch (event.type) {
      case 'PoolOpened':
        return { ...state, status: 'open', currency: event.data.currency };
      case 'DistributionRuleAdopted':
        return { ...state, rules: [...state.rules, event.data] };
      case 'ProceedsCredited': {
        const { settlementId, remittances, by } = event.data;
        return {
          ...state,
          booked: registerWith(state.booked, settlementId, event.data),
          liabilities: remittances.reduce(
            (known, { destination, liabilityId, amount }) =>
              registerWith(known, liabilityId, { destination, by, outstanding: minorUnits(amount) }),
            state.liabilities,
          ),
        };
      }
      case 'BudgetTopUpCredited':
        return { ...state, booked: registerWith(state.booked, event.data.topUpId, event.data) };
      case 'RecoveryCredited':
        return { ...state, booked: registerWith(state.booked, event.data.recoveryId, event.data) };
      case 'FundsReserved':
        return { ...state, reservations: registerWith(state.reservations, event.data.reservationId, { fact: event.data }) };
      case 'ReservationReleased':
        return { ...state, reservations: ended(state, event) };
      case 'ReservationConsumed': {
        const reference = registered(state.reservations, event.data.reservationId)?.fact.reference;
        return {
          ...state,
          reservations: ended(state, event),
          ...(reference !== undefined && { drawn: drawnFor(state, reference, minorUnits(event.data.amount)) }),
        };
      }
      case 'SpendingReversed': {
        const { reversalId, reference, amount } = event.data;
        return {
          ...state,
          drawn: drawnFor(state, reference, -minorUnits(amount)),
          booked: registerWith(state.booked, reversalId, event.data),
        };
      }
      case 'CostsDebited': {
        const { costId, amount, by } = event.data;
        const cost = { fact: event.data, version: 1, amount: minorUnits(amount), by };
        return { ...state, reservations: ended(state, event), costs: registerWith(state.costs, costId, cost) };
      }
      case 'CostsCorrected': {
        const { costId, corrects, amount, by } = event.data;
        const known = registered(state.costs, costId);
        if (known === undefined) return state;
        return {
          ...state,
          costs: registerWith(state.costs, costId, { fact: known.fact, version: corrects + 1, amount: minorUnits(amount), by }),
        };
      }
      case 'OperationalUseAllocated':
        return {
          ...state,
          reservations: ended(state, event),
          booked: registerWith(state.booked, event.data.allocationId, event.data),
        };
      case 'LiabilityRecognised': {
        const { liabilityId, amount, by } = event.data;
        return {
          ...state,
          liabilities: registerWith(state.liabilities, liabilityId, { fact: event.data, by, outstanding: minorUnits(amount) }),
        };
      }
      case 'LiabilitySettled': {
        const { liabilityId, paymentId, amount } = event.data;
        const known = registered(state.liabilities, liabilityId);
        return {
          ...state,
          booked: registerWith(state.booked, paymentId, event.data),
          ...(known !== undefined && {
            liabilities: registerWith(state.liabilities, liabilityId, { ...known, outstanding: known.outstanding - minorUnits(amount) }),
          }),
        };
      }
      case 'ShortfallCovered':
        return state;
      case 'PoolFrozen':
        return { ...state, status: 'frozen' };
      case 'PoolUnfrozen':
        return { ...state, status: 'open' };
      case 'PoolReconciled':
        return { ...state, booked: registerWith(state.booked, event.data.reconciliationId, event.data), bookers: new Set() };
    }
  },
};

type CommandOf<Type extends PoolCommand['type']> = Issued<Extract<PoolCommand, { type: Type }>>;

function creditProceeds(state: Pool, { data, by, at }: CommandOf<'CreditProceeds'>): readonly PoolEvent[] {
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

/**
 * The rule by which a pool divides proceeds.
 * @throws UnknownSubject 'pool.unknown' @throws RuleBroken 'pool.other-currency', 'pool.no-amount', 'pool.no-rule-in-force'
 */
export function ruleFor(state: Pool, proceeds: Money, settledAt: string): AdoptedRule {
  requireOpened(state);
  requireAmount(state, proceeds);
  const rule = ruleInForce(state.rules, settledAt);
  if (rule !== undefined) return rule;
  throw new RuleBroken(
    'pool.no-rule-in-force',
    `No distribution rule was in force when this was settled, ${settledAt}; adopt the rule of that time first`,
    { settledAt },
  );
}

/** A correction is a fact, whatever the pool has: an increase beyond that is a shortfall. Another person makes it, or two hands would become one. */
function correctCosts(state: Pool, { data, by }: CommandOf<'CorrectCosts'>): readonly PoolEvent[] {
  const { costId, amount } = data;
  const known = registered(state.costs, costId);
  if (known === undefined) throw new UnknownSubject('cost.unknown', 'The pool has no costs with this id', { costId });
  requireCurrency(state, amount);
  if (minorUnits(amount) < 0n) throw new RuleBroken('pool.no-amount', 'Costs are zero or more', { amount });
  const increase = minorUnits(amount) - known.amount;
  if (increase === 0n) return [];
  requireOtherHand(known.by, by, 'Costs are corrected by somebody else than who booked them');
  const before = money(state.currency, known.amount);
  const shortfall = lacking(state, increase);
  return book(state, by, { type: 'CostsCorrected', data: { ...data, corrects: known.version, before, shortfall } });
}

function settleLiability(state: Pool, { data, by }: CommandOf<'SettleLiability'>): readonly PoolEvent[] {
  const { paymentId, liabilityId, amount } = data;
  if (isBooked(state, paymentId, data)) return [];
  const known = registered(state.liabilities, liabilityId);
  if (known === undefined) throw new UnknownSubject('liability.unknown', 'The pool has no liability with this id', { liabilityId });
  requireAmount(state, amount);
  requireNotFrozen(state);
  requireOtherHand(known.by, by, 'A liability is paid by somebody else than who booked it');
  if (minorUnits(amount) > known.outstanding)
    throw new RuleBroken(
      'liability.exceeded',
      `Of this liability ${formatMoney(money(state.currency, known.outstanding))} is outstanding`,
      {
        liabilityId,
        outstanding: money(state.currency, known.outstanding),
      },
    );
  const { destination } = known;
  const covered = state.totals.liabilities - state.totals.shortfall;
  if (destination === undefined && minorUnits(amount) > covered)
    throw new RuleBroken(
      'liability.not-covered',
      `The pool has money for ${formatMoney(money(state.currency, covered > 0n ? covered : 0n))} of what it owes; the rest can be paid when more has come in`,
      { liabilityId, shortfall: money(state.currency, state.totals.shortfall) },
    );
  return book(state, by, { type: 'LiabilitySettled', data: { ...data, ...(destination !== undefined && { destination }) } });
}

/** Compares the books with the bank's statement. A difference is a fact and is recorded. Nobody vouches for books of their own making. */
function reconcile(state: Pool, { data, by }: CommandOf<'ReconcilePool'>): readonly PoolEvent[] {
  if (isBooked(state, data.reconciliationId, data)) return [];
  requireCurrency(state, data.statement);
  if (state.bookers.has(by.id))
    throw new RuleBroken(
      'pool.reconciler-booked',
      'Who has booked since the last reconciliation cannot reconcile; let somebody else do it',
      {
        by: by.id,
      },
    );
  const held = heldOf(state.totals);
  const books = money(state.currency, held);
  const difference = money(state.currency, minorUnits(data.statement) - held);
  return [{ type: 'PoolReconciled', data: { ...data, books, difference, by: by.id } }];
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

function evolveBooks(state: Pool, event: PoolEvent): Pool {
  if (!('available' in event.data)) return state;
  const { by } = event.data;
  return {
    ...state,
    totals: totalsAfter(state.totals, event),
    bookers: state.bookers.has(by) ? state.bookers : new Set(state.bookers).add(by),
  };
}

function drawnFor(state: Pool, reference: string, amount: bigint): Pool['drawn'] {
  return registerWith(state.drawn, reference, (registered(state.drawn, reference) ?? 0n) + amount);
}

function ended(state: Pool, end: NonNullable<Reservation['end']>): Pool['reservations'] {
  const { reservationId } = end.data;
  const known = registered(state.reservations, reservationId);
  return known === undefined ? state.reservations : registerWith(state.reservations, reservationId, { ...known, end });
}

/** Whether this id was booked with just this content. @throws RuleBroken with another one: what is in the books is corrected by new entries, not said anew */
function isBooked(state: Pool, id: string, said: object): boolean {
  const known = registered(state.booked, id);
  if (known === undefined) return false;
  restated(said, known, 'entry', id);
  return true;
}

function restated(said: object, fact: object, what: string, id: string): readonly [] {
  if (restates(said, fact)) return [];
  throw new RuleBroken('pool.id-taken', `The pool has a ${what} with this id already, and it says something else`, { id });
}

/** Everything said is in the fact. Compared by content: commands and stored events are JSON. */
function restates(said: unknown, fact: unknown): boolean {
  if (typeof said !== 'object' || typeof fact !== 'object' || said === null || fact === null) return said === fact;
  if (Array.isArray(said) && said.length !== (fact as readonly unknown[]).length) return false;
  return Object.entries(said).every(([field, value]) => value === undefined || restates(value, (fact as Record<string, unknown>)[field]));
}

/** Draws on a reservation, once and up to its amount, and answers what of it becomes available again. */
function drawOn(
  state: Pool,
  { data, by, at }: CommandOf<'ConsumeReservation' | 'DebitCosts' | 'AllocateOperationalUse'>,
  purpose: Purpose,
): Money {
  const { reservationId, amount } = data;
  const { fact, end } = requireReservation(state, reservationId);
  if (end?.type === 'ReservationReleased')
    throw new RuleBroken(
      'reservation.released',
      `The reservation was ${end.data.cause === 'expired' ? 'over' : 'released'}; reserve anew`,
      {
        reservationId,
      },
    );
  if (end !== undefined) throw spentAlready(fact);
  // Also before the expiry itself is recorded: what may be paid must not depend on how fast a process is.
  if (isOver(fact.expiresAt, at))
    throw new RuleBroken('reservation.expired', `The reservation was over at ${fact.expiresAt}; reserve anew`, { reservationId });
  if (fact.purpose !== purpose)
    throw new RuleBroken('reservation.other-purpose', `The reservation was made for ${fact.purpose}, not for ${purpose}`, {
      reservationId,
    });
  requireAmount(state, amount);
  requireNotFrozen(state);
  requireOtherHand(fact.by, by, 'Money leaves a pool by two hands: somebody else pays what you reserved');
  const released = minorUnits(fact.amount) - minorUnits(amount);
  if (released < 0n)
    throw new RuleBroken('reservation.exceeded', `The reservation is for ${formatMoney(fact.amount)}`, {
      reservationId,
      reserved: fact.amount,
    });
  return money(state.currency, released);
}

function spentAlready({ reservationId, reference }: DataOf<'FundsReserved'>): RuleBroken {
  return new RuleBroken('reservation.spent', 'The reservation was paid out already', { reservationId, reference });
}

function requireOpened(state: Pool): void {
  if (state.status === 'unopened') throw new UnknownSubject('pool.unknown', 'There is no pool with this id');
}

function requireNotFrozen(state: Pool): void {
  if (state.status === 'frozen')
    throw new RuleBroken('pool.frozen', 'The pool is frozen: money comes in, and nothing is reserved or paid until it is unfrozen');
}

function requireCurrency(state: Pool, { currency }: Money): void {
  if (currency !== state.currency)
    throw new RuleBroken('pool.other-currency', `The pool is kept in ${state.currency}; ${currency} belongs in another one`, { currency });
}

function requireAmount(state: Pool, amount: Money): void {
  requireCurrency(state, amount);
  if (minorUnits(amount) <= 0n) throw new RuleBroken('pool.no-amount', 'An entry in the books is above zero', { amount });
}

function requireAvailable(state: Pool, amount: Money): void {
  const available = availableOf(state.totals);
  const short = minorUnits(amount) - available;
  if (short > 0n)
    throw new RuleBroken(
      'pool.insufficient-funds',
      `The pool has ${formatMoney(money(state.currency, available))} available, less than this asks for`,
      {
        available: money(state.currency, available),
        short: money(state.currency, short),
      },
    );
}

function requireReservation(state: Pool, reservationId: string): Reservation {
  const known = registered(state.reservations, reservationId);
  if (known === undefined) throw new UnknownSubject('reservation.unknown', 'The pool has no reservation with this id', { reservationId });
  return known;
}

function requireAhead(expiresAt: string, now: string): void {
  if (isOver(expiresAt, now))
    throw new RuleBroken('reservation.in-past', `A reservation ends in the future; ${expiresAt} is over`, { expiresAt });
}

/** A process acts on what several people decided; a person never completes what the same person began. */
function requireOtherHand(first: string, second: Actor, sentence: string): void {
  if (first === second.id && !second.roles.includes('process')) throw new RuleBroken('pool.same-hand', sentence, { by: first });
}

function isOver(deadline: string, now: string): boolean {
  return Date.parse(now) >= Date.parse(deadline);
}

/** How much of an amount the pool has nothing available for. */
function lacking(state: Pool, amount: bigint): Money {
  const lack = amount - availableOf(state.totals);
  return money(state.currency, lack > 0n && amount > 0n ? lack : 0n);
}

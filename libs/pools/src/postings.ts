import { minorUnits, money, type Money, type RegisterEntry } from '#libs/vocabulary';
import type { PoolEvent } from './pool-events.ts';

/**
 * The chart of accounts. What comes in is credited to the account of where it comes from and debited to where it then stands;
 * so an account of the first kind has a credit balance, every other one a debit balance, and all of them together come to zero.
 */
export const accounts = {
  proceeds: "Came in: the pool's own share of settled proceeds",
  'proceeds-of-others': 'Came in: the shares of other destinations in settled proceeds',
  budget: 'Came in: top-ups from the budget',
  recoveries: 'Came in: money paid back',
  shortfall: 'Lacking: what the pool owes or has lost beyond what came in',
  available: 'Held, free to be reserved',
  reserved: 'Held for what was decided, until it is paid or the reservation ends',
  liabilities: 'Held for what the pool owes',
  remittances: 'Held for other destinations of proceeds',
  costs: 'Gone: costs of confiscated assets',
  spent: 'Gone: rewards, operational use and liabilities paid',
  remitted: 'Gone: paid to other destinations of proceeds',
} as const satisfies Readonly<Record<string, string>>;

export type Account = keyof typeof accounts;
export const accountNames = Object.keys(accounts) as readonly Account[];

/** One line of an entry. The amount is above zero. */
export interface Posting {
  readonly account: Account;
  readonly side: 'debit' | 'credit';
  readonly amount: Money;
  /** Of `remittances` and `remitted`: whose money it is, where it is not the pool's own. */
  readonly destination?: RegisterEntry;
}

const debit = (account: Account, amount: Money): Posting => ({ account, side: 'debit', amount });
const credit = (account: Account, amount: Money): Posting => ({ account, side: 'credit', amount });
const move = (from: Account, to: Account, amount: Money): readonly Posting[] => [debit(to, amount), credit(from, amount)];

/** What is owed or lost, or never came: out of what is available, and where that is too little, as what is lacking. */
const booked = (account: Account, amount: Money, shortfall: Money): readonly Posting[] => [
  debit(account, amount),
  credit('available', money(amount.currency, minorUnits(amount) - minorUnits(shortfall))),
  credit('shortfall', shortfall),
];

/** What an event books: debits and credits that come to zero. Nothing for an event that moves no money. */
export function postingsOf(event: PoolEvent): readonly Posting[] {
  return entryOf(event).filter(({ amount }) => minorUnits(amount) !== 0n);
}

function entryOf(event: PoolEvent): readonly Posting[] {
  switch (event.type) {
    case 'ProceedsCredited':
      return [
        ...move('proceeds', 'available', event.data.credited),
        ...event.data.remittances.flatMap(({ destination, amount }) => [
          { ...debit('remittances', amount), destination },
          credit('proceeds-of-others', amount),
        ]),
      ];
    case 'BudgetTopUpCredited':
      return move('budget', 'available', event.data.amount);
    case 'BudgetTopUpCorrected': {
      const { before, amount, shortfall } = event.data;
      const decrease = minorUnits(before) - minorUnits(amount);
      if (decrease < 0n) return move('budget', 'available', money(amount.currency, -decrease));
      return booked('budget', money(amount.currency, decrease), shortfall);
    }
    case 'RecoveryCredited':
      return move('recoveries', 'available', event.data.amount);
    case 'FundsReserved':
      return move('available', 'reserved', event.data.amount);
    case 'ReservationReleased':
      return move('reserved', 'available', event.data.amount);
    case 'ReservationConsumed':
    case 'OperationalUseAllocated':
      return [...move('reserved', 'spent', event.data.amount), ...move('reserved', 'available', event.data.released)];
    case 'SpendingReversed':
    case 'OperationalUseRecalled':
      return move('spent', 'available', event.data.amount);
    case 'CostsDebited':
      return [...move('reserved', 'costs', event.data.amount), ...move('reserved', 'available', event.data.released)];
    case 'CostsCorrected': {
      const { before, amount, shortfall } = event.data;
      const increase = minorUnits(amount) - minorUnits(before);
      if (increase < 0n) return move('costs', 'available', money(amount.currency, -increase));
      return booked('costs', money(amount.currency, increase), shortfall);
    }
    case 'LiabilityRecognised': {
      const { amount, shortfall } = event.data;
      return booked('liabilities', amount, shortfall);
    }
    case 'LiabilityCorrected': {
      const { before, amount, shortfall } = event.data;
      const increase = minorUnits(amount) - minorUnits(before);
      if (increase < 0n) return move('liabilities', 'available', money(amount.currency, -increase));
      return booked('liabilities', money(amount.currency, increase), shortfall);
    }
    case 'LiabilitySettled': {
      const { amount, destination } = event.data;
      if (destination === undefined) return move('liabilities', 'spent', amount);
      return move('remittances', 'remitted', amount).map((posting) => ({ ...posting, destination }));
    }
    case 'ShortfallCovered':
      return move('available', 'shortfall', event.data.amount);
    case 'PoolOpened':
    case 'DistributionRuleAdopted':
    case 'OperationalSpendingShown':
    case 'PoolFrozen':
    case 'PoolUnfrozen':
    case 'PoolReconciled':
      return [];
  }
}

/** What each account stands at after these postings, in minor units: debits less credits. */
export function balancesOf(postings: Iterable<Posting>): Readonly<Record<Account, bigint>> {
  const balances = Object.fromEntries(accountNames.map((account) => [account, 0n])) as Record<Account, bigint>;
  for (const { account, side, amount } of postings) balances[account] += side === 'debit' ? minorUnits(amount) : -minorUnits(amount);
  return balances;
}

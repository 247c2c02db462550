import type { Actor, DataOf, Event } from '#libs/event-sourcing';
import { khr, type Money } from '#libs/vocabulary';
import { type AdoptedRule, documentedDistributions } from '../distribution-rule.ts';
import type { PoolEvent } from '../pool-events.ts';
import type { PoolCommand } from '../pool-commands.ts';

/** The people at the pool: three officers of finance, so that what one reserves another one pays, and one of integrity. */
export const bopha: Actor = { id: 'officer-bopha', name: 'Sok Bopha', roles: ['finance-officer'] };
export const vannak: Actor = { id: 'officer-vannak', name: 'Meas Vannak', roles: ['finance-officer'] };
export const rotha: Actor = { id: 'officer-rotha', name: 'Keo Rotha', roles: ['finance-officer'] };
export const chenda: Actor = { id: 'officer-chenda', name: 'Ly Chenda', roles: ['integrity-officer'] };
export const granting: Actor = { id: 'process:reward-grant', roles: ['process'] };

export const now = '2026-03-02T08:00:00.000Z';
export const inAWeek = '2026-03-09T08:00:00.000Z';

type Said<Type extends PoolCommand['type']> = Extract<PoolCommand, { type: Type }>['data'];

export const authorityRule: AdoptedRule = {
  ruleId: 'rule-1',
  ...documentedDistributions['budget-29-authority-71'],
  effectiveFrom: '2026-01-01T00:00:00+07:00',
  legalInstrument: 'Instrument 12 of 2025',
};

export const poolOpened: Event<'PoolOpened', DataOf<PoolEvent, 'PoolOpened'>> = {
  type: 'PoolOpened',
  data: { currency: 'KHR', name: { en: 'Confiscated assets, riel', km: 'ទ្រព្យសម្បត្តិរឹបអូស' } },
};
export const ruleAdopted: Event<'DistributionRuleAdopted', AdoptedRule> = { type: 'DistributionRuleAdopted', data: authorityRule };

/** The pool has just this much, from the budget. */
export const toppedUp = (
  amount: Money,
  topUpId = 'top-up-1',
  available = amount,
): Event<'BudgetTopUpCredited', DataOf<PoolEvent, 'BudgetTopUpCredited'>> => ({
  type: 'BudgetTopUpCredited',
  data: { topUpId, amount, source: 'National budget', reference: 'BT-1', available, by: bopha.id },
});

export const reserve = (amount: Money, more: Partial<Said<'ReserveFunds'>> = {}): Extract<PoolCommand, { type: 'ReserveFunds' }> => ({
  type: 'ReserveFunds',
  data: { reservationId: 'reservation-1', amount, purpose: 'reward', reference: 'reward-1', expiresAt: inAWeek, ...more },
});
export const reserved = (
  amount: Money,
  more: Partial<DataOf<PoolEvent, 'FundsReserved'>> = {},
): Event<'FundsReserved', DataOf<PoolEvent, 'FundsReserved'>> => ({
  type: 'FundsReserved',
  data: { ...reserve(amount).data, available: khr(0), by: bopha.id, ...more },
});

import fc from 'fast-check';
import { type Actor, deriveUuid, RuleBroken } from '#libs/event-sourcing';
import { issued } from '#libs/event-sourcing/testing';
import { khr, usd } from '#libs/vocabulary';
import { documentedDistributions } from '../distribution-rule.ts';
import type { PoolEvent } from '../pool-events.ts';
import type { PoolCommand } from '../pool-commands.ts';
import { pool } from '../pool.ts';
import { authorityRule, bopha, granting, inAWeek, now, poolOpened, vannak } from './cast.ts';

const aMonthLater = '2026-04-02T08:00:00.000Z';

// Random lives of a pool: few ids and small amounts, so that commands meet each other.
const amount = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: -1, max: 120 }).map(khr) },
  { weight: 1, arbitrary: fc.constant(usd(5)) },
);
/** What is drawn is small, and what comes in is large, so that most of it fits. */
const drawn = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 15 }).map(khr) }, { weight: 1, arbitrary: amount });
const plenty = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: 100, max: 900 }).map(khr) }, { weight: 1, arbitrary: amount });
const id = fc.constantFrom('1', '2', '3', '4');
/** Mostly now and far enough ahead; sometimes when it is over, or was over before. */
const at = fc.oneof({ weight: 20, arbitrary: fc.constant(now) }, { weight: 1, arbitrary: fc.constantFrom(inAWeek, aMonthLater) });
const expiresAt = fc.oneof(
  { weight: 15, arbitrary: fc.constantFrom(inAWeek, aMonthLater) },
  { weight: 1, arbitrary: fc.constant('2020-01-01T00:00:00Z') },
);
const purpose = fc.constantFrom('reward' as const, 'costs' as const, 'operational-use' as const);
const reason = fc.constant('Because');
const reference = fc.constantFrom('A-1', 'A-2');
const source = fc.constant('National budget');
const settlementIds = ['constructor', 's-2', 's-3'];
const said = (type: PoolCommand['type'], data: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<PoolCommand> =>
  fc.record(data).map((fields) => ({ type, data: fields }) as PoolCommand);
const liabilityId = fc.oneof(
  fc.constantFrom('l-1', 'l-2'),
  fc.constantFrom(...settlementIds.map((settlementId) => deriveUuid('remittance', settlementId, 'state-budget'))),
);
const costId = fc.constantFrom('c-1', 'c-2');
const reserving = said('ReserveFunds', { reservationId: id, amount, purpose, reference, expiresAt });
const drawing = [
  said('ConsumeReservation', { reservationId: id, amount: drawn }),
  said('DebitCosts', { costId, reservationId: id, amount: drawn, description: reason }),
  said('AllocateOperationalUse', {
    allocationId: id.map((n) => `a-${n}`),
    reservationId: id,
    amount: drawn,
    unit: source,
    description: reason,
  }),
];
/** Papers of two amounts, so that some bound what is shown and given back. */
const paper = fc.constantFrom(khr(100), khr(5)).map((says) => ({ reference: 'RC-1', amount: says, date: '2026-03-01' }));
const allocationId = id.map((n) => `a-${n}`);
const others = [
  said('OpenPool', { currency: fc.constant('KHR'), name: fc.constant({ en: 'Riel' }) }),
  said('AdoptDistributionRule', {
    ruleId: id,
    rule: fc.constantFrom(
      ...Object.values(documentedDistributions).map((distribution, index) => ({
        ...distribution,
        effectiveFrom: `202${5 + index}-01-01T00:00:00+07:00`,
        legalInstrument: `Instrument ${index}`,
      })),
      { ...authorityRule, own: 'nobody' },
    ),
  }),
  said('CreditProceeds', {
    settlementId: fc.constantFrom(...settlementIds),
    assetId: id,
    proceeds: plenty,
    settledAt: fc.constantFrom('2025-06-01T00:00:00Z', '2026-02-01T00:00:00Z', '2019-01-01T00:00:00Z'),
  }),
  said('TopUpBudget', { topUpId: id.map((n) => `t-${n}`), amount: plenty, source, reference }),
  said('CorrectTopUp', { topUpId: id.map((n) => `t-${n}`), amount, reason, document: paper }),
  said('CorrectTopUp', {
    topUpId: id.map((n) => `t-${n}`),
    amount: plenty,
    reason,
    document: paper.map((says) => ({ ...says, amount: khr(900) })),
  }),
  said('CreditRecovery', { recoveryId: id.map((n) => `y-${n}`), amount: plenty, source, reference }),
  said('ReleaseReservation', { reservationId: id, reason }),
  said('ExpireReservation', { reservationId: id }),
  said('ReverseSpending', { reversalId: id.map((n) => `v-${n}`), reference, amount: drawn, reason }),
  said('ReverseSpending', { reversalId: id.map((n) => `v-${n}`), reference, amount: drawn, reason }),
  said('CorrectCosts', { costId, amount, reason }),
  said('CorrectCosts', { costId, amount, reason }),
  said('CorrectCosts', { costId, amount, reason }),
  said('ShowOperationalSpending', {
    spendingId: id.map((n) => `g-${n}`),
    allocationId,
    amount: drawn,
    description: reason,
    document: paper,
  }),
  said('RecallOperationalUse', { recallId: id.map((n) => `b-${n}`), allocationId, amount: drawn, document: paper }),
  said('RecogniseLiability', { liabilityId, amount, creditor: source, reason, document: paper }),
  said('CorrectLiability', { liabilityId, amount, reason }),
  said('SettleLiability', { paymentId: id.map((n) => `p-${n}`), liabilityId, amount: drawn, reference }),
  said('SettleLiability', { paymentId: id.map((n) => `p-${n}`), liabilityId, amount: drawn, reference }),
  said('SettleLiability', { paymentId: id.map((n) => `p-${n}`), liabilityId, amount: drawn, reference }),
  said('FreezePool', { reason }),
  said('UnfreezePool', { reason }),
  said('UnfreezePool', { reason }),
  said('UnfreezePool', { reason }),
  said('UnfreezePool', { reason }),
  said('UnfreezePool', { reason }),
  said('ReconcilePool', {
    reconciliationId: id.map((n) => `r-${n}`),
    statement: amount,
    statementReference: reference,
    statementAt: fc.constant(now),
  }),
];
export const commands: fc.Arbitrary<PoolCommand> = fc.oneof(
  { weight: 14, arbitrary: reserving },
  { weight: 14, arbitrary: fc.oneof(...drawing) },
  { weight: 16, arbitrary: fc.oneof(...others) },
);
export const opening: PoolCommand[] = [
  { type: 'OpenPool', data: poolOpened.data },
  { type: 'AdoptDistributionRule', data: { ruleId: 'rule-1', rule: authorityRule } },
  { type: 'TopUpBudget', data: { topUpId: 't-0', amount: khr(150), source: 'National budget', reference: 'A-0' } },
];
/** Lives of a pool that is open, has a rule and some money. */
export const programs: fc.Arbitrary<readonly Given[]> = fc
  .array(fc.record({ command: commands, by: fc.constantFrom(bopha, vannak, granting), at }), { minLength: 20, maxLength: 90, size: 'max' })
  .map((rest) => [...opening.map((command) => ({ command, by: bopha, at: now })), ...rest]);

/** A command with who gives it and when. */
export interface Given {
  readonly command: PoolCommand;
  readonly by: Actor;
  readonly at: string;
}

/** What is recorded of a program of commands, refusals left out. */
export function lived(program: readonly Given[]): readonly PoolEvent[] {
  let state = pool.initial;
  const history: PoolEvent[] = [];
  for (const { command, by, at } of program) {
    try {
      for (const event of pool.decide(issued(command, by, at), state)) {
        history.push(event);
        state = pool.evolve(state, event);
      }
    } catch (refusal) {
      if (!(refusal instanceof RuleBroken)) throw refusal;
    }
  }
  return history;
}

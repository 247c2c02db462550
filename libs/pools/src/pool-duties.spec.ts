import fc from 'fast-check';
import { proposal, type ProposalCommand } from '#libs/dual-control';
import { type Actor, RuleBroken } from '#libs/event-sourcing';
import { given, issued } from '#libs/event-sourcing/testing';
import { khr, minorUnits } from '#libs/vocabulary';
import type { PoolCommand } from './pool-commands.ts';
import { APART, poolDuties } from './pool-duties.ts';
import { handsIn, type PoolEvent } from './pool-events.ts';
import { pool } from './pool.ts';
import { bopha, granting, inAWeek, now, poolOpened, reserved, rotha, toppedUp, vannak } from './testing/cast.ts';
import { commands } from './testing/histories.ts';
import { AllocateOperationalUse } from './use-cases/allocate-operational-use.ts';
import { CorrectCosts } from './use-cases/correct-costs.ts';
import { CorrectLiability } from './use-cases/correct-liability.ts';
import { CorrectTopUp } from './use-cases/correct-top-up.ts';
import { DebitCosts } from './use-cases/debit-costs.ts';
import { RecallOperationalUse } from './use-cases/recall-operational-use.ts';
import { RecogniseLiability } from './use-cases/recognise-liability.ts';
import { ReleaseReservation } from './use-cases/release-reservation.ts';
import { ReserveFunds } from './use-cases/reserve-funds.ts';
import { SettleLiability } from './use-cases/settle-liability.ts';
import { ShowOperationalSpending } from './use-cases/show-operational-spending.ts';
import { TopUpBudget } from './use-cases/top-up-budget.ts';

const million = khr(1_000_000);
const sreymom: Actor = { id: 'officer-sreymom', roles: ['finance-officer'] };
const paper = { reference: 'P-1', amount: million, date: '2026-03-01' };
const reservationId = 'reservation-1';

/** What each later step of a movement is given as, and what was recorded before it: by Bopha, and confirmed by Vannak. */
const twoHands = { by: bopha.id, hands: [bopha.id, vannak.id] };
const nothingLeft = { available: khr(0), ...twoHands };
const setAside = (purpose: 'costs' | 'operational-use'): PoolEvent => reserved(million, { purpose, ...twoHands });
const byOthers = { ...nothingLeft, by: rotha.id, hands: [rotha.id, sreymom.id] };
const costs: Extract<PoolEvent, { type: 'CostsDebited' }> = {
  type: 'CostsDebited',
  data: { costId: 'cost-1', reservationId, amount: million, released: khr(0), description: 'Storage', ...nothingLeft },
};
const correction: PoolEvent = {
  type: 'CostsCorrected',
  data: {
    ...{ costId: 'cost-1', corrects: 1, before: million, amount: khr(900_000), shortfall: khr(0), reason: 'Misread' },
    ...nothingLeft,
    available: khr(100_000),
  },
};
const allocation: PoolEvent = {
  type: 'OperationalUseAllocated',
  data: {
    ...{ allocationId: 'allocation-1', reservationId, amount: million, released: khr(0), unit: 'unit-kandal-2', description: 'Fuel' },
    ...nothingLeft,
  },
};
const owed: PoolEvent = {
  type: 'LiabilityRecognised',
  data: {
    liabilityId: 'liability-1',
    amount: million,
    shortfall: khr(0),
    creditor: 'A shop',
    reason: 'A bill',
    document: paper,
    ...nothingLeft,
  },
};
const pay: PoolCommand = { type: 'DebitCosts', data: { costId: 'cost-1', reservationId, amount: million, description: 'Storage' } };
const correct: PoolCommand = { type: 'CorrectCosts', data: { costId: 'cost-1', amount: khr(800_000), reason: 'Misread again' } };
const give: PoolCommand = {
  type: 'AllocateOperationalUse',
  data: { allocationId: 'allocation-1', reservationId, amount: million, unit: 'unit-kandal-2', description: 'Fuel' },
};
const show: PoolCommand = {
  type: 'ShowOperationalSpending',
  data: { spendingId: 'spending-1', allocationId: 'allocation-1', amount: million, description: 'Fuel', document: paper },
};
const recall: PoolCommand = {
  type: 'RecallOperationalUse',
  data: { recallId: 'recall-1', allocationId: 'allocation-1', amount: million, document: paper },
};
const settle: PoolCommand = {
  type: 'SettleLiability',
  data: { paymentId: 'payment-1', liabilityId: 'liability-1', amount: million, reference: 'TR-1' },
};
const misread: PoolCommand = {
  type: 'CorrectLiability',
  data: { liabilityId: 'liability-1', amount: khr(800_000), reason: 'Misread' },
};
const owedLess: PoolEvent = {
  type: 'LiabilityCorrected',
  data: {
    ...{ liabilityId: 'liability-1', before: million, amount: khr(900_000), shortfall: khr(0), reason: 'Misread' },
    ...nothingLeft,
    available: khr(100_000),
  },
};
const part: PoolCommand = {
  type: 'SettleLiability',
  data: { paymentId: 'payment-1', liabilityId: 'liability-1', amount: khr(100_000), reference: 'TR-1' },
};
const topUpId = 'top-up-1';
const cameIn: PoolEvent = {
  type: 'BudgetTopUpCredited',
  data: { topUpId, amount: million, source: 'National budget', reference: 'BT-1', ...nothingLeft, available: million },
};
const cameLess: PoolEvent = {
  type: 'BudgetTopUpCorrected',
  data: {
    ...{ topUpId, before: million, amount: khr(900_000), shortfall: khr(0), reason: 'Misread', document: paper },
    ...nothingLeft,
    available: khr(900_000),
  },
};
const neverCame: PoolCommand = { type: 'CorrectTopUp', data: { topUpId, amount: khr(0), reason: 'On no statement', document: paper } };
const release: PoolCommand = { type: 'ReleaseReservation', data: { reservationId, reason: 'Never ordered' } };

const movements: readonly (readonly [says: string, before: readonly PoolEvent[], then: PoolCommand])[] = [
  ['set aside, and paid as costs', [setAside('costs')], pay],
  ['paid as costs, and corrected', [reserved(million, { purpose: 'costs', ...byOthers }), costs], correct],
  [
    'corrected, and corrected again',
    [reserved(million, { purpose: 'costs', ...byOthers }), { ...costs, data: { ...costs.data, ...byOthers } }, correction],
    correct,
  ],
  ['set aside, and given to a unit', [setAside('operational-use')], give],
  ['given to a unit, and shown as spent', [reserved(million, { purpose: 'operational-use', ...byOthers }), allocation], show],
  ['given to a unit, and said to be back', [reserved(million, { purpose: 'operational-use', ...byOthers }), allocation], recall],
  ['said to be owed, and paid', [owed], settle],
  ['said to be owed, and corrected', [owed], misread],
  ['said to be owed, corrected, and corrected again', [{ ...owed, data: { ...owed.data, ...byOthers } }, owedLess], misread],
  ['said to have come in, and corrected', [cameIn], neverCame],
  ['said to have come in, corrected, and corrected again', [{ ...cameIn, data: { ...cameIn.data, ...byOthers } }, cameLess], neverCame],
  ['said to be owed, corrected, and paid', [{ ...owed, data: { ...owed.data, ...byOthers } }, owedLess], part],
];

describe('the duties of a movement of money', () => {
  it('are kept apart from each other under both names', () => {
    for (const duty of poolDuties) for (const other of APART[duty]) expect(APART[other]).toContain(duty);
  });

  it.each(movements)(
    '%s: not by anybody who had a hand in the step before, first or second, entering or confirming',
    (_, before, command) => {
      const facts = given(poolOpened, toppedUp(million), ...before);
      const others = [
        { id: 'officer-thida', roles: ['finance-officer'] },
        { id: 'officer-nary', roles: ['finance-officer'] },
      ] as const;
      for (const same of [bopha, vannak, { ...vannak, id: ' Officer-VANNAK' }]) {
        facts.when(pool, command, same, now, { said: { confirmedBy: others[0] } }).thenRefused('pool.same-hand');
        facts.when(pool, command, others[0], now, { said: { confirmedBy: same } }).thenRefused('pool.same-hand');
      }
      const recorded = pool.decide(
        issued(command, others[0], now, { said: { confirmedBy: others[1] } }),
        stateAfter(poolOpened, toppedUp(million), ...before),
      );
      expect(recorded).toHaveLength(1);
    },
  );

  it('let who set something aside release it: it comes to nobody', () => {
    const released = given(poolOpened, toppedUp(million), setAside('costs')).when(pool, release, bopha, now, {
      said: { confirmedBy: vannak },
    });
    expect(released.state.totals).toMatchObject({ reserved: 0n, spent: 0n });
  });

  it('of bookings that tell of one hand alone are kept apart from that one', () => {
    const old = reserved(million, { purpose: 'costs' });
    given(poolOpened, toppedUp(million), old)
      .when(pool, pay, bopha, now, { said: { confirmedBy: rotha } })
      .thenRefused('pool.same-hand');
    expect(
      given(poolOpened, toppedUp(million), old).when(pool, pay, vannak, now, { said: { confirmedBy: rotha } }).state.totals.costs,
    ).toBe(1_000_000n);
  });
});

describe('money for operational use', () => {
  const facts = given(poolOpened, toppedUp(million), reserved(million, { purpose: 'operational-use' }));
  const paid = (first: Actor, second: Actor, standing = {}) =>
    facts.when(pool, give, first, now, { said: { confirmedBy: second }, standing });

  it('is given to nobody’s own unit, nor to one that they command, by either hand', () => {
    const own: Actor = { ...vannak, unit: 'unit-kandal-2' };
    paid(own, rotha).thenRefused('pool.own-unit', { person: vannak.id });
    paid(rotha, own).thenRefused('pool.own-unit', { person: vannak.id });
    paid(rotha, vannak, { commands: ['unit-kandal-2'] }).thenRefused('pool.own-unit', { person: rotha.id });
    paid(rotha, vannak, { confirmer: { commands: ['unit-kandal-2'] } }).thenRefused('pool.own-unit', { person: vannak.id });
    expect(paid(rotha, { ...vannak, unit: 'unit-finance' }).state.totals.spent).toBe(1_000_000n);
  });
});

// Two of one office, who enter and confirm for each other by turns, among others who do their work.
const insiders = [
  { ...bopha, unit: 'unit-finance' },
  { ...vannak, unit: 'unit-finance' },
] as const;
const honest = [
  { ...rotha, unit: 'unit-finance' },
  { id: 'officer-thida', roles: ['legal-officer'], unit: 'unit-legal' },
] as const;
/** Who may be the second hand, as the routes say it. What has no route is given by processes. */
const SECOND = {
  TopUpBudget: TopUpBudget.options.confirmedBy,
  CorrectTopUp: CorrectTopUp.options.confirmedBy,
  ReserveFunds: ReserveFunds.options.confirmedBy,
  ReleaseReservation: ReleaseReservation.options.confirmedBy,
  DebitCosts: DebitCosts.options.confirmedBy,
  CorrectCosts: CorrectCosts.options.confirmedBy,
  AllocateOperationalUse: AllocateOperationalUse.options.confirmedBy,
  ShowOperationalSpending: ShowOperationalSpending.options.confirmedBy,
  RecallOperationalUse: RecallOperationalUse.options.confirmedBy,
  RecogniseLiability: RecogniseLiability.options.confirmedBy,
  CorrectLiability: CorrectLiability.options.confirmedBy,
  SettleLiability: SettleLiability.options.confirmedBy,
} as const satisfies Partial<Record<PoolCommand['type'], unknown>>;
const hasRoute = (type: PoolCommand['type']): type is keyof typeof SECOND => type in SECOND;

const step = fc.record({ command: commands, hands: fc.constantFrom('insiders', 'insiders', 'turned', 'honest') });
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What a command comes to that one proposes and another one confirms. */
function byTwo({ command, hands }: Step, state: typeof pool.initial): readonly PoolEvent[] {
  if (!hasRoute(command.type)) return hands === 'honest' ? pool.decide(issued(command, granting, now), state) : [];
  const [first, second] = hands === 'honest' ? honest : hands === 'turned' ? [insiders[1], insiders[0]] : insiders;
  const secondHands = SECOND[command.type] ?? { roles: [] };
  const make: ProposalCommand = {
    type: 'MakeProposal',
    data: { command: command.type, path: {}, records: [], secondHands, lapsesAt: inAWeek },
  };
  const made = stateOf(proposal, ...proposal.decide(issued(make, first, now), proposal.initial));
  proposal.decide(issued<ProposalCommand>({ type: 'ConfirmProposal', data: {} }, second, now), made);
  return pool.decide(issued(command, first, now, { said: { confirmedBy: second } }), state);
}

describe('two accounts of one unit', () => {
  it('take no riel out of a pool, over whatever history, for whatever they enter and confirm for each other', () => {
    let left = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 90, size: 'max' }), (history) => {
        let state = stateAfter(poolOpened, toppedUp(khr(1_000)));
        const theirs: PoolEvent[] = [];
        for (const one of history) {
          let events: readonly PoolEvent[] = [];
          try {
            events = byTwo(one, state);
          } catch (refusal) {
            if (!(refusal instanceof RuleBroken)) throw refusal;
          }
          for (const event of events) {
            if (leaves(event)) {
              left += 1;
              if (handsIn(event.data).every((hand) => insiders.some(({ id }) => id === hand))) theirs.push(event);
            }
            state = pool.evolve(state, event);
          }
        }
        expect(theirs).toEqual([]);
      }),
      { numRuns: 300 },
    );
    // The histories were of pools that pay.
    expect(left).toBeGreaterThan(0);
  });
});

type Leaving = Extract<
  PoolEvent,
  { type: 'CostsDebited' | 'CostsCorrected' | 'OperationalUseAllocated' | 'LiabilitySettled' | 'ReservationConsumed' }
>;

function leaves(event: PoolEvent): event is Leaving {
  if (event.type === 'CostsCorrected') return minorUnits(event.data.amount) > minorUnits(event.data.before);
  return ['CostsDebited', 'OperationalUseAllocated', 'LiabilitySettled', 'ReservationConsumed'].includes(event.type);
}

function stateAfter(...events: readonly PoolEvent[]): typeof pool.initial {
  return stateOf(pool, ...events);
}

function stateOf<E, State>(
  decider: { readonly initial: State; readonly evolve: (state: State, event: E) => State },
  ...events: readonly E[]
): State {
  return events.reduce((state, event) => decider.evolve(state, event), decider.initial);
}

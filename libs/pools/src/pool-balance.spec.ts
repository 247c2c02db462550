import fc from 'fast-check';
import { memoryEventStore } from '#libs/event-store/memory';
import { fold, given, projectionLaws, recorded } from '#libs/event-sourcing/testing';
import { memoryReadStore } from '#libs/read-store/memory';
import { khr, minorUnits, plus, sum } from '#libs/vocabulary';
import { poolBalance } from './pool-balance.ts';
import { poolLedger } from './pool-ledger.ts';
import { type PoolEvent, poolEvents } from './pool-events.ts';
import { availableOf, heldOf } from './pool-totals.ts';
import { pool } from './pool.ts';
import { reservationExpiry } from './reservation-expiry.ts';
import { bopha, chenda, granting, poolOpened, reserved, ruleAdopted, toppedUp, vannak } from './testing/cast.ts';
import { lived, programs } from './testing/histories.ts';

const inThePool = { stream: 'pool-1', actor: bopha, occurredAt: '2026-03-02T15:00:00+07:00', recordedAt: '2026-03-02T08:00:00.000Z' };
const million = khr(1_000_000);
const consumed: PoolEvent = {
  type: 'ReservationConsumed',
  data: { reservationId: 'reservation-1', amount: khr(600_000), released: khr(400_000), available: khr(400_000), by: vannak.id },
};

describe('pool balance', () => {
  it('shows a pool with its rule from the moment it is opened', () =>
    given(poolOpened, ruleAdopted)
      .under(inThePool)
      .project(poolBalance)
      .row('1')
      .toMatchObject({ poolId: '1', currency: 'KHR', status: 'open', available: khr(0), rules: [{ ruleId: 'rule-1' }], revision: 1 }));

  it('follows money from the budget through a reservation to what was paid', () => {
    const facts = given(poolOpened, toppedUp(million), reserved(million));
    facts
      .under(inThePool)
      .project(poolBalance)
      .row('1')
      .toMatchObject({ credits: million, reserved: million, available: khr(0), held: million });
    facts
      .and(consumed)
      .under(inThePool)
      .project(poolBalance)
      .row('1')
      .toMatchObject({ reserved: khr(0), spent: khr(600_000), available: khr(400_000), held: khr(400_000) });
  });

  it('shows a freeze while it lasts, and the last reconciliation', () => {
    const frozen = given(poolOpened, { type: 'PoolFrozen', data: { reason: 'Forged' } }).under({ ...inThePool, actor: chenda });
    frozen
      .project(poolBalance)
      .row('1')
      .toMatchObject({ status: 'frozen', freeze: { reason: 'Forged', by: chenda.id } });
    const { rows } = frozen
      .and({ type: 'PoolUnfrozen', data: { reason: 'Genuine' } })
      .under(inThePool)
      .project(poolBalance);
    expect(rows.get('1')).toMatchObject({ status: 'open' });
    expect(rows.get('1')).not.toHaveProperty('freeze');
  });

  it('says of every life of a pool what its decider knows', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const history = lived(program);
        const { totals } = history.reduce((state, event) => pool.evolve(state, event), pool.initial);
        const row = fold(
          poolBalance,
          history.map((event, place) => recorded(event, place, inThePool)),
        ).get('1');
        const shown = Object.fromEntries(Object.keys(totals).map((term) => [term, row?.[term as keyof typeof totals]]));
        expect(shown).toEqual(Object.fromEntries(Object.entries(totals).map(([term, units]) => [term, khr(units)])));
        expect(row).toMatchObject({ available: khr(availableOf(totals)), held: khr(heldOf(totals)) });
      }),
      { numRuns: 50 },
    );
  });
});

describe('pool ledger', () => {
  it('has one entry an event that moves money, with what was available after it and everything it rests on', () => {
    const lines = given(poolOpened, toppedUp(million), reserved(million), consumed).under(inThePool).project(poolLedger);
    expect([...lines.rows.keys()]).toEqual(['1/1', '1/2', '1/3']);
    lines.row('1/2').toMatchObject({
      type: 'FundsReserved',
      postings: [
        { account: 'reserved', side: 'debit', amount: million },
        { account: 'available', side: 'credit', amount: million },
      ],
      available: khr(0),
      bookedAt: '2026-03-02T08:00:00.000Z',
      accounts: ['available', 'reserved'],
      causes: expect.arrayContaining(['reservation-1', 'reward-1']) as string[],
    });
    lines.row('1/3').toMatchObject({ accounts: ['available', 'reserved', 'spent'], available: khr(400_000) });
  });

  it('debits as much as it credits in every entry, and adds up to the balance', () => {
    fc.assert(
      fc.property(programs, (program) => {
        const events = lived(program).map((event, place) => recorded(event, place, inThePool));
        let available = khr(0);
        const wrong: string[] = [];
        for (const [key, entry] of fold(poolLedger, events as never)) {
          const of = (side: string, account?: string) =>
            sum(
              'KHR',
              entry.postings
                .filter((one) => one.side === side && (account === undefined || one.account === account))
                .map(({ amount }) => amount),
            );
          if (of('debit').amount !== of('credit').amount) wrong.push(`${key} does not balance`);
          available = plus(available, khr(minorUnits(of('debit', 'available')) - minorUnits(of('credit', 'available'))));
          if (entry.available.amount !== available.amount) wrong.push(`${key} says ${entry.available.amount} is available`);
        }
        expect(wrong).toEqual([]);
        expect(fold(poolBalance, events).get('1')?.available).toEqual(available);
      }),
      { numRuns: 50 },
    );
  });
});

describe('reservation expiry', () => {
  const key = '1/reservation-1';
  const made = given(poolOpened, reserved(million, { expiresAt: '2026-03-09T15:00:00+07:00' })).under(inThePool);
  const due = { type: 'TimeoutReached', name: 'expiry', due: '2026-03-09T08:00:00.000Z' } as const;

  it('sets a deadline for a reservation and asks for its end when that comes', () => {
    expect(made.reactionOf(reservationExpiry, key)).toMatchObject({ timeouts: { expiry: '2026-03-09T08:00:00.000Z' } });
    expect(made.reactionOf(reservationExpiry, key, due).commands).toEqual([
      { type: 'ExpireReservation', data: { poolId: '1', reservationId: 'reservation-1' } },
    ]);
  });

  it('watches no longer when the reservation ended some other way', () => {
    const ends: PoolEvent[] = [
      consumed,
      {
        type: 'ReservationReleased',
        data: { reservationId: 'reservation-1', amount: million, cause: 'expired', available: million, by: granting.id },
      },
      {
        type: 'CostsDebited',
        data: {
          costId: 'c',
          reservationId: 'reservation-1',
          amount: million,
          released: khr(0),
          description: 'Storage',
          available: khr(0),
          by: vannak.id,
        },
      },
      {
        type: 'OperationalUseAllocated',
        data: {
          allocationId: 'a',
          reservationId: 'reservation-1',
          amount: million,
          released: khr(0),
          unit: 'u',
          description: 'Fuel',
          available: khr(0),
          by: vannak.id,
        },
      },
    ];
    for (const end of ends) expect(made.and(end).under(inThePool).reactionOf(reservationExpiry, key)).toEqual({ state: undefined });
  });
});

const histories = fc.tuple(programs, programs).map((lives) =>
  lives.flatMap((program, index) =>
    lived(program)
      .slice(0, 30)
      .map((event) => ({ stream: `pool-${index}`, event })),
  ),
);
const stores = { catalogue: poolEvents, openStore: memoryEventStore, openRows: memoryReadStore };
describe('pool balance keeps the laws of projections: it', () => projectionLaws({ projection: poolBalance, histories, ...stores }));
describe('pool ledger keeps the laws of projections: it', () => projectionLaws({ projection: poolLedger, histories, ...stores }));

import fc from 'fast-check';
import { type Actor, type Decider, type Command, deriveUuid } from '#libs/event-sourcing';
import { deciderLaws, given, issued, projectionLaws } from '#libs/event-sourcing/testing';
import { memoryEventStore } from '#libs/event-store/memory';
import { memoryReadStore } from '#libs/read-store/memory';
import { isNegative, khr, minorUnits, plus, sum } from '#libs/vocabulary';
import { ALWAYS_SUSPENDING, assess as recompute } from '#libs/reward-law';
import { reward } from './reward.ts';
import { assessedAfter } from './assessed.ts';
import type { RewardCommand } from './reward-commands.ts';
import { type Assessed, type RewardEvent, rewardEvents, rewardStream } from './reward-events.ts';
import { rewardPipeline } from './reward-pipeline.ts';
import { outstandingOf, standingOf } from './reward-money.ts';
import { evolveReward } from './reward-evolution.ts';
import { nothingYet, type Reward, standingClawbacks } from './reward-standing.ts';
import { inParts as dividedInParts } from './rules/parts.ts';
import { certified, operation, seized } from '#libs/reward-law/testing';
import {
  after,
  acquitted,
  approve,
  assess,
  clawBack,
  clear,
  clearUp,
  concluded,
  conclude,
  conflict,
  convicted,
  everybody,
  flat,
  fund,
  givenBack,
  grant,
  granted,
  inMarch,
  inParts,
  laboratoryReleased,
  maly,
  operationId,
  paying,
  policyId,
  propose,
  release,
  reverse,
  rewardId,
  type Said,
  setOff,
  sreymom,
  standing,
  theProcess,
  eventsOf,
  tola,
  tried,
  uphold,
  verify,
  vote,
} from '../testing/decisions.ts';

/** Whoever says whatever, mostly what would come next. */
const people: readonly Actor[] = [...everybody, sreymom, { id: 'officer-sokha', roles: [] }];
const who = fc.constantFrom(...people);
const sums = fc.integer({ min: 0, max: 14_000_000 }).map(khr);
const held = fc.constantFrom('hold-1', 'hold-2');

/** How often a payment came back: its next transfer is another one. */
const returnsOf = ({ payments }: Reward, id: string): number => payments.find(({ paymentId }) => paymentId === id)?.returns?.length ?? 0;

/** What somebody can say of a reward that stands like this. */
const somethingOf = (state: Reward): fc.Arbitrary<RewardCommand> => {
  const payment = fc.constantFrom(...state.payments.map(({ paymentId }) => paymentId), rewardId);
  const recovery = fc.constantFrom(...state.recoveries.map(({ recoveryId }) => recoveryId), rewardId);
  const round = fc.constantFrom(1, 2, 3);
  const fixed: readonly RewardCommand[] = [
    assess(),
    assess(operation(seized([certified()], { defects: ['weight.drift'] }))),
    assess(operation(seized([certified()], { defects: ['seal.broken', 'weight.drift'] }))),
    assess(operation(seized([certified()], { later: [{ defect: 'seizure.corrected-later', position: 40 }] }))),
    propose(),
    verify,
    clear,
    conclude(),
    conflict,
    release('laboratory'),
    release('final-verdict'),
    clawBack,
    acquitted,
    convicted,
    reverse,
    ...(state.reversals ?? []).map(({ reversalId }) => fund(reversalId)),
  ];
  return fc.oneof(
    fc.constantFrom(...fixed),
    fc.constantFrom(...fixed.slice(2)),
    fc.constantFrom('for', 'for', 'against', 'abstain').map((said) => vote(said as 'for')),
    round.map((number) => approve(number)),
    round.map((number) => grant(number)),
    round.map((number): RewardCommand => ({
      type: 'ReturnReward',
      data: { round: number, code: 'pool.insufficient-funds', reason: 'No money' },
    })),
    held.map((holdId): RewardCommand => ({ type: 'PlaceIntegrityHold', data: { holdId, reason: 'A seal' } })),
    fc.constantFrom('weight.drift', 'exhibit.tampered', 'seal.broken').map((defect) => clearUp(defect)),
    fc.constantFrom('weight.drift', 'exhibit.tampered', 'seizure.corrected-later').map((defect) => uphold(defect)),
    held.map((holdId): RewardCommand => ({ type: 'LiftIntegrityHold', data: { holdId, reason: 'Found' } })),
    payment.map((paymentId): RewardCommand => ({ type: 'InstructPayment', data: { paymentId, reason: inParts } })),
    payment.map((paymentId): RewardCommand => ({
      type: 'ConfirmPayment',
      data: { paymentId, bankReference: `NBC-${paymentId}-${returnsOf(state, paymentId)}`, executedAt: inMarch },
    })),
    payment.map((paymentId): RewardCommand => givenBack(paymentId, `return-${returnsOf(state, paymentId)}-of-${paymentId}`)),
    payment.map((paymentId): RewardCommand => ({ type: 'ReportPaymentFailure', data: { paymentId, reason: 'No account' } })),
    fc
      .tuple(recovery, sums, fc.boolean(), fc.uuid(), fc.constantFrom('executed' as const, 'instructed' as const))
      .map(([recoveryId, amount, kept, receiptId, status]): RewardCommand =>
        kept
          ? setOff(recoveryId, amount, receiptId, { status })
          : { type: 'RecordRepayment', data: { recoveryId, receiptId, amount, reference: `Receipt ${receiptId}` } },
      ),
    recovery.chain((recoveryId) => {
      const owed = state.recoveries.find((one) => one.recoveryId === recoveryId)?.amount ?? khr(1);
      return fc.constant<RewardCommand>({ type: 'PlanRecovery', data: { recoveryId, instalments: [{ due: '2026-12-01', amount: owed }] } });
    }),
    recovery.map((recoveryId): RewardCommand => ({
      type: 'WriteOffRecovery',
      data: { recoveryId, reason: 'Nothing left', instrument: 'decision-1', enacted: true },
    })),
  );
};

const paidOnce: readonly Said[] = [...laboratoryReleased, ...paying(after(...laboratoryReleased))];

/** Where lives begin: somewhere along the way, so that all of it is walked. */
const beginnings = [
  [],
  concluded.slice(0, 4),
  concluded,
  granted,
  laboratoryReleased,
  [...laboratoryReleased, ...paying(after(...laboratoryReleased)).slice(0, 1)],
  [...laboratoryReleased, [theProcess, release('final-verdict')]],
  [...paidOnce, [theProcess, clawBack]],
  [...paidOnce, [theProcess, release('final-verdict')]],
  [...paidOnce, [theProcess, acquitted], [theProcess, clawBack], [theProcess, convicted]],
].map((story) => eventsOf(...(story as readonly Said[])));

/** What is recorded in a random life of a reward, after a beginning. */
function lived(beginning: readonly RewardEvent[], steps: number, choose: <T>(of: fc.Arbitrary<T>) => T): readonly RewardEvent[] {
  const events: RewardEvent[] = [...beginning];
  let state = events.reduce(evolveReward, nothingYet);
  for (let step = 0; step < steps; step++) {
    const next = tried(state, choose(who), choose(somethingOf(state)));
    events.push(...(next.events as readonly RewardEvent[]));
    state = next.state;
  }
  return events;
}

const life = fc
  .tuple(fc.constantFrom(...beginnings), fc.integer({ min: 1, max: 60 }), fc.gen())
  .map(([beginning, steps, gen]) => lived(beginning, steps, (of) => gen(() => of)));

/** Cash, counted by hand: who has how much, what is on its way to whom, and what the pool has given for it, by the facts alone. */
class Ledger {
  private readonly hands = new Map<string, bigint>();
  private readonly underWay = new Map<string, bigint>();
  private parts = new Map<string, bigint>();
  private pool = 0n;

  book(event: RewardEvent): void {
    switch (event.type) {
      case 'RewardGranted':
        this.pool = minorUnits(event.data.amount);
        for (const { recipientId, amount } of event.data.shares) add(this.parts, recipientId, minorUnits(amount));
        return;
      case 'PaymentInstructed': {
        add(this.underWay, event.data.recipientId, minorUnits(event.data.amount));
        return;
      }
      case 'PaymentExecuted':
        add(this.underWay, event.data.recipientId, -minorUnits(event.data.amount));
        {
          add(this.hands, event.data.recipientId, minorUnits(event.data.amount));
          return;
        }
      case 'PaymentFailed': {
        add(this.underWay, event.data.recipientId, -minorUnits(event.data.amount));
        return;
      }
      // It is with the one who pays, and is paid again.
      case 'PaymentReturned': {
        add(this.hands, event.data.recipientId, -minorUnits(event.data.amount));
        return;
      }
      case 'RecoveryRepaid':
      case 'RecoverySetOff':
        this.pool -= minorUnits(event.data.amount);
        {
          add(this.hands, event.data.recipientId, -minorUnits(event.data.amount));
          return;
        }
      case 'ClawbackTriggered':
        this.pool -= minorUnits(event.data.forfeited);
        return;
      case 'RestorationFunded':
        this.pool += minorUnits(event.data.amount);
        return;
      default:
        return;
    }
  }

  /** What does not add up, by this ledger and what the reward itself says. */
  mismatch(state: Reward): string | undefined {
    const standing = standingOf(state);
    if (standing === undefined) return 'A granted reward stands nowhere';
    const waiting = (state.reversals ?? []).filter(({ funded }) => !funded).reduce((total, { amount }) => total + minorUnits(amount), 0n);
    const out = [...this.hands.values(), ...this.underWay.values(), minorUnits(standing.unpaid)].reduce(
      (total, one) => total + one,
      -waiting,
    );
    if (out !== this.pool) return `${out} are out, and the pool gave ${this.pool}`;
    const claimed = standingClawbacks(state).flatMap(({ recover }) => recover.map(({ recoveryId }) => recoveryId));
    for (const [who, part] of this.parts) {
      const [hand, underWay] = [this.hands.get(who) ?? 0n, this.underWay.get(who) ?? 0n];
      if (hand < 0n) return `${who} gave back what they never had`;
      const owed = state.recoveries
        .filter(({ recoveryId, recipientId }) => recipientId === who && claimed.includes(recoveryId))
        .reduce((total, recovery) => total + minorUnits(outstandingOf(recovery)) + minorUnits(recovery.writtenOff?.amount ?? khr(0)), 0n);
      if (claimed.length > 0 && hand !== owed) return `${who} has ${hand} and owes or was let off ${owed}`;
      if (claimed.length === 0 && standingClawbacks(state).length === 0 && hand + underWay > part) return `${who} has more than their part`;
      const complete = state.completed === 'paid' && waiting === 0n;
      if (complete && hand !== part) return `${who} has ${hand} in the end, and their part is ${part}`;
    }
    return undefined;
  }
}

function add(sums: Map<string, bigint>, who: string, amount: bigint): void {
  sums.set(who, (sums.get(who) ?? 0n) + amount);
}

/** The state after each event of a life. */
const states = (events: readonly RewardEvent[]): readonly Reward[] =>
  events.reduce<readonly Reward[]>((known, event) => [...known, evolveReward(known.at(-1) ?? nothingYet, event)], []);

describe('in any life of a reward', () => {
  it('the lives are long enough to tell: money is granted, paid, clawed back, recovered and written off in some of them', () => {
    const seen = new Set(fc.sample(life, { numRuns: 500, seed: 271 }).flatMap((events) => events.map(({ type }) => type)));
    expect([...seen].toSorted()).toEqual(
      Object.keys(rewardEvents)
        // Under one sum a bust nothing rises or falls: lives in which it does are those of changes-laws.
        .filter((type) => type !== 'SupplementGranted' && type !== 'RewardCorrected')
        .filter((type) => type !== 'RewardRejected' || seen.has(type))
        .toSorted(),
    );
  });

  it('what is paid, on its way, forfeited and unpaid is what was granted or is due again, and nothing of it is negative', () =>
    fc.assert(
      fc.property(life, (events) => {
        for (const [place, state] of states(events).entries()) {
          const standing = standingOf(state);
          if (standing === undefined) continue;
          const { granted: whole, restored, paid, onTheWay, forfeited, unpaid } = standing;
          expect(sum('KHR', [paid, onTheWay, forfeited, unpaid])).toEqual(plus(whole, restored));
          expect([paid, onTheWay, forfeited, unpaid].some(isNegative)).toBe(false);
          // A payment that fails after a clawback is forfeited in the same breath.
          if (standingClawbacks(state).length > 0 && events[place + 1]?.type !== 'ClawbackTriggered') expect(unpaid).toEqual(khr(0));
        }
      }),
    ));

  it('what is recovered and written off is at most what is claimed back, which is what was paid and to whom', () =>
    fc.assert(
      fc.property(life, (events) => {
        const state = states(events).at(-1);
        const standing = state === undefined ? undefined : standingOf(state);
        if (state === undefined || standing === undefined) return;
        const { toRecover, recovered, writtenOff, cancelled, outstanding, paid } = standing;
        expect(isNegative(outstanding)).toBe(false);
        expect(sum('KHR', [recovered, writtenOff, cancelled, outstanding])).toEqual(toRecover);
        if (state.clawbacks.length === 0 || (state.reversals ?? []).length > 0) return;
        expect(toRecover).toEqual(paid);
        const executed = state.payments.filter(({ status }) => status === 'executed').map(({ paymentId }) => paymentId);
        expect(state.recoveries.flatMap(({ paymentIds }) => paymentIds).toSorted()).toEqual(executed.toSorted());
        const released = state.clawbacks.flatMap(({ caps }) => caps);
        for (const { officerId, amount } of state.rounds.at(-1)?.conclusion?.caps ?? []) {
          const back = sum(
            'KHR',
            released.filter((cap) => cap.officerId === officerId).map((cap) => cap.amount),
          );
          expect(minorUnits(back)).toBeLessThanOrEqual(minorUnits(amount));
          if (minorUnits(standing.onTheWay) === 0n) expect(back).toEqual(amount);
        }
      }),
    ));

  it('to the riel, whatever was clawed back and restored: what each has and is to have is their part, or is owed, and the rest is in the pool', () =>
    fc.assert(
      fc.property(life, (events) => {
        const ledger = new Ledger();
        let state = nothingYet;
        for (const event of events) {
          ledger.book(event);
          state = evolveReward(state, event);
          if (state.grant === undefined) continue;
          expect(ledger.mismatch(state)).toBeUndefined();
        }
      }),
      { numRuns: 400 },
    ));

  it('nobody has two duties, nobody with a share has one, and nothing is paid twice', () =>
    fc.assert(
      fc.property(life, (events) => {
        const state = states(events).at(-1) ?? nothingYet;
        const persons = state.duties.map(({ person }) => person);
        expect(new Set(persons).size).toBe(persons.length);
        const sharing = state.rounds.flatMap(({ allocation }) => allocation?.shares ?? []).map(({ recipientId }) => recipientId);
        expect(persons.filter((person) => sharing.includes(person))).toEqual([]);
        const paid = events.flatMap((event) => (event.type === 'PaymentExecuted' ? [event.data.paymentId] : []));
        expect(new Set(paid).size).toBe(paid.length);
        for (const { instructedBy, executed } of state.payments)
          if (executed !== undefined) expect(executed.confirmedBy).not.toBe(instructedBy);
      }),
    ));

  it('a reward is held up exactly by what nobody cleared up, and every assessment is made again from what is stored', () =>
    fc.assert(
      fc.property(life, (events) => {
        const cleared = new Set<string>();
        const upheld = new Set<string>();
        let whole: Assessed | undefined;
        for (const event of events) {
          if (event.type === 'IrregularityCleared') cleared.add(`${event.data.subjectId} ${event.data.defect}`);
          if (event.type === 'IrregularityUpheld') upheld.add(`${event.data.subjectId} ${event.data.defect}`);
          if (event.type !== 'EligibilityAssessed') continue;
          whole = assessedAfter(whole, event.data);
          if (whole === undefined) throw new Error('An assessment is told by what changed, and there is none before it');
          const { inputs, assessment } = whole;
          const { excluding } = flat.terms.defects;
          const suspending: readonly string[] = [...flat.terms.defects.suspending, ...ALWAYS_SUSPENDING];
          const found = inputs.seizures.flatMap(({ seizureId, defects, later = [] }) =>
            [...defects, ...later.map(({ defect }) => defect)].map((defect) => ({ seizureId, defect })),
          );
          const holding = found.filter(({ seizureId, defect }) => suspending.includes(defect) && !cleared.has(`${seizureId} ${defect}`));
          const excluded = found.some(({ seizureId, defect }) => excluding.includes(defect) || upheld.has(`${seizureId} ${defect}`));
          expect(assessment.verdict).toBe(excluded ? 'ineligible' : holding.length > 0 ? 'suspended' : 'eligible');
          expect(recompute(flat, inputs)).toEqual(assessment);
        }
      }),
    ));

  it('a grant rests on three counted votes, one from outside, with more for than against', () =>
    fc.assert(
      fc.property(life, (events) => {
        const at = events.findIndex(({ type }) => type === 'RewardGranted');
        const state = at < 0 ? undefined : states(events)[at];
        const round = state?.rounds.at(-1);
        if (state === undefined || round === undefined) return;
        const counted = round.votes.filter(
          ({ member, vote: said }) => said !== 'abstain' && !state.conflicts.some(({ person }) => person === member),
        );
        expect(counted.length).toBeGreaterThanOrEqual(3);
        expect(counted.some(({ outsider }) => outsider)).toBe(true);
        expect(counted.filter(({ vote: said }) => said === 'for').length * 2).toBeGreaterThan(counted.length);
      }),
    ));
});

describe('the stages of the parts', () => {
  it('pay every part and every stage exactly, and nothing negative', () =>
    fc.assert(
      fc.property(
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 0, max: 10_000 }),
        (parts, shareBp) => {
          const whole = parts.reduce((total, part) => total + part, 0n);
          const first = (whole * BigInt(shareBp)) / 10_000n;
          const stages = [khr(first), khr(whole - first)];
          const paid = dividedInParts(parts.map(khr), stages);
          expect(paid.map((stage) => sum('KHR', stage))).toEqual(stages);
          parts.forEach((part, index) => {
            const [one, two] = paid.map((stage) => minorUnits(stage[index] ?? khr(-1)));
            expect((one ?? 0n) + (two ?? 0n)).toBe(part);
            expect((one ?? -1n) >= 0n && (two ?? -1n) >= 0n).toBe(true);
            // No share is a whole unit off its floor, and none more than one where the fund has nothing.
            if (index < parts.length - 1 && whole > 0n) {
              const floored = (part * first) / whole;
              expect((one ?? 0n) === floored || (one ?? 0n) === floored + 1n).toBe(true);
            }
          });
        },
      ),
    ));

  it('leave what flooring drops to the fund, as far as it has something', () => {
    expect(dividedInParts([khr(33), khr(33), khr(34)], [khr(50), khr(50)])).toEqual([
      [khr(16), khr(16), khr(18)],
      [khr(17), khr(17), khr(16)],
    ]);
    expect(dividedInParts([khr(3), khr(3), khr(0)], [khr(3), khr(3)])).toEqual([
      [khr(2), khr(1), khr(0)],
      [khr(1), khr(2), khr(0)],
    ]);
  });
});

describe('as a decider', () => {
  // One voice a command: laws give commands, and here who gives one decides.
  type Spoken = Command<string, { readonly by: Actor; readonly command: RewardCommand }>;
  const spoken: Decider<Spoken, RewardEvent, Reward> = {
    initial: reward.initial,
    evolve: (state, event) => reward.evolve(state, event),
    decide: ({ data: { by, command } }, state) => reward.decide(issued(command, by, inMarch, standing(by)), state),
  };
  const full = after(...laboratoryReleased, [theProcess, clawBack]);
  const commands: fc.Arbitrary<Spoken> = fc
    .oneof(
      fc.constantFrom(...laboratoryReleased, ...laboratoryReleased),
      fc.tuple(who, somethingOf(after(...laboratoryReleased))),
      fc.tuple(who, somethingOf(full)),
    )
    .map(([by, command]) => ({ type: command.type, data: { by, command } }));
  deciderLaws({ decider: spoken, catalogue: rewardEvents, commands, openStore: memoryEventStore });
});

describe('the page of a reward', () => {
  it('shows why, who did what and where the money is', () => {
    given(...eventsOf(...laboratoryReleased))
      .under({ stream: rewardStream(rewardId), recordedAt: inMarch, actor: { id: tola.id, name: 'Chea Tola', roles: [] } })
      .project(rewardPipeline)
      .row(rewardId)
      .toMatchObject({
        rewardId,
        caseId: operationId,
        policyId,
        status: 'granted',
        stage: 'laboratory',
        amount: khr(40_000_000),
        onHold: false,
        recipients: ['officer-dara', 'officer-sokha', 'unit-phnom-penh-1'],
        standing: { granted: khr(40_000_000), unpaid: khr(40_000_000) },
        assessment: {
          assessment: { lines: expect.arrayContaining([expect.objectContaining({ rule: 'quantity.threshold' })]) as object[] },
        },
        duties: expect.arrayContaining([{ person: maly.id, duty: 'verification' }]) as object[],
        updatedAt: inMarch,
        revision: eventsOf(...laboratoryReleased).length - 1,
      });
  });

  it('lists the acts one by one', () => {
    given(...eventsOf(...concluded.slice(0, 3)))
      .under({ stream: rewardStream(rewardId), actor: { id: maly.id, roles: [] }, recordedAt: inMarch })
      .project(rewardPipeline)
      .row(rewardId)
      .toMatchObject({
        status: 'verified',
        acts: ['RewardTriggered', 'EligibilityAssessed', 'RewardProposed', 'SharesAllocated', 'UnitVerificationGiven'].map((act) => ({
          act,
          by: maly.id,
          at: inMarch,
        })),
      });
  });

  const histories = fc
    .tuple(fc.constantFrom(rewardId, deriveUuid('another reward')), life)
    .map(([id, events]) => events.slice(0, 24).map((event) => ({ stream: rewardStream(id), event })));
  projectionLaws({
    projection: rewardPipeline,
    catalogue: rewardEvents,
    histories,
    openStore: memoryEventStore,
    openRows: memoryReadStore,
  });
});

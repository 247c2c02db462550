import fc from 'fast-check';
import { khr, minorUnits } from '#libs/vocabulary';
import { type AssessmentInputs, packs, type PolicyTerms } from '#libs/reward-law';
import { certified, operation, seized, suspect } from '#libs/reward-law/testing';
import {
  approve,
  assess,
  bopha,
  chenda,
  clawBack,
  clear,
  conclude,
  fund,
  grant,
  inMarch,
  inParts,
  maly,
  nary,
  propose,
  release,
  reverse,
  rith,
  type Said,
  sann,
  sovann,
  theProcess,
  tola,
  tried,
  vannak,
  verify,
  vote,
  givenBack,
  sreymom,
} from '../testing/decisions.ts';
import type { RewardCommand } from './reward-commands.ts';
import type { RewardEvent } from './reward-events.ts';
import { evolveReward } from './reward-evolution.ts';
import { decidedOf, outstandingOf, standingOf } from './reward-money.ts';
import { nothingYet, type Reward, standingClawbacks } from './reward-standing.ts';
import { countedOf } from './rules/clawbacks.ts';
import { partsDecided } from './rules/decided-parts.ts';

// Lives of a reward by the kilogram, in which the laboratory revises what it found, over and over, between payments that are made, fail or wait.

const terms: PolicyTerms = {
  ...packs.per_unit,
  formula: { kind: 'per_unit', amount: khr(40_000_001), unitMg: 1_000_000, counting: 'pro-rata' },
  caps: { officerPerCase: khr(30_000_003) },
};

const weighing = (grams: number, outcome: 'pending' | 'convicted' = 'pending'): AssessmentInputs => ({
  ...operation(seized([certified({ netMg: grams * 1_000 + 7, grossMg: grams * 1_050 + 9 })], { fieldGrossMg: grams * 1_050 })),
  suspects: [suspect('lesser', { suspectId: 'suspect-vuthy', outcome, accused: true })],
});

const chain = (state: Reward): readonly Said[] => {
  const round = state.rounds.length + 1;
  return [
    [maly, verify],
    [bopha, clear],
    [nary, vote()],
    [sann, vote()],
    [tola, vote()],
    [tola, conclude()],
    [theProcess, approve(round)],
    [theProcess, grant(round)],
    [theProcess, { type: 'CorrectReward', data: { round } }],
  ];
};

/** Something that happens, as the commands that people and processes give for it; those that are refused change nothing. */
type Happening = (state: Reward, pick: number) => readonly Said[];

const nth = <T>(all: readonly T[], pick: number): readonly T[] => all.slice(pick % Math.max(all.length, 1)).slice(0, 1);
const inStatus = ({ payments }: Reward, ...statuses: readonly string[]) => payments.filter(({ status }) => statuses.includes(status));

/** Each time that it is made, a payment is another transfer. */
const transferOf = ({ payments }: Reward, id: string): string =>
  `NBC-${id}-${payments.find(({ paymentId }) => paymentId === id)?.returns?.length ?? 0}`;

const happenings: Readonly<Record<string, Happening>> = {
  revised: (_, pick) => [[theProcess, assess(weighing(1_000 + (pick % 4_000)), { terms })]],
  // The one that is not due is refused.
  changed: (state, pick) => [
    [theProcess, assess(weighing(1_000 + (pick % 4_000)), { terms })],
    [sovann, propose({ terms })],
    [chenda, { type: 'ProposeCorrection', data: { statement: 'Weighed anew', unit: 'integrity-office' } }],
    ...chain(state),
  ],
  released: (state, pick) =>
    [undefined, ...(state.supplements ?? []).map(({ round }) => round)].flatMap((round): readonly Said[] => {
      const said = (command: RewardCommand): Said => [
        theProcess,
        command.type === 'ReleaseStage' && round !== undefined ? { ...command, data: { ...command.data, round } } : command,
      ];
      return pick % 2 === 0 ? [said(release('laboratory'))] : [said(release('laboratory')), said(release('final-verdict'))];
    }),
  instructed: (state, pick) =>
    nth(inStatus(state, 'released', 'failed', 'returned'), pick).map(({ paymentId }): Said => [
      rith,
      { type: 'InstructPayment', data: { paymentId, reason: inParts } },
    ]),
  confirmed: (state, pick) =>
    nth(inStatus(state, 'instructed'), pick).map(({ paymentId }): Said => [
      vannak,
      { type: 'ConfirmPayment', data: { paymentId, bankReference: transferOf(state, paymentId), executedAt: inMarch } },
    ]),
  paid: (state) =>
    inStatus(state, 'released', 'failed', 'returned').flatMap(({ paymentId }): readonly Said[] => [
      [rith, { type: 'InstructPayment', data: { paymentId, reason: inParts } }],
      [vannak, { type: 'ConfirmPayment', data: { paymentId, bankReference: transferOf(state, paymentId), executedAt: inMarch } }],
    ]),
  failed: (state, pick) =>
    nth(inStatus(state, 'instructed'), pick).map(({ paymentId }): Said => [
      vannak,
      { type: 'ReportPaymentFailure', data: { paymentId, reason: 'No account' } },
    ]),
  returned: (state, pick) =>
    nth(inStatus(state, 'executed'), pick).map(({ paymentId }): Said => [
      sreymom,
      givenBack(paymentId, `${transferOf(state, paymentId)} returned`),
    ]),
  repaid: (state, pick) =>
    nth(state.recoveries, pick).map((recovery): Said => {
      const owed = minorUnits(outstandingOf(recovery));
      const amount = khr(pick % 3 === 0 ? owed : owed / 2n);
      const receiptId = `receipt-${pick}-${recovery.receipts.length}`;
      return [rith, { type: 'RecordRepayment', data: { recoveryId: recovery.recoveryId, receiptId, amount, reference: receiptId } }];
    }),
  clawedBack: () => [[theProcess, clawBack]],
  restored: (state, pick) => [
    [theProcess, assess(weighing(1_000 + (pick % 4_000), 'convicted'), { terms })],
    [theProcess, reverse],
    ...(state.reversals ?? []).map(({ reversalId }): Said => [theProcess, fund(reversalId)]),
  ],
  drawn: (state) => (state.reversals ?? []).map(({ reversalId }): Said => [theProcess, fund(reversalId)]),
};

/** What may happen next, by how the reward stands: the likelier, the more often it is named. */
const nextOf = (state: Reward): readonly string[] => {
  if (standingClawbacks(state).length > 0) return ['restored', 'restored', 'repaid', 'repaid', 'confirmed', 'failed', 'revised'];
  if ((state.reversals ?? []).some(({ funded }) => !funded)) return ['drawn', 'drawn', 'repaid', 'clawedBack'];
  const paying = ['released', 'paid', 'paid', 'instructed', 'confirmed', 'confirmed', 'failed', 'returned', 'repaid'];
  return [
    'revised',
    'revised',
    'changed',
    'changed',
    'changed',
    ...paying,
    ...(state.recoveries.length > 0 ? ['repaid', 'clawedBack'] : []),
  ];
};

const granted: readonly Said[] = [[theProcess, assess(weighing(2_000), { terms })], [sovann, propose({ terms })], ...chain(nothingYet)];

/** Each event of a random life, with the reward after it. */
const life = fc.array(fc.tuple(fc.nat(100_000), fc.nat(100_000)), { minLength: 25, maxLength: 50, size: 'max' }).map((steps) => {
  let state = nothingYet;
  const lived: { readonly event: RewardEvent; readonly state: Reward }[] = [];
  const say = (said: readonly Said[]) => {
    for (const [by, command] of said)
      for (const event of tried(state, by, command).events as readonly RewardEvent[]) {
        state = evolveReward(state, event);
        lived.push({ event, state });
      }
  };
  say(granted);
  for (const [next, pick] of steps) for (const name of nth(nextOf(state), next)) say(happenings[name]?.(state, pick) ?? []);
  return lived;
});

/** Money counted by the facts alone: what the pool has given, who has how much, and what is on its way. */
class Ledger {
  pool = 0n;
  readonly hands = new Map<string, bigint>();
  readonly underWay = new Map<string, bigint>();
  /** Of the officers' caps. */
  readonly counted = new Map<string, bigint>();

  book({ event, state }: { readonly event: RewardEvent; readonly state: Reward }): void {
    switch (event.type) {
      case 'RewardGranted':
      case 'SupplementGranted':
        this.pool += minorUnits(event.data.amount);
        for (const { officerId, amount } of state.rounds[event.data.round - 1]?.conclusion?.caps ?? [])
          add(this.counted, officerId, amount);
        return;
      case 'RewardCorrected':
      case 'ClawbackTriggered':
        this.pool -= minorUnits(event.data.forfeited);
        for (const { officerId, amount } of event.data.caps) add(this.counted, officerId, amount, -1n);
        return;
      case 'ClawbackReversed':
        for (const { officerId, amount } of event.data.caps) add(this.counted, officerId, amount);
        // The pool is asked for it at once, and nothing of it is paid before it has given it.
        this.pool += minorUnits(event.data.amount);
        return;
      case 'PaymentInstructed': {
        add(this.underWay, event.data.recipientId, event.data.amount);
        return;
      }
      case 'PaymentFailed': {
        add(this.underWay, event.data.recipientId, event.data.amount, -1n);
        return;
      }
      case 'PaymentReturned': {
        add(this.hands, event.data.recipientId, event.data.amount, -1n);
        return;
      }
      case 'PaymentExecuted':
        add(this.underWay, event.data.recipientId, event.data.amount, -1n);
        {
          add(this.hands, event.data.recipientId, event.data.amount);
          return;
        }
      case 'RecoveryRepaid':
        this.pool -= minorUnits(event.data.amount);
        {
          add(this.hands, event.data.recipientId, event.data.amount, -1n);
          return;
        }
      default:
        return;
    }
  }
}

const add = (sums: Map<string, bigint>, who: string, amount: Parameters<typeof minorUnits>[0], sign = 1n): void =>
  void sums.set(who, (sums.get(who) ?? 0n) + sign * minorUnits(amount));
const total = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((sum, one) => sum + one, 0n);

/** A payment that was on its way when the reward was clawed back is settled in the event after the one that says how it ended. */
const isSettled = ({ event, state }: { readonly event: RewardEvent; readonly state: Reward }): boolean =>
  standingClawbacks(state).length === 0 || (event.type !== 'PaymentExecuted' && event.type !== 'PaymentFailed');

/** Lives are long: so many of each law come to thousands of decisions. */
const RUNS = { numRuns: 40 };

describe('in any life of a reward that rises and falls', () => {
  it('the lives are long enough to tell', () => {
    const lives = fc.sample(life, { numRuns: 40, seed: 271 });
    const seen = new Set(lives.flatMap((lived) => lived.map(({ event }) => event.type)));
    for (const type of [
      'SupplementGranted',
      'RewardCorrected',
      'ClawbackTriggered',
      'ClawbackReversed',
      'RecoveryRepaid',
      'PaymentFailed',
      'PaymentReturned',
    ])
      expect([...seen]).toContain(type);
    const corrections = lives.flatMap((lived) => lived.flatMap(({ event }) => (event.type === 'RewardCorrected' ? [event.data] : [])));
    expect(corrections.some(({ recover, lowered }) => recover.length > 0 && lowered.length > 0)).toBe(true);
    const afterCorrection = lives.filter((lived) => {
      const [at, then] = ['RewardCorrected', 'ClawbackTriggered'].map((type) => lived.findLastIndex(({ event }) => event.type === type));
      return at !== undefined && then !== undefined && at >= 0 && then > at;
    });
    expect(afterCorrection.length).toBeGreaterThan(0);
  });

  it('granted, and added, and taken off, is what was due when that was decided last, to the riel', () =>
    fc.assert(
      fc.property(life, (lived) => {
        let decided: bigint | undefined;
        for (const { event, state } of lived) {
          if (event.type === 'RewardGranted' || event.type === 'SupplementGranted' || event.type === 'RewardCorrected')
            decided = minorUnits(state.assessment?.assessment.amount ?? khr(-1));
          const now = decidedOf(state);
          expect(now === undefined ? undefined : minorUnits(now)).toBe(decided);
          if (now !== undefined) expect(total(partsDecided(state).map(({ amount }) => minorUnits(amount)))).toBe(decided);
        }
      }),
      RUNS,
    ));

  it('what the pool gave is in hands, on its way, or to be paid yet, and nothing of it is less than nothing', () =>
    fc.assert(
      fc.property(life, (lived) => {
        const ledger = new Ledger();
        for (const moment of lived) {
          ledger.book(moment);
          const standing = standingOf(moment.state);
          if (standing === undefined || !isSettled(moment)) continue;
          const out = total(ledger.hands.values()) + total(ledger.underWay.values()) + minorUnits(standing.unpaid);
          expect(out).toBe(ledger.pool);
          for (const amount of Object.values(standing) as readonly Parameters<typeof minorUnits>[0][])
            expect(minorUnits(amount)).toBeGreaterThanOrEqual(0n);
          const released = total(inStatus(moment.state, 'released', 'failed').map(({ amount }) => minorUnits(amount)));
          if (standingClawbacks(moment.state).length === 0) expect(released).toBeLessThanOrEqual(minorUnits(standing.unpaid));
        }
      }),
      RUNS,
    ));

  it('each has, less what they owe, no more than their part, and exactly that in the end; so much counts for their caps', () =>
    fc.assert(
      fc.property(life, (lived) => {
        const ledger = new Ledger();
        for (const moment of lived) {
          ledger.book(moment);
          const { state } = moment;
          if (state.grant === undefined || !isSettled(moment)) continue;
          const isClawedBack = standingClawbacks(state).length > 0;
          for (const { recipientId, kind, amount } of partsDecided(state)) {
            const [hand, underWay] = [ledger.hands.get(recipientId) ?? 0n, ledger.underWay.get(recipientId) ?? 0n];
            const owed = total(
              state.recoveries.filter((one) => one.recipientId === recipientId).map((one) => minorUnits(outstandingOf(one))),
            );
            const part = minorUnits(amount);
            if (isClawedBack) expect(hand).toBe(owed);
            else expect(hand + underWay - owed).toBeLessThanOrEqual(part);
            if (state.completed === 'paid') expect(hand).toBe(part);
            if (kind !== 'person') continue;
            const counted = ledger.counted.get(recipientId) ?? 0n;
            expect(counted).toBe(isClawedBack ? underWay : part);
            expect(counted).toBe(total(countedOf(state, recipientId).map((cap) => minorUnits(cap.amount))));
            expect(counted).toBeLessThanOrEqual(30_000_003n);
          }
        }
      }),
      RUNS,
    ));

  it('nobody is paid a payment twice unless it came back, and none is paid of which nothing is left', () =>
    fc.assert(
      fc.property(life, (lived) => {
        const inHand = new Map<string, bigint>();
        for (const { event } of lived) {
          if (event.type === 'PaymentReturned') add(inHand, event.data.paymentId, event.data.amount, -1n);
          if (event.type !== 'PaymentExecuted') continue;
          expect(inHand.get(event.data.paymentId) ?? 0n).toBe(0n);
          expect(minorUnits(event.data.amount)).toBeGreaterThan(0n);
          add(inHand, event.data.paymentId, event.data.amount);
        }
      }),
      RUNS,
    ));
});

import { defined, projection, type RecordedEvent } from '#libs/event-sourcing';
import {
  type Count,
  currencies,
  type Currency,
  type Id,
  type Instant,
  minorUnits,
  minus,
  type Money,
  money,
  nothingIn,
  plus,
  type RegisterEntry,
} from '#libs/vocabulary';
import type { OfficerEvent } from '../published.ts';
import {
  type ClawbackCause,
  type RecipientKind,
  type RecipientPart,
  type RewardEvent,
  rewardIdOf,
  rewardStream,
} from '../reward/reward-events.ts';

/** What has become of somebody's part, each in the same currency. */
interface Sums {
  /** With what was restored: paid, forfeited or yet to come. */
  readonly granted: Money;
  /** Of stages that were released, and of what is due again: paid or to be paid. */
  readonly released: Money;
  readonly paid: Money;
  /** Granted and never paid: it went back to the pool. */
  readonly forfeited: Money;
  /** Of what was paid. */
  readonly clawedBack: Money;
  /** Of what is claimed back. */
  readonly recovered: Money;
  /** Of what is claimed back. */
  readonly writtenOff: Money;
  /** Had come back and is due again, since a clawback was reversed. */
  readonly restored: Money;
  /** Of what is claimed back: was still owed when the clawback was reversed, and is not any more. */
  readonly cancelled: Money;
}
type BonusMeasure = keyof Sums;
const bonusMeasures = [
  'granted',
  'released',
  'paid',
  'forfeited',
  'clawedBack',
  'recovered',
  'writtenOff',
  'restored',
  'cancelled',
] as const satisfies readonly BonusMeasure[];

/** One reward's part for its beneficiary. */
export interface Bonus extends Sums {
  readonly rewardId: Id;
  readonly caseId: Id;
  readonly policyId: Id;
  /** UTC. */
  readonly grantedAt: Instant;
  /** When money of it arrived last, as the bank says. */
  readonly paidAt?: Instant;
  /** Why it is claimed back, where it is. */
  readonly clawback?: BonusClawback;
}

/** Why somebody's part of a reward is claimed back. */
export interface BonusClawback {
  readonly cause: ClawbackCause;
  readonly reason: string;
}

/** The sums of all somebody's bonuses in one currency. */
export interface BonusTotal extends Sums {
  readonly currency: Currency;
}

/** Everything somebody was granted, and what has become of it. */
export interface BonusHistory extends BonusOrder {
  readonly kind: RecipientKind;
  readonly beneficiaryId: RegisterEntry;
  /** Of a person: the unit ordered last, where the register knows one. */
  readonly unit?: RegisterEntry;
  /** In the order they were granted. */
  readonly bonuses: readonly Bonus[];
  /** One a currency in which something was granted: nothing is added up across them. */
  readonly totals: readonly BonusTotal[];
  /** How many rewards there is a part of. */
  readonly rewards: Count;
  readonly caseIds: readonly Id[];
  readonly lastGrantedAt?: Instant;
  /** When the last event was recorded, UTC. */
  readonly updatedAt: Instant;
}

/** What lists are sorted by: the sums of one currency in minor units; 2^53 - 1 also stands for more. */
type BonusOrder = Readonly<Partial<Record<`${SortedMeasure}${Currency}`, number>>>;
export const sortedMeasures = ['granted', 'paid', 'clawedBack', 'recovered'] as const;
type SortedMeasure = (typeof sortedMeasures)[number];

/** The row of a beneficiary. */
export const bonusKey = (kind: RecipientKind, beneficiaryId: RegisterEntry): string => `${kind}/${beneficiaryId}`;

type Bonused = Extract<
  RewardEvent,
  {
    type:
      | 'RewardGranted'
      | 'SupplementGranted'
      | 'RewardCorrected'
      | 'StageReleased'
      | 'PaymentExecuted'
      | 'PaymentReturned'
      | 'ClawbackTriggered'
      | 'ClawbackReversed'
      | 'RecoverySetOff'
      | 'RecoveryRepaid'
      | 'RecoveryWrittenOff';
  }
>;
type Posted = Extract<OfficerEvent, { type: 'OfficerRegistered' | 'OfficerTransferred' }>;

/** One row a beneficiary, officer or unit: what was granted, released, paid, claimed back and recovered, by reward and altogether. */
export const bonusHistory = projection<Bonused | Posted, BonusHistory>({
  name: 'bonuses',
  version: 3,
  handles: [
    'RewardGranted',
    'SupplementGranted',
    'RewardCorrected',
    'StageReleased',
    'PaymentExecuted',
    'PaymentReturned',
    'ClawbackTriggered',
    'ClawbackReversed',
    'RecoverySetOff',
    'RecoveryRepaid',
    'RecoveryWrittenOff',
    'OfficerRegistered',
    'OfficerTransferred',
  ],
  keysOf(event) {
    if (event.type === 'OfficerRegistered' || event.type === 'OfficerTransferred') return [bonusKey('person', officerIdOf(event.stream))];
    return [...new Set(partsIn(event).map(({ kind, recipientId }) => bonusKey(kind, recipientId)))];
  },
  evolve(row, event, key) {
    const at = new Date(event.recordedAt).toISOString();
    const known = row ?? nothingYet(key, at);
    if (event.type === 'OfficerRegistered' || event.type === 'OfficerTransferred')
      return { ...known, unit: event.data.unit, updatedAt: at };
    const mine = partsIn(event).filter(({ kind, recipientId }) => bonusKey(kind, recipientId) === key);
    return summedUp({ ...known, bonuses: mine.reduce((bonuses, part) => withPart(bonuses, event, part), known.bonuses), updatedAt: at });
  },
  index: {
    kind: 'text',
    beneficiaryId: 'text',
    unit: 'text',
    caseIds: 'texts',
    rewards: 'integer',
    lastGrantedAt: 'time',
    ...(Object.fromEntries(
      currencies.flatMap((currency) => sortedMeasures.map((measure) => [`${measure}${currency}`, 'integer'])),
    ) as Record<keyof BonusOrder, 'integer'>),
  },
  // What somebody was paid is theirs to see and others' to oversee; for which case, is for who may know the case.
  discloses: {
    about: () => [],
    names: ({ bonuses }) => bonuses.flatMap(({ caseId, rewardId }) => [`case-${caseId}`, rewardStream(rewardId)]),
  },
});

const officerIdOf = (stream: string): RegisterEntry => stream.slice('officer-'.length);

function nothingYet(key: string, at: Instant): BonusHistory {
  const [kind = ''] = key.split('/', 1);
  const beneficiaryId = key.slice(kind.length + 1);
  return { kind: kind === 'unit' ? 'unit' : 'person', beneficiaryId, bonuses: [], totals: [], rewards: 0, caseIds: [], updatedAt: at };
}

/** A recipient's part of what an event is about. */
interface Part extends RecipientPart {
  readonly measure: BonusMeasure;
  /** Taken off the measure, as it is not so any more. */
  readonly off?: true;
}

function partsIn(event: RecordedEvent<Bonused>): readonly Part[] {
  const each = (measure: BonusMeasure, parts: readonly RecipientPart[]): readonly Part[] =>
    parts.map(({ kind, recipientId, amount }) => ({ kind, recipientId, measure, amount }));
  switch (event.type) {
    case 'RewardGranted':
    case 'SupplementGranted':
      return each('granted', event.data.shares);
    case 'StageReleased':
      return each('released', event.data.payments);
    case 'PaymentExecuted':
      return each('paid', [event.data]);
    case 'PaymentReturned':
      return each('paid', [event.data]).map((given) => ({ ...given, off: true as const }));
    case 'RewardCorrected':
      return [...each('clawedBack', event.data.recover), ...each('forfeited', event.data.forfeits)];
    case 'ClawbackTriggered':
      return [...each('clawedBack', event.data.recover), ...each('forfeited', event.data.forfeits ?? [])];
    case 'ClawbackReversed':
      return [
        ...each('restored', event.data.payments),
        ...each('released', event.data.payments),
        ...each('forfeited', event.data.unforfeits).map((given) => ({ ...given, off: true as const })),
        ...each('cancelled', event.data.cancelled),
      ];
    case 'RecoverySetOff':
    case 'RecoveryRepaid':
      return each('recovered', [event.data]);
    case 'RecoveryWrittenOff':
      return each('writtenOff', [event.data]);
  }
}

function withPart(bonuses: readonly Bonus[], event: RecordedEvent<Bonused>, { measure, amount, off }: Part): readonly Bonus[] {
  const rewardId = rewardIdOf(event.stream);
  const known = bonuses.find((bonus) => bonus.rewardId === rewardId);
  const before = known ?? begun(event, rewardId, amount.currency);
  const after: Bonus = {
    ...(event.type === 'ClawbackReversed' ? withoutClawback(before) : before),
    [measure]: off === true ? minus(before[measure], amount) : plus(before[measure], amount),
    ...(event.type === 'PaymentExecuted' && { paidAt: new Date(event.data.executedAt).toISOString() }),
    ...(event.type === 'ClawbackTriggered' && { clawback: { cause: event.data.cause, reason: event.data.reason } }),
  };
  const shown = event.type === 'PaymentReturned' && minorUnits(after.paid) === 0n ? defined({ ...after, paidAt: undefined }) : after;
  return known === undefined ? [...bonuses, shown] : bonuses.map((bonus) => (bonus === known ? shown : bonus));
}

function withoutClawback(bonus: Bonus): Bonus {
  return defined({ ...bonus, clawback: undefined });
}

function begun({ data: { caseId, policyId }, recordedAt }: RecordedEvent<Bonused>, rewardId: Id, currency: Currency): Bonus {
  return { rewardId, caseId, policyId, grantedAt: new Date(recordedAt).toISOString(), ...nothings(currency) };
}

const nothings = (currency: Currency): Sums =>
  Object.fromEntries(bonusMeasures.map((measure) => [measure, nothingIn(currency)])) as Record<BonusMeasure, Money>;

function summedUp(row: BonusHistory): BonusHistory {
  const { bonuses } = row;
  const totals = currencies.flatMap((currency) => {
    const ofCurrency = bonuses.filter(({ granted }) => granted.currency === currency);
    if (ofCurrency.length === 0) return [];
    const sums = bonusMeasures.map((measure) => [measure, totalOf(currency, ofCurrency, measure)] as const);
    return [{ currency, ...(Object.fromEntries(sums) as Record<BonusMeasure, Money>) }];
  });
  const order = totals.flatMap((total) =>
    sortedMeasures.map((measure) => [`${measure}${total.currency}`, sortable(total[measure])] as const),
  );
  return defined({
    ...row,
    ...(Object.fromEntries(order) as BonusOrder),
    totals,
    rewards: bonuses.length,
    caseIds: [...new Set(bonuses.map(({ caseId }) => caseId))].sort(),
    lastGrantedAt: bonuses.at(-1)?.grantedAt,
  });
}

/** In plain whole numbers: a row of a thousand bonuses is summed up at each of its events. */
const totalOf = (currency: Currency, bonuses: readonly Bonus[], measure: BonusMeasure): Money =>
  money(
    currency,
    bonuses.reduce((total, bonus) => total + minorUnits(bonus[measure]), 0n),
  );

function sortable(amount: Money): number {
  const minor = minorUnits(amount);
  return minor > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(minor);
}

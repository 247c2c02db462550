import { RuleBroken } from '#libs/event-sourcing';
import {
  type BasisPoints,
  type Id,
  type Instant,
  type Line,
  minus,
  type Money,
  notAfter,
  plus,
  type RegisterEntry,
  shareOf,
  sum,
} from '#libs/vocabulary';

/** The part of one destination. */
export interface DestinationShare {
  /** Who gets it. */
  readonly destination: RegisterEntry;
  /** Of 10,000. */
  readonly shareBp: BasisPoints;
}

/** Who gets what part of settled proceeds. */
export interface Distribution {
  /** Of all destinations; together 10,000 basis points. */
  readonly shares: readonly DestinationShare[];
  /** The destination whose share is this pool's own. */
  readonly own: RegisterEntry;
  /** The destination that gets what rounding down leaves over. */
  readonly remainderTo: RegisterEntry;
}

/** A distribution with its date and its law. */
export interface DistributionRule extends Distribution {
  /** Divides what was settled at this moment or later, until a later rule does. */
  readonly effectiveFrom: Instant;
  /**
   * The law it rests on.
   * @example Instrument 12 of 2025
   */
  readonly legalInstrument: Line;
}

/** A rule as a pool adopted it. */
export interface AdoptedRule extends DistributionRule {
  readonly ruleId: Id;
}

/** The two distributions that are documented. What law one rests on, and from when, is said when a pool adopts it. */
export const documentedDistributions = {
  /** 29 % to the state budget, 71 % to the authority that fights drugs. */
  'budget-29-authority-71': {
    shares: [
      { destination: 'state-budget', shareBp: 2_900 },
      { destination: 'authority', shareBp: 7_100 },
    ],
    own: 'authority',
    remainderTo: 'state-budget',
  },
  /** 89 % to the committee, 10 % to the state budget, 1 % to the ministry. */
  'committee-89-budget-10-ministry-1': {
    shares: [
      { destination: 'committee', shareBp: 8_900 },
      { destination: 'state-budget', shareBp: 1_000 },
      { destination: 'ministry', shareBp: 100 },
    ],
    own: 'committee',
    remainderTo: 'state-budget',
  },
} as const satisfies Readonly<Record<string, Distribution>>;

const WHOLE_BP = 10_000;

/** @throws RuleBroken 'rule.shares' or 'rule.destination' it would lose money, invent some, or send it to nobody */
export function requireSound({ shares, own, remainderTo }: Distribution): void {
  const totalBp = shares.reduce((total, { shareBp }) => total + shareBp, 0);
  if (totalBp !== WHOLE_BP || shares.some(({ shareBp }) => !Number.isInteger(shareBp) || shareBp <= 0))
    throw new RuleBroken('rule.shares', `The shares of a distribution come to ${WHOLE_BP} basis points, each above zero`, { totalBp });
  const destinations = new Set(shares.map(({ destination }) => destination));
  if (destinations.size !== shares.length)
    throw new RuleBroken('rule.destination', 'A distribution names each destination once', {
      destinations: shares.map(({ destination }) => destination),
    });
  for (const named of [own, remainderTo])
    if (!destinations.has(named))
      throw new RuleBroken('rule.destination', `The distribution has no share for ${named}, which it names`, { destination: named });
}

/** The rule that counts for money settled at this moment: the one in force since most recently; of two of one moment the one adopted last. */
export function ruleInForce<Rule extends DistributionRule>(rules: readonly Rule[], at: Instant): Rule | undefined {
  const begins = ({ effectiveFrom }: Rule): number => Date.parse(effectiveFrom);
  return rules
    .filter(({ effectiveFrom }) => notAfter(effectiveFrom, at))
    .reduce<Rule | undefined>((latest, rule) => (latest === undefined || begins(rule) >= begins(latest) ? rule : latest), undefined);
}

/** Divides money by a sound distribution: every share rounded down, what is left over to the destination named for it, so that the parts come to the whole. */
export function divide(
  whole: Money,
  { shares, remainderTo }: Distribution,
): readonly { readonly destination: string; readonly amount: Money }[] {
  const parts = shares.map(({ destination, shareBp }) => ({ destination, amount: shareOf(whole, shareBp) }));
  const remainder = minus(
    whole,
    sum(
      whole.currency,
      parts.map(({ amount }) => amount),
    ),
  );
  return parts.map(({ destination, amount }) => ({
    destination,
    amount: destination === remainderTo ? plus(amount, remainder) : amount,
  }));
}

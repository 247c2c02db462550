import type { BasisPoints, Currency, Id, LocalizedText, Milligrams, Money, Office, Substance, SuspectRole } from '#libs/vocabulary';

export { type Office, offices, type SuspectRole, suspectRoles } from '#libs/vocabulary';

// What a reward policy may say. Terms are stored whole with each version and are read for ever: a new rule is a new optional field.
// No term names a number of arrests, and no formula could read one: an assessment is never given any.

/**
 * The number of a version, from 1.
 * @minimum 1
 * @maximum 1000
 */
export type VersionNumber = number;

/**
 * The code of a defect: what it is of, and what is irregular about that.
 * @pattern ^[a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*$
 * @example search.no-authorisation
 */
export type DefectCode = string;

/** What a threshold and a formula count: the certified weight with packaging, without it, or of the pure substance. */
export const measures = ['gross', 'net', 'pure'] as const;
export type Measure = (typeof measures)[number];

/** Whose date decides which version applies to a case that spans two of them. */
export const applyingDates = ['seizure', 'proposal', 'decision'] as const;
export type AppliesBy = (typeof applyingDates)[number];

/** Who takes no personal share of the case they act in under any policy, unless an enacted instrument is cited. */
export const ALWAYS_EXCLUDED = ['judge', 'prosecutor', 'court-official'] as const satisfies readonly Office[];

/**
 * From this quantity of the substance on, a sum; with `perMg`, that sum for each so many milligrams, pro rata. A band ends where the next
 * one begins.
 */
export interface Band {
  readonly fromMg: Milligrams;
  readonly amount: Money;
  /** @minimum 1 */
  readonly perMg?: Milligrams;
}

/**
 * How much a case is worth before multipliers and caps. Every division is one floor, at the very end.
 * - `flat`: the amount, once an operation.
 * - `per_unit`: the amount for each `unitMg` of the measured quantity, whole ones only or pro rata: `floor(measured / unitMg) × amount`,
 *   `floor(measured × amount / unitMg)`.
 * - `scaled_to_cap`: up to the amount by quantity and purity, which together are the pure quantity: `floor(upTo × min(pureMg,
 *   wholeAtPureMg) / wholeAtPureMg)`.
 * - `tiered`: of each substance's measured quantity, what the band it falls into pays. A substance in no table pays nothing.
 * - `asset_share`: `min(upTo, floor(net proceeds × shareBp / 10,000))`.
 */
export type Formula =
  | { readonly kind: 'flat'; readonly amount: Money }
  | {
      readonly kind: 'per_unit';
      readonly amount: Money;
      /** @minimum 1 */
      readonly unitMg: Milligrams;
      readonly counting: 'whole' | 'pro-rata';
    }
  | {
      readonly kind: 'scaled_to_cap';
      readonly upTo: Money;
      /** @minimum 1 */
      readonly wholeAtPureMg: Milligrams;
    }
  | { readonly kind: 'tiered'; readonly tables: readonly { readonly substances: readonly Substance[]; readonly bands: readonly Band[] }[] }
  | {
      readonly kind: 'asset_share';
      /** @minimum 1 */
      readonly shareBp: BasisPoints;
      readonly upTo: Money;
    };

/** The part of what the formula gives, by the role of a suspect. */
export interface Multipliers extends Readonly<Record<SuspectRole, number>> {
  readonly lesser: BasisPoints;
  readonly significant: BasisPoints;
  readonly leading: BasisPoints;
}

/**
 * Multipliers by the most important suspect of the operation, in basis points of what the formula gives. Where everybody is a lesser
 * figure, or nobody is known, the reward goes to the unit's fund. Once an organiser, a leading figure, is finally convicted, `topUpBp` of
 * what the formula gives is added.
 */
export interface RoleRules {
  /** By the most important suspect of the operation, basis points of what the formula gives. */
  readonly multipliersBp: Multipliers;
  /** Added once an organiser is finally convicted. */
  readonly topUpBp: BasisPoints;
}

/**
 * The most that is paid: for a case, and to one officer for a case, in any twelve months and in a career. What is not named is not capped.
 */
export interface Caps {
  readonly case?: Money;
  readonly officerPerCase?: Money;
  /** Instead of `officerPerCase`, where the committee calls the case exceptional and says why. */
  readonly officerPerCaseExceptional?: Money;
  readonly officerTwelveMonths?: Money;
  readonly officerCareer?: Money;
}

/**
 * A part of the reward, and what releases it: the certified result with integrity's clearance, or a final verdict against a named suspect.
 */
export interface Stage {
  /** The certified result with integrity's clearance, or a final verdict against a named suspect. */
  readonly on: 'laboratory' | 'final-verdict';
  readonly shareBp: BasisPoints;
}

/** What is counted, and from what quantity on a reward is due. */
export interface Threshold {
  readonly measure: Measure;
  /**
   * From this quantity on, inclusive.
   * @minimum 1
   */
  readonly thresholdMg: Milligrams;
}

/** Which irregularities matter to a policy, and how. */
export interface DefectRules {
  /** A seizure with one of these does not count. */
  readonly excluding: readonly DefectCode[];
  /** One of these holds the reward until it is cleared up. */
  readonly suspending: readonly DefectCode[];
}

/** One version of a reward policy, whole. */
export interface PolicyTerms {
  readonly name: LocalizedText;
  /** Where the rule comes from, in words: who said or wrote it, when, and what in it is our reading. */
  readonly source: string;
  /** Of every amount in the terms. */
  readonly currency: Currency;
  /** Whose date decides which version applies to a case. */
  readonly appliesBy: AppliesBy;
  /** What is counted and from what quantity on a reward is due, inclusive. Only a policy on assets does without. */
  readonly quantity?: Threshold;
  readonly formula: Formula;
  readonly roles?: RoleRules;
  readonly caps: Caps;
  /**
   * Codes of irregularities: a seizure that has an excluding one does not count, a suspending one holds the reward until it is cleared up.
   */
  readonly defects: DefectRules;
  /** Parts of the reward, which make up the whole. */
  readonly stages: readonly Stage[];
  /** At most this part goes to persons; the rest is for units. */
  readonly personsAtMostBp: BasisPoints;
  /** Who takes no personal share of a case they act in, unless an enacted instrument is cited. */
  readonly excludedOffices: readonly Office[];
  /** Policies in whose place this one is paid, where both give something for an operation. */
  readonly supersedes?: readonly Id[];
  /** Policies beside which this one is paid, where both give something for an operation. Of one that is in neither list the law says nothing. */
  readonly alongside?: readonly Id[];
}

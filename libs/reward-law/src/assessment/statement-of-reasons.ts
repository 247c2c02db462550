import type { Id, Milligrams, Money, RegisterEntry, Substance } from '#libs/vocabulary';
import type { Stage, VersionNumber } from '../terms/policy-terms.ts';
import type { AppliedPolicy, AssessmentInputs, SeizureFacts } from './assessment-inputs.ts';

// What an assessment says: its result, and the statement of reasons, a line for each rule as it was applied. And what a rule is.

/** A value in a line, as JSON keeps it. */
export type LineValue = string | number | boolean | Money | readonly LineValue[] | { readonly [name: string]: LineValue };

/** One rule as it was applied: what it looked at, what came of it, and that in a sentence. */
export interface AssessmentLine {
  /** Which rule, for example `quantity.threshold`. */
  readonly rule: string;
  /** What it looked at; its fields follow from the rule. */
  readonly inputs: Readonly<Record<string, LineValue>>;
  /**
   * `holds` and `counts` go on, `excludes` leaves something out, `fails` ends it, `suspends` holds it up, `gives` is a value, `notes` changes
   * nothing.
   */
  readonly outcome: 'holds' | 'counts' | 'excludes' | 'fails' | 'suspends' | 'notes' | 'gives';
  /** What it gives, where it gives a value. */
  readonly value?: LineValue;
  /** That in a sentence. */
  readonly sentence: string;
}

/** A part of the reward, in money. */
export interface StageAmount {
  /** What releases it. */
  readonly on: Stage['on'];
  readonly amount: Money;
}

/**
 * What a policy grants for an operation, and why. JSON: stored with the reward, and made again from the stored policy and inputs it is the
 * same.
 */
export interface Assessment {
  /**
   * Of the way it is calculated: the same terms and inputs come out the same under the same method. Raised when they would not, and the old
   * way is kept.
   */
  readonly method: 1;
  readonly policyId: Id;
  readonly version: VersionNumber;
  readonly operationId: RegisterEntry;
  /** `suspended`: it would be due, and is held up until an irregularity is cleared up. */
  readonly verdict: 'eligible' | 'suspended' | 'ineligible';
  /** What is due, or would be; nothing where ineligible. */
  readonly amount: Money;
  /** Where it goes: to the shares of the beneficiaries, or whole to the unit's fund. */
  readonly payee: 'beneficiaries' | 'unit-fund';
  /** What counted towards the threshold, after uncertainty. */
  readonly measuredMg: Milligrams;
  readonly stages: readonly StageAmount[];
  /** The statement of reasons, in the order the rules were applied. */
  readonly lines: readonly AssessmentLine[];
}

/** An exhibit that counts, with what of it counts, after uncertainty. */
export interface MeasuredExhibit {
  readonly substance: Substance;
  readonly measuredMg: bigint;
  readonly pureMg: bigint;
}

/** What is known when a rule is applied: the policy and the operation, and what the rules before it have found. */
export interface Known {
  readonly policy: AppliedPolicy;
  readonly inputs: AssessmentInputs;
  /** Each seizure once. */
  readonly seizures: readonly SeizureFacts[];
  /** Seizures that do not count. */
  readonly excluded: ReadonlySet<string>;
  /** Something irregular holds the reward up. */
  readonly suspended: boolean;
  readonly measured: readonly MeasuredExhibit[];
  /** Of all that counts. */
  readonly measuredMg: bigint;
  /** What the formula gives. */
  readonly base: Money;
  /** What that has become so far. */
  readonly amount: Money;
  readonly payee: Assessment['payee'];
  readonly stages: readonly StageAmount[];
}

/**
 * What a rule answers: its lines of the statement of reasons, and what is known after it. One that refuses ends the assessment: nothing is
 * due.
 */
export interface Finding {
  readonly lines: readonly AssessmentLine[];
  readonly known?: Partial<Known>;
  readonly refused?: true;
}

/** A rule of the law of reward. Pure and exact: whole milligrams, basis points and minor units; every division is a floor. */
export type Rule = (known: Known) => Finding;

/** The answer of a rule that this policy does not have. */
export const notApplicable: Finding = { lines: [] };

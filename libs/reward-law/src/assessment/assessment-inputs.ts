import type { Money, Substance } from '#libs/vocabulary';
import type { PolicyTerms, SuspectRole } from '../terms/policy-terms.ts';

// What an assessment rests on. Stored with it, and read for ever: what is new is optional.

/** What a laboratory certified of one exhibit, as it now stands. Masses in milligrams, purity in basis points. */
export interface CertifiedExhibit {
  readonly exhibitId: string;
  /** The certificate's number. */
  readonly certificate: string;
  /** What it was found to be, where that differs from the report. */
  readonly substance?: Substance;
  /** With packaging, where the laboratory weighed it so. */
  readonly grossMg?: number;
  readonly netMg: number;
  readonly purityBp: number;
  /** Expanded uncertainty. Taken off the value that is measured, whichever it is. */
  readonly uncertaintyMg: number;
}

/** A seizure of the operation. `fieldGrossMg` is named in the reasons and never counted. */
export interface SeizureFacts {
  readonly seizureId: string;
  readonly substance: Substance;
  readonly fieldGrossMg: number;
  /** Codes of what is irregular about it or its exhibits. */
  readonly defects: readonly string[];
  readonly exhibits: readonly CertifiedExhibit[];
}

/** A suspect of the operation: role as assessed by a prosecutor (provisional) or a court (final), and the outcome once it is final. */
export interface SuspectFacts {
  readonly suspectId: string;
  readonly role: SuspectRole;
  readonly standing: 'provisional' | 'final';
  readonly outcome: 'pending' | 'convicted' | 'acquitted';
  /**
   * The courts have to do with them: charged, on trial, or judged. Changes nothing in what is due; absent for who is suspected and no more.
   */
  readonly accused?: boolean;
}

/** What integrity cleared up: this defect of this seizure holds nothing up any more. */
export interface ClearedDefect {
  readonly seizureId: string;
  readonly defect: string;
  /** Who cleared it up, and why. */
  readonly by: string;
  readonly reason: string;
}

/** Everything an assessment rests on. There is no number of arrests in it, and adding a suspect of the same role changes nothing. */
export interface AssessmentInputs {
  /** What is assessed together: one entitlement an operation and policy. */
  readonly operationId: string;
  readonly seizures: readonly SeizureFacts[];
  readonly suspects: readonly SuspectFacts[];
  /** Of the operation's confiscated and settled assets, after costs. */
  readonly netProceeds?: Money;
  /** Absent where nothing was cleared up. What excludes a seizure excludes it all the same. */
  readonly cleared?: readonly ClearedDefect[];
}

/** Which version of which policy is applied. */
export interface AppliedPolicy {
  readonly policyId: string;
  readonly version: number;
  readonly terms: PolicyTerms;
}

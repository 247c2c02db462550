import type { Position } from '#libs/event-sourcing';
import type { BasisPoints, Id, Milligrams, Money, RegisterEntry, Substance } from '#libs/vocabulary';
import type { DefectCode, PolicyTerms, SuspectRole, VersionNumber } from '../terms/policy-terms.ts';

// What an assessment rests on. Stored with it, and read for ever: what is new is optional.

/** What a laboratory certified of one exhibit, as it now stands. Masses in milligrams, purity in basis points. */
export interface CertifiedExhibit {
  readonly exhibitId: RegisterEntry;
  /** The certificate's number. */
  readonly certificate: string;
  /** What it was found to be, where that differs from the report. */
  readonly substance?: Substance;
  /** With packaging, where the laboratory weighed it so. */
  readonly grossMg?: Milligrams;
  readonly netMg: Milligrams;
  readonly purityBp: BasisPoints;
  /** Expanded uncertainty. Taken off the value that is measured, whichever it is. */
  readonly uncertaintyMg: Milligrams;
}

/**
 * What one person reported when it could be known what it is worth, or found out alone: it excludes nothing and lets nothing through, and
 * holds the reward up until two hands have settled it.
 */
export interface LaterWord {
  /** What is irregular, also about the word itself. */
  readonly defect: DefectCode;
  /** Where the log has the last word of this kind: what was settled before it is open again. */
  readonly position: Position;
}

/** A seizure of the operation. */
export interface SeizureFacts {
  readonly seizureId: RegisterEntry;
  readonly substance: Substance;
  /** As weighed in the field: named in the reasons, and never counted. */
  readonly fieldGrossMg: Milligrams;
  /** Codes of what is irregular about it or its exhibits. */
  readonly defects: readonly DefectCode[];
  /** Those of the defects that are somebody's later word. Absent where there is none. */
  readonly later?: readonly LaterWord[];
  /** What the laboratory certified; empty as long as it has not. */
  readonly exhibits: readonly CertifiedExhibit[];
}

export const suspectOutcomes = ['pending', 'convicted', 'acquitted', 'dropped', 'dismissed'] as const;
/** What came of a suspect before prosecutor and court. */
export type SuspectOutcome = (typeof suspectOutcomes)[number];

/** A verdict, or the end of a charge, that counts for nothing. */
export interface IrregularVerdict {
  readonly outcome: Exclude<SuspectOutcome, 'pending'>;
  /** Codes of what is irregular about it. */
  readonly defects: readonly DefectCode[];
}

/** What somebody's part is said to be. */
export interface ClaimedRole {
  readonly role: SuspectRole;
  /** By a prosecutor (provisional), or by a court (final). */
  readonly standing: 'provisional' | 'final';
}

/** A suspect of the operation. */
export interface SuspectFacts extends ClaimedRole {
  readonly suspectId: RegisterEntry;
  /** What one person alone says that a prosecutor or a court decided: named, and it raises and lowers nothing before another attests it. */
  readonly claimed?: ClaimedRole;
  /**
   * Once it is final: a regular verdict's, or that every charge was dropped by the prosecution or dismissed by a court, and none filed anew.
   */
  readonly outcome: SuspectOutcome;
  /** A final verdict, or the end of a charge, that is not regular, and why not: recorded, and nothing is lowered, paid or claimed back for it. */
  readonly irregular?: IrregularVerdict;
  /**
   * The courts have to do with them: charged, on trial, or judged. Changes nothing in what is due; absent for who is suspected and no more.
   */
  readonly accused?: boolean;
}

/** How a defect was settled: cleared up, so that it holds nothing up any more, or upheld, so that what has it does not count. */
export interface SettledDefect {
  /** The seizure, or the operation where the defect is of it as a whole. */
  readonly seizureId: RegisterEntry;
  readonly defect: DefectCode;
  /** Who settled it. */
  readonly by: string;
  /** The second hand, where it took two. */
  readonly confirmedBy?: string;
  readonly reason: string;
  /** The last later word that was looked at, where the defect is one: what is said after it is not settled. */
  readonly upTo?: Position;
}

/** Everything an assessment rests on. There is no number of arrests in it, and adding a suspect of the same role changes nothing. */
export interface AssessmentInputs {
  /** What is assessed together: one entitlement an operation and policy. */
  readonly operationId: RegisterEntry;
  /** All seizures of the operation: they are added before the formula. */
  readonly seizures: readonly SeizureFacts[];
  /** Their parts decide where a policy says so; how many there are never does. */
  readonly suspects: readonly SuspectFacts[];
  /** Of the operation's confiscated and settled assets, after costs. */
  readonly netProceeds?: Money;
  /** What is somebody's later word about the operation as a whole; its subject is the operation. Absent where there is none. */
  readonly later?: readonly LaterWord[];
  /** A policy that covers the operation and says that it takes the place of this one. Absent where there is none. */
  readonly replacedBy?: Id;
  /** Absent where nothing was cleared up. What excludes a seizure excludes it all the same. */
  readonly cleared?: readonly SettledDefect[];
  /** What integrity found to be so, by two: a seizure that has it does not count; of an operation that has it nothing is due. */
  readonly upheld?: readonly SettledDefect[];
}

/** Which version of which policy is applied. */
export interface AppliedPolicy {
  readonly policyId: Id;
  readonly version: VersionNumber;
  readonly terms: PolicyTerms;
}

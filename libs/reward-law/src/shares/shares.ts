import type { Position } from '#libs/event-sourcing';
import type { BasisPoints, Instant, Money, RegisterEntry, Roster } from '#libs/vocabulary';
import type { Assessment } from '../assessment/statement-of-reasons.ts';

// Who may get a part of what an operation comes to. Stored with the reward: what is new is optional.

export const shareForms = ['bank-transfer', 'unit-fund', 'equipment'] as const;
export type ShareForm = (typeof shareForms)[number];

/** A beneficiary's part as proposed, in basis points of the whole. */
export interface ProposedShare {
  readonly recipientId: RegisterEntry;
  readonly kind: 'person' | 'unit';
  readonly shareBp: BasisPoints;
  readonly form: ShareForm;
  /** An enacted instrument that allows a share to somebody whose office is excluded. */
  readonly instrument?: RegisterEntry;
}

/** What an officer was granted before, or has reserved, under any policy in this currency. Whoever is not named was granted nothing. */
export interface OfficerHistory {
  readonly officerId: RegisterEntry;
  readonly inTwelveMonths: Money;
  readonly inCareer: Money;
  /** For the same case, where something is added to what was granted for it. */
  readonly inCase?: Money;
}

/** When a laboratory first had an exhibit of the operation: as reported, and where the log has that and the roster. */
export interface Reception {
  readonly laboratoryReceivedAt?: Instant;
  readonly order?: { readonly rosterFrozen?: Position; readonly laboratoryReceived?: Position };
}

export interface AllocationInputs extends Reception {
  readonly amount: Money;
  readonly payee: Assessment['payee'];
  readonly roster: Roster;
  readonly shares: readonly ProposedShare[];
  readonly histories: readonly OfficerHistory[];
  /** Present where the committee calls the case exceptional: why. */
  readonly exceptional?: string;
  /** Officers who serve in the courts by the register, in whatever office the roster names them. */
  readonly ofCourts?: readonly RegisterEntry[];
}

export interface AllocatedShare extends ProposedShare {
  /** What is paid: the floored part, within every cap. */
  readonly amount: Money;
  /** What that is, and which caps cut it, in sentences. */
  readonly why: readonly string[];
}

/** Shares and what goes to the unit's fund: together exactly the amount. */
export interface Allocation {
  readonly amount: Money;
  readonly shares: readonly AllocatedShare[];
  readonly unitFund: { readonly unit: RegisterEntry; readonly amount: Money; readonly why: readonly string[] };
}

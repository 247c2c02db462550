import type { Money } from '#libs/vocabulary';
import type { Assessment } from '../assessment/statement-of-reasons.ts';
import type { Office } from '../terms/policy-terms.ts';

// Who may get a part of what an operation comes to. Stored with the reward: what is new is optional.

/** Who took part in an operation, as frozen by its unit's head. */
export interface Roster {
  readonly frozenAt: string;
  /** Whose fund gets what no share pays out. */
  readonly leadUnit: string;
  readonly officers: readonly { readonly officerId: string; readonly unit: string; readonly office: Office }[];
  readonly units: readonly string[];
}

export const shareForms = ['bank-transfer', 'unit-fund', 'equipment'] as const;
export type ShareForm = (typeof shareForms)[number];

/** A beneficiary's part as proposed, in basis points of the whole. */
export interface ProposedShare {
  readonly recipientId: string;
  readonly kind: 'person' | 'unit';
  readonly shareBp: number;
  readonly form: ShareForm;
  /** An enacted instrument that allows a share to somebody whose office is excluded. */
  readonly instrument?: string;
}

/** What an officer was granted before, or has reserved, under any policy in this currency. Whoever is not named was granted nothing. */
export interface OfficerHistory {
  readonly officerId: string;
  readonly inTwelveMonths: Money;
  readonly inCareer: Money;
}

export interface AllocationInputs {
  readonly amount: Money;
  readonly payee: Assessment['payee'];
  readonly roster: Roster;
  /** When the laboratory first received an exhibit of the operation. */
  readonly laboratoryReceivedAt?: string;
  readonly shares: readonly ProposedShare[];
  readonly histories: readonly OfficerHistory[];
  /** Present where the committee calls the case exceptional: why. */
  readonly exceptional?: string;
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
  readonly unitFund: { readonly unit: string; readonly amount: Money; readonly why: readonly string[] };
}

import type { RegisterEntry } from '#libs/vocabulary';

/** The rows by which it is decided who may know what: one a stream of a case, and one a stream that belongs to a case. */
export const CASE_ACCESS = 'case-access';

/** Who has to do with a case. */
export interface CaseAccess {
  readonly kind: 'case';
  readonly stream: string;
  /** The agency and the unit that lead it; absent of a case that only a link speaks of. */
  readonly agency?: string;
  readonly unit?: RegisterEntry;
  /** Assigned now. */
  readonly officers: readonly RegisterEntry[];
  /** Who follows it before prosecutor and court: from them no restriction keeps it. */
  readonly followers: readonly RegisterEntry[];
  /** The streams of the cases that it was linked with, whichever of the two said so. */
  readonly linked: readonly string[];
  /** While it is restricted: to whom. */
  readonly named?: readonly RegisterEntry[];
  /** For lookups. */
  readonly restricted: boolean;
}

/** To which cases an exhibit, an asset, a reward belongs, and who has it in their hands. */
export interface BelongingAccess {
  readonly kind: 'belonging';
  readonly stream: string;
  /** The streams of these cases. */
  readonly cases: readonly string[];
  /** Who holds it, is offered it, or is to countersign what was found in it. */
  readonly holders: readonly RegisterEntry[];
  /** The unit whose it is while it is held. */
  readonly unit?: RegisterEntry;
  /** Held for a laboratory. */
  readonly atLaboratory?: true;
  /** Who has a duty in it, and keeps it whatever its cases are restricted to: analysts and who takes it over for a laboratory; who acted on a proposed reward. */
  readonly onDuty: readonly RegisterEntry[];
  /** The offices whose duty it is by now, whoever has them: of a reward that was proposed, those that clear it, vote on it and pay it. */
  readonly offices: readonly string[];
  readonly restricted: false;
}

export type AccessRow = CaseAccess | BelongingAccess;

export { KINDS_OF_CASES } from '#libs/vocabulary';

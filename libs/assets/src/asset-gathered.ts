import type { RegisterEntry } from '#libs/vocabulary';

// What other streams knew when a command was given. Its handler gathers it, the asset decides by it, and nothing of it is recorded but what follows.

/** Somebody who has a part in the case of the asset, and the units that have. */
export interface CaseOfficials {
  readonly officials: readonly RegisterEntry[];
  readonly units: readonly RegisterEntry[];
}

/** Somebody who buys, or stands on the buyer's side, as the register knows them. */
export interface PersonBehind {
  readonly person: RegisterEntry;
  /** Whether the register knows them at all. */
  readonly known: boolean;
  /** Where they serve and ever served. */
  readonly units: readonly RegisterEntry[];
}

/** What a sale is judged by besides the asset itself. */
export interface SaleContext extends CaseOfficials {
  /** Whether it was said who buys. */
  readonly named: boolean;
  readonly behind: readonly PersonBehind[];
  /** Of the officials, those whose name is almost the buyer's. */
  readonly nearly?: readonly RegisterEntry[];
}

/** A valuer as the register knows them; absent where it does not. */
export interface KnownValuer {
  readonly officer?: RegisterEntry;
  /** The valuer's own, and those of the officer that the valuer is. */
  readonly units: readonly RegisterEntry[];
  readonly licensed: boolean;
}

/** A witness as the register knows them. */
export interface KnownWitness {
  readonly person: RegisterEntry;
  /** Absent for somebody whom the register does not know. */
  readonly agency?: RegisterEntry;
}

/** All that may be gathered. What is absent is not known: it is decided as if the register said nothing. */
export interface Gathered {
  /** Of the courts that the command names: those that are not in the register. */
  readonly unknownCourts?: readonly RegisterEntry[];
  readonly sale?: SaleContext;
  readonly valuer?: KnownValuer;
  readonly officials?: CaseOfficials;
  readonly witnesses?: readonly KnownWitness[];
  /** Whether the institution is in the register. */
  readonly institution?: boolean;
}

/** A command may carry what was gathered for it. */
export interface Informed {
  readonly gathered?: Gathered;
}

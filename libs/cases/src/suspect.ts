import {
  type Agency,
  type Day,
  type Instant,
  isBefore,
  type Line,
  type LocalizedText,
  type Province,
  type RegisterEntry,
  sameInstant,
  type Sealed,
  type SuspectRole,
} from '#libs/vocabulary';
import type { Attestation } from './court-events.ts';

export const identifierKinds = ['national-id', 'passport', 'driving-licence', 'phone', 'other'] as const;

/** A number that a person is known by. */
export interface Identifier {
  readonly kind: (typeof identifierKinds)[number];
  readonly number: Line;
}

/**
 * The ISO 3166-1 code of a country.
 * @pattern ^[A-Z]{2}$
 * @example KH
 */
export type Country = string;

/** Who is meant, as far as it is known. Sealed with the person's own key: nothing here can be read without it. */
export interface SuspectIdentity {
  readonly name: Sealed<LocalizedText>;
  readonly identifiers?: Sealed<readonly Identifier[]>;
  readonly dateOfBirth?: Sealed<Day>;
  readonly nationality?: Sealed<Country>;
}

/** What a prosecutor (provisional) or a court (final) decided about a suspect's part, and when. */
export interface RoleAssessment {
  readonly role: SuspectRole;
  readonly assessment: 'provisional' | 'final';
  /** Of the decision, on paper. */
  readonly reference: Line;
  readonly decidedAt: Instant;
}

/** A decision as it was entered, with whose word it is. */
export interface EnteredAssessment extends RoleAssessment {
  /** Absent in what was recorded before it was kept. */
  readonly enteredBy?: RegisterEntry;
  readonly attestations?: readonly Attestation[];
}

/** Whether both are the same decision on paper. */
export const sameAssessment = (a: RoleAssessment, b: RoleAssessment): boolean =>
  a.role === b.role && a.assessment === b.assessment && a.reference === b.reference && sameInstant(a.decidedAt, b.decidedAt);

/** What a suspect's part is taken to be. */
export interface RoleStanding {
  readonly role?: SuspectRole;
  /** Whose word the role is: the investigators', a prosecutor's (provisional), a court's (final). */
  readonly roleStanding?: 'alleged' | RoleAssessment['assessment'];
  /** Of the assessment that the role follows from. */
  readonly assessedAt?: Instant;
  /** Whose word the assessment is: who entered it, and who attested it. A reward follows it once they are two. */
  readonly assessedBy?: readonly RegisterEntry[];
}

/** Where and when a suspect was added: what somebody who counts suspects counted it under. Facts recorded before these were kept do not say it. */
export interface AddedAs {
  readonly agency?: Agency;
  /** UTC. */
  readonly addedAt?: Instant;
  readonly province?: Province;
}

/** A suspect of a case, without who it is. */
export interface KnownSuspect extends RoleStanding {
  readonly added: AddedAs;
  readonly assessed: readonly EnteredAssessment[];
  readonly erased: boolean;
}

/** What the investigators alone say about a suspect's part. */
export function alleged(role: SuspectRole | undefined): RoleStanding {
  return role === undefined ? {} : { role, roleStanding: 'alleged' };
}

/** A court's word stands over a prosecutor's, whichever is entered last; of two of a kind the later decision. */
export function assessedAs<Known extends RoleStanding>(known: Known, { role, assessment, decidedAt, enteredBy }: EnteredAssessment): Known {
  const { roleStanding, assessedAt } = known;
  const earlier = assessedAt !== undefined && isBefore(decidedAt, assessedAt);
  const stays = roleStanding === assessment ? earlier : roleStanding === 'final';
  return stays
    ? known
    : { ...known, role, roleStanding: assessment, assessedAt: decidedAt, assessedBy: enteredBy === undefined ? [] : [enteredBy] };
}

/** The part after another person attested a decision about it: where it is the one that the part follows from, it is their word too. */
export function attestedAs<Known extends RoleStanding>(
  known: Known,
  { role, assessment, decidedAt }: RoleAssessment,
  by: RegisterEntry,
): Known {
  const isThis =
    known.role === role && known.roleStanding === assessment && known.assessedAt !== undefined && sameInstant(known.assessedAt, decidedAt);
  return isThis ? { ...known, assessedBy: [...(known.assessedBy ?? []), by] } : known;
}

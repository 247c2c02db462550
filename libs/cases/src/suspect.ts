import { type Agency, type Instant, isBefore, type Line, type Province, type Sealed, type SuspectRole } from '#libs/vocabulary';

/** Who is meant, as far as it is known. Sealed with the person's own key: nothing here can be read without it. */
export interface SuspectIdentity {
  /** `LocalizedText`, sealed. */
  readonly name: Sealed;
  /** A list of kind and number, sealed. */
  readonly identifiers?: Sealed;
  /** `YYYY-MM-DD`, sealed. */
  readonly dateOfBirth?: Sealed;
  /** ISO 3166-1 alpha-2, sealed. */
  readonly nationality?: Sealed;
}

/** What a prosecutor (provisional) or a court (final) decided about a suspect's part, and when. */
export interface RoleAssessment {
  readonly role: SuspectRole;
  readonly assessment: 'provisional' | 'final';
  /** Of the decision, on paper. */
  readonly reference: Line;
  readonly decidedAt: Instant;
}

/** What a suspect's part is taken to be. */
export interface RoleStanding {
  readonly role?: SuspectRole;
  /** Whose word the role is: the investigators', a prosecutor's (provisional), a court's (final). */
  readonly roleStanding?: 'alleged' | RoleAssessment['assessment'];
  /** Of the assessment that the role follows from. */
  readonly assessedAt?: Instant;
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
  readonly assessed: readonly RoleAssessment[];
  readonly erased: boolean;
}

/** What the investigators alone say about a suspect's part. */
export function alleged(role: SuspectRole | undefined): RoleStanding {
  return role === undefined ? {} : { role, roleStanding: 'alleged' };
}

/** A court's word stands over a prosecutor's, whichever is entered last; of two of a kind the later decision. */
export function assessedAs<Known extends RoleStanding>(known: Known, { role, assessment, decidedAt }: RoleAssessment): Known {
  const { roleStanding, assessedAt } = known;
  const earlier = assessedAt !== undefined && isBefore(decidedAt, assessedAt);
  const stays = roleStanding === assessment ? earlier : roleStanding === 'final';
  return stays ? known : { ...known, role, roleStanding: assessment, assessedAt: decidedAt };
}

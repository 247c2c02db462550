import type { Agency, Id, Instant, Line, LocalizedText, Milligrams, Province, RegisterEntry, Sealed, Substance } from '#libs/vocabulary';
import type { Defect } from './defects.ts';

/** Where it happened. */
export interface Place {
  readonly province: Province;
  /** The place in words. */
  readonly description?: Line;
}

/** The prosecutor's authorisation of the search, or why there was none. Its absence is a fact and is recorded as a defect. */
export type Authorisation =
  | { readonly kind: 'prosecutor'; readonly reference: Line; readonly issuedAt: Instant }
  | { readonly kind: 'none'; readonly explanation: Line };

/** Who acted where, and by what authority. */
interface FieldAct {
  readonly place: Place;
  /** Units that took part. */
  readonly units: readonly RegisterEntry[];
  /** Officers who took part. */
  readonly officers: readonly RegisterEntry[];
  /** The prosecutor's authorisation, or the explanation why there was none. */
  readonly authorisation: Authorisation;
}

export const searchExceptions = ['flagrante-delicto', 'written-consent', 'court-order'] as const;
/** What allows a search outside the hours between 06:00 and 18:00, Cambodian time. */
export type SearchException = (typeof searchExceptions)[number];

export const witnessKinds = ['occupant', 'owner', 'neighbour', 'village-chief', 'commune-council', 'other'] as const;
export type WitnessKind = (typeof witnessKinds)[number];

/** Who saw a search and was no part of it. */
export interface Witness {
  readonly kind: WitnessKind;
  /** Of the register, where the witness is in it. */
  readonly personId?: RegisterEntry;
}

/** A witness with the name, sealed with a key of its own. */
export interface NamedWitness extends Witness {
  readonly witnessId: Id;
  readonly name?: Sealed<LocalizedText>;
}

/** How a search was made. */
export interface SearchManner<Who extends Witness = Witness> {
  readonly exception?: SearchException;
  /** Absent in what was recorded before they were asked for. */
  readonly witnesses?: readonly Who[];
}

/** What was found, as reported from the field. */
export interface Seizure extends FieldAct {
  readonly substance: Substance;
  /** What it is in words; its name where the substance is `other`. */
  readonly substanceDescription?: Line;
  /** Weight with packaging as weighed in the field, in milligrams: never what a reward is measured by. */
  readonly grossMg: Milligrams;
  /** When it happened. May be long ago: a late entry is recorded and marked. */
  readonly seizedAt: Instant;
  /** Where it was found in a search that is recorded with it and not by itself. */
  readonly search?: SearchManner;
}

/** An arrest as reported. */
export interface Arrest extends FieldAct {
  /** A suspect of this case. */
  readonly suspectId: Id;
  readonly arrestedAt: Instant;
}

/** A search as reported, whether or not anything was found. What was found is recorded as seizures. */
export interface Search extends FieldAct, SearchManner<NamedWitness> {
  readonly searchedAt: Instant;
}

/** A seizure as now known, with what its first entry is still judged by. */
export interface KnownSeizure {
  readonly version: number;
  readonly seizure: Seizure;
  /** What is irregular about it. */
  readonly defects: readonly Defect[];
  /** Whose seizure it is: the case's agency when it was first recorded. */
  readonly agency?: Agency;
  /** When it happened as the first entry said: some moment before that entry. */
  readonly firstSaid: Instant;
  readonly lateEntry: boolean;
  /** Said to be without an authorisation, by any entry until now. */
  readonly unauthorised: boolean;
  readonly onClosedCase: boolean;
  /** Officers who were not assigned to the case when they were named. */
  readonly unassigned: ReadonlySet<RegisterEntry>;
  /** It was recorded twice, and another one stands for it. */
  readonly withdrawn?: { readonly duplicateOf: Id };
}

/** How the case stands when an entry is made. */
export interface Standing {
  readonly closed: boolean;
  isAssigned(officerId: string): boolean;
}

/** A seizure after it was recorded or corrected as this, by how the case stood then. */
export function knownAs(seizure: Seizure, found: readonly Defect[], standing: Standing, known?: KnownSeizure): KnownSeizure {
  return {
    version: (known?.version ?? 0) + 1,
    seizure,
    defects: found,
    firstSaid: known?.firstSaid ?? seizure.seizedAt,
    lateEntry: known?.lateEntry ?? found.includes('entry.late'),
    unauthorised: known?.unauthorised === true || seizure.authorisation.kind === 'none',
    onClosedCase: found.includes('case.closed'),
    unassigned: new Set(seizure.officers.filter((officer) => isUnassigned(officer, standing, known))),
  };
}

/** An officer who was named before is judged by that moment, one who is named for the first time by now. */
export function isUnassigned(officer: string, standing: Standing, known: KnownSeizure | undefined): boolean {
  return known?.seizure.officers.includes(officer) ? known.unassigned.has(officer) : !standing.isAssigned(officer);
}

import { type Agency, CLOCK_TOLERANCE_MS, isLate, type Substance } from '#libs/vocabulary';
import { type Defect, defectsWhere } from './defects.ts';

/** Where it happened: the ISO 3166-2 code of the province (KH-12 is Phnom Penh) and the place in words. */
export interface Place {
  readonly province: string;
  readonly description?: string;
}

/** The prosecutor's authorisation of the search, or why there was none. Its absence is a fact and is recorded as a defect. */
export type Authorisation =
  | { readonly kind: 'prosecutor'; readonly reference: string; readonly issuedAt: string }
  | { readonly kind: 'none'; readonly explanation: string };

/** Who acted where, and by what authority. */
interface FieldAct {
  readonly place: Place;
  readonly units: readonly string[];
  readonly officers: readonly string[];
  readonly authorisation: Authorisation;
}

/** What was found, as reported from the field. `grossMg` is the weight with packaging, in milligrams: never what a reward is measured by. */
export interface Seizure extends FieldAct {
  readonly substance: Substance;
  readonly substanceDescription?: string;
  readonly grossMg: number;
  /** ISO 8601 with offset. */
  readonly seizedAt: string;
}

/** An arrest as reported. */
export interface Arrest extends FieldAct {
  readonly suspectId: string;
  /** ISO 8601 with offset. */
  readonly arrestedAt: string;
}

/** A search as reported, whether or not anything was found. What was found is recorded as seizures. */
export interface Search extends FieldAct {
  /** ISO 8601 with offset. */
  readonly searchedAt: string;
}

/** A seizure as now known, with what its first entry is still judged by. */
export interface KnownSeizure {
  readonly version: number;
  readonly seizure: Seizure;
  /** Whose seizure it is: the case's agency when it was first recorded. */
  readonly agency?: Agency;
  /** When it happened as the first entry said: some moment before that entry. */
  readonly firstSaid: string;
  readonly lateEntry: boolean;
  /** Said to be without an authorisation, by any entry until now. */
  readonly unauthorised: boolean;
  readonly onClosedCase: boolean;
  /** Officers who were not assigned to the case when they were named. */
  readonly unassigned: ReadonlySet<string>;
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
    firstSaid: known?.firstSaid ?? seizure.seizedAt,
    lateEntry: known?.lateEntry ?? found.includes('entry.late'),
    unauthorised: known?.unauthorised === true || seizure.authorisation.kind === 'none',
    onClosedCase: found.includes('case.closed'),
    unassigned: new Set(seizure.officers.filter((officer) => isUnassigned(officer, standing, known))),
  };
}

/** An officer who was named before is judged by that moment, one who is named for the first time by now. */
function isUnassigned(officer: string, standing: Standing, known: KnownSeizure | undefined): boolean {
  return known?.seizure.officers.includes(officer) ? known.unassigned.has(officer) : !standing.isAssigned(officer);
}

/**
 * Whether the first entry was late, by what is known now. A late one stays late, and correcting a timely one later does not make it late; but
 * one that said a time much after the true one was: it was not entered before the time it said.
 */
function isLateEntry({ lateEntry, firstSaid }: KnownSeizure, seizure: Seizure): boolean {
  return lateEntry || isLate(seizure.seizedAt, firstSaid, CLOCK_TOLERANCE_MS);
}

/** What is irregular about a seizure: first recorded now, or corrected where it is known. */
export function defectsOfSeizure(seizure: Seizure, standing: Standing, now: string, known?: KnownSeizure): readonly Defect[] {
  const { authorisation, seizedAt } = seizure;
  return defectsWhere({
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-seizure': issuedAfter(authorisation, seizedAt),
    'authorisation.added-later': authorisation.kind !== 'none' && known?.unauthorised === true,
    'entry.late': known === undefined ? isLate(seizedAt, now) : isLateEntry(known, seizure),
    'case.closed': standing.closed || known?.onClosedCase === true,
    'officer.not-assigned': seizure.officers.some((officer) => isUnassigned(officer, standing, known)),
  });
}

export function defectsOfArrest({ authorisation, arrestedAt, officers }: Arrest, standing: Standing, now: string): readonly Defect[] {
  return defectsWhere({
    'arrest.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-arrest': issuedAfter(authorisation, arrestedAt),
    'entry.late': isLate(arrestedAt, now),
    'case.closed': standing.closed,
    'officer.not-assigned': !officers.every((officer) => standing.isAssigned(officer)),
  });
}

export function defectsOfSearch({ authorisation, searchedAt, officers }: Search, standing: Standing, now: string): readonly Defect[] {
  return defectsWhere({
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-search': issuedAfter(authorisation, searchedAt),
    'entry.late': isLate(searchedAt, now),
    'case.closed': standing.closed,
    'officer.not-assigned': !officers.every((officer) => standing.isAssigned(officer)),
  });
}

function issuedAfter(authorisation: Authorisation, happenedAt: string): boolean {
  return authorisation.kind === 'prosecutor' && Date.parse(authorisation.issuedAt) > Date.parse(happenedAt);
}

import { CLOCK_TOLERANCE_MS, hourOf, type Instant, isBefore, isLate, type RegisterEntry, samePerson } from '#libs/vocabulary';
import { type Defect, defectsWhere } from './defects.ts';
import {
  type Arrest,
  type Authorisation,
  isUnassigned,
  type KnownSeizure,
  type Search,
  type SearchManner,
  type Seizure,
  type Standing,
  type Witness,
} from './seizure.ts';

// What is irregular about reports from the field. None is refused for it: the words of each defect stand in defects.ts.

/**
 * Whether the first entry was late, by what is known now. A late one stays late, and correcting a timely one later does not make it late; but
 * one that said a time much after the true one was: it was not entered before the time it said.
 */
function isLateEntry({ lateEntry, firstSaid }: KnownSeizure, seizure: Seizure): boolean {
  return lateEntry || isLate(seizure.seizedAt, firstSaid, CLOCK_TOLERANCE_MS);
}

/** What is irregular about a seizure: first recorded now, or corrected where it is known. How it was searched, where it says that it was. */
export function defectsOfSeizure(
  seizure: Seizure,
  standing: Standing,
  now: Instant,
  known?: KnownSeizure,
  police: readonly RegisterEntry[] = [],
): readonly Defect[] {
  const { authorisation, seizedAt, search, officers } = seizure;
  return defectsWhere({
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-seizure': issuedAfter(authorisation, seizedAt),
    'authorisation.added-later': authorisation.kind !== 'none' && known?.unauthorised === true,
    'entry.late': known === undefined ? isLate(seizedAt, now) : isLateEntry(known, seizure),
    'case.closed': standing.closed || known?.onClosedCase === true,
    'officer.not-assigned': officers.some((officer) => isUnassigned(officer, standing, known)),
    ...(search !== undefined && mannerOf(search, seizedAt, [...officers, ...police])),
  });
}

/** What is irregular about an arrest that is recorded now. */
export function defectsOfArrest({ authorisation, arrestedAt, officers }: Arrest, standing: Standing, now: Instant): readonly Defect[] {
  return defectsWhere({
    'arrest.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-arrest': issuedAfter(authorisation, arrestedAt),
    ...defectsOfEntry(arrestedAt, officers, standing, now),
  });
}

/** What is irregular about a search that is recorded now; `police`: those of the witnesses who are officers by the register. */
export function defectsOfSearch(
  search: Search,
  standing: Standing,
  now: Instant,
  police: readonly RegisterEntry[] = [],
): readonly Defect[] {
  const { authorisation, searchedAt, officers } = search;
  return defectsWhere({
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-search': issuedAfter(authorisation, searchedAt),
    ...mannerOf(search, searchedAt, [...officers, ...police]),
    ...defectsOfEntry(searchedAt, officers, standing, now),
  });
}

const [FROM_HOUR, TO_HOUR] = [6, 18];
const WITNESSES = 2;

/**
 * Code of Criminal Procedure, searches: by day, before witnesses who are no part of it. Between 06:00 and 18:00 of Cambodia, or under an exception that is
 * named; two witnesses, none of them an officer.
 */
function mannerOf({ exception, witnesses = [] }: SearchManner, searchedAt: Instant, officers: readonly RegisterEntry[]) {
  const hour = hourOf(searchedAt);
  const isOfficer = ({ personId }: Witness): boolean => personId !== undefined && officers.some((officer) => samePerson(officer, personId));
  return {
    'search.at-night': exception === undefined && (hour < FROM_HOUR || hour >= TO_HOUR),
    'search.no-witnesses': witnesses.length < WITNESSES,
    'search.witness-police': witnesses.some(isOfficer),
  };
}

function defectsOfEntry(happenedAt: Instant, officers: readonly string[], standing: Standing, now: Instant) {
  return {
    'entry.late': isLate(happenedAt, now),
    'case.closed': standing.closed,
    'officer.not-assigned': !officers.every((officer) => standing.isAssigned(officer)),
  };
}

function issuedAfter(authorisation: Authorisation, happenedAt: Instant): boolean {
  return authorisation.kind === 'prosecutor' && isBefore(happenedAt, authorisation.issuedAt);
}

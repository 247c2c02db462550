import { CLOCK_TOLERANCE_MS, type Instant, isBefore, isLate } from '#libs/vocabulary';
import { type Defect, defectsWhere } from './defects.ts';
import { type Arrest, type Authorisation, isUnassigned, type KnownSeizure, type Search, type Seizure, type Standing } from './seizure.ts';

// What is irregular about reports from the field. None is refused for it: the words of each defect stand in defects.ts.

/**
 * Whether the first entry was late, by what is known now. A late one stays late, and correcting a timely one later does not make it late; but
 * one that said a time much after the true one was: it was not entered before the time it said.
 */
function isLateEntry({ lateEntry, firstSaid }: KnownSeizure, seizure: Seizure): boolean {
  return lateEntry || isLate(seizure.seizedAt, firstSaid, CLOCK_TOLERANCE_MS);
}

/** What is irregular about a seizure: first recorded now, or corrected where it is known. */
export function defectsOfSeizure(seizure: Seizure, standing: Standing, now: Instant, known?: KnownSeizure): readonly Defect[] {
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

/** What is irregular about an arrest that is recorded now. */
export function defectsOfArrest({ authorisation, arrestedAt, officers }: Arrest, standing: Standing, now: Instant): readonly Defect[] {
  return defectsWhere({
    'arrest.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-arrest': issuedAfter(authorisation, arrestedAt),
    ...defectsOfEntry(arrestedAt, officers, standing, now),
  });
}

/** What is irregular about a search that is recorded now. */
export function defectsOfSearch({ authorisation, searchedAt, officers }: Search, standing: Standing, now: Instant): readonly Defect[] {
  return defectsWhere({
    'search.no-authorisation': authorisation.kind === 'none',
    'authorisation.after-search': issuedAfter(authorisation, searchedAt),
    ...defectsOfEntry(searchedAt, officers, standing, now),
  });
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

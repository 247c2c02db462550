import type { RecordedEvent } from '#libs/event-sourcing';
import { personIn } from '#libs/vocabulary';
import type { KnownSearch, KnownSeizure, OperationFacts, WordAbout } from './known-facts.ts';
import type { CaseFact } from './operation-events.ts';

// How somebody searched is a fact of its own, and of what was found in that search: a seizure that says nothing of it is no better for that.

/** What of a search is about what was found in it; that it was entered late, or by whom, is about the entry. */
const OF_THE_FIND: readonly string[] = [
  'search.no-authorisation',
  'authorisation.after-search',
  'search.at-night',
  'search.no-witnesses',
  'search.witness-police',
];

/** What is found in a search is found so long after it began, at most. Milliseconds. */
const ONE_SEARCH_MS = 24 * 60 * 60 * 1000;
/** Two who were there look at two clocks. Milliseconds. */
const CLOCKS_MS = 60 * 60 * 1000;

/** The facts after a search. Of a regular one nothing is kept. */
export function withSearch(
  facts: OperationFacts,
  { data, position }: RecordedEvent<Extract<CaseFact, { type: 'SearchRecorded' }>>,
): OperationFacts {
  const { searchId, search, defects } = data;
  const found = defects.filter((defect) => OF_THE_FIND.includes(defect));
  if (found.length === 0) return facts;
  const { searchedAt, place, officers } = search;
  const known: KnownSearch = { searchId, searchedAt, province: place.province, officers, defects: found, position };
  return { ...facts, searches: [...(facts.searches ?? []), known] };
}

/** In the same province, by one of the same officers, within a day from when it began. */
function wasFoundIn({ searchedAt, province, officers }: KnownSearch, seizure: KnownSeizure): boolean {
  const after = Date.parse(seizure.seizedAt) - Date.parse(searchedAt);
  return (
    after >= -CLOCKS_MS &&
    after <= ONE_SEARCH_MS &&
    seizure.province === province &&
    (seizure.officers ?? officers).some((officer) => personIn(officers, officer))
  );
}

/**
 * What is irregular about the searches that a seizure was found in, beyond what the seizure says of itself: it holds up what the policy says, and excludes
 * nothing, as it is the word of who reported the search.
 */
export function wordsOfSearches(seizure: KnownSeizure, { searches = [] }: OperationFacts): readonly WordAbout[] {
  const last = new Map<string, number>();
  for (const search of searches.filter((one) => wasFoundIn(one, seizure)))
    for (const defect of search.defects) last.set(defect, Math.max(search.position, last.get(defect) ?? 0));
  return [...last]
    .filter(([defect]) => !seizure.defects.includes(defect))
    .map(([defect, position]) => ({ subjectId: seizure.seizureId, defect, position }));
}

import { AHEAD_MS, type Day, type Instant } from '#libs/vocabulary';

/**
 * When twelve months from a moment are over, UTC: the same time of day on the same day of the next year in Cambodia, and on 1 March after a 29 February.
 * Calendar months and not 365 days: over a leap day those would end a day before the year does, and pay a cap twice in twelve months.
 */
export function twelveMonthsAfter(instant: Instant): number {
  const local = new Date(Date.parse(instant) + AHEAD_MS);
  local.setUTCFullYear(local.getUTCFullYear() + 1);
  return local.getTime() - AHEAD_MS;
}

/** The fact with the greatest `from` that is not after the day; of two of one day the one that was recorded later, so that a correction stands. */
export function inForceOn<T extends { readonly from: Day }>(facts: readonly T[], day: Day): T | undefined {
  return facts.reduce<T | undefined>(
    (found, fact) => (fact.from <= day && (found === undefined || fact.from >= found.from) ? fact : found),
    undefined,
  );
}

/** After every day: what is in force on it is what was ordered last. */
export const LAST_DAY: Day = '9999-12-31';

/** The moment a day begins in Cambodia. */
export const dayBegins = (day: Day): Instant => `${day}T00:00:00+07:00`;

import type { Day } from '#libs/vocabulary';

const DAY_MS = 24 * 60 * 60 * 1000;

/** The day so many days after another one; before it, where that is negative. */
export const daysAfter = (day: Day, days: number): Day => dayAt(Date.parse(day) + days * DAY_MS);

/** How many days from one to another, both counted. */
export const daysBetween = (from: Day, until: Day): number => Math.round((Date.parse(until) - Date.parse(from)) / DAY_MS) + 1;

export const earlierOf = (one: Day, other: Day): Day => (one < other ? one : other);
export const laterOf = (one: Day, other: Day): Day => (one > other ? one : other);

/** Days that follow each other, the first and the last of them included. */
export interface Days {
  readonly from: Day;
  readonly until: Day;
}

/** The week of a day by ISO 8601: its name (`2026-W01` begins on 29 December 2025), and its Monday and Sunday. */
export function weekOf(day: Day): Days & { readonly week: string } {
  const number = Date.parse(day) / DAY_MS;
  // Day 0 was a Thursday; days before it are negative.
  const monday = number - ((((number + 3) % 7) + 7) % 7);
  // A week belongs to the year that its Thursday is in, and is as many weeks into it as that Thursday.
  const thursday = monday + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return { week: `${year}-W${String(week).padStart(2, '0')}`, from: dayAt(monday * DAY_MS), until: dayAt((monday + 6) * DAY_MS) };
}

/**
 * Days as few spans that are known by name: whole weeks (`2026-W10`), and single days where a week is cut. A week is cut where the days begin or end in it,
 * and after each of the days that are named.
 */
export function spansOf({ from, until }: Days, cuts: readonly Day[] = []): readonly string[] {
  const cut = new Set(cuts.filter((day) => weekOf(day).until !== day).map((day) => weekOf(day).week));
  const spans: string[] = [];
  for (let day = from; day <= until;) {
    const week = weekOf(day);
    const whole = week.from === day && week.until <= until && !cut.has(week.week);
    spans.push(whole ? week.week : day);
    day = daysAfter(whole ? week.until : day, 1);
  }
  return spans;
}

function dayAt(milliseconds: number): Day {
  return new Date(milliseconds).toISOString().slice(0, 10);
}

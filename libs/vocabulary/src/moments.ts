import { RuleBroken } from '#libs/event-sourcing';

// Moments are ISO 8601 with an offset, as they were reported: they are compared as instants, never as texts.

/** Clocks of people's machines and of field devices run ahead by some minutes; hours are a mistake. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

/** An entry that comes more than this after what it tells of is late: milliseconds. */
export const LATE_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Refuses to record what has not happened yet: later than now by more than clocks differ.
 * @param sentence what is refused, without its end: the moment and that it is in the future follow
 * @throws RuleBroken under this code
 */
export function requirePast(
  happenedAt: string,
  now: string,
  code: string,
  sentence: string,
  details: Readonly<Record<string, unknown>> = { happenedAt, now },
): void {
  if (Date.parse(happenedAt) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    throw new RuleBroken(code, `${sentence}: ${happenedAt} is in the future`, details);
}

/** Whether an entry comes more than 24 hours after what it tells of; with a tolerance, that much more. */
export function isLate(happenedAt: string, enteredAt: string, toleranceMs = 0): boolean {
  return Date.parse(enteredAt) - toleranceMs - Date.parse(happenedAt) > LATE_AFTER_MS;
}

/** Whether one moment is earlier than the other, whatever their offsets. */
export const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

/** Whether one moment is the other or before it, whatever their offsets. */
export const notAfter = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);

/** Whether two moments are the same, whatever their offsets; one that is not known is no other, nor one of its kind. */
export const sameInstant = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && b !== undefined && Date.parse(a) === Date.parse(b);

/** Cambodia is seven hours ahead of UTC the whole year. Milliseconds. */
export const AHEAD_MS = 7 * 60 * 60 * 1000;

/** The hour of the clock in Cambodia at a moment, 0 to 23. */
export const hourOf = (instant: string): number => new Date(Date.parse(instant) + AHEAD_MS).getUTCHours();

/** The day of the calendar in Cambodia at a moment, `YYYY-MM-DD`: campaigns, orders of service and laws count by such days, wherever a clock stands. */
export const dayOf = (instant: string): string => new Date(Date.parse(instant) + AHEAD_MS).toISOString().slice(0, 10);

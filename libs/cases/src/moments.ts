import { RuleBroken } from '#libs/event-sourcing';

const LATE_AFTER_MS = 24 * 60 * 60 * 1000;

/** Clocks of field devices run ahead by some minutes; hours are a mistake. */
export const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;

const NAMES = {
  case: 'A case',
  seizure: 'A seizure',
  arrest: 'An arrest',
  search: 'A search',
  decision: 'A decision',
  dispatch: 'A dispatch',
  charges: 'A charge',
  trial: 'A trial',
  verdict: 'A verdict',
  appeal: 'An appeal',
  finality: 'Finality',
} as const;

/** @throws RuleBroken `<what>.in-future` it would happen after now, by more than clocks differ */
export function requirePast(what: keyof typeof NAMES, happenedAt: string, now: string): void {
  if (Date.parse(happenedAt) > Date.parse(now) + CLOCK_TOLERANCE_MS)
    throw new RuleBroken(`${what}.in-future`, `${NAMES[what]} cannot be recorded before it happens: ${happenedAt} is in the future`, {
      happenedAt,
      now,
    });
}

/** Whether an entry comes more than 24 hours after what it tells of; with a tolerance, that much more. */
export function isLate(happenedAt: string, enteredAt: string, toleranceMs = 0): boolean {
  return Date.parse(enteredAt) - toleranceMs - Date.parse(happenedAt) > LATE_AFTER_MS;
}

/** Whether one moment is the other or before it, whatever their offsets. */
export const notAfter = (a: string, b: string): boolean => Date.parse(a) <= Date.parse(b);

/** Whether two moments are the same, whatever their offsets; one that is not known is no other. */
export const sameInstant = (a: string | undefined, b: string): boolean => a !== undefined && Date.parse(a) === Date.parse(b);

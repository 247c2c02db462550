import { RuleBroken } from '#libs/event-sourcing';
import { dayOf, isBefore, isLate, notAfter, requirePast, sameInstant } from '#libs/vocabulary';

const noon = '2026-03-02T12:00:00+07:00';
const noonInUtc = '2026-03-02T05:00:00Z';

describe('a moment', () => {
  it('is compared as an instant, whatever its offset', () => {
    expect(sameInstant(noon, noonInUtc)).toBe(true);
    expect([isBefore(noon, noonInUtc), notAfter(noon, noonInUtc)]).toEqual([false, true]);
    expect([isBefore(noon, '2026-03-02T05:00:01Z'), notAfter('2026-03-02T05:00:01Z', noon)]).toEqual([true, false]);
  });

  it('that is not known is no other, and none of its kind', () => {
    expect([sameInstant(undefined, noon), sameInstant(noon, undefined), sameInstant(undefined, undefined)]).toEqual([false, false, false]);
  });

  it('may be ahead of now by the five minutes that clocks differ, and no more', () => {
    const refusal = (happenedAt: string) => () => requirePast(happenedAt, noon, 'visit.in-future', 'A visit cannot be recorded');
    expect(refusal('2026-03-02T12:05:00+07:00')).not.toThrow();
    expect(refusal('2026-03-02T12:05:00.001+07:00')).toThrow(
      new RuleBroken('visit.in-future', 'A visit cannot be recorded: 2026-03-02T12:05:00.001+07:00 is in the future'),
    );
  });

  it('is entered late after 24 hours, or that much later where the clocks of two entries may differ', () => {
    expect([isLate(noon, '2026-03-03T12:00:00+07:00'), isLate(noon, '2026-03-03T12:00:00.001+07:00')]).toEqual([false, true]);
    expect(isLate(noon, '2026-03-03T12:05:00+07:00', 5 * 60 * 1000)).toBe(false);
  });

  it('lies on a day of the calendar in Cambodia, wherever a clock stood', () => {
    expect(dayOf('2025-12-31T16:59:59.999Z')).toBe('2025-12-31');
    expect(dayOf('2025-12-31T17:00:00Z')).toBe('2026-01-01');
    expect(dayOf('2026-01-01T00:00:00+07:00')).toBe('2026-01-01');
    expect(dayOf('2025-12-31T23:30:00-08:00')).toBe('2026-01-01');
  });
});

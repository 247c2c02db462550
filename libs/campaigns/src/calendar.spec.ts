import fc from 'fast-check';
import { daysAfter, daysBetween, spansOf, weekOf } from './calendar.ts';

describe('the calendar of campaigns', () => {
  it.each([
    ['2026-01-01', '2026-W01', '2025-12-29', '2026-01-04'],
    ['2025-12-29', '2026-W01', '2025-12-29', '2026-01-04'],
    ['2025-12-28', '2025-W52', '2025-12-22', '2025-12-28'],
    ['2027-01-03', '2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-01-04', '2027-W01', '2027-01-04', '2027-01-10'],
    ['2024-12-30', '2025-W01', '2024-12-30', '2025-01-05'],
    ['1969-12-31', '1970-W01', '1969-12-29', '1970-01-04'],
    ['1900-01-01', '1900-W01', '1900-01-01', '1900-01-07'],
    ['9998-12-31', '9998-W53', '9998-12-28', '9999-01-03'],
    ['2028-02-29', '2028-W09', '2028-02-28', '2028-03-05'],
  ])('has %s in week %s of ISO 8601', (day, week, from, until) => expect(weekOf(day)).toEqual({ week, from, until }));

  it('takes days as whole weeks, and as days where a week is cut', () => {
    expect(spansOf({ from: '2026-01-01', until: '2026-01-13' })).toEqual([
      ...['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04'],
      '2026-W02',
      ...['2026-01-12', '2026-01-13'],
    ]);
    const weeks = { from: '2026-01-05', until: '2026-01-18' };
    expect(spansOf(weeks)).toEqual(['2026-W02', '2026-W03']);
    expect(spansOf(weeks, ['2026-01-11', '2026-02-02'])).toEqual(['2026-W02', '2026-W03']);
    expect(spansOf(weeks, ['2026-01-12'])).toEqual(['2026-W02', ...Array.from({ length: 7 }, (_, n) => daysAfter('2026-01-12', n))]);
    expect(spansOf({ from: '2026-01-05', until: '2026-01-04' })).toEqual([]);
  });

  it('takes each of any days once, and no other day', () =>
    fc.assert(
      fc.property(fc.nat(2_000), fc.integer({ min: 1, max: 300 }), fc.array(fc.nat(300), { maxLength: 5 }), (start, length, cuts) => {
        const from = daysAfter('2024-01-01', start);
        const until = daysAfter(from, length - 1);
        expect(daysBetween(from, until)).toBe(length);
        const spans = spansOf(
          { from, until },
          cuts.map((cut) => daysAfter(from, cut)),
        );
        const named = new Set(spans);
        const names = Array.from({ length }, (_, n) => daysAfter(from, n)).map((day) => [day, weekOf(day).week]);
        for (const both of names) expect(both.filter((name) => named.delete(name) || spans.includes(name))).toHaveLength(1);
        expect([...named]).toEqual([]);
        expect(spans.length).toBeLessThanOrEqual(length);
      }),
    ));
});

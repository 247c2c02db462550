import fc from 'fast-check';
import { canonical } from './canonical.ts';
import { personIn, samePerson, unitIn } from './same.ts';

describe('whoever compares people', () => {
  const spellings = ['Sokha', 'sokha', 'sokha ', 'so kha', 'sokha\u200B', 'ｓｏｋｈａ', 'sokha-'];

  it('takes what looks like one person for one', () => {
    for (const spelling of spellings) expect(samePerson(spelling, 'sokha')).toBe(true);
    expect(samePerson('officer-7', 'officer-៧')).toBe(true);
    for (const other of ['sokhar', 'dara', 'sokha2', '']) expect(samePerson(other, 'sokha')).toBe(false);
  });

  it('finds them among others, and a unit among units; nobody is among none', () => {
    expect(personIn(['dara', undefined, 'Sokha'], 'sokha')).toBe(true);
    expect(personIn(new Set(['dara', undefined]), 'sokha')).toBe(false);
    expect(unitIn(['Unit-Phnom-Penh-1'], 'unit-phnom-penh-1')).toBe(true);
    expect(unitIn([], 'unit-phnom-penh-1')).toBe(false);
  });

  it('agrees with the canonical form, whichever of two is named first', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(samePerson(a, b)).toBe(canonical(a) === canonical(b));
        expect(samePerson(a, b)).toBe(samePerson(b, a));
        expect(personIn([b], a)).toBe(samePerson(a, b));
      }),
    );
  });
});
